import Content
import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// `pruefstand diff`: what changed, in words, and the article about it.
struct ChangeReportTests {
    private func report(_ site: SiteInAString, _ from: String, _ to: String) throws -> ChangeReport {
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        return try ChangeReport(content, from: try Fixture.day(from), to: try Fixture.day(to))
    }

    @Test func theProviderOrTheRules() throws {
        let report = try report(try ThreeDates.site(), "2015-02-01", "2015-03-01")
        let lines = report.groups.map { group in
            "\(group.title): " + group.lines.map { "\($0.change.name) \($0.text)" }.joined(separator: "; ")
        }
        #expect(lines.count == 3)
        #expect(
            lines[0].hasPrefix("Besser: A Jabber, Client zu Server (C2S): TLSv1 abgeschaltet, TLSv1.3 aktiviert"))
        #expect(lines[1] == "Schlechter: A DANE für MX weggefallen")
        #expect(lines[2].hasPrefix("Bewertungsregeln geändert: B "))
    }

    /// The order of the two days does not matter, and the draft's claims all hold.
    @Test func theDraftIsAnArticleWithoutFaults() throws {
        let site = try ThreeDates.site()
        let report = try report(site, "2015-03-01", "2015-01-01")
        let text = report.article(date: try Fixture.day("2015-03-02"), tables: ["jabber"])
        #expect(
            text.contains("([B](finding:2015-01-01/a/xmpp-client/grade) → [A](finding:2015-03-01/a/xmpp-client/grade))")
        )
        #expect(text.contains("draft: true"))
        try site.write(Array(text.utf8), to: "content/articles/2015-03-02-draft.md")
        let rendered = site.render(RenderOptions(drafts: true))
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        let page = rendered.text("2015/03/draft/index.html")
        #expect(page.contains("beleg/2015-03-01/a/index.html#xmpp-client-grade\">A</a>"))
        #expect(page.contains("<table>"))
    }

    @Test func nothingChanged() throws {
        let site = try ThreeDates.site()
        let report = try report(site, "2015-01-01", "2015-02-01")
        #expect(report.isEmpty)
        #expect(report.article(date: try Fixture.day("2015-03-02")).contains("hat sich nichts geändert"))
    }

    @Test func daysWithoutASnapshot() throws {
        let site = try ThreeDates.site()
        let error = #expect(throws: Diagnostics.self) { try report(site, "2015-01-02", "2015-04-01") }
        #expect(error?.all.map(\.rule.rawValue) == ["no-such-snapshot", "no-such-snapshot"])
        #expect(error?.all.allSatisfy { !$0.hint.isEmpty } == true)
    }

    /// Names of providers are data, in Markdown too.
    @Test func namesAreNoMarkup() throws {
        let site = try SiteInAString(ThreeDates.tables)
        let evil = "*x* [y](javascript:alert(1)) <script>`z`"
        for (date, on) in [("2015-01-01", false), ("2015-02-01", true)] {
            let providers = [Fixture.transcribed("a", evil, [], dnssec: .measured(on), dane: .measured([]))]
            try site.write(Fixture.snapshot(try Fixture.day(date), providers), providers)
        }
        let text = try report(site, "2015-01-01", "2015-02-01").article(date: try Fixture.day("2015-03-02"))
        try site.write(Array(text.utf8), to: "content/articles/2015-03-02-draft.md")
        let rendered = site.render(RenderOptions(drafts: true))
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        let page = rendered.text("2015/03/draft/index.html")
        #expect(page.contains("<strong>*x* [y](javascript:alert(1)) &lt;script&gt;`z`</strong>"))
    }
}
