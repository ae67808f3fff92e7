import Glibc

/// Writing a file whole.
package enum OutputFile {
    /// Creates a file and writes it. A file that is there already is an error.
    /// - Parameters:
    ///   - folder: see `Folder.create`.
    ///   - mode: the permissions, of which the process's umask takes some away.
    /// - Returns: its status afterwards.
    @discardableResult
    package static func create(
        _ bytes: [UInt8], at path: String, below folder: CInt = AT_FDCWD, mode: mode_t = 0o644
    ) throws(FileError) -> stat {
        let descriptor = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError("create", path) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("read the status of", path) }
        return status
    }

    /// Writes a file that readers see whole, before or after, and never in between. A device or a pipe is written to.
    package static func replace(_ bytes: [UInt8], at path: String) throws(FileError) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError("open", path) }
            defer { close(descriptor) }
            return try write(bytes, to: descriptor, path)
        }
        let draft = "\(path).\(getpid())"
        do throws(FileError) {
            try create(bytes, at: draft)
            guard rename(draft, path) == 0 else { throw FileError("create", path) }
        } catch {
            unlink(draft)
            throw FileError(error.operation, path, code: error.code)
        }
    }

    /// Whether `replace` could write there; leaves nothing behind.
    package static func check(_ path: String) throws(FileError) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            guard access(path, W_OK) == 0 else { throw FileError("open", path) }
            return
        }
        let draft = "\(path).\(getpid())"
        do throws(FileError) {
            try create([], at: draft)
            unlink(draft)
        } catch {
            throw FileError(error.operation, path, code: error.code)
        }
    }

    /// Writes all bytes, however many calls it takes.
    /// - Parameter path: what to name in an error.
    package static func write(_ bytes: [UInt8], to descriptor: CInt, _ path: String) throws(FileError) {
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
