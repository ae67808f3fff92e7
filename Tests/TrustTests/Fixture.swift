import FoundationEssentials
import Model
import Testing

@testable import Trust

/// A certificate of `Fixtures/`, made by the openssl command line tool.
struct Fixture: ExpressibleByStringLiteral, CustomTestStringConvertible {
    let name: String

    init(stringLiteral name: String) { self.name = name }

    var testDescription: String { name }

    var der: [UInt8] {
        get throws {
            let text = try Self.text(name + ".pem")
            return try #require(certificates(inPEM: Array(text.utf8)).first)
        }
    }

    /// The same with another object identifier in place of ecdsa-with-SHA256 (1.2.840.10045.4.3.2), of the same length:
    /// a signature of that kind, which nobody made.
    func der(signedBy identifier: [UInt8]) throws -> [UInt8] {
        let ecdsa: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]
        var der = try der
        let places = der.indices.filter { der[$0...].starts(with: ecdsa) }
        try #require(places.count == 2 && identifier.count == ecdsa.count)
        for place in places { der.replaceSubrange(place..<place + ecdsa.count, with: identifier) }
        return der
    }

    static func text(_ file: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    /// The DER forms of several.
    static func chain(_ fixtures: [Fixture]) throws -> [[UInt8]] { try fixtures.map { try $0.der } }
}

/// Within the validity of every fixture but `expired` and `future`: 2040-01-01T12:00:00Z.
let noon = Instant(milliseconds: 2_209_032_000_000)

/// The object identifier of the proof in Merkle tree certificates, 1.3.6.1.5.5.7.6.67.
let merkleTreeProof: [UInt8] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x06, 0x43]
