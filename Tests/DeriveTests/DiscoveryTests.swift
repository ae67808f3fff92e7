import DNS
import Derive
import Findings
import Testing

/// Where a service is, out of answers that disagree or of which one is missing.
@Suite struct DiscoveryTests {
    private func discovery(_ zone: String) -> Discovery {
        AnswerZone(zone).settled({ Discovery(.xmppClient, domain: "a.test", answers: $0) }, open: \.open)
    }

    @Test func oneServiceDeclinedAndTheOtherUnknownIsUnknown() {
        let silent = discovery(
            """
            _xmpp-client._tcp.a.test SRV secure 0 0 0 .
            _xmpps-client._tcp.a.test SRV timeout
            """)
        #expect(silent.finding == .unmeasured(Reason(.timeout)))
        #expect(silent.places.isEmpty)
        let declined = discovery(
            """
            _xmpp-client._tcp.a.test SRV secure 0 0 0 .
            a.test A secure 192.0.2.1
            """)
        #expect(declined.finding == .notOffered)
        #expect(declined.places.isEmpty, "no fall-back for what is declined")
    }

    @Test func decliningDirectTLSSaysNothingOfSTARTTLS() {
        let it = discovery(
            """
            _xmpps-client._tcp.a.test SRV secure 0 0 0 .
            a.test A secure 192.0.2.1
            """)
        #expect(it.finding == .measured(1))
        #expect(it.places.map(\.endpoint.port) == [5222])
        #expect(it.places.map(\.endpoint.mode) == [.startTLS])
    }

    @Test func directTLSAloneIsAPlace() {
        let it = discovery(
            """
            _xmpp-client._tcp.a.test SRV secure 0 0 0 .
            _xmpps-client._tcp.a.test SRV secure 5 1 5223 x.a.test
            x.a.test A secure 192.0.2.1
            """)
        #expect(it.places.map(\.endpoint.port) == [5223])
        #expect(it.places.map(\.endpoint.mode) == [.direct])
    }

    /// - Returns: how the service was found, where nothing listens at any of its addresses.
    private func closed(_ zone: String) throws -> Finding<Int> {
        let lookups = AnswerZone(zone).records(
            { Discovery(.xmppClient, domain: "a.test", answers: $0) }, open: \.open)
        let places = Discovery(.xmppClient, domain: "a.test", answers: Answers(lookups)).places
        var records: [EvidenceRecord] = [
            .plan(
                PlanRecord(
                    provider: "a", name: "A", domains: [], services: [.init(service: .xmppClient, domain: "a.test")]))
        ]
        records += lookups.map { .lookup($0) }
        for (index, place) in places.enumerated() {
            let id = 100 + 2 * index
            records.append(.endpoint(EndpointRecord(id: id, endpoint: place.endpoint, lookups: place.lookups)))
            records.append(
                .probe(
                    ProbeRecord(
                        id: id + 1, endpoint: id, at: Instant(milliseconds: 0), purpose: .handshake,
                        connectMilliseconds: nil, milliseconds: 1, transcript: [],
                        ending: .failed(Reason(.connectionRefused)))))
        }
        return try #require(try deriveFindings(from: records, file: "test").services.first).discovery
    }

    @Test func whereNothingListensNothingIsOfferedOnlyIfAllAddressesAreKnown() throws {
        #expect(try closed("a.test A secure 192.0.2.1") == .notOffered)
        #expect(
            try closed(
                """
                a.test A secure 192.0.2.1
                a.test AAAA timeout
                """) == .measured(1))
    }
}
