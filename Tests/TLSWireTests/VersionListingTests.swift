import Model
import TestSupport
import Testing

@testable import TLSWire

/// A version that only clients get that list their versions (tlslite-ng whose newest version is TLS 1.0).
@Suite struct VersionListingTests {
    private static let session = SessionRecord(version: "TLSv1.2", suite: 0x009D, chain: [])

    private static func server(_ refusing: ModelServer.Refusing = .alert) -> ModelServer {
        var server = ModelServer()
        server.suites = [.tls10: [0x0035, 0x002F], .tls12: [0x009D, 0x009C, 0x0035, 0x002F]]
        server.onlyListed = [.tls12]
        server.refusing = refusing
        return server
    }

    private func run(_ server: ModelServer, slots: Int, session: SessionRecord? = session) -> Enumeration {
        var server = server
        var enumeration = Enumeration(depth: .full, serverName: "mail.example")
        if let session { enumeration.record(session: session) }
        while !enumeration.isFinished {
            let probes = enumeration.next(slots: slots)
            guard !probes.isEmpty else { break }
            for probe in probes {
                enumeration.record(probe, server.answer(probe.hello.encoded(random: []), extent: probe.extent))
            }
        }
        #expect(enumeration.isFinished && enumeration.stopped == nil)
        return enumeration
    }

    /// What the hello is like decides, and not which of several servers it reaches: all suites are found.
    @Test(arguments: [1, 8], [ModelServer.Refusing.alert, .close]) func oneServer(
        slots: Int, refusing: ModelServer.Refusing
    ) throws {
        let found = run(Self.server(refusing), slots: slots)
        let knowledge = found.knowledge
        let facts = try #require(knowledge.finding(.tls12).value)
        #expect(facts.suites.map(\.code) == [0x009D, 0x009C, 0x0035, 0x002F])
        #expect(facts.differing == nil && facts.incomplete == nil && facts.preference == .measured(.server))
        #expect(knowledge.finding(.tls10).value?.suites.map(\.code) == [0x0035, 0x002F])
        #expect(knowledge.finding(.tls10).value?.differing == nil && knowledge.finding(.tls11) == .notOffered)
        #expect(!knowledge.answersDiffer)
        let parameters = knowledge.parameters(versions: knowledge.versionFindings())
        #expect(parameters.oddities.contains("negotiates TLSv1.2 only with clients that list their versions"))
    }

    /// Two servers behind one address are not taken for one whose answers depend on the hello.
    @Test(arguments: [1, 4]) func twoServers(slots: Int) {
        var wrong = 0
        var (first, other) = (Self.server(), Self.server())
        first.onlyListed = []
        (other.suites[.tls12], other.onlyListed) = (nil, [])
        for seed in 0..<100 as Range<UInt64> {
            var random = SeededGenerator(state: seed &* 0x9E37_79B9 &+ 1)
            var servers = [first, other]
            var enumeration = Enumeration(depth: .full, serverName: "mail.example")
            enumeration.record(session: Self.session)
            var connections = Int(seed)
            var pending: [(Probe, ProbeOutcome)] = []
            while !enumeration.isFinished {
                for probe in enumeration.next(slots: slots - pending.count) {
                    connections += 1
                    let index = seed < 50 ? connections % 2 : Int.random(in: 0..<2, using: &random)
                    let sent = probe.hello.encoded(random: [])
                    pending.append((probe, servers[index].answer(sent, extent: probe.extent)))
                }
                guard !pending.isEmpty else { break }
                let (probe, outcome) = pending.remove(at: Int.random(in: pending.indices, using: &random))
                enumeration.record(probe, outcome)
            }
            if enumeration.knowledge.isNegotiatedByListOnly(.tls12) { wrong += 1 }
        }
        #expect(wrong == 0, "\(wrong) of 100")
    }

    /// The evidence tells the same in whatever order its hellos are read, and older evidence, without such hellos, tells
    /// what it told.
    @Test func whatWasAskedDecides() {
        var server = Self.server()
        var enumeration = Enumeration(depth: .full, serverName: "mail.example")
        enumeration.record(session: Self.session)
        var answers: [(ClientHello, ProbeOutcome)] = []
        while !enumeration.isFinished {
            let probes = enumeration.next(slots: 1)
            guard let probe = probes.first else { break }
            let outcome = server.answer(probe.hello.encoded(random: []), extent: probe.extent)
            enumeration.record(probe, outcome)
            answers.append((probe.hello, outcome))
        }
        var random = SeededGenerator(state: 11)
        var again = TLSKnowledge()
        again.record(session: Self.session)
        for (hello, outcome) in answers.shuffled(using: &random) { again.record(hello: hello, outcome: outcome) }
        #expect(again.versionFindings() == enumeration.knowledge.versionFindings())
        #expect(again.oddities == enumeration.knowledge.oddities)
        var older = TLSKnowledge()
        older.record(session: Self.session)
        for (hello, outcome) in answers where !hello.listsOlderVersion { older.record(hello: hello, outcome: outcome) }
        #expect(older.finding(.tls12).value?.differing != nil)
    }
}
