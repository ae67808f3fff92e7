import Model

/// The state of one service over rounds: a state machine that is told what each check says and when that was. One that
/// is seen once changes nothing; failures in a row make an incident, and successes in a row end it.
package struct ServiceTracker: Hashable, Codable, Sendable {
    /// What has changed.
    package enum Change: Hashable, Sendable {
        case failed(Incident.Kind, Incident.Cause, began: Incident.Bounds)
        /// It became another kind.
        case became(Incident.Kind, Incident.Cause)
        case recovered(ended: Incident.Bounds)
    }

    /// Checks in a row that contradict the state.
    private struct Streak: Hashable, Codable, Sendable {
        /// When the first of them was measured.
        var first: MeasuringTime
        var count = 1
        var kind: Incident.Kind
        var cause: Incident.Cause
    }

    /// Good checks in a row after a failure that counts.
    private struct Recovery: Hashable, Codable, Sendable {
        var first: MeasuringTime
        var count = 1
    }

    /// The kind of the failure that counts; `nil` as long as none does.
    package private(set) var failing: Incident.Kind?
    /// The last check that said something.
    package private(set) var measured: MeasuringTime?
    /// The last verdict, known or not.
    package private(set) var verdict: ServiceVerdict?
    /// The last check that was good, and the last that was not.
    private var lastUp: MeasuringTime?
    private var lastFailing: MeasuringTime?
    private var failures: Streak?
    private var recovery: Recovery?

    package init() {}

    /// Whether the next check will say more, and should not wait for the next round.
    package var isUndecided: Bool { failures != nil || recovery != nil }

    package mutating func take(
        _ verdict: ServiceVerdict, _ time: MeasuringTime, _ thresholds: WatchThresholds
    ) -> Change? {
        self.verdict = verdict
        let gap = measured.map { time.start.milliseconds - $0.end.milliseconds } ?? 0
        switch verdict {
        case .unmeasured: return nil
        case .up:
            measured = time
            failures = nil
            defer { lastUp = time }
            return failing == nil ? nil : succeed(time, thresholds)
        case .failing(let kind, let cause):
            measured = time
            recovery = nil
            defer { lastFailing = time }
            // What was before a time without measurements is not in a row with what is after it.
            if gap > thresholds.gap { failures = nil }
            return fail(kind, cause, time, thresholds)
        }
    }

    private mutating func succeed(_ time: MeasuringTime, _ thresholds: WatchThresholds) -> Change? {
        var run = recovery ?? Recovery(first: time, count: 0)
        run.count += 1
        recovery = run
        guard run.count >= thresholds.successes else { return nil }
        failing = nil
        recovery = nil
        return .recovered(ended: Incident.Bounds(after: lastFailing?.start, by: run.first.end))
    }

    private mutating func fail(
        _ kind: Incident.Kind, _ cause: Incident.Cause, _ time: MeasuringTime, _ thresholds: WatchThresholds
    ) -> Change? {
        if kind == failing {
            failures = nil
            return nil
        }
        // Worse, or better than what counts: a row goes one way.
        var run = failures
        if let failing, let before = run, (before.kind > failing) != (kind > failing) { run = nil }
        if var going = run {
            going.count += 1
            // What all of them show at least; on the way to something better, at most.
            let isEasing = failing.map { kind < $0 } ?? false
            if isEasing ? kind > going.kind : kind < going.kind { (going.kind, going.cause) = (kind, cause) }
            run = going
        } else {
            run = Streak(first: time, kind: kind, cause: cause)
        }
        guard let going = run else { return nil }
        failures = going
        let isEasing = failing.map { going.kind < $0 } ?? false
        guard going.count >= (isEasing ? thresholds.successes : thresholds.failures) else { return nil }
        failures = nil
        defer { failing = going.kind }
        if failing != nil { return .became(going.kind, going.cause) }
        return .failed(
            going.kind, going.cause, began: Incident.Bounds(after: lastUp?.start, by: going.first.end))
    }
}
