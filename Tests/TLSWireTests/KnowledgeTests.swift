import Model
import TestSupport
import Testing

@testable import TLSWire

@Suite struct KnowledgeTests {
    private func hello(_ version: ProtocolVersion, _ suites: [UInt32]) -> ClientHello {
        ClientHelloFactory(serverName: "mail.example", applicationProtocols: []).hello(
            version, suites: suites, shape: .chunked)
    }

    private func accepted(_ version: ProtocolVersion, _ suite: UInt32) -> ProbeOutcome {
        .accepted(ServerHelloFacts(version: version, wireVersion: version.wire, suite: suite))
    }

    private let failure = ProbeOutcome.refused(.alert(Alert(level: 2, code: 40)))

    @Test func nothingAskedIsNothingKnown() {
        let findings = TLSKnowledge().versionFindings()
        #expect(findings.map(\.version) == ProtocolVersion.allCases)
        #expect(findings.allSatisfy { $0.finding == .unmeasured(Reason(.notAsked)) })
        #expect(TLSKnowledge().groups() == .unmeasured(Reason(.dependsOnUnknown, "not-asked")))
    }

    /// A close is a refusal only when it came twice and a hello no smaller was answered; a time-out never is.
    @Test func breakingOff() {
        let wide = hello(.tls12, [0xC02F, 0x009C, 0x002F])
        let old = hello(.tls10, [0x002F, 0x0035])
        for (reason, expected) in [
            (Reason(.closed), Finding<VersionFacts>.notOffered), (Reason(.reset), .notOffered),
            (Reason(.timeout), .unmeasured(Reason(.timeout))),
        ] {
            var knowledge = TLSKnowledge()
            knowledge.record(hello: old, outcome: .unknown(reason))
            knowledge.record(hello: old, outcome: .unknown(reason))
            #expect(knowledge.finding(.tls10) == .unmeasured(reason))
            knowledge.record(hello: wide, outcome: accepted(.tls12, 0xC02F))
            #expect(knowledge.finding(.tls10) == expected)
        }
        var once = TLSKnowledge()
        once.record(hello: wide, outcome: accepted(.tls12, 0xC02F))
        once.record(hello: old, outcome: .unknown(Reason(.closed)))
        #expect(once.finding(.tls10) == .unmeasured(Reason(.closed)))
        // The answered hello later breaks off as well: the server limits us, and no close proves anything.
        once.record(hello: old, outcome: .unknown(Reason(.closed)))
        once.record(hello: wide, outcome: .unknown(Reason(.reset)))
        once.record(hello: wide, outcome: .unknown(Reason(.reset)))
        #expect(once.finding(.tls10).isUnknown)
    }

    /// An offer with DHE and others says nothing by breaking off, whatever becomes of DHE alone.
    @Test func breakingOffAMixedOffer() throws {
        let closed = ProbeOutcome.unknown(Reason(.closed))
        var knowledge = TLSKnowledge()
        knowledge.record(hello: hello(.tls12, [0xC02F, 0x0033, 0x002F]), outcome: accepted(.tls12, 0xC02F))
        for suites: [UInt32] in [[0x0033, 0x002F], [0x0033]] {
            knowledge.record(hello: hello(.tls12, suites), outcome: closed)
            knowledge.record(hello: hello(.tls12, suites), outcome: closed)
        }
        #expect(knowledge.refused(.tls12) == [0x0033])
        #expect(try #require(knowledge.finding(.tls12).value).incomplete == Reason(.closed))
        #expect(knowledge.oddities == ["closes the connection without the required alert"])
        // Once is no refusal here either.
        knowledge.record(hello: hello(.tls12, [0x002F]), outcome: closed)
        #expect(knowledge.refused(.tls12) == [0x0033])
        knowledge.record(hello: hello(.tls12, [0x002F]), outcome: accepted(.tls12, 0x002F))
        #expect(try #require(knowledge.finding(.tls12).value).incomplete == nil)
        #expect(knowledge.oddities.contains("closes the connection after choosing a DHE suite"))
        // Who takes a suite with DHE has parameters, and refuses by breaking off.
        knowledge.record(hello: hello(.tls12, [0x0039]), outcome: accepted(.tls12, 0x0039))
        #expect(knowledge.oddities == ["closes the connection without the required alert"])
    }

    @Test func aLowerVersionInTheAnswerIsARefusal() {
        var knowledge = TLSKnowledge()
        knowledge.record(hello: hello(.tls12, [0xC02F, 0x002F]), outcome: accepted(.tls10, 0x002F))
        #expect(knowledge.finding(.tls12) == .notOffered)
        #expect(knowledge.finding(.tls10).value?.suites.map(\.name) == ["TLS_RSA_WITH_AES_128_CBC_SHA"])
    }

    @Test func whatWasNotOfferedIsNoted() {
        var knowledge = TLSKnowledge()
        knowledge.record(hello: hello(.tls12, [0xC02F]), outcome: accepted(.tls12, 0x0005))
        #expect(knowledge.finding(.tls12).value == nil)
        #expect(knowledge.features.notOffered == [ProtocolViolation(.choseUnoffered, name: "TLS_RSA_WITH_RC4_128_SHA")])
    }

    @Test func anUnfinishedListSaysSo() throws {
        var knowledge = TLSKnowledge()
        knowledge.record(hello: hello(.tls12, [0xC02F, 0x009C, 0x002F]), outcome: accepted(.tls12, 0xC02F))
        knowledge.record(hello: hello(.tls12, [0x009C, 0x002F]), outcome: .unknown(Reason(.timeout)))
        let facts = try #require(knowledge.finding(.tls12).value)
        #expect(facts.incomplete == Reason(.timeout))
        knowledge.record(hello: hello(.tls12, [0x009C, 0x002F]), outcome: failure)
        #expect(knowledge.finding(.tls12).value?.incomplete == nil)
    }

    @Test func refusedForAnotherReason() {
        var knowledge = TLSKnowledge()
        let alert = ProbeOutcome.refused(.alert(Alert(level: 2, code: Alert.unrecognizedName)))
        knowledge.record(hello: hello(.tls12, [0xC02F]), outcome: alert)
        knowledge.record(hello: hello(.tls12, [0xC02F]), outcome: alert)
        #expect(
            knowledge.finding(.tls12)
                == .refused(by: "server", why: Reason(.alert, "unrecognized_name(112)")))
    }

    @Test func aPlainAnswerTwiceIsNoTLS() {
        var knowledge = TLSKnowledge()
        let plain = ProbeOutcome.refused(.notTLS(Bytes(Array("<stream:stream>".utf8))))
        knowledge.record(hello: hello(.tls12, [0xC02F]), outcome: plain)
        #expect(knowledge.finding(.tls12).isUnknown)
        knowledge.record(hello: hello(.tls12, [0xC02F]), outcome: plain)
        #expect(knowledge.finding(.tls12) == .notOffered)
    }

    /// The answers of a whole enumeration, told in any order, come to the same.
    @Test(arguments: 0..<20) func theOrderOfAnswersDoesNotMatter(number: Int) {
        var random = SeededGenerator(state: UInt64(number))
        var server = EnumerationTests.modern()
        server.refusing = number % 2 == 0 ? .alert : .reset
        server.dropsEvery = number % 5 == 0 ? 4 : 0
        server.ownOrder = number % 3 == 0
        server.breaksOffAfter = number % 4 == 0 ? [0xC02F] : []
        server.breaksOffBefore = number % 4 == 2 ? [0x0003] : []
        var enumeration = Enumeration(depth: number % 2 == 0 ? .quick : .full, serverName: "mail.example")
        var answers: [(ClientHello, ProbeOutcome)] = []
        while !enumeration.isFinished {
            for probe in enumeration.next(slots: 3) {
                let outcome = server.answer(probe.hello.encoded(random: []), extent: probe.extent)
                answers.append((probe.hello, outcome))
                enumeration.record(probe, outcome)
            }
        }
        var again = TLSKnowledge()
        for (hello, outcome) in answers.shuffled(using: &random) { again.record(hello: hello, outcome: outcome) }
        #expect(again.versionFindings() == enumeration.knowledge.versionFindings())
        #expect(again.groups() == enumeration.knowledge.groups())
        #expect(again.features == enumeration.knowledge.features)
        #expect(again.oddities == enumeration.knowledge.oddities)
    }

    /// Breaking off is a refusal from a server that has no other way, and says nothing of an offer from one that alerts.
    @Test(arguments: [true, false]) func whatAHelloWithNothingToChooseTells(alerts: Bool) throws {
        let reset = ProbeOutcome.unknown(Reason(.reset))
        var knowledge = TLSKnowledge()
        knowledge.record(hello: hello(.tls12, [0xC02F, 0x009C, 0x0003]), outcome: accepted(.tls12, 0xC02F))
        for suites: [UInt32] in [[0x009C, 0x0003], [0x0003]] {
            for _ in 1...2 { knowledge.record(hello: hello(.tls12, suites), outcome: reset) }
        }
        #expect(knowledge.refused(.tls12) == [0x009C, 0x0003])
        knowledge.record(hello: hello(.tls12, [SuiteOffer.unassigned]), outcome: alerts ? failure : reset)
        #expect(knowledge.refused(.tls12) == (alerts ? [0x0003] : [0x009C, 0x0003]))
        #expect(try #require(knowledge.finding(.tls12).value).incomplete == (alerts ? Reason(.reset) : nil))
        let name = SuiteRegistry.suite(0x0003).name
        #expect(knowledge.oddities.contains("closes the connection if only \(name) is offered") == alerts)
        knowledge.record(hello: hello(.tls12, [0x009C]), outcome: failure)
        #expect(knowledge.finding(.tls12).value?.incomplete == nil)
    }
}
