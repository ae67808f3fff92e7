import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// Drawings say what the tables say, and say it again in words.
struct DrawingTests {
    private func svg(_ page: String, at place: Int = 0) throws -> String {
        let drawings = page.matches(of: #/<svg class="chart[^"]*"(.|\n)*?<\/svg>/#)
        return String(try #require(drawings.indices.contains(place) ? drawings[place] : nil).0)
    }

    @Test func aProvidersGradesAsBands() throws {
        let page = try ThreeDates.site().render().text("anbieter/a/index.html")
        let drawing = try svg(page)
        // Three states, a third of the axis each: B, unknown, A.
        let bands = drawing.matches(of: #/<rect class="([a-z]*)" x="([0-9.%]*)" y="19" width="([0-9.%]*)"/#).map {
            "\($0.1) \($0.2) \($0.3)"
        }
        #expect(bands == ["plain 0% 33.3%", "unknown 33.3% 33.3%", "good 66.7% 33.3%"])
        #expect(drawing.contains("aria-labelledby=\"noten-jabber-t noten-jabber-d\""))
        #expect(drawing.contains("<title id=\"noten-jabber-t\">A: Noten in „Jabber-Server“</title>"))
        #expect(page.contains("<tr><th scope=\"row\">1.\u{a0}Februar 2015</th><td>nicht gemessen</td></tr>"))
    }

    @Test func theVersionsShares() throws {
        let page = try ThreeDates.site().render().text("tabelle/jabber/index.html")
        let drawing = try svg(page)
        // A has TLS 1.0 in January and not in March; in February only B could be measured.
        #expect(
            page.contains(
                "<tr><th scope=\"row\">1.\u{a0}Januar 2015</th><td>0 von 2</td><td>2 von 2</td><td>1 von 2</td></tr>"))
        #expect(
            page.contains(
                "<tr><th scope=\"row\">1.\u{a0}Februar 2015</th><td>0 von 1</td><td>1 von 1</td><td>0 von 1</td></tr>"))
        #expect(drawing.contains(">TLSv1.3</text>") && drawing.contains(">50 %</text>"))
        #expect(!drawing.contains("SSLv3"))
    }

    /// On a narrow screen nothing is scaled down: what does not fit is left to the table below, and comes back where
    /// there is room.
    @Test func labelsThatFitOnlyWhereThereIsRoom() throws {
        let site = try SiteInAString(
            """
            -- content/articles/2014-07-15-ausfall.md --
            ---
            title: Ausfall
            date: 2014-07-15
            ---
            ```chart
            kind: outage
            title: Ausfall
            date: 2014-07-15
            states:
              - {time: "08:00", state: down}
              - {time: "08:45", state: partly}
              - {time: "10:00", state: down}
              - {time: "10:10", state: partly}
              - {time: "14:00", state: up}
            ```
            """)
        let drawing = try svg(site.render().text("2014/07/ausfall/index.html"))
        let labels = drawing.matches(of: #/<text class="(tick[a-z ]*)"[^>]*>([0-9:]*)</#).map { "\($0.1) \($0.2)" }
        // 45 minutes of 7½ hours are 31 of 310 pixels, or 52 of 520; ten are never room for a time.
        #expect(labels == ["tick 08:00", "tick roomy 08:45", "tick 10:00", "tick 14:00"])
        let states = drawing.matches(of: #/<text( class="roomy")? x="[0-9.]*%" y="36"[^>]*>([a-zöü]*)</#)
        #expect(
            states.map { "\($0.1 ?? "") \($0.2)" } == [
                " class=\"roomy\" teilweise", " teilweise", " class=\"roomy\" erreichbar",
            ])
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
        #expect(outage.contains("<rect class=\"bad\" x=\"0%\" y=\"19\" width=\"80%\""))
        #expect(outage.contains(">gestört</text>") && outage.contains(">14:00</text>"))
        #expect(page.contains("<tr><th scope=\"row\">08:00</th><td>gestört</td><td>Strom weg</td></tr>"))
        #expect(try svg(page, at: 1).contains("S2S"))
        // What colours are belongs to the style sheet.
        #expect(!page.contains("style=") && !page.contains("fill="))
    }
}
