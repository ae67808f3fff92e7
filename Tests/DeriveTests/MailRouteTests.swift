import DNS
import Derive
import Model
import Testing

/// How far DANE reaches where a mail exchanger's name is an alias (RFC 7672 §2.2.2), by both who tell of it: the
/// domain's mail route, and the place that is connected to.
@Suite struct MailRouteTests {
    private func facts(_ zone: String) -> MailRouteFacts? {
        AnswerZone("a.test MX secure 10 mail.a.test\n" + zone).settled(
            { DomainDerivation(domain: "a.test", dkimSelectors: [], answers: $0, fetches: Fetches()) }, open: \.open
        ).findings.mail.value
    }

    private func firstPlace(_ zone: String) -> Discovery.Place? {
        AnswerZone("a.test MX secure 10 mail.a.test\n" + zone).settled(
            { Discovery(.mx, domain: "a.test", answers: $0) }, open: \.open
        ).places.first
    }

    @Test func aSignedAliasOfAnUnsignedHostHasRecordsOfItsOwn() throws {
        let zone = """
            mail.a.test CNAME secure mx.b.test
            mx.b.test A insecure 192.0.2.1
            mx.b.test AAAA insecure
            _25._tcp.mail.a.test TLSA secure 3 1 1
            """
        let route = try #require(facts(zone))
        #expect(route.dane == .measured(.full))
        let exchanger = try #require(route.exchangers.first)
        #expect(exchanger.addresses == .measured(.insecure))
        #expect(exchanger.tlsa == .measured(.init(name: "_25._tcp.mail.a.test", records: 1, usable: 1)))
        let place = try #require(firstPlace(zone))
        #expect(place.isSecure)
        #expect(place.tlsaBases == ["mail.a.test"], "both look at the same records")
    }

    @Test func anUnsignedAliasHasNone() throws {
        let route = try #require(
            facts(
                """
                mail.a.test CNAME insecure mx.b.test
                mx.b.test A secure 192.0.2.1
                _25._tcp.mail.a.test TLSA secure 3 1 1
                _25._tcp.mx.b.test TLSA secure 3 1 1
                """))
        #expect(route.dane == .measured(.none))
        #expect(route.exchangers.first?.tlsa == .notOffered)
    }

    /// That there is no IPv6 address may be unproven (RFC 9276 §3.2), which makes the address that there is no less secure.
    @Test func anUnprovenAbsenceBesideASecureAddress() throws {
        let zone = """
            mail.a.test A secure 192.0.2.1
            mail.a.test AAAA insecure
            _25._tcp.mail.a.test TLSA secure 3 1 1
            """
        let route = try #require(facts(zone))
        #expect(route.exchangers.first?.addresses == .measured(.secure) && route.dane == .measured(.full))
        #expect(try #require(firstPlace(zone)).isSecure, "both say the same")
    }

    @Test func whatCannotBeAskedIsUnknown() throws {
        let route = try #require(
            facts(
                """
                mail.a.test CNAME secure mx.b.test
                mx.b.test A insecure 192.0.2.1
                mx.b.test AAAA insecure
                _25._tcp.mail.a.test TLSA timeout
                """))
        #expect(route.dane == .unmeasured(Reason(.timeout)))
    }
}
