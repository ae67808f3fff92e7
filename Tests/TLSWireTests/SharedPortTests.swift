import Model
import Testing

@testable import TLSWire

/// XMPP on a port that another service shares, which gets the hellos without ALPN (XEP-0368).
@Suite struct SharedPortTests {
    private static let suites: [UInt32] = [0xC030, 0xC02F, 0x009D]

    /// An XMPP server, and a website that speaks old versions with other suites.
    private static func shared(_ change: (inout ModelServer) -> Void = { _ in }) -> ModelServer {
        var website = ModelServer()
        website.suites = [.tls10: [0x0035, 0x002F], .tls11: [0x0035], .tls12: [0x0035, 0xC014]]
        website.groups = [.secp384r1]
        var server = EnumerationTests.modern()
        server.suites[.tls12] = suites
        server.withoutALPN = [website]
        change(&server)
        return server
    }

    private func enumeration(_ server: ModelServer, slots: Int = 1) -> Enumeration {
        EnumerationTests.run(server, slots: slots, protocols: ["xmpp-client"], mayShareItsPort: true)
    }

    /// What is found of the XMPP server is what is found where it has the port for itself, whatever it stumbles over:
    /// suites that it breaks off for, long lists, extensions, a client that sends no key share.
    @Test(arguments: [1, 8]) func theOtherServiceIsNotSeen(slots: Int) {
        let peculiarities: [@Sendable (inout ModelServer) -> Void] = [
            { _ in }, { $0.refusing = .close }, { $0.suites[.tls13] = nil },
            { server in (server.suites[.tls13], server.longestList) = (nil, 64) }, { $0.needsKeyShare = true },
            { $0.dislikes = .statusRequest }, { $0.dislikes = .encryptThenMAC }, { $0.breaksOffAfter = [0x009D] },
        ]
        for (index, change) in peculiarities.enumerated() {
            let server = Self.shared(change)
            let found = enumeration(server, slots: slots)
            var alone = server
            alone.withoutALPN = []
            let own = enumeration(alone, slots: slots)
            let known = own.knowledge.finding(.tls12).value?.suites.map(\.code) ?? []
            #expect(Set(known).isSubset(of: Self.suites) && known.count >= 2, "\(index)")
            for version in ProtocolVersion.allCases {
                #expect(found.knowledge.finding(version) == own.knowledge.finding(version), "\(index) \(version)")
            }
            #expect(found.knowledge.groups() == own.knowledge.groups(), "\(index)")
            #expect(!found.knowledge.answersDiffer, "\(index)")
        }
    }

    /// A server that closes for ALPN, or for every extension, cannot be told from the other service.
    @Test func theExtensionIsNeverLeftOut() {
        for dislikesAll in [false, true] {
            let server = Self.shared {
                if dislikesAll { $0.dislikesExtensions = true } else { $0.dislikes = .applicationProtocols }
            }
            let found = enumeration(server).knowledge
            #expect(found.finding(.tls12).value == nil && found.finding(.tls10).value == nil)
            #expect(found.extensionsBrokenOff.isEmpty)
        }
    }

    /// What no hello with ALPN can ask for is unknown where something accepts it, and not offered where nothing does.
    @Test(arguments: [1, 8]) func sslOfTheOtherServiceIsUnknown(slots: Int) {
        var server = Self.shared()
        server.withoutALPN[0].suites[.ssl3] = [0x0005, 0x000A]
        server.withoutALPN[0].ssl2 = [0x010080]
        let found = enumeration(server, slots: slots)
        for version in [ProtocolVersion.ssl2, .ssl3] {
            #expect(found.knowledge.finding(version) == .unmeasured(Reason(.withoutALPN)))
        }
        #expect(found.hellos(.suites(.ssl3)) == 1 && found.hellos(.suites(.ssl2)) == 1)
        let none = enumeration(Self.shared(), slots: slots)
        #expect(none.knowledge.finding(.ssl2) == .notOffered && none.knowledge.finding(.ssl3) == .notOffered)
    }

    /// SSLv3 that an XMPP server chooses in answer to a hello with ALPN is its own.
    @Test func sslOfTheServerItself() {
        var server = Self.shared()
        server.suites = [.ssl3: [0x000A, 0x0005]]
        server.withoutALPN[0].suites[.ssl3] = [0x002F]
        let found = enumeration(server).knowledge
        #expect(found.finding(.ssl3).value?.suites.map(\.code).contains(0x000A) == true)
        #expect(found.finding(.ssl3).value?.suites.map(\.code).contains(0x002F) == false)
    }

    /// Evidence of earlier scans has hellos without ALPN: they say nothing.
    @Test func earlierHellosSayNothing() {
        var knowledge = TLSKnowledge(mayShareItsPort: true)
        let facts = ServerHelloFacts(version: .tls10, wireVersion: ProtocolVersion.tls10.wire, suite: 0x0035)
        let lean = ClientHello(legacyVersion: ProtocolVersion.tls10.wire, suites: [0x0035, 0x002F], groups: [.x25519])
        knowledge.record(hello: lean, outcome: .accepted(facts))
        #expect(knowledge.finding(.tls10) == .unmeasured(Reason(.notAsked)))
        var own = lean
        own.applicationProtocols = ["xmpp-client"]
        knowledge.record(hello: own, outcome: .accepted(facts))
        #expect(knowledge.finding(.tls10).value?.suites.map(\.code) == [0x0035])
    }
}
