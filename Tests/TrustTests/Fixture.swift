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

    static func text(_ file: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    /// The DER forms of several.
    static func chain(_ fixtures: [Fixture]) throws -> [[UInt8]] { try fixtures.map { try $0.der } }
}

/// Within the validity of every fixture but `expired` and `future`: 2040-01-01T12:00:00Z.
let noon = Instant(milliseconds: 2_209_032_000_000)
