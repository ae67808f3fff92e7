import Glibc

/// A folder that is open for reading its entries.
package struct Folder: ~Copyable {
    private let stream: OpaquePointer
    private let path: String

    package init(_ path: String) throws(FileError) {
        guard let stream = opendir(path) else { throw FileError("list", path) }
        self.stream = stream
        self.path = path
    }

    deinit { closedir(stream) }

    /// For calls that take a name relative to a folder (openat(2)); closed with the folder.
    package var descriptor: CInt { dirfd(stream) }

    /// Calls `body` with the name of each entry but `.` and `..`, in no order. The bytes have no NUL.
    package borrowing func forEachName(_ body: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw FileError("list", path) }
                return
            }
            withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                let name = UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != 0 })
                if name.count < 3, name.allSatisfy({ $0 == UInt8(ascii: ".") }) { return }
                body(name)
            }
        }
    }

    /// The names of the entries of a folder but `.` and `..`, in no order.
    package static func names(_ path: String) throws(FileError) -> [String] {
        var names: [String] = []
        try Folder(path).forEachName { names.append(String(decoding: $0, as: UTF8.self)) }
        return names
    }

    /// Makes a folder and those above it; it may be there already.
    /// - Parameter folder: a descriptor of the one that a relative path begins at: with thousands of files, it saves the
    ///   system the way to it each time.
    package static func create(_ path: String, below folder: CInt = AT_FDCWD) throws(FileError) {
        if mkdirat(folder, path, 0o755) == 0 || errno == EEXIST && FileKind(path, below: folder) == .folder { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw FileError("create the directory", path)
        }
        try create(String(path[..<slash]), below: folder)
        guard mkdirat(folder, path, 0o755) == 0 || errno == EEXIST else {
            throw FileError("create the directory", path)
        }
    }

    /// A descriptor of a folder; close it.
    package static func open(_ path: String) throws(FileError) -> CInt {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("open", path) }
        return descriptor
    }

    /// Removes a file, or a folder with all that is in it; symbolic links are removed, not followed.
    package static func remove(_ path: String) throws(FileError) {
        guard let kind = FileKind(path) else { return }
        guard kind == .folder else {
            guard unlink(path) == 0 else { throw FileError("remove", path) }
            return
        }
        var folders = [path]
        var next = 0
        while next < folders.count {
            let folder = folders[next]
            next += 1
            for name in try names(folder) {
                let below = "\(folder)/\(name)"
                if FileKind(below) == .folder {
                    folders.append(below)
                } else if unlink(below) != 0 {
                    throw FileError("remove", below)
                }
            }
        }
        for folder in folders.reversed() where rmdir(folder) != 0 { throw FileError("remove", folder) }
    }
}
