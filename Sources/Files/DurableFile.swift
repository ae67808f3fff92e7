import Glibc

/// Files that are on the disk when writing them returns (fsync(2)).
package enum DurableFile {
    /// Writes a file whole.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        try put(bytes, at: path, flags: O_TRUNC)
    }

    /// Adds to the end of a file, which is created if missing.
    package static func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        try put(bytes, at: path, flags: O_APPEND)
    }

    /// Best effort: a folder that cannot be synced is written all the same.
    package static func sync(folder: String) { try? syncOrFail(folder: folder) }

    /// The entries of a folder are on the disk.
    package static func syncOrFail(folder: String) throws(FileError) {
        let descriptor = try Folder.open(folder)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError("flush", folder) }
    }

    private static func put(_ bytes: [UInt8], at path: String, flags: CInt) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o644)
        guard descriptor >= 0 else { throw FileError("open", path) }
        defer { close(descriptor) }
        try OutputFile.write(bytes, to: descriptor, path)
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw FileError("flush", path) }
    }
}
