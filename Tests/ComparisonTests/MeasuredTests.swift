import Model
import Pages
import SiteTestSupport
import Testing

struct MeasuredTests {
    private static let table = """
        -- content/tables/jabber.yaml --
        title: Jabber-Server
        profile: xmpp.net-2014-01
        services:
          - {service: xmpp-client, label: C2S}
          - {service: xmpp-server, label: S2S}
        columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
        """

    private func site(
        _ providers: [ProviderFindings], evidence: [String: [EvidenceRecord]] = [:], outside: String = "x"
    ) throws -> SiteInAString {
        let site = try SiteInAString(Self.table)
        try site.write(
            Fixture.snapshot(try Fixture.day("2026-11-23"), providers, origin: .measured, vantage: "Labor"), providers,
            evidence: evidence, proofs: providers.map { Fixture.proofs($0, outside: outside) })
        return site
    }

    @Test func unknownNeverBecomesNo() throws {
        let providers = [Fixture.measured("a", "A", [Fixture.endpoint("x", host: "xmpp.example.org")], outside: "")]
        let rows = try site(providers).render().rows("tabelle/jabber/index.html")
        // The reason stands once beside the name, with the service that it is about.
        let why = "S2S: ?"
        #expect(
            rows == [
                [
                    "A S2S: keine rechtzeitige Antwort", "C2S: gültig / \(why)", "C2S: TLSv1.2, TLSv1.3 / \(why)",
                    "C2S: modern, inkl. PFS / \(why)", "C2S: Pflicht / \(why)",
                    "ja / ?", "C2S: A / \(why)",
                ]
            ])
    }

    /// The TLSA lines of two services need no label, as in 2014; of three nobody keeps count.
    @Test func manyLinesHaveLabels() throws {
        let site = try SiteInAString(
            Self.table.replacing("label: S2S}\n", with: "label: S2S}\n  - {service: mx, label: MX}\n"))
        let providers = [Fixture.measured("a", "A", [Fixture.endpoint("x", host: "xmpp.example.org")], outside: "")]
        try site.write(
            Fixture.snapshot(try Fixture.day("2026-11-23"), providers, origin: .measured, vantage: "Labor"), providers)
        let row = try #require(site.render().rows("tabelle/jabber/index.html").first)
        #expect(row[0].contains("S2S: keine rechtzeitige Antwort"))
        #expect(row[5].hasPrefix("C2S: ja / S2S: ? / MX: "))
    }

    @Test func differentServersGetAnAsterisk() throws {
        let worse = Fixture.endpoint(
            "y", host: "old.example.org",
            trust: .measured(TrustFacts(valid: false, problems: [.init(name: "expired", depth: 0)])))
        let providers = [Fixture.measured("a", "A", [Fixture.endpoint("x", host: "new.example.org"), worse])]
        let rendered = try site(providers).render()
        #expect(rendered.rows("tabelle/jabber/index.html").first?.last?.hasPrefix("C2S: F*") == true)
        #expect(rendered.text("tabelle/jabber/index.html").contains("<b>*</b>"))
        let evidence = rendered.text("beleg/2026-11-23/a/index.html")
        #expect(evidence.contains("abgelaufen (Zertifikat 1)"))
        #expect(evidence.contains("Der schlechteste von mehreren Servern zählt"))
    }

    @Test func odditiesAreToldInThePagesLanguage() throws {
        var endpoint = Fixture.endpoint("x", host: "xmpp.example.org")
        endpoint.parameters = .notAsked
        endpoint.parameters?.oddities = [
            ProtocolViolation(.breaksOffAfterDHE).sentence, ProtocolViolation(.choseUnoffered, name: "<b>").sentence,
            "does what nobody knows",
        ]
        let page = try site([Fixture.measured("a", "A", [endpoint])]).render().text("beleg/2026-11-23/a/index.html")
        #expect(page.contains("schließt die Verbindung, nachdem er eine DHE-Suite gewählt hat"))
        #expect(page.contains("wählte &lt;b&gt;, obwohl es nicht angeboten war"))
        #expect(page.contains("does what nobody knows"))
    }

    @Test func refusalIsAStateOfItsOwn() throws {
        var endpoint = Fixture.endpoint("x", host: "xmpp.example.org")
        endpoint.startTLS = .refused(by: "example.org", why: Reason(.streamError, "host-unknown"))
        let rows = try site([Fixture.measured("a", "A", [endpoint])]).render().rows("tabelle/jabber/index.html")
        #expect(rows.first?[4].hasPrefix("C2S: abgewiesen / ") == true)
        #expect(rows.first?[0].contains("C2S: example.org: XMPP-Fehler: host-unknown") == true)
    }

    @Test func theEvidencePageShowsHowToSeeItAgain() throws {
        let providers = [Fixture.measured("a", "A", [Fixture.endpoint("x", host: "xmpp.example.org")])]
        let rendered = try site(providers, evidence: ["a": Fixture.evidence("y")]).render()
        let page = rendered.text("beleg/2026-11-23/a/index.html").unescaped
        for part in [
            "id=\"xmpp-client-certificates\"", "id=\"xmpp-server-grade\"", "id=\"xmpp-client-discovery\"",
            "id=\"dnssec\"", "href=\"aufzeichnungen/index.html#xmpp-client\"",
            "openssl s_client -connect 192.0.2.1:5222 -servername example.org -starttls xmpp -xmpphost example.org -showcerts -verify_hostname example.org </dev/null",
            "kdig +dnssec SRV _xmpp-client._tcp.example.org", "kdig +dnssec TLSA _5222._tcp.xmpp.example.org",
            "for version in tls1 tls1_1 tls1_2 tls1_3; do openssl s_client -connect 192.0.2.1:5222 ",
            "# Alle Suiten auf einmal:\nsslyze --sslv2 --sslv3 --tlsv1 --tlsv1_1 --tlsv1_2 --tlsv1_3 "
                + "--elliptic_curves --starttls=xmpp --xmpp_to=example.org xmpp.example.org:5222",
            "Punkte für die Protokolle", "Nach xmpp.net-2014-08: A",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        #expect(!page.contains("record-3"))
    }

    @Test func thePageOfRecordsShowsTheWire() throws {
        let providers = [Fixture.measured("a", "A", [Fixture.endpoint("x", host: "xmpp.example.org")])]
        let rendered = try site(providers, evidence: ["a": Fixture.evidence("y")]).render()
        let page = rendered.text("beleg/2026-11-23/a/aufzeichnungen/index.html").unescaped
        for part in [
            "id=\"xmpp-client-1\"", "<summary>ClientHello x → ", "id=\"record-3\"",
            "0000  00 01 02 03 04 05 06 07", "… 266 weitere Bytes",
            "-----BEGIN CERTIFICATE-----\nMAMBAgM=\n-----END CERTIFICATE-----",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        // The places that evidence pages link to.
        let evidence = rendered.text("beleg/2026-11-23/a/index.html")
        let anchors = evidence.matches(of: #/href="aufzeichnungen\/index.html#([^"]+)"/#).map { String($0.1) }
        #expect(!anchors.isEmpty)
        for anchor in anchors where rendered.files["beleg/2026-11-23/a/aufzeichnungen/index.html"] != nil {
            #expect(page.contains("id=\"\(anchor)\""), "\(anchor)")
        }
    }

    /// Everything that came from outside, with what breaks out of text, attributes, and graphemes.
    @Test(arguments: [
        "<script>alert(1)</script>", "\"\u{301} onmouseover=\"alert(1)", "'><img src=x onerror=alert(1)>",
        "{{{bodyHTML}}}{{>page}}", "</code></pre><svg onload=alert(1)>", "\u{202E}<b>", "javascript:alert(1)",
    ])
    func nothingFromOutsideGetsOut(_ hostile: String) throws {
        let providers = [Fixture.measured("a", hostile, [Fixture.endpoint(hostile, host: hostile)], outside: hostile)]
        let site = try site(providers, evidence: ["a": Fixture.evidence(hostile)], outside: hostile)
        // In double quotation marks, for YAML and for CSV; by scalars, because graphemes hide quotation marks.
        let yaml = hostile.replacingScalars(["\\": "\\\\", "\"": "\\\""])
        let csv = hostile.replacingScalars(["\"": "\"\""])
        try site.write(
            """
            -- content/articles/2026-11-24-hostile.md --
            ---
            title: "\(yaml)"
            date: 2026-11-24
            summary: "\(yaml)"
            tags: ["\(yaml) x"]
            updates: [{date: 2026-11-25, text: "\(yaml)"}]
            ---
            ```csv
            a,b
            "\(csv)","\(csv)"
            ```
            -- content/providers/a.md --
            ---
            name: "\(yaml)"
            domains: [example.org]
            notes: {jabber: "\(yaml)"}
            claims: [{text: "\(yaml)", source: "Brief \(yaml)", date: 2026-01-01}]
            ---
            """)
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        for (path, _) in rendered.files where path.hasSuffix(".html") || path.hasSuffix(".xml") {
            // What the pages have of their own: data for machines, badges, drawings.
            let page = rendered.text(path)
                .replacing(#/<script type="application\/ld\+json">[^<>&]*<\/script>/#, with: "")
                .replacing(#/<script src="[.\/]*assets\/tables\.[0-9a-f]{16}\.js" defer><\/script>/#, with: "")
                .replacing(#/<img src="[.\/a-z0-9-]+\.svg" alt="[^"<>]*" height="20">/#, with: "")
                .replacing("<svg class=\"chart", with: "")
            #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("<svg"), "\(path)")
            #expect(!page.contains("href=\"javascript"), "\(path)")
            // A quotation mark of the text is never one of the page, also not as a part of a grapheme.
            #expect(Array(page.utf8).firstRange(of: Array("\"\u{301}".utf8)) == nil, "\(path)")
        }
    }

    @Test func commandsAreQuotedForAShell() throws {
        let hostile = "a.example; rm -rf ~ 'x' $(id) `id`\u{1B}[2J"
        let providers = [Fixture.measured("a", "A", [Fixture.endpoint("x", host: hostile)])]
        let page = try site(providers).render().text("beleg/2026-11-23/a/index.html").unescaped
        #expect(page.contains("kdig +dnssec TLSA '_5222._tcp.a.example; rm -rf ~ '\\''x'\\'' $(id) `id`?[2J'"))
    }
}

extension String {
    fileprivate func replacingScalars(_ replacements: [Unicode.Scalar: String]) -> String {
        unicodeScalars.map { replacements[$0] ?? String($0) }.joined()
    }
}
