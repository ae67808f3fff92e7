import Model
import Testing

@testable import pruefstand

/// What `probe` says of certificates.
@Suite struct ProbeTextTests {
    private let now = Instant(milliseconds: 2_000_000_000_000)

    private func certificate(_ subject: String, _ keyType: String, _ bits: Int, endsIn seconds: Int64)
        -> CertificateFacts
    {
        CertificateFacts(
            sha256: "00", subject: subject, issuer: "CN=ca", notBefore: nil,
            notAfter: Instant(milliseconds: now.milliseconds + seconds * 1_000), keyType: keyType, keyBits: bits,
            signatureHash: "SHA256", names: [], nameCount: 0, selfSigned: false)
    }

    @Test func whoRefuses() {
        func line(_ by: String) -> String? {
            let refused = Finding<StartTLSOffer>.refused(by: by, why: Reason(.middlebox, "XXXXXXXA"))
            return lines([], startTLS: refused).first { $0.hasPrefix("STARTTLS") }
        }
        #expect(line("") == "STARTTLS          refused: middlebox (XXXXXXXA)")
        #expect(line("mx.a.test") == "STARTTLS          refused by mx.a.test: middlebox (XXXXXXXA)")
    }

    private func lines(
        _ certificates: [CertificateFacts], startTLS: Finding<StartTLSOffer> = .notApplicable,
        sent: [TrustFacts.Problem] = [], dane: Finding<DANEFacts> = .notOffered, others: [ChainFacts] = []
    ) -> [String] {
        var parameters = ParameterFindings.notAsked
        parameters.otherChains = .measured(others)
        let findings = EndpointFindings(
            endpoint: Endpoint(
                service: .https, domain: "a.test", host: "a.test", port: 443, address: "192.0.2.1", mode: .direct),
            discovered: [], connection: .measured(.tcp), startTLS: startTLS,
            mechanisms: MechanismFindings(beforeTLS: .notApplicable, afterTLS: .notApplicable), versions: [],
            groups: .notAsked, parameters: parameters, certificates: .measured(certificates),
            trust: .measured(TrustFacts(valid: true, problems: [], sent: sent)),
            identity: .measured(IdentityFacts(valid: true, expected: "xn--bcher-kva.test", matched: "DNS:*.test")),
            dane: dane)
        return ProbeText.lines(
            for: findings, EndpointProofs(endpoint: findings.endpoint, connectMilliseconds: 1, connections: 1), now: now
        )
    }

    @Test func certificatesInTheOrderInWhichTheyWereSent() {
        let lines = lines(
            [
                certificate("", "ML-DSA-65", 0, endsIn: -1), certificate("CN=ca", "RSA", 2048, endsIn: 3_600),
                certificate("CN=x", "EC P-256", 256, endsIn: -2 * 86_400),
            ], sent: [.init(name: "wrong-order", depth: 2)])
        #expect(lines.contains("certificate       (empty), ML-DSA-65, size unknown, SHA256, expired"))
        #expect(lines.contains("sent 1            CN=ca, RSA 2048 bit, SHA256, 0 days left"))
        #expect(lines.contains("sent 2            CN=x, EC P-256 256 bit, SHA256, expired 2 days ago"))
        #expect(lines.contains("as sent           wrong-order at 2"))
        #expect(lines.contains("identity          DNS:*.test matches bücher.test (xn--bcher-kva.test)"))
        #expect(!lines.contains { $0.hasPrefix("issuer") })
    }

    /// Each of two certificates has a TLSA record: neither record is for another key than they have.
    @Test func recordsForEachOfTwoCertificates() {
        func dane(_ matches: [Bool]) -> Finding<DANEFacts> {
            .measured(
                DANEFacts(
                    name: "_443._tcp.a.test",
                    records: matches.map { TLSAFacts(usage: 3, selector: 1, matching: 1, data: "00", matches: $0) },
                    usable: matches.count, verified: matches.contains(true),
                    problem: matches.contains(true) ? "" : "no-match"))
        }
        func other(_ matches: [Bool]) -> ChainFacts {
            ChainFacts(
                certificates: [certificate("CN=other", "RSA", 2048, endsIn: 86_400)],
                trust: TrustFacts(valid: false, problems: [.init(name: "expired", depth: 0)]),
                identity: IdentityFacts(valid: true, expected: "a.test", matched: "DNS:a.test"), dane: dane(matches))
        }
        let leaf = [certificate("CN=a", "EC P-256", 256, endsIn: 86_400)]
        let both = lines(leaf, dane: dane([true, false]), others: [other([false, true])])
        #expect(both.contains("DANE              verified: 1 of 2 records match"))
        #expect(both.contains("other DANE        verified: 1 of 2 records match"))
        #expect(both.contains("other chain       expired at 0"))
        let one = lines(leaf, dane: dane([true, false]), others: [other([false, false])])
        #expect(
            one.contains("DANE              verified: 1 of 2 records match, 1 for other keys (key rollover, or stale)"))
        #expect(one.contains("other DANE        no-match"))
    }
}
