import Glibc

/// Reads whole files by system calls, since a site has thousands of small ones.
package enum InputFile {
    /// The file is larger than allowed (bytes).
    package struct TooLarge: Error {
        package var size: Int
    }

    /// Whether there is anything at a path; symbolic links are followed.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// A regular file's bytes; `nil` if it is missing, not a regular file, or unreadable.
    /// - Parameter followsLinks: otherwise a symbolic link at the end of the path counts as unreadable.
    /// - Throws: `TooLarge` if the file has more than `limit` bytes; nothing is read then.
    package static func bytes(_ path: String, limit: Int, followsLinks: Bool = true) throws(TooLarge) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let size = Int(status.st_size)
        guard size <= limit else { throw TooLarge(size: size) }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                if got <= 0 { return }
                count += got
            }
        }
        return failed ? nil : bytes
    }
}
