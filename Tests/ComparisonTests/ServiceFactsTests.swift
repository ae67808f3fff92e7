import Content
import Foundation
import Model
import TestSupport
import Testing
import Text

@testable import Comparison

/// The columns beside those of 2014: for each a service that has it, one that has not, and one of which it is not known.
@Suite struct ServiceFactsTests {
    private let day = Day("2026-11-29") ?? .first

    private func endpoint(
        _ service: Service = .xmppClient, _ mode: Endpoint.Mode = .startTLS, address: String = "192.0.2.1",
        host: String = "h.test", _ change: (inout EndpointFindings) -> Void = { _ in }
    ) -> EndpointFindings {
        var found = EndpointFindings(
            endpoint: Endpoint(
                service: service, domain: "a.test", host: host, port: 1, address: address, mode: mode),
            discovered: [], connection: .measured(.tcp),
            startTLS: mode == .direct ? .notApplicable : .measured(.required),
            mechanisms: MechanismFindings(beforeTLS: .measured([]), afterTLS: .measured([])),
            versions: [
                VersionFinding(
                    version: .tls13,
                    finding: .measured(VersionFacts(suites: [], preference: .measured(.server))))
            ], groups: .measured(["x25519"]), parameters: .notAsked, certificates: .measured([certificate()]),
            trust: .measured(TrustFacts(valid: true, problems: [])),
            identity: .measured(IdentityFacts(valid: true, expected: "a.test", matched: "DNS:a.test")),
            dane: .notOffered)
        change(&found)
        return found
    }

    private func certificate(
        from: String = "2026-10-01T00:00:00Z", to: String = "2026-12-29T23:59:59Z",
        issuer: String = "CN=R11,O=Let's Encrypt,C=US", _ change: (inout CertificateFacts) -> Void = { _ in }
    ) -> CertificateFacts {
        var facts = CertificateFacts(
            sha256: "", subject: "", issuer: issuer, notBefore: Instant(from), notAfter: Instant(to), keyType: "RSA",
            keyBits: 2_048, signatureHash: "SHA256", names: [], nameCount: 0, selfSigned: false, mustStaple: false,
            extendedKeyUsage: ["serverAuth"], hasResponder: false, signatureAlgorithm: "sha256WithRSAEncryption")
        change(&facts)
        return facts
    }

    private func value(
        _ column: TableDefinition.Column, _ endpoints: [EndpointFindings], undiscovered: Reason? = nil
    ) -> Finding<CellValue.Value> {
        let service = ServiceFindings(
            service: endpoints.first?.endpoint.service ?? .xmppClient, domain: "a.test",
            discovery: .measured(endpoints.count), undiscovered: undiscovered, endpoints: endpoints)
        return ServiceFacts(service: service, date: day).value(column)
    }

    private func word(_ finding: Finding<CellValue.Value>) -> String {
        switch finding {
        case .measured(.policy(let word, _)): word
        case .measured(.names(let names)), .measured(.traits(let names)): names.joined(separator: " ")
        case .measured(.chain(let chain)):
            "\(chain.issuers.joined(separator: "+")) \(chain.lifetimes) \(chain.condition.rawValue)"
        case .measured(.strictTransport(let days, let below)): "\(days) \(below)"
        case .measured: "?"
        case .notOffered: "no"
        case .notApplicable: "n/a"
        case .unmeasured(let why): "unknown: \(why.code.rawValue)"
        case .refused: "refused"
        }
    }

    // MARK: certificates

    @Test(arguments: [
        (["DNS:a.test", "DNS:b.test"], 2, "no-wildcard"), (["DNS:*.a.test"], 1, "wildcard-only"),
        (["DNS:*.A.test", "DNS:a.TEST"], 2, "with-base"), (["DNS:*.a.test", "DNS:b.test"], 2, "wildcard-only"),
        (["DNS:*.a.test", "DNS:a.test", "DNS:*.b.test"], 3, "wildcard-only with-base"),
        // More names than are kept: there may be one among the others.
        (["DNS:a.test"], 120, "unknown: too-large"), (["DNS:*.a.test"], 120, "wildcard-only"),
    ])
    func wildcards(_ names: [String], _ count: Int, _ word: String) {
        let found = endpoint {
            $0.certificates = .measured([
                certificate {
                    $0.names = names
                    $0.nameCount = count
                }
            ])
        }
        #expect(self.word(value(.wildcard, [found])) == word)
    }

    @Test func wildcardsOfWhatIsNotKnownOrNotThere() {
        #expect(
            word(value(.wildcard, [endpoint { $0.certificates = .unmeasured(Reason(.timeout)) }])) == "unknown: timeout"
        )
        #expect(word(value(.wildcard, [endpoint { $0.startTLS = .notOffered }])) == "no")
    }

    private func keys(_ services: [ServiceFindings]) -> Finding<CertificateKeys> {
        ProviderFindings(provider: "a", name: "A", domains: [], services: services).certificateKeys
    }

    private func service(_ service: Service, _ certificates: Finding<[CertificateFacts]>) -> ServiceFindings {
        ServiceFindings(
            service: service, domain: "a.test", discovery: .measured(1),
            endpoints: [endpoint(service) { $0.certificates = certificates }])
    }

    private func key(_ digest: String?, _ issuer: String = "O=One") -> Finding<[CertificateFacts]> {
        .measured([certificate(issuer: issuer) { $0.keyDigest = digest }])
    }

    @Test func keysThatServicesShare() {
        let found = keys([
            service(.mx, key("a")), service(.imap, key("a", "O=Two")), service(.https, key("b")),
            service(.pop3, .unmeasured(Reason(.timeout))), service(.sieve, .notOffered),
        ])
        #expect(
            found
                == .measured(
                    CertificateKeys(count: 2, shared: [["mx", "imap"]], issuers: ["One", "Two"], unknown: ["pop3"])))
        // Nothing listens where the protocol falls back to.
        var absent = service(.xmppClient, .unmeasured(Reason(.connectionRefused)))
        absent.discovery = .notOffered
        #expect(keys([service(.mx, key("a")), absent]).value?.unknown == [])
        let apart = keys([service(.mx, key("a")), service(.imap, key("b"))])
        #expect(apart.value?.shared == [] && apart.value?.count == 2)
    }

    @Test func keysThatAreNotKnown() {
        #expect(keys([service(.mx, key(nil))]) == .notAsked, "a snapshot from before they were told apart")
        #expect(keys([service(.mx, .unmeasured(Reason(.timeout)))]) == .unmeasured(Reason(.timeout)))
        #expect(keys([service(.mx, .notOffered)]) == .notOffered)
    }

    @Test(arguments: [
        ("2026-10-01T00:00:00Z", "2026-12-29T23:59:59Z", "2160", "usual"),
        // 160 hours, of which a day and a half is left.
        ("2026-11-23T20:00:00Z", "2026-11-30T11:59:59Z", "160", "usual"),
        ("2026-11-23T00:00:00Z", "2026-11-29T15:59:59Z", "160", "overdue"),
        // Below a sixth of 90 days.
        ("2026-09-14T00:00:00Z", "2026-12-12T23:59:59Z", "2160", "overdue"),
        ("2026-08-01T00:00:00Z", "2026-11-28T23:59:58Z", "2880", "expired"),
        // 200 days since 2026-03-15, 398 before.
        ("2026-03-15T00:00:00Z", "2026-12-31T00:00:00Z", "6984", "too-long"),
        ("2026-03-14T00:00:00Z", "2027-04-14T23:59:59Z", "9528", "usual"),
        ("2026-06-01T00:00:00Z", "2026-12-17T23:59:59Z", "4800", "overdue"),
        ("2026-08-01T00:00:00Z", "2027-02-16T23:59:59Z", "4800", "usual"),
        ("2026-08-01T00:00:00Z", "2027-02-17T00:00:00Z", "4800", "too-long"),
    ])
    func lifetimes(_ from: String, _ to: String, _ hours: String, _ condition: String) {
        let found = endpoint { $0.certificates = .measured([certificate(from: from, to: to)]) }
        #expect(word(value(.certificate, [found])) == "Let's Encrypt [\(hours)] \(condition)")
    }

    @Test func limitsOfLifetimes() {
        for (issued, limit) in [
            ("2018-02-28", nil), ("2018-03-01", 825), ("2020-09-01", 398), ("2026-03-14", 398), ("2026-03-15", 200),
            ("2027-03-15", 100), ("2029-03-15", 47),
        ] as [(String, Int?)] {
            #expect(certificate(from: "\(issued)T00:00:00Z").lifetimeLimitDays == limit, "\(issued)")
        }
        // The limit is none of a private authority.
        let own = endpoint {
            $0.certificates = .measured([certificate(to: "2030-01-01T00:00:00Z")])
            $0.trust = .measured(TrustFacts(valid: false, problems: [.init(name: "untrusted-root", depth: 0)]))
        }
        #expect(word(value(.certificate, [own])).hasSuffix("usual"))
    }

    @Test func brokenCertificates() {
        func condition(_ change: @escaping (inout CertificateFacts) -> Void, stapled: Bool? = nil) -> String {
            word(
                value(
                    .certificate,
                    [
                        endpoint {
                            $0.certificates = .measured([certificate(change)])
                            $0.parameters?.stapledStatus = stapled.map { .measured($0) } ?? .notAsked
                        }
                    ])
            ).split(separator: " ").last.map(String.init) ?? ""
        }
        #expect(condition { $0.mustStaple = true } == "impossible-staple")
        #expect(condition({ $0.mustStaple = true }, stapled: true) == "usual")
        #expect(
            condition {
                $0.mustStaple = true
                $0.hasResponder = true
            } == "usual")
        // Not read in old snapshots.
        #expect(
            condition {
                $0.mustStaple = true
                $0.hasResponder = nil
            } == "usual")
        #expect(condition { $0.signatureHash = "SHA1" } == "weak-hash")
        // Of several chains the worst counts, and a root's own signature does not.
        let chains = endpoint {
            $0.certificates = .measured([
                certificate(),
                certificate(issuer: "CN=Root") {
                    $0.selfSigned = true
                    $0.signatureHash = "SHA1"
                },
            ])
        }
        #expect(word(value(.certificate, [chains])) == "Let's Encrypt [2160] usual")
        let others = endpoint {
            $0.parameters?.otherChains = .measured([
                ChainFacts(
                    certificates: [certificate(issuer: #"O=A\, B,C=DE"#) { $0.signatureHash = "SHA1" }],
                    trust: TrustFacts(valid: true, problems: []),
                    identity: IdentityFacts(valid: true, expected: "", matched: ""))
            ])
        }
        #expect(word(value(.certificate, [others])) == "A, B+Let's Encrypt [2160] weak-hash")
    }

    @Test func unknownCertificates() {
        let unknown = endpoint { $0.certificates = .unmeasured(Reason(.timeout)) }
        #expect(word(value(.certificate, [unknown])) == "unknown: timeout")
        #expect(word(value(.certificate, [endpoint { $0.startTLS = .notOffered }])) == "no")
    }

    // MARK: the others

    @Test func postQuantumGroups() {
        func word(_ groups: Finding<[String]>) -> String {
            self.word(value(.postQuantum, [endpoint { $0.groups = groups }]))
        }
        #expect(word(.measured(["X25519MLKEM768", "x25519"])) == "negotiated")
        #expect(word(.measured(["x25519", "SecP256r1MLKEM768"])) == "offered")
        #expect(word(.measured(["x25519"])) == "no" && word(.notOffered) == "no")
        #expect(word(.unmeasured(Reason(.budget))) == "unknown: budget")
        let mixed = [endpoint(), endpoint { $0.groups = .measured(["X25519MLKEM768"]) }]
        #expect(self.word(value(.postQuantum, mixed)) == "no", "the worst of several servers")
    }

    @Test(arguments: [
        (["SCRAM-SHA-256-PLUS", "PLAIN"], [], StartTLSOffer.required, "scram-plus"),
        (["SCRAM-SHA-1", "PLAIN"], [], .required, "scram"), (["login"], [], .required, "password"),
        (["OAUTHBEARER"], [], .optional, "other"), ([], [], .optional, "no"),
        (["SCRAM-SHA-1"], ["PLAIN"], .optional, "plaintext"), (["SCRAM-SHA-1"], ["SCRAM-SHA-1"], .optional, "scram"),
        // It lists them and takes nothing but STARTTLS.
        (["PLAIN"], ["PLAIN"], .required, "password"),
    ])
    func mechanisms(_ after: [String], _ before: [String], _ offer: StartTLSOffer, _ expected: String) {
        let found = endpoint {
            $0.startTLS = .measured(offer)
            $0.mechanisms = MechanismFindings(beforeTLS: .measured(before), afterTLS: .measured(after))
        }
        #expect(word(value(.sasl, [found])) == expected)
    }

    @Test func mechanismsThatNobodySaw() {
        let unknown = endpoint {
            $0.mechanisms = MechanismFindings(beforeTLS: .measured([]), afterTLS: .unmeasured(Reason(.closed)))
        }
        #expect(word(value(.sasl, [unknown])) == "unknown: closed")
        #expect(word(value(.channelBinding, [unknown])) == "unknown: closed")
        #expect(word(value(.sasl, [endpoint(.mx)])) == "n/a")
    }

    private func features(_ bindings: [String] = [], dialback: Bool = false) -> XMPPFindings {
        XMPPFindings(
            beforeTLS: .notApplicable,
            insideTLS: .measured(
                XMPPFeatureFacts(
                    channelBindings: bindings, sasl2Mechanisms: [], dialback: dialback, dialbackNamespace: dialback,
                    legacyAuthentication: false)))
    }

    @Test func channelBindings() {
        func word(_ bindings: [String], _ mechanisms: [String]) -> String {
            self.word(
                value(
                    .channelBinding,
                    [
                        endpoint {
                            $0.xmpp = features(bindings)
                            $0.mechanisms.afterTLS = .measured(mechanisms)
                        }
                    ]))
        }
        #expect(word(["tls-exporter", "tls-server-end-point"], []) == "tls-exporter tls-server-end-point")
        #expect(word([], ["SCRAM-SHA-1-PLUS"]) == "-PLUS" && word([], ["SCRAM-SHA-1"]) == "no")
    }

    @Test func federation() {
        func word(
            _ usage: [String]?, _ request: Finding<Bool>?, _ mechanisms: [String], dialback: Bool = false
        ) -> String {
            self.word(
                value(
                    .federation,
                    [
                        endpoint(.xmppServer) {
                            $0.certificates = .measured([certificate { $0.extendedKeyUsage = usage }])
                            $0.parameters?.certificateRequest = request
                            $0.mechanisms.afterTLS = .measured(mechanisms)
                            $0.xmpp = features(dialback: dialback)
                        }
                    ]))
        }
        #expect(
            word(["serverAuth", "clientAuth"], .measured(true), ["EXTERNAL"], dialback: true)
                == "server-and-client requests-certificate external dialback")
        #expect(word(["serverAuth"], .measured(false), []) == "server-only requests-no-certificate method-unseen")
        #expect(word([], .unmeasured(Reason(.budget)), [], dialback: true) == "unrestricted request-unknown dialback")
        #expect(word(["clientAuth"], nil, []).hasPrefix("client-only"))
        #expect(word(nil, nil, []).hasPrefix("usage-unknown") && word(["OCSPSigning"], nil, []).hasPrefix("neither"))
        #expect(self.word(value(.federation, [endpoint(.xmppClient)])) == "n/a")
        // A snapshot from before the purposes were read.
        let old = endpoint(.xmppServer) {
            $0.certificates = .measured([
                certificate {
                    $0.extendedKeyUsage = nil
                    $0.signatureAlgorithm = nil
                }
            ])
        }
        #expect(self.word(value(.federation, [old])) == "unknown: not-asked")
    }

    @Test func directTLS() {
        let other = endpoint(.xmppClient, .startTLS)
        #expect(word(value(.directTLS, [other, endpoint(.xmppClient, .direct)])) == "both")
        #expect(word(value(.directTLS, [endpoint(.xmppClient, .direct)])) == "alone")
        #expect(word(value(.directTLS, [other])) == "no")
        #expect(word(value(.directTLS, [other], undiscovered: Reason(.dnsFailure))) == "unknown: dns-failure")
        #expect(word(value(.directTLS, [endpoint(.imap, .startTLS)])) == "unknown: no-record")
        let silent = endpoint(.xmppClient, .direct) {
            $0.connection = .unmeasured(Reason(.timeout))
            $0.versions = []
        }
        #expect(word(value(.directTLS, [other, silent])) == "unknown: timeout")
    }

    @Test func addresses() {
        let old = endpoint()
        let new = endpoint(address: "2001:db8::1")
        func silent(_ code: Reason.Code) -> EndpointFindings {
            endpoint(address: "2001:db8::1") { $0.connection = .unmeasured(Reason(code)) }
        }
        #expect(word(value(.ipv6, [old])) == "no" && word(value(.ipv6, [old, new])) == "all")
        #expect(word(value(.ipv6, [old, new, endpoint(host: "i.test")])) == "some")
        #expect(word(value(.ipv6, [old, silent(.timeout)])) == "unreachable")
        // This machine has no IPv6, or the whole host is down.
        #expect(word(value(.ipv6, [old, silent(.noRoute)])) == "unknown: no-route")
        #expect(word(value(.ipv6, [silent(.timeout)])) == "unknown: timeout")
        #expect(word(value(.ipv6, [old], undiscovered: Reason(.dnsFailure))) == "unknown: dns-failure")
    }

    @Test func strictTransport() {
        func word(_ hsts: Finding<HSTSFacts>) -> String {
            self.word(
                value(
                    .hsts,
                    [
                        endpoint(.https, .direct) {
                            $0.web = WebFindings(
                                status: .measured(200), hsts: hsts, davClasses: .notOffered,
                                authentication: .notOffered)
                        }
                    ]))
        }
        let year = HSTSFacts(maxAge: 31_536_000, includesSubdomains: true, preload: false)
        #expect(word(.measured(year)) == "365 true" && word(.notOffered) == "no")
        #expect(word(.unmeasured(Reason(.closed))) == "unknown: closed")
        #expect(self.word(value(.hsts, [endpoint(.imap)])) == "n/a")
    }

    // MARK: words

    /// A reader never meets a code.
    @Test(arguments: ["de", "en"]) func everyCodeHasWords(_ language: String) throws {
        let file = "\(Repository.templates)/texts.\(language).yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let texts = try #require(
            Localization.read(SourceText(file: "texts.\(language).yaml", text: text), language: language).texts)
        let codes: [(TableDefinition.Column, [String])] = [
            (.certificate, CertificateSummary.Condition.allCases.filter { $0 != .usual }.map(\.rawValue)),
            (.postQuantum, ["negotiated", "offered"]),
            (.sasl, ["plaintext", "scram-plus", "scram", "password", "other"]),
            (.federation, ServiceFacts.federationTraits), (.directTLS, ["both", "alone"]),
            (.ipv6, ["all", "some", "unreachable"]), (.caa, ["account"]),
            (.dkim, ["present", "short", "weak", "testing", "problem"]),
            (.httpsRecord, ["ech", "present", "alias"]),
        ]
        for (column, codes) in codes {
            for code in codes {
                #expect(!texts[.policies, "\(column.rawValue)-\(code)", fallback: ""].isEmpty, "\(column) \(code)")
            }
        }
        let words = CellFormatter(texts: texts)
        #expect(words.lifetime(hours: 160).hasPrefix("160 ") && words.lifetime(hours: 2_160).hasPrefix("90 "))
    }
}
