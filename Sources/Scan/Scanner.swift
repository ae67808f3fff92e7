import DNS
import Derive
import Findings
import NIOCore
import Trust

/// Looks: asks the DNS, connects, and brings back evidence. It concludes nothing that deriving does not conclude again.
public struct Scanner: Sendable {
    private let settings: ScanSettings
    private let resolver: Resolver
    private let store: TrustStore
    private let group: any EventLoopGroup
    private let gates: Gates

    public init(settings: ScanSettings, resolver: Resolver, store: TrustStore, group: any EventLoopGroup) {
        self.settings = settings
        self.resolver = resolver
        self.store = store
        self.group = group
        gates = Gates(manners: settings.manners)
    }

    /// TCP connections made so far.
    public var connections: Int { get async { await gates.connections } }

    /// Whether there is a DNS to ask: the root zone's SOA, which every working set-up can get.
    /// - Returns: `nil` where there is, else why not.
    public func offline() async -> Reason? {
        let answer = await resolver.lookup(".", .soa)
        // A bogus root is an answer of a network, if a bad one; the cells will say so.
        if let failure = answer.failure, failure.code != .bogus { return failure }
        return nil
    }

    /// Looks at everything that a provider's plan names. Never throws: what fails is evidence.
    public func scan(_ provider: Provider) async -> [EvidenceRecord] {
        await scan(Self.plan(provider))
    }

    /// What is looked at for a provider: XMPP towards clients and servers, for every JID domain.
    public static func plan(_ provider: Provider) -> PlanRecord {
        let jidDomains = provider.jidDomains.isEmpty ? Array(provider.domains.prefix(1)) : provider.jidDomains
        return PlanRecord(
            provider: provider.id, name: provider.name, domains: provider.domains,
            services: jidDomains.flatMap { domain in
                [Service.xmppClient, .xmppServer].map { PlanRecord.ServicePlan(service: $0, domain: domain) }
            })
    }

    /// Looks at one plan.
    public func scan(_ plan: PlanRecord) async -> [EvidenceRecord] {
        let log = EvidenceLog(plan: plan, resolver: resolver, now: settings.now)
        await log.ask(plan.domains.map(signatureQuestion))
        await withTaskGroup(of: Void.self) { tasks in
            for service in plan.services {
                tasks.addTask {
                    let places = await discover(service.service, domain: service.domain, log: log)
                    await probe(places, log: log)
                }
            }
        }
        return await log.records
    }

    /// Looks at one endpoint alone: the first that the DNS names for a service, or the place given.
    public func scan(_ service: Service, domain: String, at place: Endpoint?) async -> [EvidenceRecord] {
        let plan = PlanRecord(
            provider: "probe", name: domain, domains: [],
            services: [PlanRecord.ServicePlan(service: service, domain: domain)])
        let log = EvidenceLog(plan: plan, resolver: resolver, now: settings.now)
        if let place {
            await probe(await located(place, log: log), log: log)
        } else {
            await probe(Array(await discover(service, domain: domain, log: log).prefix(1)), log: log)
        }
        return await log.records
    }

    /// Asks until nothing is open. Each round's answers open the next questions; three rounds end it (SRV, addresses,
    /// TLSA), and the bound keeps a mistake here from asking for ever.
    private func discover(_ service: Service, domain: String, log: EvidenceLog) async -> [Discovery.Place] {
        for _ in 0..<8 {
            let discovery = Discovery(service, domain: domain, answers: await log.answers)
            if discovery.open.isEmpty || Task.isCancelled { return discovery.places }
            await log.ask(discovery.open)
        }
        return []
    }

    /// A place named by host: its first address, and what DANE needs.
    private func located(_ endpoint: Endpoint, log: EvidenceLog) async -> [Discovery.Place] {
        for _ in 0..<4 {
            let located = Discovery(at: endpoint, answers: await log.answers)
            if located.open.isEmpty { return Array(located.places.prefix(1)) }
            await log.ask(located.open)
        }
        return []
    }

    private func probe(_ places: [Discovery.Place], log: EvidenceLog) async {
        await withTaskGroup(of: Void.self) { tasks in
            for place in places {
                tasks.addTask {
                    await EndpointProbe(
                        place: place, settings: settings, store: store, gates: gates, group: group, log: log
                    ).run()
                }
            }
        }
    }
}
