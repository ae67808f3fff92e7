import Glibc
import Text

/// The digest of a file that may be larger than the memory.
enum FileDigest {
    private static let chunk = 1 << 20

    /// A regular file's size in bytes and its SHA-256 in hexadecimal digits; `nil` where it cannot be read.
    static func sha256(_ path: String) -> (size: Int, digest: String)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var digest = StreamingDigest()
        var size = 0
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = read(descriptor, &buffer, chunk)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            digest.add(count == chunk ? buffer : Array(buffer[..<count]))
            size += count
        }
        return (size, digest.finish())
    }
}
