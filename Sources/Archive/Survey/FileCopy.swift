import Files
import Glibc

/// Copies the beginning of a file, however long it is.
enum FileCopy {
    private static let chunk = 1 << 20

    /// - Parameter bytes: how many; fewer where the file has fewer.
    static func prefix(of source: String, bytes: Int, to target: String) throws(FileError) {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw FileError("open", source) }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard output >= 0 else { throw FileError("create", target) }
        defer { close(output) }
        var buffer = [UInt8](repeating: 0, count: chunk)
        var rest = bytes
        while rest > 0 {
            let count = read(input, &buffer, min(chunk, rest))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError("read", source) }
            if count == 0 { return }
            try OutputFile.write(Array(buffer[..<count]), to: output, target)
            rest -= count
        }
    }
}
