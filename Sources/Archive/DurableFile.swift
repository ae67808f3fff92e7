import Model

#if canImport(Glibc)
    import Glibc
#endif

/// Files that are on the disk once writing them returns, and not merely on the way there.
enum DurableFile {
    /// Why a file could not be written, in the system's words.
    struct Failure: Error {
        var why: String
    }

    /// Writes a file whole.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        try put(bytes, at: path, flags: O_TRUNC)
    }

    /// Adds to a file's end, which begins to be where it was not.
    static func append(_ bytes: [UInt8], to path: String) throws(Failure) {
        try put(bytes, at: path, flags: O_APPEND)
    }

    /// Best effort: a folder that cannot be synced is written all the same.
    static func sync(folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func put(_ bytes: [UInt8], at path: String, flags: Int32) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o644)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), bytes.count - done)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw failure()
            }
            done += written
        }
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw failure() }
    }

    private static func failure() -> Failure { Failure(why: String(cString: strerror(errno))) }
}
