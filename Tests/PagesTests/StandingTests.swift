import Foundation
import Model
import SiteTestSupport
import Testing

/// What readers choose a provider by: grades at a glance, what holds them down, and who stands beside whom.
@Suite struct StandingTests {
    private static let old = VersionFacts(
        suites: [Fixture.suite("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", openSSL: "ECDHE-RSA-AES128-GCM-SHA256")],
        preference: .measured(.server))

    private func endpoint(_ host: String, offersTLS10: Bool = false) -> EndpointFindings {
        var endpoint = Fixture.endpoint("x", host: host)
        endpoint.groups = .measured(["X25519MLKEM768"])
        for index in endpoint.versions.indices where endpoint.versions[index].version == .tls10 && offersTLS10 {
            endpoint.versions[index].finding = .measured(Self.old)
        }
        return endpoint
    }

    private func site(_ more: String = "") throws -> SiteInAString {
        try SiteInAString(
            """
            -- content/site.yaml --
            title: Prüfstand
            base-url: https://example.org/
            -- content/tables/jabber.yaml --
            title: Jabber-Server
            profile: pruefstand-2026
            services: [{service: xmpp-client, label: C2S}, {service: xmpp-server, label: S2S}]
            columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
            rows: all
            -- content/providers/gut.md --
            ---
            name: Gut
            country: DE
            domains: [gut.example]
            aliases: [ähnlich.example]
            ---
            -- content/providers/alt.md --
            ---
            name: Alt
            domains: [alt.example]
            ---
            \(more)
            """)
    }

    /// Gut offers what is modern, Alt TLS 1.0 at one of two servers.
    private func measured() throws -> SiteInAString {
        let site = try site()
        var alt = Fixture.measured(
            "alt", "Alt", [endpoint("neu.alt.example"), endpoint("alt.alt.example", offersTLS10: true)])
        alt.services[1].discovery = .notOffered
        let findings = [Fixture.measured("gut", "Gut", [endpoint("gut.example")]), alt]
        try site.write(Fixture.snapshot(try Fixture.day("2026-11-01"), findings, origin: .measured), findings)
        return site
    }

    private func text(_ html: some StringProtocol) -> String {
        String(html).replacing(#/<[^>]*>/#, with: "").replacing(#/\s+/#, with: " ")
    }

    @Test func whatHoldsAGradeDownAndWhatLiftsIt() throws {
        let page = try measured().render().text("anbieter/alt/index.html")
        let verdict = text(try #require(page.firstMatch(of: #/<section class="verdict"(.|\n)*?<\/section>/#)).0)
        #expect(verdict.contains("Was die Note drückt: Der Server unterstützt TLS 1.0"))
        #expect(verdict.contains(#/Für „[AB].*“ ist zu ändern: Nur TLS 1\.2 und TLS 1\.3 zulassen\./#))
        #expect(verdict.contains("In diesem Zustand seit der Messung vom 1. November 2026."))
    }

    @Test func onlyServersThatDifferStandBesideEachOther() throws {
        let rendered = try measured().render()
        let alt = rendered.text("anbieter/alt/index.html")
        #expect(alt.matches(of: #/<tr class="server">/#).count == 2)
        #expect(alt.contains("neu.alt.example") && alt.contains("alt.alt.example"))
        #expect(!rendered.text("anbieter/gut/index.html").contains("<tr class=\"server\">"))
    }

    /// Everybody stands beside everybody, the best first; the script leaves what a reader chooses.
    @Test func allStandBesideEachOther() throws {
        let rendered = try measured().render()
        let page = rendered.text("vergleich/index.html")
        #expect(page.matches(of: #/<th scope="col" data-id="([a-z]+)"/#).map { String($0.1) } == ["gut", "alt"])
        let protocols = try #require(page.firstMatch(of: #/<tr data-anchor="xmpp-client-protocols">.*<\/tr>/#)).0
        #expect(
            protocols.matches(of: #/<td class="([a-z]+)">([^<]*)</#).map { "\($0.1) \($0.2)" }
                == ["good TLSv1.2, TLSv1.3", "plain TLSv1, TLSv1.2, TLSv1.3"])
        #expect(page.contains(#/<script src="\.\.\/assets\/tables\.[0-9a-f]+\.js" defer><\/script>/#))
        #expect(rendered.text("index.html").contains("<a href=\"vergleich/index.html\">"))
        #expect(!rendered.text("index.html").contains("<script src"))
        #expect(
            rendered.text("anbieter/alt/vergleich/index.html")
                .contains("<a href=\"../../../vergleich/index.html?show=gut,alt\">"))
        // Where one alone was measured, there is nobody to stand beside it.
        #expect(try site().render().files["vergleich/index.html"] == nil)
    }

    /// That there is no service is one thing, that nobody could find out is another.
    @Test func servicesWithoutServersStandInALine() throws {
        let rendered = try measured().render()
        let alt = rendered.text("anbieter/alt/index.html")
        let lines = alt.matches(of: #/<div class="absent-services">(.|\n)*?<\/div>/#).map { text($0.0) }
        #expect(lines.count == 1 && lines[0].contains("Diese Dienste gibt es hier nicht: Jabber, Server zu Server"))
        let gut = rendered.text("anbieter/gut/index.html")
        #expect(text(gut).contains("Keine rechtzeitige Antwort: x: Jabber, Server zu Server"))
    }

    @Test func theHomePageHasTheBestFirst() throws {
        let page = try measured().render().text("index.html")
        let rows = page.matches(of: #/<tr><th scope="row"><a href="anbieter\/([a-z]*)\/index.html">(.|\n)*?<\/tr>/#)
        #expect(rows.map { String($0.1) } == ["gut", "alt"])
        #expect(rows[0].0.contains("<span class=\"grade good\">A"))
    }

    @Test func providersAreFoundByTheirDomains() throws {
        let page = try measured().render().text("anbieter/index.html")
        #expect(
            text(page).contains("ähnlich.example (xn--hnlich-9ta.example) Gut") && page.contains("<h3 id=\"A\">A</h3>"))
        #expect(page.contains("<td>Deutschland</td>"))
        #expect(page.contains("../beleg/2026-11-01/gut/index.html#xmpp-client-grade"))
    }

    @Test func neighboursInRankStandBesideEachOther() throws {
        let rendered = try measured().render()
        let page = rendered.text("anbieter/alt/vergleich/index.html")
        #expect(page.contains("<a href=\"../../../anbieter/gut/index.html\">Gut</a>"))
        // Of the first service; that of the other only one of them could be asked about.
        let client = page.components(separatedBy: "<tr class=\"part\">")[1]
        let differing = client.matches(of: #/<tr class="differs">\s*<th scope="row">([^<]*)</#).map { String($0.1) }
        #expect(differing.contains("Protokolle") && differing.contains("Note") && !differing.contains("STARTTLS"))
        #expect(rendered.text("anbieter/alt/index.html").contains("anbieter/alt/vergleich/index.html"))
    }

    /// A provider that nobody else can be compared with has no such page, and one that was never measured no verdict.
    @Test func whatIsNotKnownIsNotShown() throws {
        let rendered = try site().render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(rendered.files["anbieter/alt/vergleich/index.html"] == nil)
        #expect(!rendered.text("anbieter/alt/index.html").contains("class=\"verdict\""))
        #expect(!rendered.text("index.html").contains("class=\"grades\""))
        #expect(rendered.text("anbieter/index.html").contains("noch nicht gemessen"))
    }

    @Test func aRowSaysItsReasonOnce() throws {
        let site = try site()
        var silent = Fixture.measured("alt", "Alt", [])
        for index in silent.services.indices {
            silent.services[index].discovery = .unmeasured(Reason(.timeout))
        }
        try site.write(Fixture.snapshot(try Fixture.day("2026-11-01"), [silent], origin: .measured), [silent])
        let page = site.render().text("tabelle/jabber/index.html")
        #expect(page.matches(of: #/keine rechtzeitige Antwort/#).count == 1)
        #expect(page.contains(#/<th scope="row">.*Alt.*keine rechtzeitige Antwort.*<\/th>/#))
    }

    @Test func theNavigationIsALineOrHasAMenu() throws {
        let short = try site().render().text("index.html")
        #expect(short.contains("<a href=\"tabelle/jabber/index.html\">Jabber-Server</a>"))
        #expect(!short.contains("<summary>Tabellen</summary>"))
        let long = try site(
            (1...4).map { number in
                """
                -- content/tables/t\(number).yaml --
                title: Eine Tabelle mit einem Titel, der nicht kurz ist \(number)
                short-title: {de: "\(number == 1 ? "Kurz" : "Eine Tabelle, auch kurz lang \(number)")"}
                columns: [dnssec]

                """
            }.joined()
        ).render()
        #expect(long.diagnostics.isEmpty)
        #expect(long.text("index.html").contains("<summary>Tabellen</summary>"))
        #expect(long.text("index.html").contains("<a href=\"tabelle/t1/index.html\">Kurz</a>"))
        #expect(long.text("tabelle/t1/index.html").contains("<details class=\"current\">"))
    }
}
