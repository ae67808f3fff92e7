import Foundation
import Testing

/// A program that a test runs. Foundation's `Process` will not do: a child would inherit the blocked signals of whatever
/// pool thread starts it, and could not be ended.
final class ChildProcess {
    private let identifier: pid_t
    /// The reading end of its standard output.
    let output: Int32
    private var isReaped = false

    /// Starts a program out of PATH; `timeout` ends it after five minutes, come what may.
    init(_ arguments: [String], in folder: URL) throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var nothing = sigset_t()
        sigemptyset(&nothing)
        posix_spawnattr_setsigmask(&attributes, &nothing)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = ["env", "-C", folder.path, "timeout", "300"] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var identifier = pid_t()
        let error = posix_spawnp(&identifier, "env", &actions, &attributes, &pointers, environ)
        close(ends[1])
        output = ends[0]
        self.identifier = identifier
        guard error == 0 else {
            isReaped = true
            close(ends[0])
            throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EIO)
        }
    }

    deinit {
        if !isReaped {
            // `timeout` passes it on.
            kill(identifier, SIGTERM)
            waitpid(identifier, nil, 0)
        }
        close(output)
    }

    /// Waits for the end.
    ///
    /// - Returns: The exit status, 0 where all went well.
    func wait() -> Int32 {
        var status: Int32 = 0
        waitpid(identifier, &status, 0)
        isReaped = true
        return status
    }

    /// What it has printed since, waiting for something; empty at its end.
    func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(output, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }
}
