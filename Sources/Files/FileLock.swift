import Glibc

/// A lock on a file or folder that is open (flock(2)). A process that is killed leaves none behind.
package struct FileLock: Sendable {
    private let descriptor: CInt

    /// Takes the lock at once or not at all.
    /// - Parameter descriptor: of the file; closed when the lock is released, and when it cannot be taken.
    /// - Throws: the error number; `EWOULDBLOCK` if another has the lock.
    package init(_ descriptor: CInt) throws(Failure) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let failure = Failure(code: errno)
            close(descriptor)
            throw failure
        }
        self.descriptor = descriptor
    }

    package struct Failure: Error {
        /// An error number (errno).
        package let code: CInt
    }

    /// Closing is not enough: a program that another thread is just starting has a copy of every descriptor, until it
    /// runs, and a lock goes with its last copy.
    package func release() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
