import Model

/// Owns a number of places: how many connections at once, how long between the starts of two, and how long to hold back
/// after the other side showed that it is too much. Those who wait take turns by whom they work for, so that nobody waits
/// behind all that one provider wants.
actor PerAddressLimiter {
    private struct Waiter {
        var id: Int
        var continuation: CheckedContinuation<Bool, Never>
    }

    private let limit: Int
    private let gap: Duration
    private let patience: Duration?
    private let clock: AnyClock
    /// Who has the places that are taken, by ticket.
    private var places: [Int: String] = [:]
    private var waiters: [String: [Waiter]] = [:]
    /// When the places of connections that last are given on, in that order.
    private var patienceEnds: [(ticket: Int, at: AnyClock.Instant)] = []
    private var isWatching = false
    private var nextID = 0
    /// When each of those who wait was served last, as a number that grows.
    private var served: [String: Int] = [:]
    private var nextStart: AnyClock.Instant
    /// Grows with each sign of overload, up to a bound, and falls back with each good answer.
    private var penalty: Duration = .zero

    /// - Parameters:
    ///   - limit: connections at the same time, at least 1.
    ///   - gap: between the starts of two connections.
    ///   - patience: a connection that lasts longer gives its place to the next one; `nil` where it keeps it.
    init(limit: Int, gap: Duration, patience: Duration? = nil, clock: AnyClock) {
        self.limit = max(1, limit)
        self.gap = gap
        self.patience = patience
        self.clock = clock
        nextStart = clock.now
    }

    /// How many wait for a place.
    var waiting: Int { waiters.values.reduce(0) { $0 + $1.count } }

    /// Waits until it is this caller's turn. A place is not lent by running the caller's work in here: frames of
    /// suspended calls are most of what an endpoint that waits costs in memory.
    /// - Parameter owner: whom the caller works for.
    /// - Returns: the ticket to give back; `nil` where the caller was cancelled before its turn.
    func takePlace(for owner: String = "") async -> Int? {
        guard let ticket = await enter(owner) else { return nil }
        let now = clock.now
        let start = max(now, nextStart)
        nextStart = start.advanced(by: gap + penalty)
        if start > now { try? await clock.sleep(until: start, tolerance: nil) }
        if Task.isCancelled {
            leave(ticket)
            return nil
        }
        if let patience {
            patienceEnds.append((ticket, clock.now.advanced(by: patience)))
            if !isWatching { watch() }
        }
        return ticket
    }

    /// Gives a place back.
    /// - Parameter overload: whether the other side showed overload (a reset, a time-out after it had answered before),
    ///   which makes everyone at this address wait longer; `nil` where it was not asked.
    func givePlace(_ ticket: Int, overload: Bool?) {
        if let overload {
            penalty = overload ? min(max(penalty * 2, gap * 2, .milliseconds(100)), .seconds(5)) : penalty / 2
        }
        leave(ticket)
    }

    /// Runs `body` when it is this caller's turn.
    /// - Parameter body: says whether the other side showed overload.
    /// - Returns: `nil` where the caller was cancelled before its turn.
    @discardableResult
    func run<Result: Sendable>(
        for owner: String = "", _ body: @Sendable () async -> (result: Result, overload: Bool)
    ) async -> Result? {
        guard let ticket = await takePlace(for: owner) else { return nil }
        let (result, overload) = await body()
        givePlace(ticket, overload: overload)
        return result
    }

    /// Takes the places of connections that last. One task for all of them: a task for each costs more than the rest of it.
    private func watch() {
        isWatching = true
        Task {
            while let next = patienceEnds.first {
                // Most are gone long before.
                if places[next.ticket] != nil { try? await clock.sleep(until: next.at, tolerance: nil) }
                patienceEnds.removeFirst()
                leave(next.ticket)
            }
            isWatching = false
        }
    }

    private func enter(_ owner: String) async -> Int? {
        if Task.isCancelled { return nil }
        nextID += 1
        let id = nextID
        if places.count < limit {
            take(id, owner)
            return id
        }
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { waiters[owner, default: []].append(Waiter(id: id, continuation: $0)) }
        } onCancel: {
            Task { await self.giveUp(id, of: owner) }
        }
        return hasPlace ? id : nil
    }

    private func take(_ id: Int, _ owner: String) {
        places[id] = owner
        served[owner] = id
    }

    private func giveUp(_ id: Int, of owner: String) {
        guard let index = waiters[owner]?.firstIndex(where: { $0.id == id }) else { return }
        waiters[owner]?.remove(at: index).continuation.resume(returning: false)
        forget(owner)
    }

    private func leave(_ ticket: Int) {
        guard places.removeValue(forKey: ticket) != nil else { return }
        guard let owner = next, let waiter = waiters[owner]?.removeFirst() else { return }
        take(waiter.id, owner)
        nextID += 1
        served[owner] = nextID
        waiter.continuation.resume(returning: true)
        forget(owner)
    }

    /// Who is to be served next: whoever has the fewest places, and of those who was served longest ago.
    private var next: String? {
        if waiters.count < 2 { return waiters.keys.first }
        var taken: [String: Int] = [:]
        for owner in places.values { taken[owner, default: 0] += 1 }
        return waiters.keys.min { left, right in
            (taken[left, default: 0], served[left, default: 0], left)
                < (taken[right, default: 0], served[right, default: 0], right)
        }
    }

    private func forget(_ owner: String) {
        if waiters[owner]?.isEmpty == true { waiters[owner] = nil }
        // Once nobody else waits there are no turns to keep.
        if waiters.isEmpty { served = [:] }
    }
}
