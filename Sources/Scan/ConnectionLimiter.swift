import Model

/// The gates of all addresses, and the bounds on connections in all.
actor ConnectionLimiter {
    /// What became of the wish for a connection.
    indirect enum Turn<Result> {
        case done(Result)
        /// It was not made, for this reason.
        case declined(Reason)
    }

    private struct Port: Hashable {
        var owner: String
        var address: String
        var port: UInt16
    }

    private let manners: Manners
    private let limits: ScanLimits
    private let clock: AnyClock
    private var gates: [String: PerAddressLimiter] = [:]
    /// Bounds the connections of the whole run; one that lasts counts no longer, as it costs neither side anything.
    private let all: PerAddressLimiter
    /// Bounds the sockets.
    private let open: PerAddressLimiter
    private(set) var connections = 0
    /// Connections so far: to an address, to an address for one provider, and to a port of it for one provider.
    private var addresses: [String: Int] = [:]
    private var shares: [Port: Int] = [:]
    /// Endpoints whose suites are being asked for now.
    private var looking = 0

    /// After this long a connection no longer counts among `Manners.jobs`.
    private static let patience: Duration = .seconds(1)

    /// - Parameter sockets: how many connections may be open, those that last among them.
    init(manners: Manners, limits: ScanLimits = ScanLimits(), sockets: Int = .max, clock: AnyClock) {
        self.manners = manners
        self.limits = limits
        self.clock = clock
        all = PerAddressLimiter(limit: manners.jobs, gap: .zero, patience: Self.patience, clock: clock)
        open = PerAddressLimiter(limit: max(sockets, manners.jobs), gap: .zero, clock: clock)
    }

    /// However many connections an address may have, one endpoint never has more at once, unless the manners say so.
    private static let maxPerEndpoint = 8

    /// How many hellos an endpoint may have under way where nothing else is looked at.
    nonisolated func width(of endpoint: Endpoint) -> Int {
        min(manners.perEndpoint ?? Self.maxPerEndpoint, manners.connections(to: endpoint.service), manners.jobs)
    }

    func begin() { looking += 1 }
    func end() { looking -= 1 }

    /// How many hellos an endpoint may have under way: what its address allows, and no more than its share of all
    /// connections, as those that only wait for a place cost memory and gain nothing. Two at least, so that one waits
    /// while the other talks.
    func share(of endpoint: Endpoint) -> Int {
        min(max(2, manners.jobs / max(1, looking)), width(of: endpoint))
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

    /// Runs one connection to the endpoint's address in its turn, if the allowance and the address have one left.
    @discardableResult
    func run<Result: Sendable>(
        to endpoint: Endpoint, within allowance: Allowance = .unlimited,
        _ body: @escaping @Sendable () async -> (result: Result, overload: Bool)
    ) async -> Turn<Result> {
        if let reason = obstacle(to: endpoint, of: allowance) { return .declined(reason) }
        let gate = gate(for: endpoint)
        let (all, open, owner) = (self.all, self.open, allowance.owner)
        guard let place = await gate.takePlace(for: owner) else { return cancelled(allowance) }
        // Others may have been before.
        if let reason = take(endpoint, of: allowance) {
            await gate.givePlace(place, overload: nil)
            return .declined(reason)
        }
        guard let socket = await open.takePlace(for: owner) else {
            await gate.givePlace(place, overload: nil)
            return cancelled(allowance)
        }
        guard let job = await all.takePlace(for: owner) else {
            await open.givePlace(socket, overload: nil)
            await gate.givePlace(place, overload: nil)
            return cancelled(allowance)
        }
        let (result, overload) = await body()
        await all.givePlace(job, overload: nil)
        await open.givePlace(socket, overload: nil)
        await gate.givePlace(place, overload: overload)
        connections += 1
        return .done(result)
    }

    private func cancelled<Result>(_ allowance: Allowance) -> Turn<Result> {
        .declined(allowance.stopped ?? Reason(.interrupted))
    }

    // MARK: what an address has left

    private func take(_ endpoint: Endpoint, of allowance: Allowance) -> Reason? {
        if let reason = obstacle(to: endpoint, of: allowance) ?? allowance.takeConnection() { return reason }
        let (whole, port) = (share(endpoint, allowance, port: 0), share(endpoint, allowance, port: endpoint.port))
        addresses[endpoint.address, default: 0] += 1
        shares[whole, default: 0] += 1
        shares[port, default: 0] += 1
        return nil
    }

    private func obstacle(to endpoint: Endpoint, of allowance: Allowance) -> Reason? {
        if let reason = allowance.stopped { return reason }
        let address = endpoint.address
        if addresses[address, default: 0] >= limits.addressConnections {
            return Reason(.budget, "\(limits.addressConnections) connections to \(address) in the run")
        }
        if shares[share(endpoint, allowance, port: 0), default: 0] >= limits.addressShare {
            return Reason(.budget, "\(limits.addressShare) connections to \(address) for the provider")
        }
        if shares[share(endpoint, allowance, port: endpoint.port), default: 0] >= limits.portConnections {
            return Reason(
                .budget,
                "\(limits.portConnections) connections to port \(endpoint.port) of \(address) for the provider")
        }
        return nil
    }

    /// - Parameter port: 0 for all ports together; nobody listens at that one.
    private func share(_ endpoint: Endpoint, _ allowance: Allowance, port: UInt16) -> Port {
        Port(owner: allowance.owner, address: endpoint.address, port: port)
    }
}

extension ConnectionLimiter.Turn: Sendable where Result: Sendable {}
