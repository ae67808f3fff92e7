import Model

/// What the run, a provider or an endpoint may still take: time, connections, bytes received, and bytes of evidence in
/// memory. What one takes counts for all above it. Once any of them is used up there is a reason to stop, and whatever is
/// under way in `run` is cancelled.
final class Allowance: Sendable {
    /// The most of each.
    struct Bounds: Hashable, Sendable {
        var time: Duration?
        var connections = Int.max
        /// Bytes received.
        var received = Int.max
        /// Bytes of evidence in memory.
        var kept = Int.max
    }

    private struct State {
        var connections = 0
        var received = 0
        var kept = 0
        var stopped: Reason?
        /// How to cancel what is under way.
        var works: [Int: @Sendable () -> Void] = [:]
        var parts: [Int: Allowance] = [:]
        var nextID = 0
    }

    /// The provider that everything is for; empty for a whole run.
    let owner: String
    /// What the bounds are of, as a reason names it: `endpoint`, `provider`, `run`.
    private let scope: String
    private let bounds: Bounds
    private let clock: AnyClock
    private let deadline: AnyClock.Instant?
    private let parent: Allowance?
    private let state = Locked(State())

    private init(
        _ scope: String, owner: String, _ bounds: Bounds, clock: AnyClock, deadline: AnyClock.Instant?,
        parent: Allowance?
    ) {
        self.scope = scope
        self.owner = owner
        self.bounds = bounds
        self.clock = clock
        self.deadline = deadline
        self.parent = parent
    }

    /// That of a run; its time begins now.
    convenience init(run bounds: Bounds, clock: AnyClock) {
        self.init(
            "run", owner: "", bounds, clock: clock, deadline: bounds.time.map { clock.now.advanced(by: $0) },
            parent: nil)
    }

    /// One that nothing ever uses up.
    static var unlimited: Allowance { Allowance(run: Bounds(), clock: .continuous) }

    /// That of a part; its time begins now.
    func part(_ scope: String, owner: String? = nil, _ bounds: Bounds) -> Allowance {
        Allowance(
            scope, owner: owner ?? self.owner, bounds, clock: clock,
            deadline: bounds.time.map { clock.now.advanced(by: $0) }, parent: self)
    }

    /// Why nothing more may be done, here or above; `nil` as long as it may.
    var stopped: Reason? { state.withLock { $0.stopped } ?? parent?.stopped }

    // MARK: taking

    /// Takes one connection.
    /// - Returns: why there is none left; `nil` where it may be made.
    func takeConnection() -> Reason? {
        if let reason = stopped { return reason }
        var one: Allowance? = self
        while let allowance = one {
            let isOver = allowance.state.withLock { state in
                state.connections += 1
                return state.connections > allowance.bounds.connections
            }
            if isOver {
                let reason = Reason(
                    .budget, "\(allowance.bounds.connections) connections for the \(allowance.scope)")
                allowance.stop(reason)
                return reason
            }
            one = allowance.parent
        }
        return nil
    }

    /// Counts bytes received.
    func add(received count: Int) {
        let isOver = state.withLock { state in
            state.received += count
            return state.received > bounds.received
        }
        if isOver { stop(Reason(.tooLarge, "more than \(megabytes(bounds.received)) received for the \(scope)")) }
        parent?.add(received: count)
    }

    /// Counts bytes of evidence. Where all of a run have too much, the one that has the most is stopped.
    func add(kept count: Int) {
        let isOver = state.withLock { state in
            state.kept += count
            return state.kept > bounds.kept
        }
        parent?.add(kept: count)
        guard isOver else { return }
        if parent == nil {
            shed()
        } else {
            stop(Reason(.tooLarge, "more than \(megabytes(bounds.kept)) of evidence for the \(scope)"))
        }
    }

    private func shed() {
        let (kept, parts) = state.withLock { ($0.kept, Array($0.parts.values)) }
        let shares = parts.map { part in (part, part.state.withLock { ($0.kept, $0.stopped != nil) }) }
        // Those that are stopped already free theirs soon.
        let excess = kept - shares.reduce(0) { $0 + ($1.1.1 ? $1.1.0 : 0) } - bounds.kept
        guard excess > 0, let most = shares.filter({ !$0.1.1 }).max(by: { $0.1.0 < $1.1.0 }) else { return }
        most.0.stop(Reason(.tooLarge, "more than \(megabytes(bounds.kept)) of evidence in memory in all"))
    }

    private func megabytes(_ bytes: Int) -> String {
        bytes >= 1 << 20 ? "\(bytes >> 20) MB" : "\(bytes) bytes"
    }

    // MARK: ending

    /// Stops it and all parts of it; the first reason counts.
    func stop(_ reason: Reason) {
        let (works, parts) = state.withLock { state in
            if state.stopped == nil { state.stopped = reason }
            return (Array(state.works.values), Array(state.parts.values))
        }
        for cancel in works { cancel() }
        for part in parts { part.stop(reason) }
    }

    /// When this ends by itself; `nil` where what is above it ends no later, and ends this too.
    private var ownDeadline: AnyClock.Instant? {
        guard let deadline else { return nil }
        if let above = parent?.earliestDeadline, above <= deadline { return nil }
        return deadline
    }

    private var earliestDeadline: AnyClock.Instant? {
        [deadline, parent?.earliestDeadline].compactMap(\.self).min()
    }

    /// Runs `work` within the allowance. When that is used up, the work is cancelled, and has to end soon after.
    func run<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
        let partID = parent?.adopt(self)
        let task = Task { await work() }
        let workID = adopt { task.cancel() }
        let timer = ownDeadline.map { deadline in
            Task {
                try await clock.sleep(until: deadline, tolerance: nil)
                stop(Reason(.tooSlow, "more than \(bounds.time?.components.seconds ?? 0) s for the \(scope)"))
            }
        }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        timer?.cancel()
        state.withLock { $0.works[workID] = nil }
        if let partID { parent?.release(partID, kept: state.withLock { $0.kept }) }
        return result
    }

    private func adopt(_ cancel: @escaping @Sendable () -> Void) -> Int {
        let (id, isStopped) = state.withLock { state in
            state.nextID += 1
            state.works[state.nextID] = cancel
            return (state.nextID, state.stopped != nil)
        }
        if isStopped { cancel() }
        return id
    }

    private func adopt(_ part: Allowance) -> Int {
        let (id, stopped) = state.withLock { state in
            state.nextID += 1
            state.parts[state.nextID] = part
            return (state.nextID, state.stopped)
        }
        if let stopped { part.stop(stopped) }
        return id
    }

    /// The part is done. The evidence of a provider is freed with it; that of an endpoint stays until its provider is done.
    private func release(_ id: Int, kept: Int) {
        state.withLock { state in
            state.parts[id] = nil
            if parent == nil { state.kept -= kept }
        }
    }
}

extension ScanLimits {
    var run: Allowance.Bounds { bounds(runTime, runConnections, runBytes, runMemory) }
    var provider: Allowance.Bounds { bounds(providerTime, providerConnections, providerBytes, providerMemory) }
    var endpoint: Allowance.Bounds { bounds(endpointTime, .max, endpointBytes, nil) }

    private func bounds(_ time: Int, _ connections: Int, _ received: Int, _ kept: Int?) -> Allowance.Bounds {
        Allowance.Bounds(
            time: .seconds(time), connections: connections, received: received << 20,
            kept: kept.map { $0 << 20 } ?? .max)
    }
}
