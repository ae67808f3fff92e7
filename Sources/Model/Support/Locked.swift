import Glibc

/// A value behind a POSIX mutex. `Synchronization.Mutex` would do, but ThreadSanitizer does not see its futex and reports
/// races that are none, which would hide those that are.
///
/// `@unchecked Sendable`, and why that holds: `mutex` is a constant pointer, and POSIX mutexes are made to be used from
/// several threads; `value` is private and touched in two places, in `init`, before anybody else has the object, and in
/// `withLock`, between lock and unlock; what is taken out of it is `Sendable` as `Value` is; `deinit` runs once nobody
/// has the object any more, so no thread can hold the mutex then.
package final class Locked<Value: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    /// Takes the value in.
    package init(_ value: Value) {
        mutex = .allocate(capacity: 1)
        // With default attributes this cannot fail on Linux.
        pthread_mutex_init(mutex, nil)
        self.value = value
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` with the value to itself. It must not come back here: the mutex would wait for itself.
    package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
