import DNS
import Derive
import Dialogues
import Model
import NIOCore
import Names
import Trust
import Watch

/// Checks services as rounds of availability need it: each in the order DNS, TCP, TLS, greeting, with one connection to
/// each of its servers, and never a log-in.
package actor ServiceChecker {
    let settings: ScanSettings
    let resolver: Resolver
    let store: TrustStore
    let group: any EventLoopGroup
    private let allowsPrivate: Bool
    /// Pages that name servers (autoconfig), by provider, and until when they count.
    private var pages: [String: (log: EvidenceLog, until: AnyClock.Instant)] = [:]
    /// Where each service was when something named it last.
    private var known: [WatchedService: [Endpoint]] = [:]

    /// Servers of one service that are connected to.
    private static let serversAtMost = 8
    /// How long pages count that name servers.
    private static let pageLifetime: Duration = .seconds(3_600)
    /// Some mail servers let strangers wait before they greet (RFC 5321 §4.5.3.2.1), in multiples of the timeout for
    /// connections.
    private static let greetingTimeouts: Int64 = 3

    package init(settings: ScanSettings, resolver: Resolver, store: TrustStore, group: any EventLoopGroup) {
        self.settings = settings
        self.resolver = resolver
        self.store = store
        self.group = group
        allowsPrivate = settings.allowsPrivateAddresses
    }

    /// Checks services of providers once.
    /// - Parameters:
    ///   - watched: services that were found earlier. One of the others is watched from the first time that it answers, or
    ///     if the provider's file names it: many names lead nowhere.
    ///   - wanted: only these; `nil` for all.
    package func check(
        _ providers: [Provider], watched: Set<WatchedService>, only wanted: Set<WatchedService>? = nil
    ) async -> [ServiceCheck] {
        resolver.forget()
        let gates = ConnectionLimiter(
            manners: settings.manners, limits: settings.limits, sockets: settings.sockets, clock: settings.clock)
        let plans = providers.flatMap { provider in
            Dictionary(grouping: Scanner.plan(provider).services, by: \.service).map {
                (service: WatchedService(provider.id, $0.key), parts: $0.value)
            }
        }.filter { wanted?.contains($0.service) ?? true }
        return await withTaskGroup(of: ServiceCheck?.self) { tasks in
            for (service, parts) in plans {
                tasks.addTask { await self.check(service, parts, gates, isWatched: watched.contains(service)) }
            }
            var checks: [ServiceCheck] = []
            for await check in tasks { if let check { checks.append(check) } }
            return checks
        }
    }

    /// Whether hosts that are known to answer do; see `ScanSettings.controlHosts`.
    package func control() async -> [ServerCheck] {
        await withTaskGroup(of: [ServerCheck].self) { tasks in
            for host in settings.controlHosts {
                tasks.addTask { [resolver] in
                    var checks: [ServerCheck] = []
                    for type in [RecordType.a, .aaaa] {
                        guard let address = await resolver.lookup(host, type).addresses.first?.description else {
                            continue
                        }
                        let result = await self.connect(to: address, port: 25) { ConnectOnly() }
                        checks.append(
                            ServerCheck(
                                address: address, port: 25, outcome: .up, isSignOfLife: result.isSignOfLife))
                    }
                    return checks
                }
            }
            var checks: [ServerCheck] = []
            for await some in tasks { checks += some }
            return checks
        }
    }

    // MARK: one service

    private func check(
        _ service: WatchedService, _ parts: [PlanRecord.ServicePlan], _ gates: ConnectionLimiter, isWatched: Bool
    ) async -> ServiceCheck? {
        var endpoints: [Endpoint] = []
        var failure: Reason?
        for part in parts {
            let found = await locate(part, of: service.provider)
            endpoints += found.endpoints
            failure = failure ?? found.failure
        }
        if endpoints.isEmpty {
            // What named the servers may be out of order itself; where the DNS fails, nobody finds them.
            if failure == nil { endpoints = known[service] ?? [] }
        } else {
            known[service] = endpoints
        }
        if endpoints.isEmpty {
            let isService = isWatched || known[service] != nil || parts.contains { !$0.hosts.isEmpty }
            return isService ? ServiceCheck(service: service, servers: [], lookup: failure) : nil
        }
        let servers = await withTaskGroup(of: (Int, ServerCheck).self) { tasks in
            for (place, endpoint) in endpoints.enumerated() {
                tasks.addTask { (place, await self.check(endpoint, gates)) }
            }
            var servers: [(Int, ServerCheck)] = []
            for await server in tasks { servers.append(server) }
            return servers
        }
        let isNamed = isWatched || parts.contains { !$0.hosts.isEmpty }
        guard isNamed || servers.contains(where: { $0.1.answers }) else {
            known[service] = nil
            return nil
        }
        return ServiceCheck(service: service, servers: servers.sorted { $0.0 < $1.0 }.map(\.1))
    }

    /// Where a service is: of each address the first port that begins with TLS, else the first.
    private func locate(
        _ part: PlanRecord.ServicePlan, of provider: String
    ) async -> (endpoints: [Endpoint], failure: Reason?) {
        let log = EvidenceLog(
            plan: PlanRecord(provider: provider, name: provider, domains: [], services: []), now: settings.now
        ) { [resolver] in await resolver.lookup($0.name, $0.type) }
        let pages = pages(of: provider)
        var places: [Endpoint] = []
        // As in a scan, the bound keeps a mistake here from asking for ever.
        for _ in 0..<24 {
            let discovery = Discovery(
                part.service, domain: part.domain, hosts: part.hosts, answers: await log.answers,
                fetches: await pages.fetches)
            places = discovery.places.map(\.endpoint)
            let questions = discovery.open.filter { $0.type != .tlsa }
            if questions.isEmpty && discovery.openFetches.isEmpty { break }
            await log.ask(questions)
            for target in discovery.openFetches { await fetch(target, pages) }
        }
        if !allowsPrivate { places.removeAll { $0.isPrivate } }
        var chosen: [Endpoint] = []
        for endpoint in places.filter({ $0.mode == .direct }) + places.filter({ $0.mode == .startTLS })
        where !chosen.contains(where: { $0.address == endpoint.address }) {
            chosen.append(endpoint)
        }
        let failures = await log.records.compactMap { record -> Reason? in
            guard case .lookup(let lookup) = record else { return nil }
            return lookup.failure ?? (lookup.isMissing ? Reason(.noSuchName, lookup.name) : nil)
        }
        let order: [Reason.Code] = [.bogus, .dnsFailure, .timeout, .noSuchName]
        let failure = order.lazy.compactMap { code in failures.first { $0.code == code } }.first
        return (Array(chosen.prefix(Self.serversAtMost)), chosen.isEmpty ? failure : nil)
    }

    private func pages(of provider: String) -> EvidenceLog {
        if let kept = pages[provider], kept.until > settings.clock.now { return kept.log }
        let log = EvidenceLog(
            plan: PlanRecord(provider: provider, name: provider, domains: [], services: []), now: settings.now
        ) { [resolver] in await resolver.lookup($0.name, $0.type) }
        pages[provider] = (log, settings.clock.now.advanced(by: Self.pageLifetime))
        return log
    }

    private func fetch(_ target: FetchTarget, _ log: EvidenceLog) async {
        let gates = ConnectionLimiter(
            manners: settings.manners, limits: settings.limits, sockets: settings.sockets, clock: settings.clock)
        await Fetch(target: target, settings: settings, store: store, gates: gates, group: group, log: log).run()
    }

    // MARK: one server

    private func check(_ endpoint: Endpoint, _ gates: ConnectionLimiter) async -> ServerCheck {
        let notes = Locked(CheckNotes())
        let us = settings.identity
        let turn = await gates.run(to: endpoint) {
            let result = await self.connect(to: endpoint.address, port: endpoint.port) {
                CheckScript(
                    opening: endpoint.mode == .startTLS
                        ? dialogue(with: endpoint, .beforeTLS, purpose: .hello, as: us) : nil,
                    inside: dialogue(with: endpoint, .insideTLS, purpose: .hello, as: us),
                    tls: try? TLSSession(
                        serverName: endpoint.serverName, applicationProtocols: endpoint.applicationProtocols,
                        requestsStatus: false), notes: notes)
            }
            return (result: result, overload: result.isRateLimited)
        }
        switch turn {
        case .declined(let reason):
            return ServerCheck(
                address: endpoint.address, port: endpoint.port, outcome: .unmeasured(reason), isSignOfLife: false)
        case .done(let result):
            return ServerCheck(
                address: endpoint.address, port: endpoint.port,
                outcome: outcome(result, notes.withLock { $0 }, of: endpoint), isSignOfLife: result.isSignOfLife)
        }
    }

    func connect(
        to address: String, port: UInt16, script: @escaping @Sendable () -> any ConnectionScript
    ) async -> ConnectionResult {
        let timeout = Int64(settings.manners.timeout)
        var limits = ConnectionLimits(
            silence: .milliseconds(timeout * Self.greetingTimeouts),
            total: .milliseconds(timeout * Self.greetingTimeouts * 2))
        limits.connect = .milliseconds(timeout)
        return await Connection.run(to: address, port: port, limits: limits, group: group, script: script)
    }

    private func outcome(
        _ result: ConnectionResult, _ notes: CheckNotes, of endpoint: Endpoint
    ) -> ServerCheck.Outcome {
        var reason = Reason(.closed)
        if case .failed(let why) = result.ending { reason = why }
        if let fault = result.localFault { return .unmeasured(Reason(.interrupted, fault.diagnostic.message)) }
        if [.noRoute, .interrupted, .unsupportedAlgorithm].contains(reason.code) { return .unmeasured(reason) }
        guard result.connectMilliseconds != nil else { return .failed(.tcp, reason) }
        switch notes.standing {
        case .open: return .failed(notes.step, reason)
        case .refused(let why): return .refused(why)
        case .failing(let why): return .failed(notes.step, why)
        case .working: break
        }
        // Mail between servers does not depend on what a certificate says (RFC 3207 §4.1), unless DANE or MTA-STS does.
        guard endpoint.service != .mx, !notes.chain.isEmpty else { return .up }
        let trust = verifyChain(chain: notes.chain, anchors: store.anchors(for: notes.chain), at: settings.now())
        return trust.problems.contains { $0.name == "expired" }
            ? .expired(Reason(.certificateExpired, endpoint.host)) : .up
    }
}

extension ServerCheck {
    /// There is such a service.
    fileprivate var answers: Bool {
        switch outcome {
        case .up, .refused, .expired: true
        case .failed, .unmeasured: false
        }
    }
}

extension Endpoint {
    fileprivate var isPrivate: Bool { IPAddress(address)?.isPrivate ?? false }
}

extension LookupRecord {
    /// The DNS says that there is no such host or domain; what is only about where a service is says less.
    fileprivate var isMissing: Bool { ["A", "AAAA", "MX"].contains(type) && Answer(self)?.isMissing ?? false }
}
