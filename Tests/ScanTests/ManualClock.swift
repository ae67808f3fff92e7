import Model
import Testing

@testable import Scan

/// A clock that stands still until a test advances it.
final class ManualClock: Clock {
    typealias Instant = AnyClock.Instant

    private struct State {
        var now = Duration.zero
        var nextID = 0
        var sleepers: [Int: (deadline: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var cancelled: Set<Int> = []
    }

    private let state = Locked(State())

    var now: Instant { Instant(offset: state.withLock { $0.now }) }
    var minimumResolution: Duration { .zero }
    /// The same for what is tested.
    var erased: AnyClock { AnyClock(self) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                enum Step { case sleep, wake, cancel }
                let step = state.withLock { state -> Step in
                    if state.cancelled.remove(id) != nil { return .cancel }
                    if deadline.offset <= state.now { return .wake }
                    state.sleepers[id] = (deadline.offset, continuation)
                    return .sleep
                }
                switch step {
                case .sleep: break
                case .wake: continuation.resume()
                case .cancel: continuation.resume(throwing: CancellationError())
                }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Comes back when at least that many tasks sleep.
    func sleepers(_ count: Int) async {
        await until { self.state.withLock { $0.sleepers.count } >= count }
    }

    /// Lets time pass and wakes those whose time has come.
    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let now = state.now
            let due = state.sleepers.filter { $0.value.deadline <= now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits for a sleeper and advances to the earliest deadline.
    func advanceToNextDeadline() async {
        await sleepers(1)
        let wait = state.withLock { state in
            (state.sleepers.values.map(\.deadline).min() ?? state.now) - state.now
        }
        advance(by: wait)
    }
}
