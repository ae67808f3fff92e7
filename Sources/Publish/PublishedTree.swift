import CLinux
import Files
import Glibc

/// A file operation that did not work.
struct FileFailure: Error, Sendable {
    var message: String
    var hint: String = ""

    init(message: String, hint: String = "") {
        self.message = message
        self.hint = hint
    }

    /// With the system's reason; call it right after the failing call.
    init(_ what: String, _ path: String) {
        let code = errno
        message = "cannot \(what) \(path): \(String(cString: strerror(code)))"
        switch code {
        case ENOSPC, EDQUOT: hint = "free some disk space; the published site is unchanged"
        case EROFS, EACCES, EPERM: hint = "check the permissions of the parent directory"
        case ENOENT, ENOTDIR: hint = "check the path"
        default: break
        }
    }
}

/// The files of a published directory, and the system calls that change it.
struct PublishedTree: Sendable {
    /// Paths of regular files relative to the root, and of anything else that is there (a symbolic link, a socket).
    let paths: Set<String>
    private let root: String

    var isEmpty: Bool { paths.isEmpty }

    /// Lists a directory; empty where there is none.
    init(_ root: String) throws {
        self.root = root
        var found: Set<String> = []
        var open = [""]
        while let folder = open.popLast() {
            let path = folder.isEmpty ? root : "\(root)/\(folder)"
            guard let stream = opendir(path) else {
                if errno == ENOENT, folder.isEmpty { break }
                throw FileFailure("list", path)
            }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name == "." || name == ".." { continue }
                let below = folder.isEmpty ? name : "\(folder)/\(name)"
                if Self.isDirectory("\(root)/\(below)") { open.append(below) } else { found.insert(below) }
            }
        }
        paths = found
    }

    /// True where the file has exactly these bytes.
    func equals(_ path: String, _ bytes: [UInt8]) -> Bool {
        let descriptor = Glibc.open("\(root)/\(path)", O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == bytes.count else {
            return false
        }
        return withUnsafeTemporaryAllocation(byteCount: 32_768, alignment: 16) { buffer in
            bytes.withUnsafeBytes { bytes in
                var offset = 0
                while offset < bytes.count {
                    let count = read(descriptor, buffer.baseAddress, buffer.count)
                    guard count > 0, count <= bytes.count - offset, let read = buffer.baseAddress,
                        let expected = bytes.baseAddress?.advanced(by: offset), memcmp(read, expected, count) == 0
                    else { return false }
                    offset += count
                }
                return true
            }
        }
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// When a file or folder was changed last, by its file system's clock (nanoseconds since 1970).
    static func changeTime(_ path: String) throws -> Int64 {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw FileFailure("read the status of", path) }
        return Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    }

    private static func isDirectory(_ path: String, below folder: CInt = AT_FDCWD) -> Bool {
        var status = stat()
        return fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a directory and those above it.
    /// - Parameter folder: a descriptor of the one that a relative path begins at; whoever makes thousands of files
    ///   spares the system the way to it each time.
    static func makeDirectory(_ path: String, below folder: CInt = AT_FDCWD) throws {
        if mkdirat(folder, path, 0o755) == 0 || errno == EEXIST && isDirectory(path, below: folder) { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw FileFailure("create the directory", path)
        }
        try makeDirectory(String(path[..<slash]), below: folder)
        guard mkdirat(folder, path, 0o755) == 0 || errno == EEXIST else {
            throw FileFailure("create the directory", path)
        }
    }

    /// A second name for a file; false where the file system cannot.
    static func link(_ from: String, _ to: String) -> Bool { Glibc.link(from, to) == 0 }

    /// Writes a new file.
    /// - Parameter folder: see `makeDirectory`.
    /// - Returns: what it is then.
    @discardableResult
    static func write(_ bytes: [UInt8], to path: String, below folder: CInt = AT_FDCWD) throws -> stat {
        let descriptor = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileFailure("create", path) }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileFailure("write", path) }
            offset += count
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFailure("read the status of", path) }
        return status
    }

    /// A copy, for file systems without second names.
    static func copy(_ from: String, to path: String) throws {
        guard let bytes = try InputFile.bytes(from, limit: .max) else { throw FileFailure("read", from) }
        try write(bytes, to: path)
    }

    static func rename(_ from: String, _ to: String) throws {
        guard Glibc.rename(from, to) == 0 else { throw FileFailure("rename \(from) to", to) }
    }

    /// Exchanges two directories in one step; false where the file system cannot.
    static func exchange(_ first: String, _ second: String) -> Bool {
        clinux_exchange(first, second) == 0
    }

    /// A descriptor of a directory; close it.
    static func open(_ path: String) throws -> CInt {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure("open", path) }
        return descriptor
    }

    /// Everything written so far on the file system of `path` has reached the disk.
    static func synchronise(_ path: String) throws {
        let descriptor = try open(path)
        defer { close(descriptor) }
        guard clinux_syncfs(descriptor) == 0 else { throw FileFailure("flush", path) }
    }

    static func synchroniseDirectory(_ path: String) throws {
        let descriptor = try open(path)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFailure("flush", path) }
    }

    /// Removes a directory with all that is in it; symbolic links are removed, not followed.
    static func removeTree(_ path: String) throws {
        guard exists(path) else { return }
        guard isDirectory(path) else {
            guard unlink(path) == 0 else { throw FileFailure("remove", path) }
            return
        }
        var folders = [path]
        var next = 0
        while next < folders.count {
            let folder = folders[next]
            next += 1
            guard let stream = opendir(folder) else { throw FileFailure("list", folder) }
            var names: [String] = []
            while let entry = readdir(stream) {
                names.append(
                    withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                    })
            }
            closedir(stream)
            for name in names where name != "." && name != ".." {
                let below = "\(folder)/\(name)"
                if isDirectory(below) {
                    folders.append(below)
                } else if unlink(below) != 0 {
                    throw FileFailure("remove", below)
                }
            }
        }
        for folder in folders.reversed() where rmdir(folder) != 0 { throw FileFailure("remove", folder) }
    }
}

/// Holds off a second build into the same parent directory, by `flock` on the directory itself: no lock file is left,
/// and a killed build's lock is gone with it.
struct ParentLock {
    private let descriptor: CInt

    init(parent: String) throws {
        try PublishedTree.makeDirectory(parent)
        descriptor = try PublishedTree.open(parent)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let busy = errno == EWOULDBLOCK
            let failure =
                busy
                ? FileFailure(message: "another build is writing to \(parent)", hint: "wait until it has finished")
                : FileFailure("lock", parent)
            close(descriptor)
            throw failure
        }
    }

    func release() { close(descriptor) }
}
