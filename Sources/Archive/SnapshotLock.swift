import Files
import Model

#if canImport(Glibc)
    import Glibc
#endif

/// One program at a time writes to the folder of all snapshots.
package enum SnapshotLock {
    /// - Parameters:
    ///   - root: `content/snapshots`.
    ///   - file: what diagnostics name.
    /// - Throws: where another program has the lock, or the folder is not writable.
    package static func take(below root: String, file: String) throws(Diagnostics) -> FileLock {
        func diagnostics(_ rule: Diagnostic.Rule, _ message: String, _ hint: String) -> Diagnostics {
            Diagnostics([Diagnostic(file: file, rule: rule, message: message, hint: hint)])
        }
        let descriptor = open("\(root)/.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw diagnostics(.cannotWrite, "the snapshots directory is not writable", "check its permissions")
        }
        do throws(FileLock.Failure) {
            return try FileLock(descriptor)
        } catch {
            throw diagnostics(.scanRunning, "another scan is writing to this directory", "wait until it has finished")
        }
    }
}
