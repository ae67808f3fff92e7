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
        var bytes: [UInt8] = []
        for (path, digest) in digests.withLock({ $0 }).sorted(by: {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }) {
            bytes += Array("\(digest)  \(path)\n".utf8)
        }
        return bytes
    }

    /// SHA-256, hexadecimal.
    static func digest(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = SHA256(bytes, bytes.count, &digest)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
