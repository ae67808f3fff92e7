import Content
import Model

/// What a domain's policy comes to, in one word.
package struct PolicySummary: Hashable, Codable, Sendable {
    /// A stable name in kebab-case; the texts files have a word for each.
    package var word: String
    /// Below 0: broken. 0: there, and without effect. 1: some. 2: all that it can do.
    package var worth: Int

    package init(_ word: String, _ worth: Int) {
        self.word = word
        self.worth = worth
    }
}

extension ProviderFindings {
    /// The main domain's policy behind a column.
    package func policySummary(_ column: TableDefinition.Column) -> Finding<PolicySummary> {
        guard let policies = domains.first?.policies else { return .unmeasured(Reason(.notAsked)) }
        switch column {
        case .caa:
            return policies.caa.map {
                if $0.hasUnknownCritical { return .init("problem", -1) }
                return .init($0.isBoundToAccounts == true ? "account" : "present", 2)
            }
        case .spf: return policies.spf.map(Self.spf)
        case .dmarc: return policies.dmarc.map(Self.dmarc)
        case .mtaSTS: return policies.mtaSTS.map(Self.mtaSTS)
        case .tlsReporting:
            return policies.tlsReporting.map {
                .init($0.problem.isEmpty ? "present" : "problem", $0.problem.isEmpty ? 2 : -1)
            }
        case .dkim: return Self.dkim(policies.dkim)
        case .httpsRecord:
            return policies.https.map { records in
                if records.contains(where: \.hasECH) { return .init("ech", 2) }
                return .init(records.allSatisfy { $0.priority == 0 } ? "alias" : "present", 1)
            }
        case .validationPersist: return policies.validationPersist.map { $0.map(Self.persistent) } ?? .notAsked
        case .exchangerDNS: return policies.exchangerZones.map { $0.flatMap(Self.exchangerDNS) } ?? .notAsked
        default: return .unmeasured(Reason(.notAsked))
        }
    }

    /// It makes an account's key as good as the domain, so that there being one is neither good nor bad.
    private static func persistent(_ records: [PersistentValidationFacts]) -> PolicySummary {
        let usable = records.filter(\.isUsable)
        if usable.isEmpty { return .init("problem", -1) }
        return .init(usable.contains(where: \.includesSubdomains) ? "subdomains" : "present", 1)
    }

    /// The worst of the zones; what is not known of one is not known of them all.
    private static func exchangerDNS(_ zones: [ExchangerZoneFacts]) -> Finding<PolicySummary> {
        var isSigned = true
        var hasIPv6 = true
        for zone in zones {
            guard let security = zone.security.value else { return zone.security.map { _ in .init("", 0) } }
            guard let servers = zone.serversWithIPv6.value else {
                return zone.serversWithIPv6.map { _ in .init("", 0) }
            }
            if security != .secure { isSigned = false }
            if servers == 0 { hasIPv6 = false }
        }
        return .measured(
            isSigned
                ? hasIPv6 ? .init("signed-ipv6", 2) : .init("signed", 1)
                : hasIPv6 ? .init("ipv6", 1) : .init("neither", 0))
    }

    /// Keys have names that nothing tells, so only those that the provider's file names are seen. The weakest counts
    /// (RFC 8301 §3.2: RSA keys below 1,024 bits must not be used, those below 2,048 should not; Ed25519: RFC 8463).
    private static func dkim(_ findings: [DKIMFinding]) -> Finding<PolicySummary> {
        let keys = findings.compactMap(\.key.value).filter { !$0.isRevoked }
        guard !keys.isEmpty else {
            let why = findings.isEmpty ? "no selector known" : "no key at the selectors known"
            return findings.lazy.map(\.key).first { $0.isUnknown }.map { $0.flatMap { _ in .notAsked } }
                ?? .unmeasured(Reason(.notVisible, why))
        }
        let words = keys.map { key -> PolicySummary in
            if key.bits == 0 { return .init("problem", -1) }
            if key.type == "rsa", key.bits < 1_024 { return .init("weak", -1) }
            if key.type == "rsa", key.bits < 2_048 { return .init("short", 1) }
            return key.isTesting ? .init("testing", 1) : .init("present", 2)
        }
        return .measured(words.min { ($0.worth, $0.word) < ($1.worth, $1.word) } ?? .init("problem", -1))
    }

    private static func spf(_ facts: SPFFacts) -> PolicySummary {
        if !facts.problem.isEmpty { return .init("problem", -1) }
        switch facts.otherwise {
        case "fail": return .init("fail", 2)
        case "softfail": return .init("softfail", 1)
        case "pass": return .init("pass", -1)
        default: return .init("neutral", 0)
        }
    }

    private static func dmarc(_ facts: DMARCFacts) -> PolicySummary {
        if facts.policy.isEmpty { return .init("problem", -1) }
        // RFC 9989 §4.7: while it is tested, receivers apply what is one level below.
        if facts.isTesting, facts.policy == "reject" { return .init("testing-reject", 1) }
        if facts.isTesting, facts.policy == "quarantine" { return .init("testing-quarantine", 0) }
        return .init(facts.policy, facts.policy == "none" ? 0 : 2)
    }

    /// A policy that names none of the mail exchangers, or not all, keeps mail away where it is enforced.
    private static func mtaSTS(_ facts: MTASTSFacts) -> PolicySummary {
        if !facts.problem.isEmpty { return .init("problem", -1) }
        guard let policy = facts.policy.value else {
            return facts.policy == .notOffered ? .init("problem", -1) : .init("record", 0)
        }
        if !policy.problem.isEmpty { return .init("problem", -1) }
        if policy.mode != "none", !policy.uncovered.isEmpty { return .init("disagrees", -1) }
        if policy.mode != "none", policy.hasWrongMediaType { return .init("not-plain-text", 0) }
        return .init(policy.mode, policy.mode == "enforce" ? 2 : 0)
    }
}
