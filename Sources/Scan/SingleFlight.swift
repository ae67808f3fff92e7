/// Does the work for a key once: a caller who comes while it runs waits for it, a later one gets its value at once.
///
/// The work is cancelled when all of its callers are, and then forgotten. A cancelled caller still waits for the work to
/// end, so work must end soon after its cancellation.
actor SingleFlight<Key: Hashable & Sendable, Value: Sendable> {
    struct Flight: Sendable {
        let id: Int
        let task: Task<Value, Never>
        /// Callers who have not been cancelled.
        var callers = 0
    }

    private(set) var flights: [Key: Flight] = [:]
    private var nextID = 0

    /// The value of a key.
    func value(for key: Key, _ work: @escaping @Sendable () async -> Value) async -> Value {
        var flight = flights[key] ?? begin(work)
        flight.callers += 1
        flights[key] = flight
        return await withTaskCancellationHandler { [task = flight.task] in
            await task.value
        } onCancel: { [id = flight.id] in
            Task { await self.leave(key, id) }
        }
    }

    private func begin(_ work: @escaping @Sendable () async -> Value) -> Flight {
        nextID += 1
        return Flight(id: nextID, task: Task { await work() })
    }

    private func leave(_ key: Key, _ id: Int) {
        guard var flight = flights[key], flight.id == id else { return }
        flight.callers -= 1
        flights[key] = flight
        if flight.callers == 0 {
            flight.task.cancel()
            flights[key] = nil
        }
    }
}
