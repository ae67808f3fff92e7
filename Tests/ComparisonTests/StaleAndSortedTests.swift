import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// What a table shows of what it does not know now, and its rows in other orders.
struct StaleAndSortedTests {
    @Test func anUnknownCellTellsWhatWasKnownLast() throws {
        let page = try ThreeDates.site().render().text("tabelle/jabber/2015-02-01/index.html")
        #expect(page.contains("keine rechtzeitige Antwort"))
        #expect(
            page.contains(
                "<a class=\"last\" href=\"../../../beleg/2015-01-01/a/index.html#xmpp-client-protocols\">"
                    + "zuletzt TLSv1, TLSv1.2 (1.\u{a0}Januar 2015)</a>"))
        // What comes later is not known yet.
        #expect(!page.contains("TLSv1.3"))
    }

    private func siteWithPartialScan(_ origin: SnapshotManifest.Origin) throws -> SiteInAString {
        let site = try ThreeDates.site()
        let providers = [Fixture.measured("a", "A", [Fixture.endpoint("x", host: "xmpp.example.org")])]
        try site.write(
            Fixture.snapshot(try Fixture.day("2015-04-01"), providers, origin: origin, vantage: "Labor"), providers)
        return site
    }

    @Test func aProviderThatAMeasurementLeftOutKeepsItsRow() throws {
        let rendered = try siteWithPartialScan(.measured).render()
        let rows = rendered.rows("tabelle/jabber/index.html")
        #expect(rows.map { $0.first } == ["A", "B in diesem Durchgang nicht gemessen; Stand vom 1.\u{a0}März 2015"])
        #expect(rows.last?[2] == "C2S: TLSv1.2")
        let page = rendered.text("tabelle/jabber/index.html")
        #expect(page.contains("beleg/2015-03-01/b/index.html#xmpp-client-protocols"))
        #expect(page.contains("<tr class=\"stale\">"))
    }

    @Test func whoIsGoneHasNoRow() throws {
        let site = try siteWithPartialScan(.measured)
        try FileManager.default.removeItem(atPath: "\(site.root)/content/providers/b.md")
        #expect(site.render().rows("tabelle/jabber/index.html").count == 1)
        let told = try siteWithPartialScan(.transcribed)
        #expect(told.render().rows("tabelle/jabber/index.html").count == 1)
    }

    @Test func theNewestStateSortedByEachColumn() throws {
        let site = try SiteInAString(ThreeDates.tables)
        let providers = [
            Fixture.transcribed(
                "a", "Zebra",
                [ThreeDates.service(.measured([.ssl3]), grade: .measured("B"), certificate: .measured(.invalid))]),
            Fixture.transcribed("b", "Affe", [ThreeDates.service(.measured([.tls12]), grade: .measured("C"))]),
            Fixture.transcribed(
                "c", "Maus", [ThreeDates.service(.unmeasured(ThreeDates.silence), grade: .measured("A"))]),
        ]
        try site.write(Fixture.snapshot(try Fixture.day("2015-01-01"), providers), providers)
        let rendered = site.render()
        func names(_ order: String) -> [String?] { rendered.rows("tabelle/jabber/\(order)index.html").map(\.first) }
        #expect(names("") == ["Zebra", "Affe", "Maus"])
        #expect(names("sortiert/provider/") == ["Affe", "Maus", "Zebra"])
        #expect(names("sortiert/grade/") == ["Maus", "Zebra", "Affe"])
        #expect(names("sortiert/protocols/") == ["Affe", "Zebra", "Maus"])
        #expect(names("sortiert/certificates/") == ["Affe", "Maus", "Zebra"])
        let page = rendered.text("tabelle/jabber/sortiert/grade/index.html")
        #expect(
            page.contains(
                "<th scope=\"col\" aria-sort=\"ascending\"><a href=\"../../../../tabelle/jabber/sortiert/grade/index.html\""
            ))
        #expect(page.contains("noindex") && !rendered.text("sitemap.xml").contains("sortiert"))
        #expect(rendered.text("tabelle/jabber/index.html").contains("sortiert/protocols/index.html"))
        #expect(!rendered.text("tabelle/jabber/2015-01-01/index.html").contains("sortiert/"))
    }
}
