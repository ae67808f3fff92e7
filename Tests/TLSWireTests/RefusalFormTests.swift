import Model
import Testing

@testable import TLSWire

/// The ways in which servers refuse, and what must not be taken for them.
@Suite struct RefusalFormTests {
    /// A server of TLS 1.1 and 1.2, asked with TLS_FALLBACK_SCSV (RFC 7507, historical) in addition.
    private func fallback(_ outcomes: ProbeOutcome...) -> Finding<Bool> {
        var knowledge = TLSKnowledge()
        for (version, wire) in [(ProtocolVersion.tls12, UInt16(0x0303)), (.tls11, 0x0302)] {
            knowledge.record(
                hello: ClientHello(legacyVersion: wire, suites: [0xC013]),
                outcome: .accepted(ServerHelloFacts(version: version, wireVersion: wire, suite: 0xC013)))
        }
        let hello = ClientHello(legacyVersion: 0x0302, suites: [0xC013], flags: [.fallbackSignal])
        for outcome in outcomes { knowledge.record(hello: hello, outcome: outcome) }
        return knowledge.parameters(versions: knowledge.versionFindings()).fallbackSignal
    }

    @Test func onlyAcceptanceOfAFallbackIsHasNot() {
        let accepted = ServerHelloFacts(version: .tls11, wireVersion: 0x0302, suite: 0xC013)
        #expect(fallback(.accepted(accepted)) == .measured(false))
        #expect(fallback(.refused(.alert(Alert(level: 2, code: 86)))) == .measured(true))
        // Courier's warning close_notify.
        #expect(fallback(.refused(.alert(Alert(level: 1, code: 0)))) == .measured(true))
        // Dovecot, ejabberd and others close: the reason is what happened.
        #expect(fallback(.unknown(Reason(.closed)), .unknown(Reason(.closed))) == .unmeasured(Reason(.closed)))
        #expect(fallback() == .notAsked)
    }

    /// An alert is an alert whatever its number, and closing was SSLv2's own way to refuse.
    @Test func accusationsAreForWhatWasSeen() {
        func oddities(_ hello: ClientHello, _ outcome: ProbeOutcome) -> [String] {
            var knowledge = TLSKnowledge()
            knowledge.record(
                hello: ClientHello(legacyVersion: 0x0303, suites: [0xC02F, 0xC030]),
                outcome: .accepted(ServerHelloFacts(version: .tls12, wireVersion: 0x0303, suite: 0xC02F)))
            for _ in 0..<2 { knowledge.record(hello: hello, outcome: outcome) }
            return knowledge.oddities
        }
        let old = ClientHello(legacyVersion: 0x0302, suites: [0xC013])
        let sentence = ProtocolViolation(.breaksOff).sentence
        #expect(oddities(old, .unknown(Reason(.closed))).contains(sentence))
        #expect(!oddities(.ssl2(), .unknown(Reason(.closed))).contains(sentence))
        for code: UInt8 in [10, 40, 70, 80] {
            #expect(!oddities(old, .refused(.alert(Alert(level: 2, code: code)))).contains(sentence), "\(code)")
        }
    }

    /// Erlang/OTP refuses whoever does not offer what its certificate is signed with.
    @Test func eliminationKeepsTheSchemeOfTheCertificate() {
        var server = EnumerationTests.modern()
        let all: [SignatureScheme] = [0x0804, 0x0401, 0x0501, 0x0601].map(SignatureScheme.init(rawValue:))
        server.suites = [.tls12: [0xC02F, 0xC030]]
        server.signatures = [.rsa: all]
        server.requiredScheme = SignatureScheme(rawValue: 0x0401)
        let knowledge = EnumerationTests.run(server).knowledge
        #expect(Set(knowledge.features.signatureSchemes) == Set(all))
        server.requiredScheme = nil
        #expect(Set(EnumerationTests.run(server).knowledge.features.signatureSchemes) == Set(all))
    }

    /// A server that closes instead of refusing is asked once what it does where there is nothing to choose: in a version
    /// that it speaks, whose answer goes for all.
    @Test(arguments: [1, 4, 8]) func howItRefusesIsAskedOnce(slots: Int) {
        var server = EnumerationTests.modern()
        server.refusing = .close
        let (enumeration, answers) = EnumerationTests.runRecording(server, slots: slots)
        let offers = answers.map(\.0).filter(\.offersOnlyGREASE)
        #expect(offers.map(\.maximumVersion) == [.tls12], "\(offers.map(\.maximumVersion))")
        #expect(enumeration.versionFindings.prefix(4).allSatisfy { $0.finding == .notOffered })
        #expect(Set(EnumerationTests.suites(enumeration, .tls12) ?? []) == Set(server.suites[.tls12] ?? []))
    }

    /// A server that refuses a name answers hellos without it. Those have no signature schemes, for which a server of
    /// today refuses TLS 1.2: whether it speaks that remains unknown.
    @Test(arguments: [1, 8]) func aRefusedNameIsNoRefusedVersion(slots: Int) {
        var server = EnumerationTests.modern()
        server.unknownName = "mail.example"
        server.needsSignatureSchemes = true
        let found = EnumerationTests.run(server, slots: slots)
        #expect(Set(EnumerationTests.suites(found, .tls13) ?? []) == [0x1301, 0x1302, 0x1303])
        let alert = Reason(.alert, "unrecognized_name(112)")
        #expect(found.knowledge.finding(.tls12) == .refused(by: "server", why: alert))
        server.needsSignatureSchemes = false
        let suites = EnumerationTests.suites(EnumerationTests.run(server, slots: slots), .tls12)
        #expect(Set(suites ?? []) == Set(server.suites[.tls12] ?? []))
    }
}
