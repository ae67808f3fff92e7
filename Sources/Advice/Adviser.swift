import Grading
import Model

/// Findings of one provider → advice. Pure; what is unknown gives no advice.
package struct Adviser {
    private let findings: ProviderFindings
    private let profile: Profile
    private let shortcomings: Shortcomings

    /// - Parameter instant: when the findings were measured, for the age of certificates.
    package init(_ findings: ProviderFindings, by profile: Profile, at instant: Instant? = nil) {
        self.findings = findings
        self.profile = profile
        shortcomings = Shortcomings(instant: instant)
    }

    /// An endpoint and what it shows of a topic.
    private struct Case {
        var endpoint: EndpointFindings
        var rules: [Profile.MetRule]
    }

    /// All advice, the worst first; each topic once.
    package func advice() -> [Advice] {
        var cases: [Topic: [Case]] = [:]
        for service in findings.services {
            for endpoint in service.endpoints {
                for (topic, met) in rules(endpoint, service) {
                    cases[topic, default: []].append(Case(endpoint: endpoint, rules: met))
                }
            }
        }
        let ofServers = Topic.allCases.compactMap { topic in cases[topic].map { advice(topic, $0) } }
        return (ofServers + ofDomain()).enumerated().sorted { left, right in
            let (one, other) = (Self.rank(left.element), Self.rank(right.element))
            return one == other ? left.offset < right.offset : one < other
        }.map(\.element)
    }

    private static func rank(_ advice: Advice) -> Int { Profile.MetRule(name: "", grade: advice.grade).rank }

    /// The rules that an endpoint falls under, and the columns that it is below the best in, by their topics.
    private func rules(
        _ endpoint: EndpointFindings, _ service: ServiceFindings
    ) -> [Topic: [Profile.MetRule]] {
        var found: [Topic: [Profile.MetRule]] = [:]
        for rule in profile.rulesMet(by: endpoint) {
            guard let topic = Topic.answering(rule.name, of: service.service) else { continue }
            found[topic, default: []].append(rule)
        }
        for shortcoming in shortcomings.all(of: endpoint, in: service) {
            // A rule says the same, and what it does to the grade.
            guard found[shortcoming.topic] == nil || shortcoming.topic.rules.isEmpty else { continue }
            found[shortcoming.topic, default: []].append(Profile.MetRule(name: shortcoming.column, grade: ""))
        }
        return found
    }

    private func advice(_ topic: Topic, _ cases: [Case]) -> Advice {
        let rules = cases.flatMap(\.rules).sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }
        let services = Service.allCases.filter { service in
            cases.contains { $0.endpoint.endpoint.service == service }
        }
        return Advice(
            topic: topic, rules: rules.map(\.name).unique, grade: rules.first?.grade ?? "", services: services,
            snippets: snippets(topic, cases.map(\.endpoint)))
    }

    // MARK: servers

    private func snippets(_ topic: Topic, _ endpoints: [EndpointFindings]) -> [Snippet] {
        switch topic {
        case .dane: return tlsa(endpoints)
        case .certificate: return requests(endpoints)
        default: break
        }
        var sites: [Software: [EndpointFindings]] = [:]
        for endpoint in endpoints {
            let candidates = Software(of: endpoint).map { [$0] } ?? Software.serving(endpoint.endpoint.service)
            for software in candidates { sites[software, default: []].append(endpoint) }
        }
        return Software.allCases.flatMap { software -> [Snippet] in
            let plain = (sites[software] ?? []).map(\.endpoint)
                .filter { Records.isPlain($0.host) && Records.isPlain($0.domain) }
            guard let first = plain.first else { return [] }
            return software.snippets(
                for: topic,
                at: Site(services: plain.map(\.service).unique, host: first.host, domain: first.domain))
        }
    }

    private func tlsa(_ endpoints: [EndpointFindings]) -> [Snippet] {
        endpoints.map(\.endpoint.host).unique.prefix(Self.hostLimit).flatMap { host in
            var keys: [UInt16: [String?]] = [:]
            for endpoint in endpoints where endpoint.endpoint.host == host {
                keys[endpoint.endpoint.port, default: []] += endpoint.leaves.map(\.keyDigest)
            }
            return Records.tlsa(
                host: host,
                keys: keys.sorted { $0.key < $1.key }.map { port, found in
                    // In snapshots from before digests of keys were kept there are none.
                    (port, found.contains(nil) ? [] : found.compactMap(\.self).unique)
                })
        }
    }

    private func requests(_ endpoints: [EndpointFindings]) -> [Snippet] {
        endpoints.map(\.endpoint.host).unique.prefix(Self.hostLimit).flatMap { host in
            let own = endpoints.filter { $0.endpoint.host == host }
            return Records.certificateRequest(
                host: host, names: own.map { $0.endpoint.isXMPP ? $0.endpoint.domain : host }.unique)
        }
    }

    /// Hosts that records are written for; a domain may name thousands.
    private static let hostLimit = 8

    // MARK: the domain

    private func ofDomain() -> [Advice] {
        guard let domain = findings.domains.first, let policies = domain.policies else { return [] }
        let name = domain.domain
        let exchangers = policies.mail.value?.exchangers.map(\.host) ?? []
        let isMailKnown = policies.mail == .notOffered || policies.mail.value != nil
        var found: [Advice] = []
        func add(_ topic: Topic, _ snippets: [Snippet]) {
            found.append(Advice(topic: topic, rules: [topic.rawValue], grade: "", services: [], snippets: snippets))
        }
        if domain.isUnsigned { add(.dnssec, Records.dnssec(name)) }
        // Where nothing runs, nobody needs a certificate.
        let hasServers = findings.services.contains { !$0.endpoints.isEmpty }
        if policies.caa.value?.hasUnknownCritical == true || policies.caa == .notOffered && hasServers {
            add(.caa, Records.caa(name, issuers: issuers(for: name)))
        }
        if policies.spf == .notOffered, isMailKnown {
            add(.spf, Records.spf(name, hasMail: !exchangers.isEmpty))
        } else if let spf = policies.spf.value, !spf.problem.isEmpty || spf.otherwise != "fail" {
            add(.spf, spf.problem.isEmpty ? Records.spf(name, ending: spf.record) : [])
        }
        if policies.dkim.contains(where: { $0.key.value?.isWeak == true }) { add(.dkim, []) }
        if policies.dmarc == .notOffered || policies.dmarc.value?.isWanting == true {
            add(.dmarc, Records.dmarc(name))
        }
        if policies.https == .notOffered, hasWebsite(name) {
            add(.httpsRecord, Records.https(name, protocols: webProtocols(name)))
        }
        guard !exchangers.isEmpty else { return found }
        let zones = (policies.exchangerZones?.value ?? []).filter { zone in
            // That the domain's own zone is to be signed was said already.
            zone.lacksIPv6 || zone.isUnsigned && !(zone.name == name && domain.isUnsigned)
        }
        if !zones.isEmpty {
            // Others sign theirs themselves.
            let own = zones.filter { $0.isUnsigned && $0.name.hasSuffix(".\(name)") }
            add(.exchangerDNS, own.prefix(Self.hostLimit).flatMap { Records.dnssec($0.name) })
        }
        if Self.isWanting(policies.mtaSTS) {
            add(
                .mtaSTS,
                Records.mtaSTS(
                    name, exchangers: Array(exchangers.prefix(Self.hostLimit * 4)), id: policies.mtaSTS.value?.id ?? "")
            )
        }
        if policies.tlsReporting == .notOffered || policies.tlsReporting.value.map({ !$0.problem.isEmpty }) == true {
            add(.tlsReporting, Records.tlsReporting(name))
        }
        return found
    }

    /// No policy, a broken one, or one that asks for nothing or keeps mail away.
    private static func isWanting(_ finding: Finding<MTASTSFacts>) -> Bool {
        if finding == .notOffered { return true }
        guard let facts = finding.value else { return false }
        if !facts.problem.isEmpty || facts.policy == .notOffered { return true }
        guard let policy = facts.policy.value else { return false }
        return !policy.problem.isEmpty || policy.mode != "enforce" || !policy.uncovered.isEmpty
            || policy.hasWrongMediaType
    }

    /// Who issued certificates in use for names that the domain's CAA records count for (RFC 8659 §3).
    private func issuers(for domain: String) -> [String] {
        findings.services.flatMap(\.endpoints).filter { one in
            let name = one.endpoint.isXMPP ? one.endpoint.domain : one.endpoint.host
            return (name == domain || name.hasSuffix(".\(domain)")) && one.trust.value?.valid == true
        }.compactMap { $0.certificates.value?.first?.issuer }.unique
    }

    /// Something answered at the domain's name where web servers do.
    private func hasWebsite(_ domain: String) -> Bool {
        findings.services.flatMap(\.endpoints).contains {
            $0.endpoint.service == .https && $0.endpoint.host == domain && $0.connection.value != nil
        }
    }

    /// What the website speaks (RFC 7301), if it was seen.
    private func webProtocols(_ domain: String) -> [String] {
        findings.services.flatMap(\.endpoints).first {
            $0.endpoint.service == .https && $0.endpoint.host == domain
                && $0.parameters?.applicationProtocols.value != nil
        }?.parameters?.applicationProtocols.value ?? []
    }
}

extension DomainFindings {
    /// Its zone is not signed, or in a way that nobody can verify.
    fileprivate var isUnsigned: Bool {
        if case .unmeasured(let why) = dnssec { return why.code == .bogus }
        return dnssec == .measured(.insecure)
    }
}

extension ExchangerZoneFacts {
    /// It is not signed, or in a way that nobody can verify.
    fileprivate var isUnsigned: Bool {
        if case .unmeasured(let why) = security { return why.code == .bogus }
        return security == .measured(.insecure)
    }

    /// Who has IPv6 alone cannot ask it.
    fileprivate var lacksIPv6: Bool { serversWithIPv6 == .measured(0) }
}

extension DMARCFacts {
    /// It asks for nothing, not yet for all of it, or cannot be read.
    fileprivate var isWanting: Bool { policy.isEmpty || policy == "none" || isTesting || !problem.isEmpty }
}

extension DKIMFacts {
    /// Too short (RFC 8301 §3.2), unreadable, or only tested.
    fileprivate var isWeak: Bool {
        !isRevoked && (bits == 0 || type == "rsa" && bits < 2_048 || isTesting)
    }
}

extension EndpointFindings {
    /// The certificates of the server itself: one for each kind of key that clients are shown.
    fileprivate var leaves: [CertificateFacts] {
        ([certificates.value ?? []] + (parameters?.otherChains.value ?? []).map(\.certificates)).compactMap(\.first)
    }
}
