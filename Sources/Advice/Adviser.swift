import Grading
import Model

/// Findings of one provider → advice. Pure; what is unknown gives no advice.
package struct Adviser {
    private let findings: ProviderFindings
    private let profile: Profile
    /// SHA-256 of a leaf certificate → SHA-256 of its SubjectPublicKeyInfo, hexadecimal both.
    private let publicKeys: [String: String]

    /// - Parameter publicKeys: the digest of a certificate → that of its public key, hexadecimal both. Findings do not
    ///   have the latter; without it, a command that computes the TLSA record takes the record's place.
    package init(_ findings: ProviderFindings, by profile: Profile, publicKeys: [String: String] = [:]) {
        self.findings = findings
        self.profile = profile
        self.publicKeys = publicKeys
    }

    /// An endpoint and what it shows of a topic.
    private struct Case {
        var endpoint: EndpointFindings
        var rules: [Profile.MetRule]
    }

    /// All advice, the worst first; each topic once.
    package func advice() -> [Advice] {
        var cases: [Topic: [Case]] = [:]
        for endpoint in findings.services.flatMap(\.endpoints) {
            let service = endpoint.endpoint.service
            let met = profile.rulesMet(by: endpoint)
            for topic in Topic.allCases {
                var rules = met.filter { Topic.answering($0.name, of: service) == topic }
                if topic == .startTLS, rules.isEmpty, Self.acceptsPlaintext(endpoint) {
                    rules = [Profile.MetRule(name: "starttls", grade: "")]
                }
                if !rules.isEmpty { cases[topic, default: []].append(Case(endpoint: endpoint, rules: rules)) }
            }
        }
        let ofServers = Topic.allCases.compactMap { topic in cases[topic].map { advice(topic, $0) } }
        return (ofServers + ofDomain()).enumerated().sorted { left, right in
            let (one, other) = (Self.rank(left.element), Self.rank(right.element))
            return one == other ? left.offset < right.offset : one < other
        }.map(\.element)
    }

    private static func rank(_ advice: Advice) -> Int { Profile.MetRule(name: "", grade: advice.grade).rank }

    /// Passwords may be sent in plaintext, which no rule of the profile lowers a grade for.
    private static func acceptsPlaintext(_ endpoint: EndpointFindings) -> Bool {
        [.imap, .pop3, .sieve].contains(endpoint.endpoint.service) && endpoint.startTLS == .measured(.optional)
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
            guard let found = sites[software],
                let host = found.map(\.endpoint.host).first(where: Records.isPlain)
            else { return [] }
            return software.snippets(
                for: topic, at: Site(services: found.map(\.endpoint.service).unique, host: host))
        }
    }

    private func tlsa(_ endpoints: [EndpointFindings]) -> [Snippet] {
        endpoints.map(\.endpoint.host).unique.prefix(Self.hostLimit).flatMap { host in
            let own = endpoints.filter { $0.endpoint.host == host }
            let leaves = own.compactMap { $0.certificates.value?.first?.sha256 }.unique
            // Several certificates need a record each; which one belongs to which server only its operator knows.
            let digest = leaves.count == 1 ? leaves.first.flatMap { publicKeys[$0] } : nil
            return Records.tlsa(host: host, ports: own.map(\.endpoint.port).unique.sorted(), digest: digest)
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
        if domain.dnssec == .measured(.insecure) { add(.dnssec, []) }
        if policies.caa == .notOffered {
            let issuers = findings.services.flatMap(\.endpoints).filter { $0.endpoint.host.hasSuffix(name) }
                .filter { $0.trust.value?.valid == true }.compactMap { $0.certificates.value?.first?.issuer }
            add(.caa, Records.caa(name, issuers: issuers.unique))
        }
        if policies.spf == .notOffered, isMailKnown {
            add(.spf, Records.spf(name, hasMail: !exchangers.isEmpty))
        }
        if policies.dmarc == .notOffered || policies.dmarc.value?.policy == "none" { add(.dmarc, Records.dmarc(name)) }
        guard !exchangers.isEmpty else { return found }
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
    }
}
