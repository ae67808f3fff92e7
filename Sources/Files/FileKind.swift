import Glibc

/// What an entry of a folder is; symbolic links are not followed.
package enum FileKind: Sendable {
    case regular, folder
    /// A symbolic link, a device, a pipe or a socket.
    case other

    /// `nil` if there is nothing at the path, or nothing that can be seen.
    /// - Parameter folder: a descriptor of the one that a relative path begins at.
    package init?(_ path: String, below folder: CInt = AT_FDCWD) {
        var status = stat()
        guard fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        self =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            default: .other
            }
    }
}
