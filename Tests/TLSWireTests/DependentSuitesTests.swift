import Model
import Testing

@testable import TLSWire

/// Servers whose suites depend on other parts of the hello than the list of suites.
@Suite struct DependentSuitesTests {
    private static let dhe: [UInt32] = [0x009F, 0xCCAA, 0x009E, 0x0039, 0x0033]
    private static let others: [UInt32] = [0xC030, 0xC02F, 0xC014, 0xC013, 0x009D, 0x002F]

    private func suites(_ enumeration: Enumeration, _ version: ProtocolVersion) -> Set<UInt32>? {
        EnumerationTests.suites(enumeration, version).map { Set($0) }
    }

    /// GnuTLS without parameters of its own, and servers with parameters that RFC 7919 does not know.
    @Test(arguments: [ModelServer.DHE.listing, .notListing, .any], [true, false])
    func diffieHellmanByTheGroupsListed(dhe: ModelServer.DHE, ownOrder: Bool) {
        for slots in [1, 8] {
            for refusing in [ModelServer.Refusing.alert, .close] {
                var server = EnumerationTests.modern()
                server.ownOrder = ownOrder
                server.refusing = refusing
                server.dhe = dhe
                server.suites[.tls12] = Self.others + Self.dhe
                server.suites[.tls10] = [0xC014, 0x0039, 0x0033, 0x002F]
                let enumeration = EnumerationTests.run(server, slots: slots)
                let knowledge = enumeration.knowledge
                #expect(suites(enumeration, .tls12) == Set(Self.others + Self.dhe), "\(dhe) \(refusing) \(slots)")
                #expect(suites(enumeration, .tls10) == [0xC014, 0x0039, 0x0033, 0x002F], "\(dhe) \(refusing)")
                for version in [ProtocolVersion.tls10, .tls12] {
                    let facts = knowledge.finding(version).value
                    #expect(facts?.incomplete == nil)
                    #expect(facts?.preference == .measured(ownOrder ? .server : .client), "\(dhe) \(version)")
                    #expect(facts?.differing == nil)
                    if ownOrder { #expect(facts?.suites.map(\.code) == server.suites[version]) }
                }
                #expect(!knowledge.answersDiffer)
                let parameters = knowledge.parameters(versions: knowledge.versionFindings())
                #expect(parameters.diffieHellman.value?.isEmpty == false)
            }
        }
    }

    /// `TLS_PRIORITY` of DHE alone: no version would be offered at all.
    @Test func aServerOfNothingElse() {
        var server = ModelServer()
        server.dhe = .listing
        server.suites = [.tls12: Self.dhe]
        for depth in [Depth.quick, .full] {
            let enumeration = EnumerationTests.run(server, depth: depth)
            #expect(suites(enumeration, .tls12) == Set(Self.dhe))
            #expect(enumeration.knowledge.finding(.tls12).value?.incomplete == nil)
            #expect(!enumeration.knowledge.answersDiffer)
            #expect(enumeration.knowledge.finding(.tls11) == .notOffered)
        }
    }

    /// A server without DHE is asked once more, and no more than that.
    @Test func whatItCosts() {
        let hellos = [Depth.quick, .full].map { depth in
            let enumeration = EnumerationTests.run(EnumerationTests.modern(), depth: depth)
            return enumeration.lanes.reduce(0) { sum, lane in
                if case .finiteFields = lane { sum + enumeration.hellos(lane) } else { sum }
            }
        }
        #expect(hellos == [1, 1])
    }

    /// Of a server that reads short lists only, all parts of the list are asked for.
    @Test(arguments: [ModelServer.Refusing.alert, .close], [1, 8])
    func diffieHellmanInShortLists(refusing: ModelServer.Refusing, slots: Int) {
        var server = EnumerationTests.modern()
        server.refusing = refusing
        server.dhe = .listing
        server.longestList = 64
        server.suites[.tls12] = Self.others + Self.dhe
        server.suites[.tls13] = nil
        let enumeration = EnumerationTests.run(server, slots: slots)
        #expect(suites(enumeration, .tls12) == Set(Self.others + Self.dhe))
        #expect(enumeration.knowledge.finding(.tls12).value?.incomplete == nil)
    }

    /// Where TLS 1.2 takes suites from everybody that older versions have too, and those refuse them, they are not asked
    /// once more for DHE.
    @Test func whatIsNotSpokenIsNotAskedAgain() {
        func hellos(_ others: [UInt32]) -> (finiteFields: [Int], tls11: Finding<VersionFacts>) {
            var server = ModelServer()
            server.refusing = .close
            server.dhe = .listing
            server.suites = [.tls12: others + Self.dhe]
            let enumeration = EnumerationTests.run(server)
            #expect(suites(enumeration, .tls12) == Set(others + Self.dhe))
            let versions: [ProtocolVersion] = [.tls12, .tls11, .tls10]
            return (
                versions.map { enumeration.hellos(.finiteFields($0)) }, enumeration.knowledge.finding(.tls11)
            )
        }
        // One for each suite, and the refusal of the rest, which is closed for twice.
        #expect(hellos(Self.others).finiteFields == [Self.dhe.count + 2, 0, 0])
        #expect(hellos(Self.others).tls11 == .notOffered)
        // TLS 1.2 has suites of its own alone: that older versions refuse those says nothing of them.
        #expect(hellos([0xC030, 0xC02F]).finiteFields == [Self.dhe.count + 2, 1, 1])
    }

    /// lighttpd with wolfSSL closes where a stapled response is asked for; the suites are innocent.
    @Test(arguments: OptionalExtension.allCases, [1, 8])
    func anExtensionThatIsClosedFor(dislikes: OptionalExtension, slots: Int) {
        for refusing in [ModelServer.Refusing.alert, .close] {
            var server = EnumerationTests.modern()
            server.refusing = refusing
            server.dislikes = dislikes
            server.suites[.tls12] = Self.others
            let enumeration = EnumerationTests.run(server, slots: slots, protocols: ["h2"])
            let knowledge = enumeration.knowledge
            #expect(suites(enumeration, .tls12) == Set(Self.others), "\(dislikes) \(refusing)")
            #expect(suites(enumeration, .tls13) == [0x1301, 0x1302, 0x1303])
            #expect(knowledge.finding(.tls12).value?.incomplete == nil)
            #expect(knowledge.extensionsBrokenOff == [dislikes])
            #expect(!knowledge.answersDiffer)
            let sentence = ProtocolViolation(.breaksOffForExtension, name: dislikes.rawValue).sentence
            let parameters = knowledge.parameters(versions: knowledge.versionFindings())
            #expect(parameters.oddities.contains(sentence))
            #expect(!parameters.oddities.contains { ProtocolViolation(sentence: $0)?.kind == .breaksOffAfterSuite })
            if dislikes == .statusRequest {
                #expect(parameters.stapledStatus == .refused(by: "server", why: Reason(.closed)))
            }
            // Like other quirks: eight at once ask some things in vain before the cause is known.
            #expect(enumeration.connections <= (slots == 1 ? 100 : 140), "\(enumeration.connections)")
        }
    }

    /// What was found does not depend on the order in which answers are read again.
    @Test func theEvidenceTellsTheSame() {
        var server = EnumerationTests.modern()
        server.dislikes = .statusRequest
        server.dhe = .listing
        server.suites[.tls12] = Self.others + Self.dhe
        let (enumeration, answers) = EnumerationTests.runRecording(server)
        for order in [answers, answers.reversed()] {
            var knowledge = TLSKnowledge()
            for (hello, outcome) in order { knowledge.record(hello: hello, outcome: outcome) }
            #expect(knowledge.versionFindings() == enumeration.knowledge.versionFindings())
            #expect(knowledge.oddities == enumeration.knowledge.oddities)
        }
    }

    /// Closing for once is no peculiarity of an extension.
    @Test func aSingleBreakBlamesNothing() {
        let hello = ClientHelloFactory(serverName: nil, applicationProtocols: []).hello(
            .tls12, suites: [0xC02F], shape: .whole)
        let accepted = ProbeOutcome.accepted(ServerHelloFacts(version: .tls12, wireVersion: 0x0303, suite: 0xC02F))
        var knowledge = TLSKnowledge()
        knowledge.record(hello: hello, outcome: .unknown(Reason(.closed)))
        knowledge.record(hello: OptionalExtension.statusRequest.removed(from: hello), outcome: accepted)
        #expect(knowledge.extensionsBrokenOff.isEmpty)
        knowledge.record(hello: hello, outcome: .unknown(Reason(.closed)))
        #expect(knowledge.extensionsBrokenOff == [.statusRequest])
    }

    /// Two looks at the same server ask the same: what dictionaries have first differs between processes and copies.
    @Test(arguments: OptionalExtension.allCases)
    func theSameIsAskedAgain(dislikes: OptionalExtension) {
        var server = EnumerationTests.modern()
        server.dislikes = dislikes
        server.suites[.tls12] = Self.others
        let asked = (0..<8).map { _ in
            EnumerationTests.runRecording(server, protocols: ["h2"]).1.map(\.0)
        }
        #expect(Set(asked).count == 1)
    }

    /// A hello that was broken off and answered later was not broken off for what is in it, whatever came first.
    @Test func aLaterAnswerTakesTheBlameBack() {
        let hello = ClientHelloFactory(serverName: nil, applicationProtocols: []).hello(
            .tls12, suites: [0xC02F], shape: .whole)
        let accepted = ProbeOutcome.accepted(ServerHelloFacts(version: .tls12, wireVersion: 0x0303, suite: 0xC02F))
        let closed = ProbeOutcome.unknown(Reason(.closed))
        let answers = [
            (hello, closed), (hello, closed), (OptionalExtension.statusRequest.removed(from: hello), accepted),
            (hello, accepted),
        ]
        for order in [answers, answers.reversed()] {
            var knowledge = TLSKnowledge()
            for (hello, outcome) in order { knowledge.record(hello: hello, outcome: outcome) }
            #expect(knowledge.extensionsBrokenOff.isEmpty)
            #expect(knowledge.doubts.count == 1)
            #expect(knowledge.isUnreliable)
        }
    }

    /// What a choice says may depend on a refusal that comes later: an order that is kept meanwhile follows it.
    @Test func ordersThatAreKeptFollowLaterRefusals() {
        func hello(_ suites: [UInt32], listing: Bool) -> ClientHello {
            var hello = ClientHelloFactory(serverName: nil, applicationProtocols: []).hello(
                .tls12, suites: suites, shape: .whole)
            hello.groups = Array(TLSKnowledge.coreGroups) + (listing ? [NamedGroup(rawValue: 0x0100)] : [])
            return hello
        }
        func accepted(_ suite: UInt32) -> ProbeOutcome {
            .accepted(ServerHelloFacts(version: .tls12, wireVersion: 0x0303, suite: suite))
        }
        var knowledge = TLSKnowledge()
        knowledge.record(hello: hello([0x009E, 0xC02F], listing: true), outcome: accepted(0xC02F))
        knowledge.record(hello: hello([0x009E], listing: false), outcome: accepted(0x009E))
        knowledge.keepOrders(of: [.tls12])
        #expect(knowledge.suiteOrder(.tls12).preference == .server)
        // It takes the first of what it can choose; DHE is not among that where a group of RFC 7919 is listed.
        knowledge.record(
            hello: hello([0x009E], listing: true), outcome: .refused(.alert(Alert(level: 2, code: 40))))
        #expect(knowledge.suiteOrder(.tls12).preference == nil)
    }

    /// CECPQ1 of Botan 2 names no group: it must not stand for suites that do.
    @Test func aSuiteWithoutAGroup() {
        var server = ModelServer()
        server.suites = [.tls12: [0x16B7, 0x16B9, 0xCCA8, 0xC030]]
        server.signatures = [.rsa: [0x0804, 0x0805, 0x0401].map(SignatureScheme.init(rawValue:))]
        let knowledge = EnumerationTests.run(server).knowledge
        #expect(knowledge.groups() == .measured(["x25519", "secp256r1"]))
        #expect(knowledge.features.signatureSchemes.count == 3)
    }
}
