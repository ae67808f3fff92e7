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
                .init($0.hasUnknownCritical ? "problem" : "present", $0.hasUnknownCritical ? -1 : 2)
            }
        case .spf: return policies.spf.map(Self.spf)
        case .dmarc: return policies.dmarc.map(Self.dmarc)
        case .mtaSTS: return policies.mtaSTS.map(Self.mtaSTS)
        case .tlsReporting:
            return policies.tlsReporting.map {
                .init($0.problem.isEmpty ? "present" : "problem", $0.problem.isEmpty ? 2 : -1)
            }
        default: return .unmeasured(Reason(.notAsked))
        }
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
