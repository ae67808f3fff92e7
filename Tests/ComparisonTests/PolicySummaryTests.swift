import Comparison
import Model
import Testing

/// What the cells of the domain table say of policies.
struct PolicySummaryTests {
    private func provider(_ change: (inout PolicyFindings) -> Void) -> ProviderFindings {
        var policies = PolicyFindings(
            zone: .notAsked, mail: .notAsked, caa: .notAsked, spf: .notAsked, dmarc: .notAsked, mtaSTS: .notAsked,
            tlsReporting: .notAsked, https: .notAsked, dkim: [])
        change(&policies)
        return ProviderFindings(
            provider: "a", name: "A",
            domains: [
                DomainFindings(domain: "a.test", dnssec: .measured(.secure), policies: policies)
            ], services: [])
    }

    /// RFC 9989 §4.7, `t`: one level below; and with nothing below `none`.
    @Test(arguments: [
        ("reject", "testing-reject", 1), ("quarantine", "testing-quarantine", 0), ("none", "none", 0),
    ])
    func aPolicyThatIsBeingTested(_ policy: String, _ word: String, _ worth: Int) {
        let findings = provider {
            $0.dmarc = .measured(
                DMARCFacts(
                    domain: "a.test", policy: policy, isTesting: true, hasReports: true, obsoleteTags: [], record: "",
                    problem: ""))
        }
        #expect(findings.policySummary(.dmarc) == .measured(PolicySummary(word, worth)))
    }

    @Test(
        arguments: [
            ("text/html", "not-plain-text"), ("", "not-plain-text"), (nil, "enforce"),
            ("Text/Plain ; charset=utf-8", "enforce"),
        ] as [(String?, String)])
    func mediaTypeOfAPolicy(_ type: String?, _ word: String) {
        let findings = provider {
            $0.mtaSTS = .measured(
                MTASTSFacts(
                    id: "1", problem: "",
                    policy: .measured(
                        MTASTSPolicyFacts(
                            mode: "enforce", maxAge: 1, patterns: ["mx.a.test"], uncovered: [], problem: "",
                            mediaType: type))))
        }
        #expect(findings.policySummary(.mtaSTS).value?.word == word)
    }
}
