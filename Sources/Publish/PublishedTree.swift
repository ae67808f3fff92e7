import CLinux
import Files
import Glibc

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
            let names: [String]
            do throws(FileError) {
                names = try Folder.names(path)
            } catch {
                if error.code == ENOENT, folder.isEmpty { break }
                throw error
            }
            for name in names {
                let below = folder.isEmpty ? name : "\(folder)/\(name)"
                if FileKind("\(root)/\(below)") == .folder { open.append(below) } else { found.insert(below) }
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

    /// When a file or folder was changed last, by its file system's clock (nanoseconds since 1970).
    static func changeTime(_ path: String) throws -> Int64 {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw FileError("read the status of", path) }
        return Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    }

    /// A second name for a file; false where the file system cannot.
    static func link(_ from: String, _ to: String) -> Bool { Glibc.link(from, to) == 0 }

    /// A copy, for file systems without second names.
    static func copy(_ from: String, to path: String) throws {
        guard let bytes = try InputFile.bytes(from, limit: .max) else { throw FileError("read", from) }
        try OutputFile.create(bytes, at: path)
    }

    static func rename(_ from: String, _ to: String) throws {
        guard Glibc.rename(from, to) == 0 else { throw FileError("rename \(from) to", to) }
    }

    /// Exchanges two directories in one step; false where the file system cannot.
    static func exchange(_ first: String, _ second: String) -> Bool {
        clinux_exchange(first, second) == 0
    }

    /// Everything written so far on the file system of `path` has reached the disk.
    static func synchronise(_ path: String) throws {
        let descriptor = try Folder.open(path)
        defer { close(descriptor) }
        guard clinux_syncfs(descriptor) == 0 else { throw FileError("flush", path) }
    }
}

/// Holds off a second build into the same parent directory, by `flock` on the directory itself: no lock file is left,
/// and a killed build's lock is gone with it.
struct ParentLock {
    private let descriptor: CInt

    init(parent: String) throws {
        try Folder.create(parent)
        descriptor = try Folder.open(parent)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let busy = errno == EWOULDBLOCK
            let failure: any Error =
                busy
                ? FileFailure(message: "another build is writing to \(parent)", hint: "wait until it has finished")
                : FileError("lock", parent)
            close(descriptor)
            throw failure
        }
    }

    func release() { close(descriptor) }
}
