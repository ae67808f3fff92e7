import Model
import TestSupport
import Testing

@testable import TLSWire

/// What is asked at the same time, and what that costs.
@Suite struct LongListTests {
    /// As OpenSSL's `ALL` with an RSA certificate has it: dozens of suites, down to TLS 1.0.
    private static func all(shuffled: Bool) -> ModelServer {
        var random = SeededGenerator(state: 14)
        let suites = SuiteOffer.classic.filter { code in
            let suite = SuiteRegistry.suite(code)
            return [.ecdhe, .dhe, .rsa].contains(suite.keyExchange) && suite.authentication == .rsa
                && suite.bits >= 128 && !suite.cipher.hasPrefix("SEED")
        }.sorted { (SuiteOffer.place[$0] ?? 0) < (SuiteOffer.place[$1] ?? 0) }
        let order = shuffled ? suites.shuffled(using: &random) : suites
        var server = ModelServer()
        server.suites = [.tls12: order, .tls13: [0x1302, 0x1303, 0x1301]]
        for version in [ProtocolVersion.tls10, .tls11] {
            server.suites[version] = order.filter { SuiteRegistry.suite($0).mac == "SHA" }
        }
        server.groups = [29, 23, 30, 25, 24].map(NamedGroup.init(rawValue:))
        return server
    }

    /// Rounds in which everything under way is answered: the waits that a connection's round trips cost.
    private func run(_ server: ModelServer, slots: Int) -> (enumeration: Enumeration, rounds: Int) {
        var server = server
        var rounds = 0
        var enumeration = Enumeration(depth: .full, serverName: "mail.example", budget: 1_000)
        while !enumeration.isFinished {
            let probes = enumeration.next(slots: slots)
            guard !probes.isEmpty else { break }
            rounds += 1
            for probe in probes {
                enumeration.record(probe, server.answer(probe.hello.encoded(random: []), extent: probe.extent))
            }
        }
        return (enumeration, rounds)
    }

    @Test(arguments: [true, false]) func fewWaitsAndFewConnections(own: Bool) {
        var server = Self.all(shuffled: false)
        server.ownOrder = own
        let (enumeration, rounds) = run(server, slots: 8)
        #expect(enumeration.isFinished)
        let suites = server.suites.values.reduce(0) { $0 + $1.count }
        #expect(suites > 70)
        // Refusals, order, groups, signatures and the rest come on top of one connection for each suite.
        #expect(enumeration.connections <= suites + 70, "\(enumeration.connections) for \(suites) suites")
        // Eight at once all the time is the least; a few go by until a list looks long and while its parts are joined.
        #expect(rounds <= enumeration.connections / 8 + 8, "\(rounds) rounds, \(enumeration.connections) connections")
        for (version, expected) in server.suites {
            let facts = enumeration.knowledge.finding(version).value
            #expect(Set(facts?.suites.map(\.code) ?? []) == Set(expected))
            #expect(facts?.preference == .measured(own ? .server : .client))
            if own { #expect(facts?.suites.map(\.code) == expected) }
        }
    }

    /// The order is found whatever it is, and whatever was guessed.
    @Test(arguments: [1, 8]) func anyOrder(slots: Int) {
        let server = Self.all(shuffled: true)
        let (enumeration, _) = run(server, slots: slots)
        let suites = server.suites.values.reduce(0) { $0 + $1.count }
        #expect(enumeration.connections <= 2 * suites + 100, "\(enumeration.connections) for \(suites) suites")
        for (version, expected) in server.suites {
            #expect(enumeration.knowledge.finding(version).value?.suites.map(\.code) == expected, "\(version)")
        }
    }

    private static func signatureSchemes(_ knowledge: TLSKnowledge) -> Finding<[String]> {
        knowledge.parameters(versions: knowledge.versionFindings()).signatureSchemes
    }

    @Test func signatureSchemes() {
        var server = EnumerationTests.modern()
        let rsa: [UInt16] = [0x0804, 0x0401, 0x0806]
        let ecdsa: [UInt16] = [0x0403]
        server.signatures = [.rsa: rsa.map(SignatureScheme.init), .ecdsa: ecdsa.map(SignatureScheme.init)]
        for slots in [1, 8] {
            let (enumeration, _) = run(server, slots: slots)
            #expect(
                Self.signatureSchemes(enumeration.knowledge)
                    == .measured([
                        "ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256", "rsa_pkcs1_sha256", "rsa_pss_rsae_sha512",
                    ]))
            // What was refused for its signatures says nothing of the suites.
            #expect(Set(EnumerationTests.suites(enumeration, .tls12) ?? []) == Set(server.suites[.tls12] ?? []))
        }
    }

    /// Where the only suite that signs comes last of a long list, the list's other parts are through long before it.
    @Test func signaturesOfTheLastSuite() {
        var server = Self.all(shuffled: false)
        let suites = server.suites[.tls12] ?? []
        let signing = suites.filter { [.ecdhe, .dhe].contains(SuiteRegistry.suite($0).keyExchange) }
        server.ownOrder = true
        server.suites = [.tls12: suites.filter { !signing.contains($0) } + signing.suffix(1)]
        server.signatures = [.rsa: [0x0804, 0x0401].map(SignatureScheme.init)]
        for slots in [1, 8] {
            #expect(
                Self.signatureSchemes(run(server, slots: slots).enumeration.knowledge)
                    == .measured(["rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"]))
        }
    }

    @Test func endlessRetries() {
        var server = EnumerationTests.modern()
        server.insistsOn = .secp521r1
        let (enumeration, _) = run(server, slots: 4)
        #expect(enumeration.isFinished && enumeration.connections < 80, "\(enumeration.connections)")
        #expect(enumeration.knowledge.oddities.contains("chose secp521r1, which was not offered"))
    }

    @Test func intolerantServers() {
        var breaking = EnumerationTests.modern()
        breaking.suites[.tls13] = nil
        breaking.breaksOnTLS13 = true
        let (enumeration, _) = run(breaking, slots: 4)
        #expect(enumeration.knowledge.finding(.tls13) == .notOffered)
        #expect(Set(EnumerationTests.suites(enumeration, .tls12) ?? []) == Set(breaking.suites[.tls12] ?? []))
        #expect(enumeration.knowledge.oddities == ["closes the connection without the required alert"])

        var old = ModelServer()
        old.suites = [.tls10: [0x002F, 0x0035]]
        #expect(run(old, slots: 4).enumeration.knowledge.oddities.isEmpty)
        old.isVersionIntolerant = true
        let knowledge = run(old, slots: 4).enumeration.knowledge
        #expect(knowledge.finding(.tls12) == .notOffered && knowledge.finding(.tls11) == .notOffered)
        #expect(Set(knowledge.finding(.tls10).value?.suites.map(\.code) ?? []) == [0x002F, 0x0035])
        #expect(
            knowledge.oddities == [
                "refuses TLSv1.1 ClientHellos instead of negotiating an older version",
                "refuses TLSv1.2 ClientHellos instead of negotiating an older version",
            ])
    }
}
