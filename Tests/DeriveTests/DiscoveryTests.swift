import DNS
import Model
import Testing

@testable import Derive

/// Where a service is, out of answers that disagree or of which one is missing.
@Suite struct DiscoveryTests {
    @Test(arguments: [
        ("imap.bücher.example", "imap.xn--bcher-kva.example"),
        ("IMAP.XN--BCHER-KVA.example", "imap.xn--bcher-kva.example"),
        ("Imap.Example.org.", "imap.example.org"), ("<x>", "<x>"), ("192.0.2.1", "192.0.2.1"),
    ])
    func hostsOfAutoconfigFiles(_ written: String, _ host: String) {
        #expect(Discovery.host(written: written) == host)
    }

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

    /// Nobody has to wait for TLSA records who wants to connect.
    @Test func placesAreKnownBeforeTheyAreSecured() {
        let zone = AnswerZone(
            """
            a.test MX secure 10 mx.a.test
            mx.a.test A secure 192.0.2.1
            """)
        func look(_ answers: Answers) -> Discovery { Discovery(.mx, domain: "a.test", answers: answers) }
        var known: [Question] = []
        let records = zone.records(look) { discovery in
            if discovery.arePlacesKnown, known.isEmpty { known = discovery.open }
            return discovery.open
        }
        #expect(known == [Question("_25._tcp.mx.a.test", .tlsa)])
        let all = look(Answers(records))
        #expect(all.arePlacesKnown && all.open.isEmpty && all.places.count == 1)
        #expect(!look(Answers([])).arePlacesKnown)
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

    /// - Returns: what a scan finds where nothing listens at any of the addresses.
    private func derived(_ service: Service, _ zone: String) throws -> ServiceFindings {
        let lookups = AnswerZone(zone).records(
            { Discovery(service, domain: "a.test", answers: $0) }, open: \.open)
        let places = Discovery(service, domain: "a.test", answers: Answers(lookups)).places
        var records: [EvidenceRecord] = [
            .plan(
                PlanRecord(
                    provider: "a", name: "A", domains: [], services: [.init(service: service, domain: "a.test")]))
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
        return try #require(try deriveFindings(from: records, file: "test").services.first)
    }

    @Test func whereNothingListensNothingIsOfferedOnlyIfAllAddressesAreKnown() throws {
        #expect(try derived(.xmppClient, "a.test A secure 192.0.2.1").discovery == .notOffered)
        #expect(
            try derived(
                .xmppClient,
                """
                a.test A secure 192.0.2.1
                a.test AAAA timeout
                """
            ).discovery == .measured(1))
    }

    /// The first in a client's order are looked at, whichever a resolver tells first.
    @Test func ofManyRecordsTheFirstByPriorityCount() {
        let lines = (1...20).map { number in
            "_xmpp-client._tcp.a.test SRV secure \(100 - number) 0 5222 x\(number).a.test"
        }
        let hosts = (1...20).map { "x\($0).a.test A secure 192.0.2.\($0)" }
        let it = discovery((lines + hosts).joined(separator: "\n"))
        #expect(it.places.map(\.endpoint.host) == (5...20).reversed().map { "x\($0).a.test" })
    }

    @Test func equalRecordsKeepOneOrder() {
        let lines = ["b", "c", "a"].flatMap { host in
            [
                "_xmpp-client._tcp.a.test SRV secure 5 1 5222 \(host).a.test",
                "\(host).a.test A secure 192.0.2.1",
            ]
        }
        for lines in [lines, lines.reversed()] {
            let places = discovery(lines.joined(separator: "\n")).places
            #expect(places.map(\.endpoint.host) == ["a.a.test", "b.a.test", "c.a.test"])
        }
    }

    /// A server that is listed twice is one, a null MX beside others says nothing (RFC 7505 §3), and a name that leads
    /// nowhere takes no other with it.
    @Test func oddMailExchangers() {
        let zone = """
            a.test MX secure 20 mx.a.test
            a.test MX secure 10 mx.a.test
            a.test MX secure 5 .
            a.test MX secure 30 nowhere.invalid
            mx.a.test A secure 192.0.2.1
            """
        let it = AnswerZone(zone).settled({ Discovery(.mx, domain: "a.test", answers: $0) }, open: \.open)
        #expect(it.places.map(\.endpoint.host) == ["mx.a.test"])
        #expect(it.finding == .measured(1))
    }

    /// Whether the alias of an unsigned host is signed nobody knows: neither is it known whether DANE reaches the host.
    @Test func anAliasThatIsNotTold() throws {
        let zone = """
            a.test MX secure 10 mail.a.test
            mail.a.test CNAME insecure mx.b.test
            mx.b.test A insecure 192.0.2.1
            mx.b.test AAAA insecure
            """
        for (state, expected): (String, Finding<DANEFacts>) in [
            ("timeout", .unmeasured(Reason(.timeout))), ("insecure", .notOffered),
        ] {
            let found = try derived(.mx, zone + "\nmail.a.test CNAME \(state)")
            #expect(found.endpoints.map(\.dane) == [expected])
        }
    }
}
