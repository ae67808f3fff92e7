import Model
import TestSupport
import Testing

@testable import TLSWire

/// Several servers behind one address, of which each connection reaches one.
@Suite struct DifferingAnswersTests {
    /// How connections are handed out.
    enum Balancing: CaseIterable { case inTurn, atRandom }

    /// Two servers as they were seen behind one name.
    struct Pair: Sendable {
        var servers: [ModelServer]
        /// What a completed handshake with each shows.
        var sessions: [SessionRecord]

        /// One speaks TLS 1.3 alone, the other TLS 1.2 alone.
        static let disjoint = Pair(
            [.tls13: [0x1302, 0x1301, 0x1303]], [.tls12: [0xC030, 0xC02F, 0xCCA8]])
        /// One of today beside one of the day before yesterday.
        static let mixed = Pair(
            [.tls12: [0xC030, 0xC02F, 0xCCA8], .tls13: [0x1302, 0x1301, 0x1303]],
            [
                .tls12: [0xC030, 0xC02F, 0xCCA8, 0xC014, 0xC013], .tls11: [0xC014, 0xC013],
                .tls10: [0xC014, 0xC013],
            ])

        private init(_ suites: [ProtocolVersion: [UInt32]]...) {
            servers = suites.map { accepted in
                var server = ModelServer()
                server.suites = accepted
                server.groups = [29, 23, 24].map(NamedGroup.init(rawValue:))
                // OpenSSL refuses a version by its name.
                server.isVersionIntolerant = true
                server.sendsSentinels = true
                return server
            }
            sessions = suites.map { accepted in
                let version = accepted.keys.max() ?? .tls12
                return SessionRecord(
                    version: version.rawValue, suite: UInt16(accepted[version]?.first ?? 0), chain: [])
            }
        }
    }

    static func run(
        _ pair: Pair, _ balancing: Balancing, slots: Int, seed: UInt64, handshakes: Bool = true
    ) -> Enumeration {
        var servers = pair.servers
        var random = SeededGenerator(state: seed &* 0x9E37_79B9 &+ 1)
        var connection = Int(seed % 2)
        func next() -> Int {
            connection += 1
            return balancing == .inTurn ? connection % servers.count : Int.random(in: servers.indices, using: &random)
        }
        var enumeration = Enumeration(depth: .full, serverName: "mail.example", budget: 200)
        if handshakes { enumeration.record(session: pair.sessions[next()]) }
        var pending: [(Probe, ProbeOutcome)] = []
        while !enumeration.isFinished {
            for probe in enumeration.next(slots: slots - pending.count) {
                let sent = probe.hello.encoded(random: [])
                pending.append((probe, servers[next()].answer(sent, extent: probe.extent)))
            }
            guard !pending.isEmpty else { break }
            let (probe, outcome) = pending.remove(at: Int.random(in: pending.indices, using: &random))
            enumeration.record(probe, outcome)
        }
        return enumeration
    }

    /// Whichever server each connection reaches, what comes of it is the same, and no version is missing.
    @Test(arguments: [1, 4, 8]) func manyProbesOfOnePairAgree(slots: Int) throws {
        for (pair, versions) in [
            (Pair.disjoint, [ProtocolVersion.tls12, .tls13]), (.mixed, [.tls10, .tls11, .tls12, .tls13]),
        ] {
            var seen: Set<[VersionFinding]> = []
            for seed in 0..<20 as Range<UInt64> {
                let enumeration = Self.run(pair, .inTurn, slots: slots, seed: seed)
                let findings = enumeration.versionFindings
                #expect(findings.filter { $0.finding.value != nil }.map(\.version) == versions, "seed \(seed)")
                #expect(findings.filter { $0.finding.value == nil }.allSatisfy { $0.finding == .notOffered })
                #expect(
                    enumeration.stopped == nil, "\(enumeration.connections): \(String(describing: enumeration.stopped))"
                )
                #expect(enumeration.knowledge.oddities.isEmpty, "\(enumeration.knowledge.oddities)")
                seen.insert(findings)
            }
            #expect(seen.count == 1, "\(seen.count) different results")
        }
    }

    @Test func whatAllServersAcceptIsTold() throws {
        let findings = Self.run(.mixed, .inTurn, slots: 4, seed: 3).versionFindings
        let modern = try #require(findings[5].finding.value?.differing)
        #expect(modern.concernsVersion)
        let middle = try #require(findings[4].finding.value)
        #expect(middle.suites.count == 5)
        #expect(
            middle.differing?.common == [0xC030, 0xCCA8, 0xC02F].map { SuiteRegistry.suite($0).name },
            "\(String(describing: middle.differing))")
        #expect(middle.preference == .unmeasured(Reason(.answersDiffer)))
    }

    /// Handed out at random, no version is missing but for one series of refusals in many.
    @Test func atRandomNoVersionIsMissing() {
        var missing = 0
        var undetected = 0
        for seed in 0..<50 as Range<UInt64> {
            for (pair, count) in [(Pair.disjoint, 2), (.mixed, 4)] {
                let run = Self.run(pair, .atRandom, slots: 4, seed: seed)
                let found = run.versionFindings
                if !run.knowledge.answersDiffer { undetected += 1 }
                missing += count - found.count { $0.finding.value != nil }
            }
        }
        #expect(missing <= 15 && undetected <= 5, "\(missing) of 300, \(undetected) of 100 pairs not recognised")
    }

    /// A handshake is completed, and after that every hello is refused: the version is offered all the same.
    @Test func whatAHandshakeShowsIsOffered() throws {
        var silent = ModelServer()
        silent.suites = [:]
        var pair = Pair.disjoint
        pair.servers = [silent, silent]
        let enumeration = Self.run(pair, .inTurn, slots: 4, seed: 1)
        let facts = try #require(
            enumeration.versionFindings[5].finding.value ?? enumeration.versionFindings[4].finding.value)
        #expect(
            facts.suites.count == 1 && facts.incomplete?.code == .answersDiffer, "\(facts) \(enumeration.connections)")
        #expect(facts.differing?.concernsVersion == true)
        #expect(enumeration.connections <= 80, "\(enumeration.connections)")
    }

    /// Of a single server every "no" is looked at twice, at the cost of two connections.
    @Test func aSecondLookCostsTwoConnections() {
        let server = EnumerationTests.modern()
        var enumeration = EnumerationTests.run(server, depth: .quick)
        #expect(enumeration.hellos(.secondLook) == 2)
        for version in [ProtocolVersion.ssl2, .ssl3, .tls10, .tls11] {
            #expect(enumeration.knowledge.refusingConnections(version) >= 2, "\(version)")
            #expect(enumeration.knowledge.finding(version) == .notOffered)
        }
        #expect(!enumeration.knowledge.answersDiffer && enumeration.next(slots: 1).isEmpty)
    }
}
