import Model

/// Decides when each provider is begun. A few are begun at once, so that the evidence of few is in memory; but one that
/// takes its time gives its place to the next after a moment, so that nobody waits for a slow one.
package struct ProviderSchedule: Sendable {
    var clock = AnyClock.continuous
    /// Places for those that were begun a moment ago.
    var places = ScanLimits.providersAtOnce
    /// How long a provider has a place.
    var patience: Duration = .seconds(ScanLimits.providerPatience)
    /// Providers in all at the same time.
    var most = ScanLimits.providersAtMost

    private enum Event<Result: Sendable>: Sendable {
        case finished(Int, Result)
        case lasting(Int)
    }

    /// Works on each of the plans.
    /// - Parameters:
    ///   - isOver: says whether no more are to be begun.
    ///   - keep: takes each result as it comes.
    package func run<Plan: Sendable, Result: Sendable>(
        _ plans: [Plan], isOver: @escaping @Sendable () -> Bool = { false },
        work: @escaping @Sendable (Plan) async -> Result, keep: (Result) -> Void
    ) async {
        await withTaskGroup(of: Event<Result>.self) { tasks in
            var waiting = plans.enumerated().makeIterator()
            var recent: Set<Int> = []
            var running = 0
            while true {
                while recent.count < places, running < most, !isOver(), let (number, plan) = waiting.next() {
                    recent.insert(number)
                    running += 1
                    tasks.addTask { .finished(number, await work(plan)) }
                    tasks.addTask { [clock, patience] in
                        try? await clock.sleep(for: patience)
                        return .lasting(number)
                    }
                }
                guard running > 0, let event = await tasks.next() else { break }
                switch event {
                case .finished(let number, let result):
                    recent.remove(number)
                    running -= 1
                    keep(result)
                case .lasting(let number): recent.remove(number)
                }
            }
            // What is left are those that wait for a moment to pass.
            tasks.cancelAll()
        }
    }
}
