import Advice
import Grading
import Model
import SiteTestSupport
import Testing

/// What a domain is advised beside its servers: nothing that it has no use for, and nothing that others have to do.
@Suite struct DomainAdviceTests {
    private func advice(
        _ endpoints: [EndpointFindings] = [], _ change: (inout PolicyFindings) -> Void
    ) -> [Topic: Advice] {
        var policies = PolicyFindings(
            zone: .notAsked, mail: .notAsked, caa: .notAsked, spf: .notAsked, dmarc: .notAsked, mtaSTS: .notAsked,
            tlsReporting: .notAsked, https: .notAsked, dkim: [])
        change(&policies)
        let findings = ProviderFindings(
            provider: "a", name: "A",
            domains: [DomainFindings(domain: "example.org", dnssec: .measured(.secure), policies: policies)],
            services: endpoints.map {
                ServiceFindings(
                    service: $0.endpoint.service, domain: "example.org", discovery: .measured(1), endpoints: [$0])
            })
        let all = Adviser(findings, by: .pruefstand202612).advice()
        return Dictionary(all.map { ($0.topic, $0) }, uniquingKeysWith: { one, _ in one })
    }

    @Test func withoutAWebsiteThereIsNothingToAnnounce() {
        func topics(_ endpoints: [EndpointFindings]) -> Set<Topic> {
            Set(
                advice(endpoints) {
                    $0.https = .notOffered
                    $0.caa = .notOffered
                }.keys)
        }
        #expect(topics([]).isDisjoint(with: [.httpsRecord, .caa]))
        #expect(
            topics([Fixture.endpoint("x", host: "example.org", service: .https)]).isSuperset(of: [.httpsRecord, .caa]))
        // Servers are enough for the one, and a website elsewhere not for the other.
        let mail = topics([Fixture.endpoint("x", host: "mx.example.org", service: .mx)])
        #expect(mail.contains(.caa) && !mail.contains(.httpsRecord))
        var silent = Fixture.endpoint("x", host: "example.org", service: .https)
        silent.connection = .unmeasured(Reason(.connectionRefused))
        #expect(!topics([silent]).contains(.httpsRecord))
    }

    /// An authority that issued for others' names, which end alike or not, may not for these.
    @Test func whoIssuesForOthersIsNotNamed() throws {
        func lines(_ host: String) throws -> [String] {
            let all = advice([Fixture.endpoint("O=Let's Encrypt", host: host, service: .mx)]) { $0.caa = .notOffered }
            return try #require(all[.caa]).snippets.flatMap(\.lines)
        }
        #expect(try lines("mx.example.org") == ["example.org. IN CAA 0 issue \"letsencrypt.org\""])
        #expect(try lines("otherexample.org").isEmpty)
        #expect(try lines("mx.example.net").isEmpty)
    }

    private func zone(
        _ name: String, _ security: Finding<DNSSECState> = .measured(.secure), ipv6: Finding<Int> = .measured(1)
    ) -> ExchangerZoneFacts {
        ExchangerZoneFacts(name: name, security: security, servers: ["ns.example.org"], serversWithIPv6: ipv6)
    }

    private func ofZones(_ zones: [ExchangerZoneFacts]) -> Advice? {
        advice {
            $0.mail = .measured(
                MailRouteFacts(
                    exchangers: [
                        .init(host: "mx.example.org", preference: 10, addresses: .measured(.secure), tlsa: .notOffered)
                    ], total: 1, isSecure: true, isImplicit: false, problems: [], dane: .measured(.none)))
            $0.exchangerZones = .measured(zones)
        }[.exchangerDNS]
    }

    @Test func zonesOfMailExchangers() throws {
        #expect(ofZones([zone("mx.example.org")]) == nil)
        // What is not known is no fault.
        let timeout = Reason(.timeout)
        #expect(ofZones([zone("mx.example.org", .unmeasured(timeout), ipv6: .unmeasured(timeout))]) == nil)
        let own = try #require(ofZones([zone("mx.example.org", .measured(.insecure))]))
        #expect(own.snippets.map(\.place) == ["/etc/bind/named.conf.local, zone \"mx.example.org\"", ""])
        let bogus = try #require(ofZones([zone("mx.example.org", .unmeasured(Reason(.bogus)))]))
        #expect(!bogus.snippets.isEmpty)
        // Lines for zones that are one's own alone; the domain's has advice by itself.
        for other in ["mail.example", "otherexample.org", "example.org"] {
            #expect(try #require(ofZones([zone(other, .measured(.insecure))])).snippets.isEmpty, "\(other)")
        }
        #expect(try #require(ofZones([zone("mx.example.org", ipv6: .measured(0))])).snippets.isEmpty)
        #expect(try #require(ofZones([zone("$(reboot).example.org", .measured(.insecure))])).snippets.isEmpty)
    }
}
