/// Sender policies, and what clients get that have nothing to do with the domain: what pyspf 2.0.14 and Mail::SPF 2.9.0
/// say of mail from `x@a.test` for the clients 203.0.113.9 and 2a00:1::9. They agree in all of these.
package enum SPFStrangers {
    package struct Case: Sendable {
        /// A record a line.
        package var zone: String
        /// For 203.0.113.9 and for 2a00:1::9.
        package var results: (String, String)
    }

    package static let cases: [String: Case] = [
        "include of +all": Case(
            zone: "a.test TXT v=spf1 include:_spf.a.test -all\n_spf.a.test TXT v=spf1 +all", results: ("pass", "pass")),
        "include of a redirect to all": Case(
            zone: """
                a.test TXT v=spf1 include:i.test -all
                i.test TXT v=spf1 redirect=r.test
                r.test TXT v=spf1 ip4:192.0.2.1 all
                """, results: ("pass", "pass")),
        "all of IPv4": Case(zone: "a.test TXT v=spf1 ip4:0.0.0.0/0 -all", results: ("pass", "fail")),
        "all of IPv4 in halves": Case(
            zone: "a.test TXT v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all", results: ("pass", "fail")),
        "all of IPv6 that is used": Case(zone: "a.test TXT v=spf1 ip6:2000::/3 -all", results: ("fail", "pass")),
        "a host and all around it": Case(
            zone: "a.test TXT v=spf1 a:w.a.test/0 -all\nw.a.test A 192.0.2.1", results: ("pass", "fail")),
        "a host and all of IPv6 around it": Case(
            zone: "a.test TXT v=spf1 a:w.a.test//0 -all\nw.a.test A 192.0.2.1\nw.a.test AAAA 2001:db8::1",
            results: ("fail", "pass")),
        "a mail exchanger and all around it": Case(
            zone: "a.test TXT v=spf1 mx/0 -all\na.test MX 10 w.a.test\nw.a.test A 192.0.2.1", results: ("pass", "fail")),
        "a name that exists": Case(
            zone: "a.test TXT v=spf1 exists:w.a.test -all\nw.a.test A 192.0.2.1", results: ("pass", "pass")),
        "a name that exists with IPv6 only": Case(
            zone: "a.test TXT v=spf1 exists:w.a.test -all\nw.a.test AAAA 2001:db8::1", results: ("fail", "fail")),
        "everybody before +all": Case(
            zone: "a.test TXT v=spf1 -ip4:0.0.0.0/0 -ip6:::/0 +all", results: ("fail", "fail")),
        "all of IPv4 before +all": Case(zone: "a.test TXT v=spf1 -ip4:0.0.0.0/0 +all", results: ("fail", "pass")),
        "an include that softens": Case(
            zone: "a.test TXT v=spf1 ~include:i.test -all\ni.test TXT v=spf1 +all", results: ("softfail", "softfail")),
        "an include that fails": Case(
            zone: "a.test TXT v=spf1 include:i.test ?all\ni.test TXT v=spf1 -all", results: ("neutral", "neutral")),
        "two labels of the domain": Case(
            zone: "a.test TXT v=spf1 include:%{d2}.nix.test -all", results: ("permerror", "permerror")),
        "two labels of an included domain": Case(
            zone: """
                a.test TXT v=spf1 redirect=x.a.test
                x.a.test TXT v=spf1 include:_spf.%{d2} -all
                _spf.a.test TXT v=spf1 +all
                """, results: ("pass", "pass")),
        "the first label of the domain": Case(
            zone: "a.test TXT v=spf1 exists:%{d1r}.w.test -all\na.w.test A 192.0.2.1", results: ("pass", "pass")),
        "the sender's domain in an include": Case(
            zone: """
                a.test TXT v=spf1 include:i.test -all
                i.test TXT v=spf1 exists:%{o}.w.test ?all
                a.test.w.test A 192.0.2.1
                """, results: ("pass", "pass")),
        "eleven mail exchangers": Case(
            zone: "a.test TXT v=spf1 mx -all\n"
                + (1...11).map { "a.test MX 10 m\($0).a.test" }.joined(separator: "\n"),
            results: ("permerror", "permerror")),
        "networks of its own": Case(
            zone: "a.test TXT v=spf1 ip4:192.0.2.0/24 ip6:2001:db8:1::/48 -all", results: ("fail", "fail")),
        "what stands behind everybody": Case(
            zone: "a.test TXT v=spf1 exists:w.a.test include:weg.test -all\nw.a.test A 192.0.2.1",
            results: ("pass", "pass")),
    ]
}
