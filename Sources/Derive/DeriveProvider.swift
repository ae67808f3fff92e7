import DNS
import Model

/// What evidence gives.
package struct Derivation: Hashable, Sendable {
    /// In canonical form: they are equal where nothing changed, however often it is measured.
    package var findings: ProviderFindings
    /// What they rest on, in this evidence.
    package var proofs: ProviderProofs
}

/// The findings of a derivation alone.
package func deriveFindings(from records: [EvidenceRecord], file: String) throws(Diagnostics) -> ProviderFindings {
    try derive(from: records, file: file).findings
}

/// Evidence → findings: pure, without a clock, a network or a file. The same records always give the same findings.
/// - Throws: a diagnostic where the records do not begin with a plan; `file` names them.
package func derive(from records: [EvidenceRecord], file: String) throws(Diagnostics) -> Derivation {
    guard case .plan(let plan)? = records.first else {
        throw Diagnostics([
            Diagnostic(
                file: file, rule: .noPlan, message: "the evidence does not begin with a plan record",
                hint: "restore the file from version control")
        ])
    }
    var lookups: [LookupRecord] = []
    var endpoints: [EndpointRecord] = []
    var fetches: [FetchRecord] = []
    var probes: [Int: [ProbeRecord]] = [:]
    var certificates: [String: [UInt8]] = [:]
    for record in records {
        switch record {
        case .plan: continue
        case .lookup(let record): lookups.append(record)
        case .endpoint(let record): endpoints.append(record)
        case .probe(let record): probes[record.endpoint, default: []].append(record)
        case .fetch(let record): fetches.append(record)
        case .certificate(let record): certificates[record.sha256] = record.der.array
        }
    }
    lookups.sort { $0.id < $1.id }
    let answers = Answers(lookups)
    let pages = Fetches(fetches.sorted { $0.id < $1.id }, certificates: certificates)
    endpoints.sort { $0.id < $1.id }
    let readings = Dictionary(
        endpoints.map { ($0.id, EndpointReadings(probes[$0.id] ?? [], of: $0.endpoint, stopped: $0.stopped)) },
        uniquingKeysWith: { first, _ in first })
    let chains = CertificateFindings(certificates)
    let services = plan.services.map { planned -> (findings: ServiceFindings, proofs: ServiceProofs) in
        let discovery = Discovery(
            planned.service, domain: planned.domain, hosts: planned.hosts, answers: answers, fetches: pages)
        let found = endpoints.compactMap { record -> (findings: EndpointFindings, proofs: EndpointProofs)? in
            guard let endpoint = endpoint(record, of: planned, discovery), let readings = readings[record.id]
            else { return nil }
            return EndpointDerivation(
                endpoint: endpoint, place: place(of: endpoint, discovery, answers),
                readings: readings, certificates: chains, answers: answers,
                unasked: plan.obstacle(to: endpoint) ?? readings.unasked
            ).derived()
        }
        let all = found.map(\.findings)
        let isMissing = answers[signatureQuestion(planned.domain)]?.answer.isMissing == true
        return (
            ServiceFindings(
                service: planned.service, domain: planned.domain,
                discovery: isMissing && all.isEmpty
                    ? .unmeasured(Reason(.noSuchName, planned.domain)) : conclude(discovery, all),
                namesSecurity: discovery.namesSecurity, namedHosts: planned.hosts,
                undiscovered: discovery.finding.value == nil ? nil : discovery.failure, endpoints: all),
            ServiceProofs(
                service: planned.service, domain: planned.domain, lookups: discovery.lookups,
                endpoints: found.map(\.proofs))
        )
    }
    let domains = plan.domains.map { derive(domain: $0, plan, answers, pages) }
    let aliases = plan.asksPolicies ? plan.aliases.map { derive(domain: $0, plan, answers, pages) } : nil
    return Derivation(
        findings: ProviderFindings(
            provider: plan.provider, name: plan.name, domains: domains.map(\.findings),
            aliases: aliases?.map(\.findings), services: services.map(\.findings)
        ).canonical,
        proofs: ProviderProofs(
            provider: plan.provider, domains: domains.map(\.proofs), aliases: aliases?.map(\.proofs) ?? [],
            services: services.map(\.proofs),
            observations: lookups.map { record in
                Observation(
                    record: record.id, asked: "\(record.name) \(record.type)",
                    answered: Answer(record).map(describe) ?? "unsupported record type")
            } + fetches.map { Observation(record: $0.id, asked: "GET \($0.url)", answered: describe($0, of: pages)) }))
}

/// A record's endpoint as one of a planned service's; `nil` where it is none. The mail exchanger of several domains is
/// looked at once, and counts for each of them.
private func endpoint(
    _ record: EndpointRecord, of planned: PlanRecord.ServicePlan, _ discovery: Discovery
) -> Endpoint? {
    var endpoint = record.endpoint
    guard endpoint.service == planned.service else { return nil }
    if endpoint.domain == planned.domain { return endpoint }
    guard !endpoint.isXMPP else { return nil }
    endpoint.domain = planned.domain
    return discovery.places.contains { $0.endpoint == endpoint } ? endpoint : nil
}

/// How an endpoint was found: by the records of its service, or, for a probe of a named host, by the host's own.
private func place(of endpoint: Endpoint, _ discovery: Discovery, _ answers: Answers) -> Discovery.Place? {
    if let place = discovery.places.first(where: { $0.endpoint == endpoint }) { return place }
    var named = endpoint
    named.address = ""
    return Discovery(at: named, answers: answers).places.first { $0.endpoint == endpoint }
}

/// Where no record names the service and nothing listens on the port that the protocol falls back to, it is not
/// offered; where the DNS names a place, a closed port is only a closed port.
private func conclude(_ discovery: Discovery, _ endpoints: [EndpointFindings]) -> Finding<Int> {
    let isClosed = { (endpoint: EndpointFindings) in
        if case .unmeasured(let reason) = endpoint.connection { reason.code == .connectionRefused } else { false }
    }
    // Undiscovered endpoints may still exist.
    if discovery.isFallback, discovery.failure == nil, !endpoints.isEmpty, endpoints.allSatisfy(isClosed) {
        return .notOffered
    }
    return discovery.finding
}

/// The question that tells whether a domain is signed.
package func signatureQuestion(_ domain: String) -> Question { Question(domain, .soa) }

private func derive(
    domain: String, _ plan: PlanRecord, _ answers: Answers, _ pages: Fetches
) -> (findings: DomainFindings, proofs: DomainProofs) {
    let policies =
        plan.asksPolicies
        ? DomainDerivation(domain: domain, dkimSelectors: plan.dkimSelectors, answers: answers, fetches: pages) : nil
    var proofs = DomainProofs(
        domain: domain, lookups: [], policies: policies?.proofs ?? [:], signaturesEnd: policies?.signaturesEnd)
    guard let known = answers[signatureQuestion(domain)] else {
        return (DomainFindings(domain: domain, dnssec: .notAsked, policies: policies?.findings), proofs)
    }
    proofs.lookups = [known.id]
    let dnssec: Finding<DNSSECState>
    if let failure = known.answer.failure {
        dnssec = .unmeasured(failure)
    } else if known.answer.security == .indeterminate {
        dnssec = .unmeasured(Reason(.dnsFailure, "indeterminate"))
    } else if known.answer.isMissing {
        dnssec = .unmeasured(Reason(.noSuchName, domain))
    } else if let why = whyUnverifiable(known.answer, ask: { answers[$0]?.answer }) {
        dnssec = .unmeasured(why)
    } else {
        dnssec = .measured(known.answer.security)
    }
    return (DomainFindings(domain: domain, dnssec: dnssec, policies: policies?.findings), proofs)
}
