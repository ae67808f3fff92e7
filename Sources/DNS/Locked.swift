import Glibc

/// A value behind a POSIX mutex. `Synchronization.Mutex` would do, but ThreadSanitizer does not see its futex and reports
/// races that are none, which would hide those that are.
///
/// `@unchecked Sendable`: `value` is touched in `withLock` alone, with the mutex held.
final class Locked<Value: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    init(_ value: Value) {
        mutex = .allocate(capacity: 1)
        // With default attributes this cannot fail on Linux.
        pthread_mutex_init(mutex, nil)
        self.value = value
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
