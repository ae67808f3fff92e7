import Model
import Text

/// The digests of all published files, so that a copy can be checked against the original. In the format of `sha256sum`:
/// `sha256sum --check manifest.sha256` in the published directory does it.
final class Manifest: Sendable {
    static let path = "manifest.sha256"
    private let entries = Locked<[FileDigest]>([])

    /// Notes a file; from any thread.
    @discardableResult
    func note(_ path: String, _ bytes: [UInt8]) -> FileDigest {
        let file = FileDigest(path: path, size: bytes.count, digest: Digest.sha256(bytes))
        note([file])
        return file
    }

    /// Notes files that stay as they are.
    func note(_ files: [FileDigest]) { entries.withLock { $0 += files } }

    /// The paths of all files with the bytes that each has, in no order.
    var sizes: [(path: String, bytes: Int)] { entries.withLock { $0 }.map { ($0.path, $0.size) } }

    /// A line for each file, sorted by path.
    var bytes: [UInt8] {
        let entries = entries.withLock { $0 }.sorted { $0.path < $1.path }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 112)
        for entry in entries {
            let (path, digest) = (entry.path, entry.digest)
            // As `sha256sum` writes names that would end a line or the escape: a mark before the line says so.
            let isOdd = path.utf8.contains { "\\\n\r".utf8.contains($0) }
            if isOdd { bytes.append(UInt8(ascii: "\\")) }
            for byte in digest {
                bytes.append(Self.digit(byte >> 4))
                bytes.append(Self.digit(byte & 15))
            }
            bytes.append(contentsOf: "  ".utf8)
            bytes.append(contentsOf: (isOdd ? Self.escaped(path) : path).utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func escaped(_ path: String) -> String {
        path.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
