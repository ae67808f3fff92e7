import Model

/// Owns the connections to one address: how many at once, how long between two, and how long to hold back after the
/// other side showed that it is too much.
actor PerAddressLimiter {
    private let limit: Int
    private let gap: Duration
    private let clock: AnyClock
    private var running = 0
    private(set) var waiting: [CheckedContinuation<Void, Never>] = []
    private var nextStart: AnyClock.Instant
    /// Grows with each sign of overload, up to a bound, and falls back with each good answer.
    private var penalty: Duration = .zero

    /// - Parameters:
    ///   - limit: connections at the same time, at least 1.
    ///   - gap: between the starts of two connections.
    init(limit: Int, gap: Duration, clock: AnyClock) {
        self.limit = max(1, limit)
        self.gap = gap
        self.clock = clock
        nextStart = clock.now
    }

    /// Runs `body` when it is this caller's turn. `body` says whether the other side showed overload (a reset, a
    /// time-out after it had answered before), which makes everyone at this address wait longer.
    func run<Result: Sendable>(_ body: @Sendable () async -> (result: Result, overload: Bool)) async -> Result {
        await enter()
        let now = clock.now
        let start = max(now, nextStart)
        nextStart = start.advanced(by: gap + penalty)
        if start > now { try? await clock.sleep(until: start, tolerance: nil) }
        let (result, overload) = await body()
        penalty = overload ? min(max(penalty * 2, gap * 2, .milliseconds(100)), .seconds(5)) : penalty / 2
        leave()
        return result
    }

    private func enter() async {
        if running < limit {
            running += 1
            return
        }
        // Whoever leaves hands the place on, so `running` stays as it is.
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        if waiting.isEmpty {
            running -= 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// The gates of all addresses, and the bound on connections in all.
actor ConnectionLimiter {
    private let manners: Manners
    private let clock: AnyClock
    private var gates: [String: PerAddressLimiter] = [:]
    /// A gate without a gap bounds the connections of the whole run.
    private let all: PerAddressLimiter
    private(set) var connections = 0
    /// Endpoints whose suites are being asked for now.
    private var looking = 0

    init(manners: Manners, clock: AnyClock) {
        self.manners = manners
        self.clock = clock
        all = PerAddressLimiter(limit: manners.jobs, gap: .zero, clock: clock)
    }

    /// However many connections an address may have, one endpoint never has more at once.
    private static let maxPerEndpoint = 8

    func begin() { looking += 1 }
    func end() { looking -= 1 }

    /// How many hellos an endpoint may have under way: what its address allows, and no more than its share of all
    /// connections, as those that only wait for a place cost memory and gain nothing. Two at least, so that one waits
    /// while the other talks.
    func share(of endpoint: Endpoint) -> Int {
        let share = max(2, manners.jobs / max(1, looking))
        return min(share, Self.maxPerEndpoint, manners.connections(to: endpoint.service))
    }

    /// A mail exchanger has a gate of its own: one connection at a time, whatever else the address does.
    private func gate(for endpoint: Endpoint) -> PerAddressLimiter {
        let key = endpoint.service == .mx ? "\(endpoint.address) mx" : endpoint.address
        if let gate = gates[key] { return gate }
        let gate = PerAddressLimiter(
            limit: manners.connections(to: endpoint.service), gap: .milliseconds(manners.gap), clock: clock)
        gates[key] = gate
        return gate
    }

    /// Runs one connection to the endpoint's address in its turn.
    func run<Result: Sendable>(
        to endpoint: Endpoint, _ body: @escaping @Sendable () async -> (result: Result, overload: Bool)
    ) async -> Result {
        let gate = gate(for: endpoint)
        let all = self.all
        let result = await gate.run {
            await all.run { (result: await body(), overload: false) }
        }
        connections += 1
        return result
    }
}
