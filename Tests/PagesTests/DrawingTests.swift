import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// Drawings say what the tables say, and say it again in words.
struct DrawingTests {
    private func svg(_ page: String, at place: Int = 0) throws -> String {
        let drawings = page.matches(of: #/<svg class="chart"(.|\n)*?<\/svg>/#)
        return String(try #require(drawings.indices.contains(place) ? drawings[place] : nil).0)
    }

    @Test func aProvidersGradesAsBands() throws {
        let page = try ThreeDates.site().render().text("anbieter/a/index.html")
        let drawing = try svg(page)
        // Three states, a third of 530 pixels each: B, unknown, A.
        let bands = drawing.matches(of: #/<rect class="([a-z]*)" x="([0-9.]*)" y="0" width="([0-9.]*)"/#).map {
            "\($0.1) \($0.2) \($0.3)"
        }
        #expect(bands == ["plain 130 176.7", "unknown 306.7 176.7", "good 483.3 176.7"])
        #expect(drawing.contains("aria-labelledby=\"noten-jabber-t noten-jabber-d\""))
        #expect(drawing.contains("<title id=\"noten-jabber-t\">A: Noten in „Jabber-Server“</title>"))
        #expect(page.contains("<tr><th scope=\"row\">1. Februar 2015</th><td>nicht gemessen</td></tr>"))
    }

    @Test func theVersionsShares() throws {
        let page = try ThreeDates.site().render().text("tabelle/jabber/index.html")
        let drawing = try svg(page)
        // A has TLS 1.0 in January and not in March; in February only B could be measured.
        #expect(
            page.contains(
                "<tr><th scope=\"row\">1. Januar 2015</th><td>0 von 2</td><td>2 von 2</td><td>1 von 2</td></tr>"))
        #expect(
            page.contains(
                "<tr><th scope=\"row\">1. Februar 2015</th><td>0 von 1</td><td>1 von 1</td><td>0 von 1</td></tr>"))
        #expect(drawing.contains(">TLSv1.3</text>") && drawing.contains(">50 %</text>"))
        #expect(!drawing.contains("SSLv3"))
    }

    @Test func oneStateIsNoTimeline() throws {
        let site = try SiteInAString(ThreeDates.tables)
        let providers = [
            Fixture.transcribed("a", "A", [ThreeDates.service(.measured([.tls12]), grade: .measured("A"))])
        ]
        try site.write(Fixture.snapshot(try Fixture.day("2015-01-01"), providers), providers)
        let rendered = site.render()
        #expect(!rendered.text("anbieter/a/index.html").contains("<svg"))
        #expect(!rendered.text("tabelle/jabber/index.html").contains("<svg"))
    }

    @Test func anOutageAndWhoTalksToWhomInAnArticle() throws {
        let site = try SiteInAString(
            """
            -- content/articles/2014-07-15-ausfall.md --
            ---
            title: Ausfall
            date: 2014-07-15
            ---
            ```chart
            kind: outage
            title: "Ausfall <b>"
            date: 2014-07-15
            states:
              - {time: "08:00", state: down, text: Strom weg}
              - {time: "14:00", state: up}
            ```

            ```chart
            kind: c2s-s2s
            ```
            """)
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        let page = rendered.text("2014/07/ausfall/index.html")
        let outage = try svg(page)
        #expect(outage.contains("Ausfall &lt;b&gt;</title>"))
        // Six hours, and a quarter of them for what comes after.
        #expect(outage.contains("<rect class=\"bad\" x=\"130\" y=\"0\" width=\"424\""))
        #expect(outage.contains(">gestört</text>") && outage.contains(">14:00</text>"))
        #expect(page.contains("<tr><th scope=\"row\">08:00</th><td>gestört</td><td>Strom weg</td></tr>"))
        #expect(try svg(page, at: 1).contains("S2S"))
        // What colours are belongs to the style sheet.
        #expect(!page.contains("style=") && !page.contains("fill="))
    }
}
