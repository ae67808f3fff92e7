/// Values computed once per key and shared by all threads. Equal keys give equal values, so it does not matter which
/// thread computed one, nor that two threads that ask at the same time may both compute it.
package final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Locked<[Key: Value]>([:])

    package init() {}

    /// The value of a key; `make` computes it where it is not known yet.
    package func value(_ key: Key, _ make: () -> Value) -> Value {
        if let value = values.withLock({ $0[key] }) { return value }
        // Outside of the lock: `make` may ask for other values.
        let value = make()
        values.withLock { $0[key] = value }
        return value
    }
}

/// Values that follow from other data alone, one of each type, computed when first asked for. Copies share them; whoever
/// changes the data replaces this.
package struct DerivedValues: Sendable {
    private let values = Memo<ObjectIdentifier, any Sendable>()

    package init() {}

    /// The value of a type; `make` computes it where it is not known yet.
    package func value<Value: Sendable>(_ make: () -> Value) -> Value {
        values.value(ObjectIdentifier(Value.self), make) as? Value ?? make()
    }
}
