import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// Pages that sort out what others hold: more posts than fit, archives, histories, corrections.
struct ReaderPagesTests {
    private static func articles(_ count: Int) -> String {
        (1...count).map { number in
            let month = number <= 2 ? "2014-12" : "2015-01"
            return """
                -- content/articles/\(month)-0\(number)-beitrag-\(number).md --
                ---
                title: Beitrag \(number)
                date: \(month)-0\(number)
                ---
                Text.

                """
        }.joined()
    }

    private static let settings = """
        -- content/site.yaml --
        title: {de: Prüfstand, en: Test bench}
        base-url: https://pruefstand.example/
        languages: [de, en]
        page-size: 2
        imprint: {de: "Wer **hier** schreibt", en: ""}

        """

    private func titles(_ page: String) -> [String] {
        page.matches(of: #/<a href="[^"]*">(Beitrag [0-9]+)</#).map { String($0.1) }
    }

    @Test func theHomePageGoesOnOnFurtherPages() throws {
        let rendered = try SiteInAString(Self.settings + Self.articles(5)).render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(titles(rendered.text("index.html")) == ["Beitrag 5", "Beitrag 4"])
        #expect(titles(rendered.text("seite/2/index.html")) == ["Beitrag 3", "Beitrag 2"])
        #expect(titles(rendered.text("seite/3/index.html")) == ["Beitrag 1"])
        #expect(rendered.files["seite/1/index.html"] == nil && rendered.files["seite/4/index.html"] == nil)
        let second = rendered.text("seite/2/index.html")
        #expect(second.contains("href=\"../../index.html\" rel=\"prev\""))
        #expect(second.contains("href=\"../../seite/3/index.html\" rel=\"next\""))
        #expect(second.contains("<h1>Beiträge, Seite 2 von 3</h1>"))
        // English has one page, and no imprint.
        #expect(!second.contains("hreflang"))
        #expect(!rendered.text("impressum/index.html").contains("hreflang"))
    }

    /// Every page that the other language has, too, says so, and the other one says it back.
    @Test func pagesOfTwoLanguagesKnowEachOther() throws {
        let english = Self.articles(4).replacing(/(beitrag-\d)\.md/) { "\($0.1).en.md" }
        let site = try SiteInAString(Self.settings + Self.articles(5) + english)
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        var pairs: [String: Set<String>] = [:]
        for (path, bytes) in rendered.files where path.hasSuffix("index.html") {
            let page = String(decoding: bytes, as: UTF8.self)
            let alternates = page.matches(of: #/<link rel="alternate" hreflang="[a-z]+" href="([^"]+)">/#)
            pairs[String(path.dropLast("index.html".count))] = Set(
                alternates.map { String($0.1.dropFirst("https://pruefstand.example/".count)) })
        }
        for (address, alternates) in pairs {
            for alternate in alternates { #expect(pairs[alternate] == alternates, "\(address) → \(alternate)") }
        }
        let alone = pairs.filter(\.value.isEmpty).keys.sorted()
        #expect(alone == ["2015/01/beitrag-5/", "impressum/", "seite/3/"])
    }

    @Test func archivesByYearAndMonth() throws {
        let rendered = try SiteInAString(Self.settings + Self.articles(5)).render()
        #expect(titles(rendered.text("2015/index.html")) == ["Beitrag 5", "Beitrag 4", "Beitrag 3"])
        #expect(titles(rendered.text("2014/12/index.html")) == ["Beitrag 2", "Beitrag 1"])
        #expect(rendered.text("2014/12/index.html").contains("<h1>Beiträge: Dezember 2014</h1>"))
        #expect(rendered.text("index.html").contains("<a href=\"2015/index.html\">2015</a>"))
        #expect(rendered.files["en/2015/index.html"] == nil)
    }

    /// A table of services that nobody has measured yet has its page all the same, and says so.
    @Test func aTableWithoutASnapshotSaysSo() throws {
        let table = """
            -- content/tables/wege.yaml --
            title: {de: Alle Wege, en: Every way}
            profile: pruefstand-2026
            services: [{service: mx, label: MX}, {service: imap, label: IMAP}]
            columns: [protocols, grade]
            rows: all

            """
        let rendered = try SiteInAString(Self.settings + Self.articles(1) + table).render()
        #expect(rendered.diagnostics.isEmpty)
        let page = rendered.text("tabelle/wege/index.html")
        #expect(page.contains("<h1>Alle Wege</h1>") && page.contains("noch keine Messung"))
        #expect(page.contains("<li>Protokolle</li>") && page.contains("MX, IMAP") && !page.contains("<table"))
        #expect(rendered.text("en/table/wege/index.html").contains("has not been measured yet"))
        #expect(rendered.text("index.html").contains("<a href=\"tabelle/wege/index.html\">Alle Wege</a>"))
    }

    @Test func theImprintIsWhereItHasAText() throws {
        let rendered = try SiteInAString(Self.settings + Self.articles(1)).render()
        #expect(rendered.text("impressum/index.html").contains("<strong>hier</strong>"))
        #expect(rendered.text("index.html").contains("<a href=\"impressum/index.html\">Impressum</a>"))
        #expect(rendered.files["en/imprint/index.html"] == nil)
        #expect(!rendered.text("en/index.html").contains("imprint/"))
    }

    @Test func aValueHoldsSinceTheFirstSnapshotThatShowsIt() throws {
        let rendered = try ThreeDates.site().render()
        let page = rendered.text("anbieter/a/index.html")
        let rows = page.matches(
            of:
                #/<th scope="row">([^<]*)<\/th>\s*<td[^>]*>(.*?)<\/td>\s*<td[^>]*>(.*?)<\/td>\s*(?:<td[^>]*>(.*?)<\/td>)?/#
        )
        .map { row in [row.1, row.2, row.3, row.4 ?? ""].map { $0.replacing(#/<[^>]*>/#, with: "") } }
        #expect(
            rows.contains([
                "Protokolle", "TLSv1.2, TLSv1.3", "1.\u{a0}März 2015",
                "TLSv1, TLSv1.2 vom 1.\u{a0}Januar 2015 bis spätestens zum 1.\u{a0}März 2015",
            ]))
        #expect(rows.contains(["STARTTLS", "Pflicht", "1.\u{a0}Januar 2015", ""]))
        // Of TLS' protocols the page tells as well.
        #expect(rows.contains { $0[0] == "DANE: Protokolle" })
        #expect(page.contains("beleg/2015-03-01/a/index.html#xmpp-client-starttls"))
        #expect(page.contains("TLSv1 abgeschaltet, TLSv1.3 aktiviert"))
    }

    @Test func whatCannotBeMeasuredNowKeepsItsLastValue() throws {
        let site = try ThreeDates.site()
        let providers = [
            Fixture.transcribed(
                "a", "A", [ThreeDates.service(.unmeasured(ThreeDates.silence), grade: .measured("A"))])
        ]
        try site.write(Fixture.snapshot(try Fixture.day("2015-04-01"), providers), providers)
        let page = site.render().text("anbieter/a/index.html")
        #expect(page.contains("zuletzt gesehen am 1.\u{a0}März 2015"))
        #expect(page.contains("am 1.\u{a0}April 2015 nicht messbar: keine rechtzeitige Antwort"))
    }

    @Test func aSnapshotThatDoesNotSpeakOfSomethingDoesNotShowIt() throws {
        let site = try ThreeDates.site()
        let providers = [Fixture.transcribed("a", "A", dnssec: .measured(true))]
        try site.write(Fixture.snapshot(try Fixture.day("2015-04-01"), providers), providers)
        let page = site.render().text("anbieter/a/index.html")
        #expect(page.contains("beleg/2015-03-01/a/index.html#xmpp-client-starttls"))
        #expect(page.contains("beleg/2015-04-01/a/index.html#dnssec"))
        #expect(!page.contains("beleg/2015-04-01/a/index.html#xmpp-client"))
    }

    @Test func claimsStandBesideWhatWasMeasuredAndTheReplyUnderThem() throws {
        let site = try ThreeDates.site()
        try site.write(
            """
            -- content/providers/a.md --
            ---
            name: A
            domains: [a.example]
            claims:
              - {text: Wir haben TLS, source: https://a.example/, date: 2015-01-01, about: xmpp-client/protocols}
              - {text: Wir haben alles, source: Prospekt, date: 2015-01-01}
            reply: {date: 2015-03-02, text: "Das <b>stimmt</b>.", source: E-Mail}
            ---
            """)
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        let page = rendered.text("anbieter/a/index.html")
        #expect(page.contains("Protokolle: TLSv1.2, TLSv1.3</a> <span class=\"why\">seit dem 1.\u{a0}März 2015</span>"))
        #expect(page.contains("<p>Das &lt;b&gt;stimmt&lt;/b&gt;.</p>") && page.contains("E-Mail"))
        try site.write(
            """
            -- content/providers/a.md --
            ---
            name: A
            domains: [a.example]
            claims: [{text: Ja, source: Prospekt, date: 2015-01-01, about: xmpp-client}]
            reply: {date: 2015-03-02, text: Nein, source: "javascript:alert(1)"}
            ---
            """)
        #expect(
            site.faults() == [
                "content/providers/a.md:4:64 unknown-value", "content/providers/a.md:5:47 bad-address",
            ])
    }

    @Test func errataStandBesideWhatTheyConcern() throws {
        let site = try ThreeDates.site()
        try site.write(
            """
            -- content/errata.yaml --
            errata:
              - {snapshot: 2015-01-01, provider: a, date: 2015-01-05, text: A war gemeint}
            -- content/articles/2015-01-01-beitrag.md --
            ---
            title: Beitrag
            date: 2015-01-01
            updates: [{date: 2015-01-03, text: Nachgetragen}]
            ---
            """)
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        for page in ["korrekturen", "tabelle/jabber/2015-01-01", "beleg/2015-01-01/a"] {
            #expect(rendered.text("\(page)/index.html").contains("A war gemeint"), "\(page)")
        }
        for page in ["tabelle/jabber/2015-02-01", "beleg/2015-01-01/b"] {
            #expect(!rendered.text("\(page)/index.html").contains("A war gemeint"), "\(page)")
        }
        #expect(rendered.text("korrekturen/index.html").contains("../2015/01/beitrag/index.html#updates"))
        try site.write(
            """
            -- content/errata.yaml --
            errata:
              - {snapshot: 2015-01-02, date: 2015-01-05, text: A}
              - {snapshot: 2015-01-01, provider: c, date: 2015-01-05, text: A}
            """)
        #expect(
            site.faults() == [
                "content/errata.yaml:2:16 no-such-snapshot", "content/errata.yaml:3:38 no-such-provider",
            ])
    }

    @Test func securityContactsMustBeAddresses() throws {
        let site = try SiteInAString(
            SiteInAString.settings
                + "\nsecurity: {contact: mail@a.example, expires: 2027-01-01, policy: no}\npage-size: 0")
        #expect(
            site.faults() == [
                "content/site.yaml:7:21 bad-address", "content/site.yaml:7:66 bad-address",
                "content/site.yaml:8:12 wrong-type",
            ])
    }
}
