import Model

/// Findings for tests, with only what matters written out.
package enum Fixture {
    package static func summary(
        _ service: Service, _ certificate: Finding<CertificateValidity>, _ protocols: Finding<[ProtocolVersion]>,
        _ suites: Finding<SuiteQuality>, _ startTLS: Finding<StartTLSOffer>, _ tlsa: Finding<Bool>,
        _ grade: Finding<String>
    ) -> ServiceSummary {
        ServiceSummary(
            service: service, certificate: certificate, protocols: protocols, suites: suites, startTLS: startTLS,
            tlsa: tlsa, grade: grade)
    }

    package static func transcribed(
        _ id: String, _ name: String, _ services: [ServiceSummary] = [],
        dnssec: Finding<Bool> = .unmeasured(Reason(.notAsked)),
        dane: Finding<[String]> = .unmeasured(Reason(.notAsked)), remarks: [String: String] = [:]
    ) -> ProviderFindings {
        ProviderFindings(
            provider: id, name: name, domains: [], services: [],
            transcription: Transcription(services: services, dnssec: dnssec, daneServices: dane, remarks: remarks))
    }

    package static func snapshot(
        _ date: Day, _ providers: [ProviderFindings], origin: SnapshotManifest.Origin = .transcribed,
        vantage: String = ""
    ) -> SnapshotManifest {
        SnapshotManifest(
            date: date, origin: origin,
            source: origin == .transcribed ? SnapshotManifest.Source(title: "Blogbeitrag", published: date) : nil,
            started: origin == .measured ? Instant("\(date)T04:00:00Z") : nil,
            finished: origin == .measured ? Instant("\(date)T04:05:00Z") : nil, vantage: vantage,
            tool: origin == .measured ? "pruefstand 1" : "", connections: origin == .measured ? 42 : 0,
            providers: providers.map(\.provider).sorted())
    }

    package static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw NoDay(text: text) }
        return day
    }

    private struct NoDay: Error { var text: String }

    package static let strong = Finding.measured(SuiteQuality(strength: .modern, forwardSecrecy: true))
    package static let weak = Finding.measured(SuiteQuality(strength: .weak, forwardSecrecy: false))

    package static func suite(_ name: String, openSSL: String, bits: Int = 128, forwardSecrecy: Bool = true)
        -> SuiteFacts
    {
        SuiteFacts(
            code: 0xC02F, name: name, openSSLName: openSSL, keyExchange: .ecdhe, authentication: .rsa,
            cipher: "AES_128_GCM", bits: bits, mac: "AEAD", forwardSecrecy: forwardSecrecy, export: false)
    }

    /// One measured endpoint; all that comes from outside is the given text.
    package static func endpoint(
        _ outside: String, host: String, service: Service = .xmppClient,
        trust: Finding<TrustFacts> = .measured(TrustFacts(valid: true, problems: [])),
        tls12: Finding<VersionFacts>? = nil
    ) -> EndpointFindings {
        let suites = [suite(outside, openSSL: outside)]
        var parameters = ParameterFindings.notAsked
        parameters.otherChains = .notOffered
        return EndpointFindings(
            endpoint: Endpoint(
                service: service, domain: "example.org", host: host, port: 5222, address: "192.0.2.1", mode: .startTLS),
            discovered: ["_xmpp-client._tcp.example.org SRV 5 0 5222 \(outside)"], connection: .measured(.tcp),
            startTLS: .measured(.required),
            mechanisms: MechanismFindings(beforeTLS: .measured([outside]), afterTLS: .measured(["SCRAM-SHA-1"])),
            versions: ProtocolVersion.allCases.map { version in
                VersionFinding(
                    version: version,
                    finding: version == .tls12
                        ? tls12 ?? .measured(VersionFacts(suites: suites, preference: .measured(.server)))
                        : version == .tls13
                            ? .measured(
                                VersionFacts(
                                    suites: [suite("TLS_AES_128_GCM_SHA256", openSSL: "TLS_AES_128_GCM_SHA256")],
                                    preference: .measured(.client)))
                            : .notOffered)
            },
            groups: .measured([outside]), parameters: parameters,
            certificates: .measured([
                CertificateFacts(
                    sha256: String(repeating: "ab", count: 32), subject: "CN=\(outside)", issuer: outside,
                    notBefore: Instant("2026-01-01T00:00:00Z"), notAfter: Instant("2027-01-01T00:00:00Z"),
                    keyType: "EC P-256", keyBits: 256, signatureHash: "SHA256", names: ["DNS:\(outside)"], nameCount: 3,
                    selfSigned: false)
            ]), trust: trust,
            identity: .measured(IdentityFacts(valid: true, expected: "example.org", matched: outside)),
            dane: .measured(
                DANEFacts(
                    name: "_5222._tcp.\(host)",
                    records: [TLSAFacts(usage: 3, selector: 1, matching: 1, data: "00ff", matches: true)], usable: 1,
                    verified: true, problem: outside)))
    }

    /// What the findings of `measured` rest on in the records of `evidence`.
    package static func proofs(_ findings: ProviderFindings, outside: String = "x") -> ProviderProofs {
        ProviderProofs(
            provider: findings.provider,
            domains: findings.domains.map { DomainProofs(domain: $0.domain, lookups: [1]) },
            services: findings.services.enumerated().map { index, service in
                ServiceProofs(
                    service: service.service, domain: service.domain, lookups: [index + 1],
                    endpoints: service.endpoints.map { one in
                        let words = one.certificates.value?.first?.issuer ?? outside
                        return EndpointProofs(
                            endpoint: one.endpoint, connectMilliseconds: 12, connections: 9,
                            records: [.versions: [3], .certificates: [4], .startTLS: [3], .dane: [2]],
                            observations: [
                                Observation(record: 3, asked: "ClientHello \(words)", answered: "ServerHello \(words)"),
                                Observation(record: 4, asked: "handshake", answered: words),
                            ])
                    })
            }, observations: [Observation(record: 1, asked: "SRV", answered: outside)])
    }

    package static func measured(_ id: String, _ name: String, _ endpoints: [EndpointFindings], outside: String = "x")
        -> ProviderFindings
    {
        ProviderFindings(
            provider: id, name: name,
            domains: [DomainFindings(domain: "example.org", dnssec: .measured(.secure))],
            services: [
                ServiceFindings(
                    service: .xmppClient, domain: "example.org", discovery: .measured(endpoints.count),
                    endpoints: endpoints),
                ServiceFindings(
                    service: .xmppServer, domain: "example.org",
                    discovery: .unmeasured(Reason(.timeout, outside)), endpoints: []),
            ])
    }

    package static func evidence(_ outside: String) -> [EvidenceRecord] {
        let at = Instant("2026-11-23T04:00:00Z") ?? Instant(milliseconds: 0)
        return [
            .lookup(
                LookupRecord(
                    id: 1, at: at, name: outside, type: "SRV", security: .secure, answer: Bytes(Array(outside.utf8)))),
            .probe(
                ProbeRecord(
                    id: 3, endpoint: 0, at: at, purpose: .hello, connectMilliseconds: 2, milliseconds: 5,
                    transcript: [
                        Passage(.sent, .plain, Array("<stream:stream to='example.org'>".utf8)),
                        Passage(.received, .plain, Array(outside.utf8)),
                        Passage(.received, .tls, Array(0...255) + Array(0...255) + Array(0...255), omitted: 10),
                    ], ending: .failed(Reason(.alert, outside)))),
            .certificate(
                CertificateRecord(sha256: String(repeating: "cd", count: 32), der: Bytes([0x30, 0x03, 1, 2, 3]))),
        ]
    }

    /// A PNG of five by three pixels in Base64.
    package static let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAIAAADUVFKvAAAAFElEQVR4nGM8IafBgASYGFABOh8AMeQBFNPbcbAAAAAASUVO"
        + "RK5CYII="
}
