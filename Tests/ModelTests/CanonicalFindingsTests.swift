import Model
import Testing

/// What the protocols give no order has one in findings, so that equal servers give equal bytes.
@Suite struct CanonicalFindingsTests {
    private static func endpoint(_ preference: Int, _ host: String, _ address: String) -> EndpointFindings {
        var dialogue = DialogueFindings(
            greeting: .measured("220 \(host) ESMTP Exim 4.96 Sat, 28 Nov 2026 21:37:07 +0000"),
            beforeTLS: .measured(["STARTTLS", "AUTH PLAIN LOGIN", "8BITMIME"]), insideTLS: .notApplicable,
            bytesBehindGoAhead: .measured(0))
        dialogue.insideTLS = .unmeasured(Reason(.timeout))
        let dane = DANEFacts(
            name: "_25._tcp.\(host)",
            records: [3, 2].map { TLSAFacts(usage: $0, selector: 1, matching: 1, data: "00", matches: nil) }, usable: 2,
            verified: true, problem: "")
        var parameters = ParameterFindings.notAsked
        parameters.otherChains = .measured(
            ["bb", "aa"].map { digest in
                ChainFacts(
                    certificates: [
                        CertificateFacts(
                            sha256: digest, subject: "", issuer: "", notBefore: nil, notAfter: nil, keyType: "RSA",
                            keyBits: 2048, signatureHash: "SHA256", names: [], nameCount: 0, selfSigned: false)
                    ], trust: TrustFacts(valid: true, problems: []),
                    identity: IdentityFacts(valid: true, expected: host, matched: ""), dane: .measured(dane))
            })
        return EndpointFindings(
            endpoint: Endpoint(
                service: .mx, domain: "a.test", host: host, port: 25, address: address, mode: .startTLS),
            discovered: ["a.test MX \(preference) \(host)", "\(host) A \(address)"], connection: .measured(.tcp),
            startTLS: .measured(.optional),
            mechanisms: MechanismFindings(
                beforeTLS: .measured(["PLAIN", "LOGIN"]), afterTLS: .measured(["SCRAM-SHA-1", "PLAIN"])),
            versions: [], groups: .notApplicable, parameters: parameters, certificates: .notApplicable,
            trust: .notApplicable, identity: .notApplicable, dane: .measured(dane), dialogue: dialogue)
    }

    private static let findings = ProviderFindings(
        provider: "a", name: "A", domains: [],
        services: [
            ServiceFindings(
                service: .mx, domain: "a.test", discovery: .measured(4),
                endpoints: [
                    endpoint(10, "b.test", "192.0.2.10"), endpoint(10, "b.test", "192.0.2.9"),
                    endpoint(10, "a.test", "192.0.2.1"), endpoint(5, "z.test", "192.0.2.2"),
                ])
        ])

    @Test func setsAreSorted() throws {
        let endpoints = try #require(Self.findings.canonical.services.first?.endpoints)
        // The smaller preference first, though "10" is before "5" as text; so with addresses.
        #expect(endpoints.map(\.endpoint.address) == ["192.0.2.2", "192.0.2.1", "192.0.2.9", "192.0.2.10"])
        let one = try #require(endpoints.first)
        #expect(one.mechanisms.beforeTLS == .measured(["LOGIN", "PLAIN"]))
        #expect(one.mechanisms.afterTLS == .measured(["PLAIN", "SCRAM-SHA-1"]))
        #expect(one.dialogue?.beforeTLS == .measured(["8BITMIME", "AUTH LOGIN PLAIN", "STARTTLS"]))
        #expect(one.dialogue?.greeting == .measured("220 z.test ESMTP Exim 4.96 …"))
        #expect(one.dialogue?.insideTLS == .unmeasured(Reason(.timeout)))
        #expect(one.dane.value?.records.map(\.usage) == [2, 3])
        let chains = try #require(one.parameters?.otherChains.value)
        #expect(chains.map { $0.certificates.first?.sha256 } == ["aa", "bb"])
        #expect(chains.first?.dane?.value?.records.map(\.usage) == [2, 3])
    }

    /// However they came, equal findings are one value; and there is nothing left to change in it.
    @Test func anyOrderGivesTheSame() {
        let canonical = Self.findings.canonical
        #expect(canonical.canonical == canonical)
        var other = Self.findings
        for index in other.services.indices { other.services[index].endpoints.reverse() }
        #expect(other != Self.findings && other.canonical == canonical)
    }
}
