import Files
import Glibc

/// Why a publication failed, and what to do about it.
struct FileFailure: Error, Sendable {
    var message: String
    var hint: String = ""

    init(message: String, hint: String = "") {
        self.message = message
        self.hint = hint
    }

    /// Any error of this room, or of the file system.
    init(_ error: any Error) {
        if let failure = error as? FileFailure {
            self = failure
            return
        }
        guard let error = error as? FileError else {
            message = "\(error)"
            return
        }
        message = error.message
        switch error.code {
        case ENOSPC, EDQUOT: hint = "free some disk space; the published site is unchanged"
        case EROFS, EACCES, EPERM: hint = "check the permissions of the parent directory"
        case ENOENT, ENOTDIR: hint = "check the path"
        case EBUSY:
            hint =
                "a mount point cannot be replaced in one step: use --out with a directory below it, and serve that one"
        default: break
        }
    }
}
