import Content
import Model
import SiteTestSupport
import Testing

@testable import Pages

/// What a site says of dates on which nothing was new.
@Suite struct UnchangedDatesTests {
    private static func provider(_ id: String, _ suite: String = "ECDHE-RSA-AES128-GCM-SHA256") -> ProviderFindings {
        Fixture.measured(id, id.uppercased(), [Fixture.endpoint(suite, host: "\(id).example")])
    }

    /// Without TLS 1.2, which the table shows.
    private static func modern(_ id: String) -> ProviderFindings {
        Fixture.measured(
            id, id.uppercased(), [Fixture.endpoint("x", host: "\(id).example", tls12: Finding.notOffered)])
    }

    private func site(_ dates: [(String, [ProviderFindings])]) throws -> SiteInAString {
        let site = try SiteInAString(ThreeDates.tables)
        for (date, providers) in dates { try site.scan(date, providers) }
        return site
    }

    /// The third day finds all as the first, the fourth A in another state.
    private func fourDays() throws -> SiteInAString {
        let (a, b) = (Self.provider("a"), Self.provider("b"))
        return try site([
            ("2026-05-01", [a, b]), ("2026-05-02", [a, b]), ("2026-05-03", [a, b]),
            ("2026-05-04", [Self.modern("a"), b]),
        ])
    }

    @Test func aStateHasOnePageOfEvidence() throws {
        let rendered = try fourDays().render()
        #expect(!rendered.hasErrors, "\(rendered.diagnostics)")
        let evidence = rendered.files.keys.filter { $0.hasPrefix("beleg/") }.sorted()
        #expect(
            evidence.filter { !$0.hasSuffix("aufzeichnungen/index.html") } == [
                "beleg/2026-05-01/a/index.html", "beleg/2026-05-01/b/index.html", "beleg/2026-05-01/index.html",
                "beleg/2026-05-02/index.html", "beleg/2026-05-03/index.html", "beleg/2026-05-04/a/index.html",
                "beleg/2026-05-04/index.html",
            ])
        #expect(evidence.count == 10)
        let ended = rendered.text("beleg/2026-05-01/a/index.html")
        #expect(ended.contains("danach noch 2-mal, zuletzt am 3.\u{a0}Mai 2026"))
        // Of the newest state, nothing that the next measurement would change.
        let current = rendered.text("beleg/2026-05-01/b/index.html")
        #expect(current.contains("Dieser Stand gilt weiter") && !current.contains("2026-05-04"))
    }

    /// Every cell of every date can be reached by an address that stays.
    @Test func everyDateLeadsToTheEvidenceOfItsState() throws {
        let rendered = try fourDays().render()
        let third = rendered.text("beleg/2026-05-03/index.html")
        #expect(third.contains(#"<li id="p-a"><a href="../../beleg/2026-05-01/a/index.html">A</a>"#))
        #expect(third.contains("wie am 1.\u{a0}Mai 2026, zum 2. Mal bestätigt"))
        let fourth = rendered.text("beleg/2026-05-04/index.html")
        #expect(fourth.contains(#"<li id="p-a"><a href="../../beleg/2026-05-04/a/index.html">A</a>"#))
        #expect(fourth.contains(#"<li id="p-b"><a href="../../beleg/2026-05-01/b/index.html">B</a>"#))
    }

    @Test func aTableIsWholeWhereARowChanged() throws {
        let rendered = try fourDays().render()
        let second = rendered.text("tabelle/jabber/2026-05-02/index.html")
        #expect(second.utf8.count < 1_000)
        #expect(
            second.contains("Am 2.\u{a0}Mai 2026 ergab die Messung in allen Zeilen dasselbe wie am 1.\u{a0}Mai 2026."))
        #expect(second.contains(#"href="../../../tabelle/jabber/2026-05-01/index.html""#))
        #expect(second.contains(#"href="../../../beleg/2026-05-02/index.html""#))
        for date in ["2026-05-01", "2026-05-04"] {
            #expect(rendered.text("tabelle/jabber/\(date)/index.html").contains("<table"))
            #expect(rendered.files["tabelle/jabber/\(date)/jabber-\(date).csv"] != nil)
        }
        #expect(rendered.files["tabelle/jabber/2026-05-02/jabber-2026-05-02.csv"] == nil)
        // Both the changes and their absence are told where they belong.
        #expect(rendered.files["tabelle/jabber/2026-05-03/aenderungen/index.html"] == nil)
        #expect(rendered.text("tabelle/jabber/2026-05-04/aenderungen/index.html").contains("TLSv1.2 abgeschaltet"))
        #expect(rendered.text("tabelle/jabber/feed.xml").components(separatedBy: "<entry>").count == 3)
        let sitemap = rendered.text("sitemap.xml")
        #expect(sitemap.contains("tabelle/jabber/2026-05-01/") && !sitemap.contains("tabelle/jabber/2026-05-02/"))
        // No cell of the other table changed at all.
        #expect(rendered.text("tabelle/dane/2026-05-04/index.html").contains("dasselbe wie am 1.\u{a0}Mai 2026"))
    }

    @Test func datesAreListedByYearWithChangesFirst() throws {
        let page = try fourDays().render().text("tabelle/jabber/2026/index.html")
        #expect(page.contains("<h2 id=\"m5\">Mai</h2>"))
        let changed = try #require(page.range(of: #"href="../../../tabelle/jabber/2026-05-04/index.html""#))
        let unchanged = try #require(page.range(of: "Ohne Änderung:"))
        #expect(changed.lowerBound < unchanged.lowerBound)
        for day in ["02", "03"] {
            #expect(page[unchanged.upperBound...].contains("tabelle/jabber/2026-05-\(day)/index.html"))
        }
    }

    /// A provider behind a load balancer goes back and forth between two states: neither becomes new again.
    @Test func alternatingStatesAreKnownAgain() throws {
        let (a, b) = (Self.provider("a"), Self.modern("a"))
        let days = (1...6).map { ("2026-05-0\($0)", [$0 % 2 == 1 ? a : b]) }
        let rendered = try site(days).render()
        #expect(!rendered.hasErrors, "\(rendered.diagnostics)")
        let pages = rendered.files.keys.filter { $0.hasPrefix("beleg/") && $0.hasSuffix("/a/index.html") }
        #expect(pages.sorted() == ["beleg/2026-05-01/a/index.html", "beleg/2026-05-02/a/index.html"])
        #expect(rendered.text("tabelle/jabber/2026-05-06/index.html").contains("dasselbe wie am 2.\u{a0}Mai 2026"))
        // What happened is told all the same.
        #expect(rendered.text("tabelle/jabber/2026-05-06/aenderungen/index.html").contains("TLSv1.2 abgeschaltet"))
        let provider = rendered.text("anbieter/a/index.html")
        #expect(provider.contains("beleg/2026-05-01/a/index.html"))
        #expect(provider.contains("danach noch 2-mal, zuletzt am 5.\u{a0}Mai 2026"))
    }

    /// What one more day without a change writes: its own pages, and those that show the newest state.
    @Test func anUnchangedDayLeavesOldPagesAlone() throws {
        let b = Self.provider("b")
        let site = try fourDays()
        try site.scan("2026-05-05", [Self.modern("a"), b])
        let before = site.render()
        try site.scan("2026-05-06", [Self.modern("a"), b])
        let after = site.render()
        let changed = after.files.filter { before.files[$0.key] != $0.value }.keys.sorted()
        #expect(before.files.keys.allSatisfy { after.files[$0] != nil })
        let own = changed.filter { $0.contains("2026-05-06") }
        #expect(
            own == [
                "beleg/2026-05-06/index.html", "tabelle/dane/2026-05-06/index.html",
                "tabelle/jabber/2026-05-06/index.html",
            ])
        let newest = changed.filter { !$0.contains("2026-05-06") }
        #expect(
            newest == [
                "CITATION.cff", "datapackage.json", "index.html", "manifest.sha256", "sitemap.xml",
                "tabelle/dane/2026/index.html", "tabelle/dane/index.html", "tabelle/dane/index.md",
                "tabelle/jabber/2026/index.html", "tabelle/jabber/index.html", "tabelle/jabber/index.md",
            ], "\(newest)")
    }
}

extension UnchangedDatesTests {
    /// Time passes without a change at the server: a certificate that nobody renews becomes overdue, then expires.
    @Test func ageingCertificatesAreChanges() throws {
        let site = try SiteInAString(
            """
            -- content/tables/zertifikate.yaml --
            title: Zertifikate
            services: [{service: xmpp-client, label: C2S}]
            columns: [certificate]
            -- content/providers/a.md --
            ---
            name: A
            domains: [a.example]
            ---
            """)
        // Valid for the year 2026.
        let days = ["2026-10-01", "2026-10-02", "2026-11-15", "2026-11-16", "2027-01-02", "2027-01-03"]
        for day in days { try site.scan(day, [Fixture.measured("a", "A", [Fixture.endpoint("x", host: "a.example")])]) }
        let rendered = site.render()
        #expect(!rendered.hasErrors, "\(rendered.diagnostics)")
        let whole = days.filter { rendered.text("tabelle/zertifikate/\($0)/index.html").contains("<table") }
        #expect(whole == ["2026-10-01", "2026-11-15", "2027-01-02"])
        for day in ["2026-11-15", "2027-01-02"] {
            #expect(rendered.files["tabelle/zertifikate/\(day)/aenderungen/index.html"] != nil)
        }
        #expect(rendered.text("anbieter/a/index.html").contains("2.\u{a0}Januar 2027"))
    }
}
