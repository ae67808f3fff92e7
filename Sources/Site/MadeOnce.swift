import Model

/// What many pages have in common, made once, whichever thread needs it first. The same key gives the same value, so it
/// does not matter who that was, nor that two who come at the same time both make it.
final class MadeOnce<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Locked<[Key: Value]>([:])

    func value(_ key: Key, _ make: () -> Value) -> Value {
        if let value = values.withLock({ $0[key] }) { return value }
        // Outside of the lock: what is made may ask for other parts.
        let value = make()
        values.withLock { $0[key] = value }
        return value
    }
}
