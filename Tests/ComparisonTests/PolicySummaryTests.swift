import Comparison
import Model
import SiteTestSupport
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

    @Test(arguments: [
        (DNSSECState.secure, 2, "signed-ipv6"), (.secure, 0, "signed"), (.insecure, 1, "ipv6"),
        (.insecure, 0, "neither"),
    ])
    func zonesOfMailExchangers(_ security: DNSSECState, _ withIPv6: Int, _ word: String) {
        let good = ExchangerZoneFacts(
            name: "a.test", security: .measured(.secure), servers: ["n.test"], serversWithIPv6: .measured(1))
        let other = ExchangerZoneFacts(
            name: "b.test", security: .measured(security), servers: ["n.test", "o.test"],
            serversWithIPv6: .measured(withIPv6))
        let found = provider { $0.exchangerZones = .measured([good, other]) }
        #expect(found.policySummary(.exchangerDNS).value?.word == word, "the worst of them counts")
    }

    @Test func zonesOfMailExchangersThatAreNotKnown() {
        let timeout = Reason(.timeout)
        func zone(_ change: (inout ExchangerZoneFacts) -> Void) -> Finding<PolicySummary> {
            var zone = ExchangerZoneFacts(
                name: "a.test", security: .measured(.secure), servers: ["n.test"], serversWithIPv6: .measured(1))
            change(&zone)
            return provider { $0.exchangerZones = .measured([zone]) }.policySummary(.exchangerDNS)
        }
        #expect(zone { $0.security = .unmeasured(timeout) } == .unmeasured(timeout))
        #expect(zone { $0.serversWithIPv6 = .unmeasured(timeout) } == .unmeasured(timeout))
        #expect(provider { $0.exchangerZones = .notApplicable }.policySummary(.exchangerDNS) == .notApplicable)
        // Of snapshots from before it was looked at.
        #expect(provider { _ in }.policySummary(.exchangerDNS) == .notAsked)
        #expect(provider { _ in }.policySummary(.validationPersist) == .notAsked)
    }

    @Test(arguments: [
        ([(true, false)], "present"), ([(true, false), (true, true)], "subdomains"), ([(false, true)], "problem"),
        ([(false, true), (true, false)], "present"),
    ])
    func standingPermissions(_ records: [(isUsable: Bool, includesSubdomains: Bool)], _ word: String) {
        let found = provider {
            $0.validationPersist = .measured(
                records.map {
                    PersistentValidationFacts(
                        issuer: "ca.test", account: "https://ca.test/1", includesSubdomains: $0.includesSubdomains,
                        until: nil, isUsable: $0.isUsable)
                })
        }
        #expect(found.policySummary(.validationPersist).value?.word == word)
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

    /// Keys have names that nothing tells: without one that is known, nothing is.
    @Test func keysOfDKIM() {
        func word(_ keys: Finding<DKIMFacts>...) -> String {
            let findings = provider { policies in
                policies.dkim = keys.map { DKIMFinding(selector: "s", key: $0) }
            }
            switch findings.policySummary(.dkim) {
            case .measured(let summary): return summary.word
            case .unmeasured(let why): return "unknown: \(why.code.rawValue)"
            default: return "?"
            }
        }
        func key(_ bits: Int, _ type: String = "rsa", revoked: Bool = false, testing: Bool = false) -> Finding<
            DKIMFacts
        > { .measured(DKIMFacts(type: type, bits: bits, isRevoked: revoked, isTesting: testing)) }
        #expect(word() == "unknown: not-visible" && word(.notOffered) == "unknown: not-visible")
        #expect(word(key(0, revoked: true)) == "unknown: not-visible")
        #expect(word(.unmeasured(Reason(.timeout)), .notOffered) == "unknown: timeout")
        #expect(word(key(2_048), .notOffered) == "present" && word(key(256, "ed25519")) == "present")
        #expect(word(key(2_048), key(1_024)) == "short" && word(key(1_024), key(768)) == "weak")
        #expect(word(key(0)) == "problem" && word(key(2_048, testing: true)) == "testing")
    }

    @Test func recordsOfHTTPS() {
        func summary(_ records: Finding<[HTTPSRecordFacts]>) -> Finding<PolicySummary> {
            provider { $0.https = records }.policySummary(.httpsRecord)
        }
        func record(_ priority: Int, ech: Bool = false) -> HTTPSRecordFacts {
            HTTPSRecordFacts(priority: priority, target: ".", alpn: [], port: nil, hasECH: ech)
        }
        #expect(summary(.measured([record(1), record(2, ech: true)])).value?.word == "ech")
        #expect(summary(.measured([record(1)])).value?.word == "present")
        #expect(summary(.measured([record(0)])).value?.word == "alias")
        #expect(summary(.notOffered) == .notOffered)
        #expect(summary(.unmeasured(Reason(.timeout))) == .unmeasured(Reason(.timeout)))
    }

    @Test(
        arguments: [
            (true, false, "account"), (false, false, "present"), (nil, false, "present"), (true, true, "problem"),
        ]
            as [(Bool?, Bool, String)])
    func authorities(_ isBound: Bool?, _ hasUnknown: Bool, _ word: String) {
        let findings = provider {
            $0.caa = .measured(
                CAAFacts(
                    name: "a.test", issue: [], issueWild: [], issueMail: [], reports: [],
                    hasUnknownCritical: hasUnknown, isSecure: true, isBoundToAccounts: isBound))
        }
        #expect(findings.policySummary(.caa).value?.word == word)
    }

    /// Seven criteria, each of which can be met, missed or unknown.
    @Test func criteriaOfTheBSI() {
        let empty = provider { _ in }
        #expect(HallOfFame(empty).criteria.map(\.name) == ["spf", "dkim", "dmarc", "dnssec", "dane", "tls", "mta-sts"])
        #expect(HallOfFame(empty).metCount == 1 && HallOfFame(empty).unknownCount == 6, "its DNSSEC is secure")
        var full = provider { policies in
            policies.spf = .measured(
                SPFFacts(
                    record: "", otherwise: "fail", lookups: 0, voidLookups: 0, openTerms: 0, problem: "",
                    problemDetail: ""))
            policies.dkim = [
                DKIMFinding(
                    selector: "s",
                    key: .measured(DKIMFacts(type: "rsa", bits: 2_048, isRevoked: false, isTesting: false)))
            ]
            policies.dmarc = .measured(
                DMARCFacts(
                    domain: "a.test", policy: "none", isTesting: false, hasReports: true, obsoleteTags: [], record: "",
                    problem: ""))
            policies.mtaSTS = .notOffered
            policies.mail = .notOffered
        }
        full.services = []
        let hall = HallOfFame(full)
        #expect(hall.metCount == 4 && hall.unknownCount == 1, "\(hall.criteria)")
        full.domains[0].dnssec = .measured(.insecure)
        #expect(HallOfFame(full).metCount == 3)
    }

    /// What was not seen is neither met nor missed.
    @Test func unknownCriteriaOfTheBSI() throws {
        func criterion(_ name: String, _ findings: ProviderFindings) throws -> Finding<Bool> {
            try #require(HallOfFame(findings).criteria.first { $0.name == name }).isMet
        }
        let silent = Finding<MTASTSPolicyFacts>.unmeasured(Reason(.timeout))
        let unread = provider { $0.mtaSTS = .measured(MTASTSFacts(id: "1", problem: "", policy: silent)) }
        #expect(try criterion("mta-sts", unread) == .unmeasured(Reason(.timeout)))
        for (mode, isMet) in [("enforce", true), ("testing", true), ("none", false)] {
            let policy = MTASTSPolicyFacts(
                mode: mode, maxAge: 86_400, patterns: [], uncovered: [], problem: "", mediaType: "text/plain")
            let read = provider { $0.mtaSTS = .measured(MTASTSFacts(id: "1", problem: "", policy: .measured(policy))) }
            #expect(try criterion("mta-sts", read) == .measured(isMet), "\(mode)")
        }

        func exchanger(_ tls10: Finding<VersionFacts>) -> ProviderFindings {
            var endpoint = Fixture.endpoint("x", host: "mx.a.test", service: .mx)
            for place in endpoint.versions.indices where endpoint.versions[place].version == .tls10 {
                endpoint.versions[place].finding = tls10
            }
            var findings = provider { _ in }
            findings.services = [
                ServiceFindings(service: .mx, domain: "a.test", discovery: .measured(1), endpoints: [endpoint])
            ]
            return findings
        }
        #expect(try criterion("tls", exchanger(.notOffered)) == .measured(true))
        #expect(try criterion("tls", exchanger(.unmeasured(Reason(.timeout)))) == .unmeasured(Reason(.timeout)))
        let old = VersionFacts(
            suites: [Fixture.suite("TLS_RSA_WITH_AES_128_CBC_SHA", openSSL: "AES128-SHA")],
            preference: .measured(.client))
        #expect(try criterion("tls", exchanger(.measured(old))) == .measured(false))
    }
}
