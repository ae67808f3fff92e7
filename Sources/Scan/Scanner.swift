import DNS
import Derive
import Model
import NIOCore
import Trust

/// Collects evidence: queries the DNS and connects. All conclusions are derived again from the evidence by `Derive`.
package struct Scanner: Sendable {
    private let settings: ScanSettings
    private let resolver: Resolver
    private let store: TrustStore
    private let group: any EventLoopGroup
    private let gates: ConnectionLimiter
    private let wayOut: OutboundSMTPCheck
    private let allowance: Allowance
    private let faults: LocalFaults

    /// Endpoints of one provider that are looked at at the same time.
    private static let endpointsAtOnce = 24

    /// - Parameter settings: the time of the run, `ScanLimits.runTime`, begins now.
    package init(settings: ScanSettings, resolver: Resolver, store: TrustStore, group: any EventLoopGroup) {
        self.settings = settings
        self.resolver = resolver
        self.store = store
        self.group = group
        gates = ConnectionLimiter(
            manners: settings.manners, limits: settings.limits, sockets: settings.sockets, clock: settings.clock)
        allowance = Allowance(run: settings.limits.run, clock: settings.clock)
        let timeout = settings.manners.timeout
        faults = LocalFaults(allowance) { server in
            let limits = ConnectionLimits(
                silence: .milliseconds(Int64(timeout)), total: .milliseconds(Int64(timeout) * 2))
            return await Connection.run(to: server.address, port: server.port, limits: limits, group: group) {
                ConnectOnly()
            }.isSilence
        }
        wayOut = OutboundSMTPCheck(
            hosts: settings.controlHosts, timeout: settings.manners.timeout, resolver: resolver, group: group)
    }

    /// When each of several providers is begun.
    package var schedule: ProviderSchedule { ProviderSchedule(clock: settings.clock) }

    /// How many connections may be open at the same time at most, those that last among them.
    package static func sockets(_ manners: Manners, providers: Int) -> Int {
        let slow = min(providers, ScanLimits.providersAtMost) * endpointsAtOnce * manners.perAddress
        return min(manners.jobs + slow, 4_000)
    }

    /// TCP connections made so far.
    package var connections: Int { get async { await gates.connections } }

    /// Why the run cannot go on: something that this machine lacks. What was being looked at when it came is not to be
    /// published.
    package var fault: Diagnostic? { faults.fault }

    /// How often something came back from the network so far.
    package var signsOfLife: Int { faults.signsOfLife }

    /// Whether the run ended because nothing comes back from the network any more. Then nothing is to be published, either,
    /// that was finished since the last sign of life.
    package var isCutOff: Bool { faults.isCutOff }

    /// Looks, at the end of a run, whether anything still comes back from the network where the last that was asked did not
    /// answer; if not, that is a `fault`.
    package func confirmNetwork() async { await faults.confirmNetwork() }

    /// Ends the run.
    package func end(_ fault: Diagnostic) { faults.end(fault) }

    /// Whether there is a DNS to ask: the root zone's SOA, which every working set-up can get.
    /// - Returns: `nil` where there is, else why not.
    package func offline() async -> Reason? {
        let answer = await resolver.lookup(".", .soa)
        // A bogus root is an answer of a network, if a bad one; the cells will say so.
        if let failure = answer.failure, failure.code != .bogus { return failure }
        return nil
    }

    /// Scans everything that a provider's plan names. Never throws: a failure is evidence.
    package func scan(_ provider: Provider) async -> [EvidenceRecord] {
        await scan(Self.plan(provider))
    }

    /// What is looked at for a provider: XMPP for every JID domain, the mail exchangers of every domain, and all else
    /// that its main domain and its provider file name.
    package static func plan(_ provider: Provider) -> PlanRecord {
        typealias Planned = PlanRecord.ServicePlan
        let jidDomains = provider.jidDomains.isEmpty ? Array(provider.domains.prefix(1)) : provider.jidDomains
        var services = jidDomains.flatMap { domain in
            [Service.xmppClient, .xmppServer].map { Planned(service: $0, domain: domain) }
        }
        services += provider.domains.map { Planned(service: .mx, domain: $0) }
        guard let main = provider.domains.first else {
            return PlanRecord(provider: provider.id, name: provider.name, domains: [], services: services)
        }
        func hosts(_ service: Service) -> [Provider.Host] { provider.hosts.filter { $0.service == service } }
        services += [Service.submission, .imap, .pop3, .sieve].map {
            Planned(service: $0, domain: main, hosts: hosts($0))
        }
        let website = FetchTarget(provider.website)?.host ?? main
        services.append(Planned(service: .https, domain: website, hosts: hosts(.https)))
        if website != main { services.append(Planned(service: .https, domain: main)) }
        services += [Service.caldav, .carddav].map { Planned(service: $0, domain: main, hosts: hosts($0)) }
        // Only the provider file can name a WebDAV server.
        if !hosts(.webdav).isEmpty {
            services.append(Planned(service: .webdav, domain: main, hosts: hosts(.webdav)))
        }
        return PlanRecord(
            provider: provider.id, name: provider.name, domains: provider.domains, aliases: provider.aliases,
            dkimSelectors: provider.dkimSelectors, asksPolicies: true, services: services)
    }

    /// Scans one plan.
    package func scan(_ plan: PlanRecord) async -> [EvidenceRecord] {
        var plan = plan
        if plan.services.contains(where: { $0.service == .mx }), await wayOut.isBlocked() { plan.blockedPorts = [25] }
        if !settings.allowsPrivateAddresses { plan.avoidsPrivateAddresses = true }
        let looked = plan
        let job = job(looked)
        await job.allowance.run {
            await withTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await job.log.ask(looked.domains.map(signatureQuestion)) }
                if looked.asksPolicies {
                    tasks.addTask { await look(at: looked.domains + looked.aliases, job) }
                }
                for service in looked.services {
                    tasks.addTask {
                        let places = await discover(service, job, untilPlacesAreKnown: true)
                        // How they are secured is asked meanwhile.
                        async let rest = discover(service, job)
                        await probe(places, job)
                        _ = await rest
                    }
                }
            }
        }
        return await job.log.records
    }

    /// Asks the DNS everything that a plan needs, and connects to nobody: no page is fetched, no endpoint is probed.
    package func resolve(_ plan: PlanRecord) async -> [EvidenceRecord] {
        let job = job(plan)
        await job.allowance.run {
            await job.log.ask(plan.domains.map(signatureQuestion))
            let answers = await job.log.answers
            await withTaskGroup(of: Void.self) { tasks in
                if plan.asksPolicies {
                    tasks.addTask { await look(at: plan.domains, job, fetchesPages: false) }
                }
                // Nothing stands at or below a name that does not exist (RFC 8020).
                for service in plan.services
                where answers[signatureQuestion(service.domain)]?.answer.isMissing != true {
                    tasks.addTask { _ = await discover(service, job, fetchesPages: false) }
                }
            }
        }
        return await job.log.records
    }

    /// Probes one endpoint whose host and address are known, with what DANE needs of its host; nothing else is asked for.
    /// - Parameter declined: why it must not be connected to; it is noted in the evidence then, and that is all.
    package func probe(_ endpoint: Endpoint, declined: Reason? = nil) async -> [EvidenceRecord] {
        let planned = PlanRecord.ServicePlan(service: endpoint.service, domain: endpoint.domain)
        var plan = PlanRecord(provider: endpoint.host, name: endpoint.host, domains: [], services: [planned])
        if !settings.allowsPrivateAddresses { plan.avoidsPrivateAddresses = true }
        let job = job(plan)
        await job.allowance.run {
            if let declined {
                let asked = Discovery(at: endpoint, answers: Answers()).places
                for place in asked { if let id = await job.log.add(place) { await job.log.stop(id, declined) } }
            } else {
                await probe(await located(at: endpoint, log: job.log), job)
            }
        }
        return await job.log.records
    }

    /// The place at an address of a host; without what DANE needs where the DNS does not name the address any more.
    private func located(at endpoint: Endpoint, log: EvidenceLog) async -> [Discovery.Place] {
        var named = endpoint
        named.address = ""
        for _ in 0..<4 {
            let located = Discovery(at: named, answers: await log.answers)
            let questions = located.open + located.wanted
            if questions.isEmpty {
                let places = located.places.filter { $0.endpoint == endpoint }
                return places.isEmpty ? Discovery(at: endpoint, answers: await log.answers).places : places
            }
            await log.ask(questions)
        }
        return []
    }

    /// One provider while it is looked at.
    private struct Job: Sendable {
        let plan: PlanRecord
        let allowance: Allowance
        let log: EvidenceLog
        /// Bounds the endpoints that are looked at at the same time.
        let endpoints: PerAddressLimiter
    }

    private func job(_ plan: PlanRecord) -> Job {
        let allowance = allowance.part("provider", owner: plan.provider, settings.limits.provider)
        let log = EvidenceLog(plan: plan, allowance: allowance, now: settings.now) {
            [resolver, faults] in
            let answer = await resolver.lookup($0.name, $0.type)
            if let failure = answer.failure, failure.code == .dnsFailure || failure.code == .timeout {
                faults.noteFailedLookup()
            }
            return answer
        }
        return Job(
            plan: plan, allowance: allowance, log: log,
            endpoints: PerAddressLimiter(limit: Self.endpointsAtOnce, gap: .zero, clock: settings.clock))
    }

    /// Scans one endpoint: the first that the DNS names for a service, or the given one.
    /// - Parameter speaksInside: with false TLS is all that is looked at, whatever is behind it.
    package func scan(
        _ service: Service, domain: String, at place: Endpoint?, speaksInside: Bool = true
    ) async -> [EvidenceRecord] {
        let planned = PlanRecord.ServicePlan(service: service, domain: domain)
        let plan = PlanRecord(provider: "probe", name: domain, domains: [], services: [planned])
        let job = job(plan)
        await job.allowance.run {
            if let place {
                await probe(await located(place, log: job.log), job, speaksInside: speaksInside)
            } else {
                await probe(Array(await discover(planned, job).prefix(1)), job)
            }
        }
        return await job.log.records
    }

    /// Asks what the domains promise, until nothing is open. A chain of eleven includes is the longest way; the bound
    /// keeps a mistake here from asking for ever.
    private func look(at domains: [String], _ job: Job, fetchesPages: Bool = true) async {
        for _ in 0..<24 {
            let (answers, fetches) = (await job.log.answers, await job.log.fetches)
            let looks = domains.map {
                DomainDerivation(domain: $0, dkimSelectors: job.plan.dkimSelectors, answers: answers, fetches: fetches)
            }
            let open = looks.flatMap { $0.open + $0.wanted }
            let pages = fetchesPages ? looks.flatMap(\.openFetches) : []
            // Where nothing more may be asked, every answer says so, so that it is known why something is not known.
            if open.isEmpty && pages.isEmpty { return }
            await job.log.ask(open)
            for target in pages { await fetch(target, log: job.log, within: job.allowance) }
        }
    }

    /// Asks until nothing is open. Each round's answers open the next questions: SRV, pages and their redirects,
    /// addresses, TLSA. The bound keeps a mistake here from asking for ever.
    private func discover(
        _ planned: PlanRecord.ServicePlan, _ job: Job, fetchesPages: Bool = true, untilPlacesAreKnown: Bool = false
    ) async -> [Discovery.Place] {
        for _ in 0..<24 {
            let discovery = Discovery(
                planned.service, domain: planned.domain, hosts: planned.hosts, answers: await job.log.answers,
                fetches: await job.log.fetches)
            let questions = discovery.open + discovery.wanted
            let pages = fetchesPages ? discovery.openFetches : []
            let isDone = questions.isEmpty && pages.isEmpty
            if isDone || untilPlacesAreKnown && discovery.arePlacesKnown { return discovery.places }
            await job.log.ask(questions)
            for target in pages { await fetch(target, log: job.log, within: job.allowance) }
        }
        return []
    }

    /// Fetches a page, once in a run.
    func fetch(_ target: FetchTarget, log: EvidenceLog, within allowance: Allowance = .unlimited) async {
        await Fetch(
            target: target, settings: settings, store: store, gates: gates, group: group, log: log,
            allowance: allowance, faults: faults
        ).run()
    }

    /// A place named by host: its first address, and what DANE needs.
    private func located(_ endpoint: Endpoint, log: EvidenceLog) async -> [Discovery.Place] {
        for _ in 0..<4 {
            let located = Discovery(at: endpoint, answers: await log.answers)
            let questions = located.open + located.wanted
            if questions.isEmpty { return Array(located.places.prefix(1)) }
            await log.ask(questions)
        }
        return []
    }

    private func probe(_ places: [Discovery.Place], _ job: Job, speaksInside: Bool = true) async {
        await withTaskGroup(of: Void.self) { tasks in
            for place in places {
                tasks.addTask {
                    guard let id = await job.log.add(place), job.plan.obstacle(to: place.endpoint) == nil else {
                        return
                    }
                    let looked: Bool? = await job.endpoints.run {
                        await endpointProbe(place, job, speaksInside: speaksInside).run(id)
                        return (result: true, overload: false)
                    }
                    if looked == nil, let reason = job.allowance.stopped { await job.log.stop(id, reason) }
                }
            }
        }
    }

    /// Its time begins now.
    private func endpointProbe(_ place: Discovery.Place, _ job: Job, speaksInside: Bool) -> EndpointProbe {
        EndpointProbe(
            place: place, settings: settings, store: store, gates: gates, group: group, log: job.log,
            allowance: job.allowance.part("endpoint", settings.limits.endpoint), faults: faults,
            speaksInside: speaksInside)
    }
}
