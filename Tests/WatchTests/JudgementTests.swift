import Model
import Testing
import Watch

/// Who is offline: they or we.
@Suite struct JudgementTests {
    private let imap = WatchedService("a", .imap)
    private let mx = WatchedService("b", .mx)

    private func server(_ outcome: ServerCheck.Outcome, _ address: String = "192.0.2.1", port: UInt16 = 993)
        -> ServerCheck
    {
        let isSilent = outcome == silent
        return ServerCheck(address: address, port: port, outcome: outcome, isSignOfLife: !isSilent)
    }

    private let silent = ServerCheck.Outcome.failed(.tcp, Reason(.timeout, "no answer to SYN"))

    private func verdict(_ servers: [ServerCheck], beside others: [ServerCheck] = [], control: [ServerCheck] = [])
        -> ServiceVerdict?
    {
        let checks = [ServiceCheck(service: imap, servers: servers), ServiceCheck(service: mx, servers: others)]
        return RoundJudgement(checks, control: control).verdicts[imap]
    }

    private func kind(_ verdict: ServiceVerdict?) -> Incident.Kind? {
        if case .failing(let kind, _)? = verdict { kind } else { nil }
    }

    @Test func silenceAloneIsOurs() {
        #expect(verdict([server(silent)]) == .unmeasured(.offline))
        #expect(kind(verdict([server(silent)], control: [server(.up, "198.51.100.1", port: 25)])) == .outage)
        #expect(kind(verdict([server(silent)], beside: [server(.up, "198.51.100.1")])) == .outage)
    }

    /// IPv6 that is cut for us alone, and port 25 that our network lets nobody out to.
    @Test func whatIsCutForUsIsNotTheirs() {
        let both = [server(.up), server(silent, "2001:db8::1")]
        #expect(verdict(both) == .up)
        #expect(kind(verdict(both, control: [server(.up, "2001:db8:1::1", port: 25)])) == .degraded)
        #expect(verdict([server(silent, port: 25)], beside: [server(.up)]) == .unmeasured(.offline))
        #expect(kind(verdict([server(silent, port: 25)], beside: [server(.up, port: 25)])) == .outage)
    }

    /// That all of them fail is not said where one could have been measured and was not: it may work. Where nobody here
    /// could have, as without IPv6, an outage is one as it is seen from here, and says so.
    @Test func whatWasNotMeasuredDoesNotFail() {
        let reset = server(.failed(.greeting, Reason(.reset)))
        #expect(kind(verdict([reset, server(.unmeasured(Reason(.budget)), "192.0.2.2")])) == .degraded)
        #expect(kind(verdict([reset, server(.unmeasured(Reason(.interrupted)), "2001:db8::1")])) == .degraded)
        for unreachable in [server(.unmeasured(Reason(.noRoute)), "2001:db8::1"), server(silent, "2001:db8::1")] {
            guard case .failing(.outage, let cause)? = verdict([reset, unreachable]) else {
                Issue.record("no outage")
                continue
            }
            #expect(cause.detail == "192.0.2.1; not measured: 2001:db8::1")
        }
        #expect(verdict([server(.up), server(.unmeasured(Reason(.budget)), "192.0.2.2")]) == .up)
    }

    @Test func beingTurnedAwayIsNoFailure() {
        let refused = server(.refused(Reason(.rateLimited)))
        #expect(verdict([refused]) == .unmeasured(.rateLimited))
        #expect(verdict([refused, server(.up)]) == .up)
        #expect(kind(verdict([refused, server(.failed(.tls, Reason(.alert)))])) == .degraded)
    }

    @Test func kindsAreKeptApart() {
        let expired = server(.expired(Reason(.certificateExpired)))
        let reset = server(.failed(.greeting, Reason(.reset)))
        #expect(kind(verdict([expired])) == .certificate)
        #expect(kind(verdict([expired, server(.up)])) == .degraded)
        #expect(kind(verdict([reset, server(.up)])) == .degraded)
        #expect(kind(verdict([reset])) == .outage)
    }

    @Test func namesThatFail() {
        func verdict(_ lookup: Reason?, beside: [ServerCheck], believes: Bool = true) -> ServiceVerdict? {
            RoundJudgement(
                [
                    ServiceCheck(service: imap, servers: [], lookup: lookup),
                    ServiceCheck(service: mx, servers: beside),
                ], believesLookups: believes
            ).verdicts[imap]
        }
        #expect(kind(verdict(Reason(.dnsFailure), beside: [server(.up)])) == .outage)
        #expect(kind(verdict(Reason(.bogus), beside: [])) == .dnssec)
        #expect(verdict(Reason(.dnsFailure), beside: []) == .unmeasured(.offline))
        // What the resolver remembers of the time when we were offline.
        #expect(verdict(Reason(.dnsFailure), beside: [server(.up)], believes: false) == .unmeasured(.offline))
        #expect(verdict(nil, beside: [server(.up)]) == .unmeasured(.noRecord))
    }
}
