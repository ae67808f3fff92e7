import DNS
import Derive
import Dialogues
import Model
import NIOPosix
import Scan
import TLSWire

/// Measures domains as a scan measures providers: the same plan, the same scanner, findings derived from evidence.
struct DomainTest {
    let selection: TestTarget.Selection
    let depth: Depth
    /// Our host name in EHLO, and our domain in server-to-server streams.
    let identity: String
    let dkimSelectors: [String]
    /// Whether to connect to private addresses, which anybody's DNS may name.
    let allowsPrivateAddresses: Bool
    let network: NetworkOptions

    /// What came of one domain.
    struct Result: Sendable {
        enum Outcome: Sendable {
            case measured(Derivation)
            /// The DNS says that there is no such name.
            case nonexistent
            /// Not even the domain's existence could be determined.
            case unknown(Reason)
        }

        var domain: String
        var measured: Instant
        var outcome: Outcome
    }

    /// - Parameter domains: in A-labels, each once.
    /// - Returns: results in the order of `domains`.
    /// - Throws: `Diagnostics` if a file that the options name cannot be used, or this machine lacks something.
    func run(_ domains: [String]) async throws(Diagnostics) -> [Result] {
        var manners = network.manners(Manners())
        // For servers of one's own, which allow it: all of a small provider's may be at one address, and mail exchangers
        // take the longest dialogue before TLS.
        if let jobs = network.jobs {
            manners.perAddress = max(manners.perAddress, min(jobs, Self.connectionsToAddress))
            manners.perExchanger = manners.perAddress
            manners.perEndpoint = Self.connectionsToEndpoint
        }
        let descriptors = try NetworkOptions.resources(
            manners, network.limits(ScanLimits()), providers: min(domains.count, Self.domainsAtOnce))
        let resolver = try network.dns.makeResolver(lookups: descriptors.lookups)
        let scanner = Scanner(
            settings: ScanSettings(
                manners: manners, limits: network.limits(ScanLimits()), sockets: descriptors.sockets, depth: depth,
                identity: DialogueIdentity(ehlo: identity, xmppFrom: identity),
                allowsPrivateAddresses: allowsPrivateAddresses, now: ProcessEnvironment.now,
                random: ProcessEnvironment.random),
            resolver: resolver, store: try network.makeStore(), group: MultiThreadedEventLoopGroup.singleton)
        let progress = ProbeProgress.show(scanner, domains.count == 1 ? domains[0] : "\(domains.count) domains")
        let results = await withTaskGroup(of: (Int, Result.Outcome, Instant).self) { tasks in
            var waiting = domains.enumerated().makeIterator()
            for (place, domain) in (0..<Self.domainsAtOnce).compactMap({ _ in waiting.next() }) {
                tasks.addTask { (place, await measure(domain, scanner, resolver), ProcessEnvironment.now()) }
            }
            var results: [Int: Result] = [:]
            for await (place, outcome, instant) in tasks {
                results[place] = Result(domain: domains[place], measured: instant, outcome: outcome)
                if let (place, domain) = waiting.next() {
                    tasks.addTask { (place, await measure(domain, scanner, resolver), ProcessEnvironment.now()) }
                }
            }
            return domains.indices.compactMap { results[$0] }
        }
        progress?.cancel()
        await progress?.value
        await resolver.shutdown()
        Terminal.endProgress()
        // What this machine lacks says nothing about the domains.
        if let fault = scanner.fault { throw Diagnostics([fault]) }
        return results
    }

    /// Connections at the same time with `--jobs`, to one address and to one endpoint of it.
    private static let connectionsToAddress = 48
    private static let connectionsToEndpoint = 16

    /// Domains measured concurrently; `--jobs` limits the connections.
    private static let domainsAtOnce = 16

    private func measure(_ domain: String, _ scanner: Scanner, _ resolver: DNS.Resolver) async -> Result.Outcome {
        var plan = Scanner.plan(
            Provider(id: domain, name: domain, domains: [domain], dkimSelectors: dkimSelectors))
        plan.services.removeAll { !selection.services.contains($0.service) }
        plan.asksPolicies = selection.includesPolicies
        let looked = plan
        async let records = scanner.scan(looked)
        // Where there is no such name, or no way to ask, nothing is found to connect to, and the rest need not be awaited.
        let answer = await resolver.lookup(domain, .soa)
        if answer.noSuchName { return .nonexistent }
        if let failure = answer.failure, failure.code != .bogus { return .unknown(failure) }
        do {
            return .measured(try derive(from: await records, file: "evidence of \(domain)"))
        } catch {
            return .unknown(Reason(.malformed, error.all.first?.message ?? ""))
        }
    }
}
