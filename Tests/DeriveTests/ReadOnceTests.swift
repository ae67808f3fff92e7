import Derive
import Model
import TLSWire
import Testing

/// What a connection said is parsed once in a derivation, however much is concluded from it.
@Suite struct ReadOnceTests {
    private static let now = Instant(milliseconds: 0)

    /// A TLS 1.2 ServerHello with a suite, and ServerHelloDone.
    private static func flight(_ suite: UInt16) -> [UInt8] {
        let body = [3, 3] + [UInt8](repeating: 7, count: 32) + [0, UInt8(suite >> 8), UInt8(suite & 255), 0]
        let message = [2, 0, 0, UInt8(body.count)] + body + [14, 0, 0, 0]
        return [22, 3, 3, 0, UInt8(message.count)] + message
    }

    private static func transcript(_ hello: [UInt8], _ answer: [UInt8]) -> [Passage] {
        [
            Passage(.received, .plain, Array("220 mx.a.test ESMTP\r\n".utf8)),
            Passage(.sent, .plain, Array("EHLO scanner.test\r\n".utf8)),
            Passage(.received, .plain, Array("250-mx.a.test\r\n250 STARTTLS\r\n".utf8)),
            Passage(.sent, .plain, Array("STARTTLS\r\n".utf8)),
            Passage(.received, .plain, Array("220 go ahead\r\n".utf8)),
            Passage(.sent, .tls, hello), Passage(.received, .tls, answer),
        ]
    }

    @Test func aServerHelloAndADialogueAreReadOnce() throws {
        var enumeration = Enumeration(depth: .quick, serverName: "mx.a.test", applicationProtocols: [], budget: 50)
        let hellos = enumeration.next(slots: 3).map { $0.hello.encoded(random: [UInt8](repeating: 1, count: 32)) }
        #expect(hellos.count > 1)
        let endpoint = Endpoint(
            service: .mx, domain: "a.test", host: "mx.a.test", port: 25, address: "192.0.2.1", mode: .startTLS)
        var records: [EvidenceRecord] = [
            .plan(
                PlanRecord(
                    provider: "a", name: "A", domains: [], services: [.init(service: .mx, domain: "a.test")])),
            .endpoint(EndpointRecord(id: 1, endpoint: endpoint, lookups: [])),
        ]
        for (index, hello) in hellos.enumerated() {
            records.append(
                .probe(
                    ProbeRecord(
                        id: 2 + index, endpoint: 1, at: Self.now, purpose: .hello, connectMilliseconds: 1,
                        milliseconds: 1, transcript: Self.transcript(hello, Self.flight(0xC02F)), ending: .done)))
        }
        // A handshake that failed after the ServerHello: its certificates are looked for in the flight.
        records.append(
            .probe(
                ProbeRecord(
                    id: 2 + hellos.count, endpoint: 1, at: Self.now, purpose: .handshake, connectMilliseconds: 1,
                    milliseconds: 1, transcript: Self.transcript(hellos[0], Self.flight(0xC02F)),
                    ending: .failed(Reason(.malformed)))))
        let counter = WorkCounter()
        let derived = try WorkCounter.$current.withValue(counter) {
            try derive(from: records, file: "test")
        }
        let found = try #require(derived.findings.services.first?.endpoints.first)
        #expect(found.startTLS.value != nil)
        #expect(derived.proofs.services.first?.endpoints.first?.observations.count == hellos.count + 1)
        #expect(counter[.serverHello] == hellos.count + 1)
        #expect(counter[.dialogue] == hellos.count + 1)
    }

    /// A connection that reached TLS was offered STARTTLS: the first says how, and the others say no more.
    @Test func streamsThatReachedTLSAreReadOnceInAll() throws {
        let endpoint = Endpoint(
            service: .xmppClient, domain: "a.test", host: "a.test", port: 5222, address: "192.0.2.1", mode: .startTLS)
        let stream = """
            <stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>\
            <stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>\
            <proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
            """
        let transcript = [
            Passage(.received, .plain, Array(stream.utf8)), Passage(.sent, .tls, [22, 3, 1, 0, 0]),
            Passage(.received, .tls, Self.flight(0xC02F)),
        ]
        let probes = (2..<12).map { id in
            EvidenceRecord.probe(
                ProbeRecord(
                    id: id, endpoint: 1, at: Self.now, purpose: .hello, connectMilliseconds: 1, milliseconds: 1,
                    transcript: transcript, ending: .done))
        }
        let plan = PlanRecord(
            provider: "a", name: "A", domains: [], services: [.init(service: .xmppClient, domain: "a.test")])
        let counter = WorkCounter()
        let derived = try WorkCounter.$current.withValue(counter) {
            try derive(
                from: [.plan(plan), .endpoint(EndpointRecord(id: 1, endpoint: endpoint, lookups: []))] + probes,
                file: "test")
        }
        let found = try #require(derived.findings.services.first?.endpoints.first)
        #expect(found.startTLS == .measured(.required))
        #expect(derived.proofs.services.first?.endpoints.first?.records[.startTLS] == [2])
        #expect(counter[.dialogue] == 1)
    }

    /// What the scanner parsed while the bytes came is not parsed again, unless the transcript lacks some of it.
    @Test func aFlightThatWasParsedLiveIsUsed() {
        let endpoint = Endpoint(
            service: .imap, domain: "a.test", host: "a.test", port: 993, address: "192.0.2.1", mode: .direct)
        let answer = Self.flight(0xC02F)
        var live = FirstFlight(extent: .flight)
        live.receive(answer)
        let whole = [Passage(.sent, .tls, [22, 3, 1, 0, 0]), Passage(.received, .tls, answer)]
        let cut = [whole[0], Passage(.received, .tls, Array(answer.prefix(20)), omitted: answer.count - 20)]
        let counter = WorkCounter()
        WorkCounter.$current.withValue(counter) {
            let reading = Reading(whole, ending: .done, of: endpoint, purpose: .hello, flight: live)
            guard case .accepted = reading.outcome else {
                Issue.record("\(reading.outcome)")
                return
            }
            #expect(counter[.serverHello] == 0)
            let partial = Reading(cut, ending: .closed, of: endpoint, purpose: .hello, flight: live)
            guard case .unknown = partial.outcome else {
                Issue.record("\(partial.outcome)")
                return
            }
            let replayed = Reading(whole, ending: .done, of: endpoint, purpose: .hello)
            #expect(replayed.outcome == reading.outcome)
            #expect(counter[.serverHello] == 1)
        }
    }
}
