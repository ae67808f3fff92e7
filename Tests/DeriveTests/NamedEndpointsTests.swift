import DNS
import Derive
import Model
import Testing

/// Which servers a survey may connect to: those that a record names.
@Suite struct NamedEndpointsTests {
    private static let services = [Service.mx, .xmppClient, .xmppServer]

    private func endpoints(_ zone: String) -> [String] {
        let answers = AnswerZone(zone).records(
            { answers in Self.services.map { Discovery($0, domain: "a.test", answers: answers) } },
            open: { $0.flatMap(\.open).unique })
        let plan = PlanRecord(
            provider: "a.test", name: "a.test", domains: ["a.test"], asksPolicies: true,
            services: Self.services.map { PlanRecord.ServicePlan(service: $0, domain: "a.test") })
        return namedEndpoints(in: [.plan(plan)] + answers.map { .lookup($0) }).map(\.description)
    }

    @Test func recordsNameThem() {
        let found = endpoints(
            """
            a.test MX insecure 10 mx.b.test
            mx.b.test A insecure 192.0.2.1
            _xmpps-server._tcp.a.test SRV insecure 5 1 5270 x.a.test
            x.a.test A insecure 192.0.2.2
            a.test A insecure 192.0.2.3
            """)
        #expect(
            found == [
                "mx a.test mx.b.test:25 [192.0.2.1] starttls",
                "xmpp-server a.test x.a.test:5270 [192.0.2.2] direct",
            ], "no fall-back to the domain itself")
    }

    @Test func withoutRecordsThereAreNone() {
        #expect(endpoints("a.test A insecure 192.0.2.3").isEmpty)
        #expect(endpoints("a.test MX timeout").isEmpty)
        #expect(namedEndpoints(in: []).isEmpty)
    }
}
