import Glibc

/// A regular file below a site's root, open for reading. It stays the file it was when the site is swapped meanwhile.
/// A class, so that it is closed exactly once, with its last reference.
final class SiteFile {
    /// Bytes.
    let size: Int
    /// Last modification, seconds since 1970.
    let modified: Int
    /// Says which version of which file it is (RFC 9110 §8.8.3); a file that is replaced or changed gets another.
    let entityTag: String
    let mediaType: String
    private let descriptor: CInt
    private var position = 0

    private init(taking descriptor: CInt, status: stat, name: String) {
        self.descriptor = descriptor
        size = max(0, Int(status.st_size))
        modified = Int(status.st_mtim.tv_sec)
        let parts = [Int(status.st_ino), size, modified, Int(status.st_mtim.tv_nsec)]
        entityTag = "\"" + parts.map { String($0, radix: 16) }.joined(separator: "-") + "\""
        mediaType = MediaType.of(fileNamed: name)
    }

    deinit { close(descriptor) }

    /// The next bytes, at most `count`; empty at the end, or where the file became shorter or unreadable.
    func read(_ count: Int) -> [UInt8] {
        let wanted = min(count, size - position)
        guard wanted > 0 else { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            var got: Int
            repeat {
                got = pread(descriptor, buffer.baseAddress, wanted, off_t(position))
            } while got < 0 && errno == EINTR
            filled = max(0, got)
        }
        position += bytes.count
        return bytes
    }

    /// All that is left of it has been read.
    var isAtEnd: Bool { position >= size }
}

extension SiteFile {
    /// What a path leads to.
    enum Lookup {
        case file(SiteFile)
        /// The path names a folder, but has no slash at its end.
        case folder
        case nothing
    }

    /// Looks a path up in the folder that is at `root` now.
    ///
    /// It goes down name by name and follows no symbolic link below the root, so nothing outside is reached, whatever
    /// happens to the folders meanwhile. Devices, pipes and sockets count as nothing.
    static func look(up path: RequestPath, root: String) -> Lookup {
        guard let top = opened(AT_FDCWD, root, O_DIRECTORY) else { return .nothing }
        var folder = top
        defer { close(folder) }
        for name in path.isFolder ? path.components[...] : path.components.dropLast() {
            guard let next = opened(folder, name, O_DIRECTORY | O_NOFOLLOW) else { return .nothing }
            close(folder)
            folder = next
        }
        let name = path.isFolder ? Array("index.html".utf8) : path.components.last ?? []
        // Without O_NONBLOCK a pipe would make everyone wait for somebody to write into it.
        guard let descriptor = opened(folder, name, O_NOFOLLOW | O_NONBLOCK) else { return .nothing }
        var status = stat()
        if fstat(descriptor, &status) == 0 {
            switch status.st_mode & S_IFMT {
            case S_IFREG:
                return .file(
                    SiteFile(taking: descriptor, status: status, name: String(decoding: name, as: UTF8.self)))
            case S_IFDIR where !path.isFolder:
                close(descriptor)
                return .folder
            default: break
            }
        }
        close(descriptor)
        return .nothing
    }

    /// A name that is no UTF-8 becomes one that no file has.
    private static func opened(_ folder: CInt, _ name: [UInt8], _ flags: CInt) -> CInt? {
        opened(folder, String(decoding: name, as: UTF8.self), flags)
    }

    private static func opened(_ folder: CInt, _ name: String, _ flags: CInt) -> CInt? {
        let descriptor = openat(folder, name, O_RDONLY | O_CLOEXEC | flags)
        return descriptor < 0 ? nil : descriptor
    }
}
