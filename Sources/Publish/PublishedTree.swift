import CLinux
import Files
import Glibc

/// The files of a published directory, and the system calls that change it.
struct PublishedTree: Sendable {
    /// Paths of regular files relative to the root, of anything else that is there (a symbolic link, a socket), and of
    /// empty folders.
    let paths: Set<String>
    /// Those that the last build made: its manifest lists them.
    let made: Set<String>
    /// All others.
    let foreign: Set<String>
    private let root: String

    var isEmpty: Bool { paths.isEmpty }

    /// The largest manifest (bytes): some hundred thousand files.
    private static let largestManifest = 64 << 20

    /// Lists a directory; empty where there is none.
    /// - Parameter ours: paths that every build makes.
    init(_ root: String, ours: Set<String> = []) throws {
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
            if names.isEmpty, !folder.isEmpty { found.insert(folder) }
            for name in names {
                let below = folder.isEmpty ? name : "\(folder)/\(name)"
                if FileKind("\(root)/\(below)") == .folder { open.append(below) } else { found.insert(below) }
            }
        }
        paths = found
        let manifest = try InputFile.bytes("\(root)/\(PublishedManifest.path)", limit: Self.largestManifest) ?? []
        made = PublishedManifest.paths(in: manifest).union(ours).union([PublishedManifest.path]).intersection(found)
        foreign = found.subtracting(made)
    }

    /// What is foreign and stays, sorted; a folder stands for all that is in it where nothing there is a build's.
    func foreignNames(besides taken: Set<String>) -> [String] {
        var folders: Set<String> = []
        for path in made.union(taken) {
            var path = path[...]
            while let slash = path.lastIndex(of: "/") {
                path = path[..<slash]
                if !folders.insert(String(path)).inserted { break }
            }
        }
        return Set(
            foreign.subtracting(taken).map { path in
                var end = path.startIndex
                while let slash = path[end...].firstIndex(of: "/") {
                    if !folders.contains(String(path[..<slash])) { return String(path[...slash]) }
                    end = path.index(after: slash)
                }
                return path
            }
        ).sorted()
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

    /// A symbolic link that leads where another does; anything else that is no file cannot be taken over.
    static func copyLink(_ from: String, to path: String) throws {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard readlink(from, &target, Int(PATH_MAX)) >= 0 else {
            throw FileFailure(
                message: "\(from) is neither a file nor a link, and did not come from a build", hint: "move it away")
        }
        guard symlink(target, path) == 0 else { throw FileError("create the link", path) }
    }

    /// Gives the folders above a path the permissions that they have in another tree, and the owner where that may be set.
    static func copyModes(of path: String, from: String, to: String) {
        var path = path[...]
        while true {
            var status = stat()
            if lstat("\(from)/\(path)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                _ = lchown("\(to)/\(path)", status.st_uid, status.st_gid)
                _ = chmod("\(to)/\(path)", status.st_mode & 0o7777)
            }
            guard let slash = path.lastIndex(of: "/") else { return }
            path = path[..<slash]
        }
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
    private let lock: FileLock

    init(parent: String) throws {
        try Folder.create(parent)
        let descriptor = try Folder.open(parent)
        do throws(FileLock.Failure) {
            lock = try FileLock(descriptor)
        } catch {
            guard error.code == EWOULDBLOCK else { throw FileError("lock", parent, code: error.code) }
            throw FileFailure(message: "another build is writing to \(parent)", hint: "wait until it has finished")
        }
    }

    func release() { lock.release() }
}
