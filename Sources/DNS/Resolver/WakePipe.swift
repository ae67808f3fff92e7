import Glibc
import Model

/// A pipe whose one end a thread polls and whose other end wakes it.
final class WakePipe: Sendable {
    let readable: Int32
    private let writable: Int32
    /// A byte is in the pipe already; a second one would say nothing new.
    private let isPending = Locked(false)

    /// `nil` where no descriptors are left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        readable = ends[0]
        writable = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(readable)
        close(writable)
    }

    func wake() {
        isPending.withLock { isPending in
            guard !isPending else { return }
            isPending = true
            var byte: UInt8 = 1
            // The pipe holds at most one byte, so this neither blocks nor fails.
            _ = write(writable, &byte, 1)
        }
    }

    func clear() {
        isPending.withLock { isPending in
            guard isPending else { return }
            isPending = false
            var byte: UInt8 = 0
            _ = read(readable, &byte, 1)
        }
    }
}
