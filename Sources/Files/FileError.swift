import Glibc

/// A system call on a file that failed.
package struct FileError: Error, Hashable, Sendable {
    /// What was to be done, as in `cannot create PATH`.
    package let operation: String
    package let path: String
    /// An error number (errno).
    package let code: CInt

    /// - Parameter code: call it right after the failing call, or say which error it was.
    package init(_ operation: String, _ path: String, code: CInt = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// The system's words, `No space left on device`.
    package var reason: String { String(cString: strerror(code)) }
    package var message: String { "cannot \(operation) \(path): \(reason)" }
}
