import COpenSSL
import Findings

/// The digests of all published files, so that a copy can be checked against the original. In the format of `sha256sum`:
/// `sha256sum --check manifest.sha256` in the published directory does it.
final class Manifest: Sendable {
    static let path = "manifest.sha256"
    /// Path → digest.
    private let digests = Locked<[String: String]>([:])

    /// Notes a file; from any thread.
    func note(_ path: String, _ bytes: [UInt8]) {
        let digest = Self.digest(bytes)
        digests.withLock { $0[path] = digest }
    }

    /// A line for each file, sorted by path.
    var bytes: [UInt8] {
        let digests = digests.withLock { $0 }.sorted { $0.key < $1.key }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digests.count * 112)
        for (path, digest) in digests {
            bytes.append(contentsOf: digest.utf8)
            bytes.append(contentsOf: "  \(path)\n".utf8)
        }
        return bytes
    }

    /// SHA-256, hexadecimal.
    static func digest(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = SHA256(bytes, bytes.count, &digest)
        return String(unsafeUninitializedCapacity: 64) { text in
            for (place, byte) in digest.enumerated() {
                text[2 * place] = digit(byte >> 4)
                text[2 * place + 1] = digit(byte & 15)
            }
            return 64
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
