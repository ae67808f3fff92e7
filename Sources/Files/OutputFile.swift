import Glibc

/// Writing a file whole.
package enum OutputFile {
    /// Creates a file and writes it. A file that is there already is an error.
    /// - Parameter folder: see `Folder.create`.
    /// - Returns: its status afterwards.
    @discardableResult
    package static func create(
        _ bytes: [UInt8], at path: String, below folder: CInt = AT_FDCWD
    ) throws(FileError) -> stat {
        let descriptor = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError("create", path) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("read the status of", path) }
        return status
    }

    /// Writes all bytes, however many calls it takes.
    /// - Parameter path: what to name in an error.
    static func write(_ bytes: [UInt8], to descriptor: CInt, _ path: String) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError("write", path) }
            written += count
        }
    }
}
