import Content
import Foundation
import Model
import SiteTestSupport
import TestSupport
import Testing

@testable import Pages

/// What readers and programs get of incidents and rounds.
@Suite struct IncidentPageTests {
    /// A day of rounds every five minutes, with an hour in which nothing was measured, and IMAP down from 08:00.
    private static func rounds() -> String {
        var lines = [
            """
            {"t":"05T00:00:00","watch":{"thresholds":{"interval":300,"recheck":30,"failures":3,"successes":2},"vantage":"","version":"p"},"services":["a/imap","a/mx"],"changes":{"a/imap":"up","a/mx":"up"}}
            """
        ]
        for minute in stride(from: 5, through: 720, by: 5) where !(300..<360).contains(minute) {
            let time = "05T\(padded(minute / 60, 2)):\(padded(minute % 60, 2)):00"
            let change = minute == 480 ? ",\"changes\":{\"a/imap\":\"outage tcp timeout\"}" : ""
            lines.append("{\"t\":\"\(time)\"\(change)}")
        }
        return lines.joined(separator: "\n")
    }

    private static let opened = "  - {at: 2026-11-05T08:01:05Z, stage: opened}"
    private static let services = """
        services:
          - {service: imap, kind: outage, step: tcp, reason: timeout, detail: "<script>", began: {after: 2026-11-05T07:55:00Z, by: 2026-11-05T08:00:00Z}ENDED}
        """

    private func site(
        resolved: Bool = false, service: String = "imap", rounds: String = Self.rounds(),
        ended: String = "{after: 2026-11-05T11:00:00Z, by: 2026-11-05T11:05:00Z}"
    ) throws -> SiteInAString {
        let services = Self.services.replacing("ENDED", with: resolved ? ", ended: \(ended)" : "")
            .replacing("service: imap", with: "service: \(service)")
        return try SiteInAString(
            """
            -- content/site.yaml --
            title: {de: Haus, en: House}
            base-url: https://haus.example/
            languages: [de, en]
            -- content/providers/a.md --
            ---
            name: Anna & Söhne
            domains: [a.example]
            ---
            -- content/rounds/2026-11.ndjson --
            \(rounds)
            -- content/incidents/2026-11-05-a.md --
            ---
            provider: a
            state: \(resolved ? "resolved" : "open")
            kind: outage
            began: {after: 2026-11-05T07:55:00Z, by: 2026-11-05T08:00:00Z}
            \(resolved ? "ended: \(ended)" : "# open")
            \(services)
            updates:
            \(Self.opened)
            \(resolved ? "  - {at: 2026-11-05T11:05:35Z, stage: resolved}" : "# no more")
            reports:
              - {at: 2026-11-05T09:00:00Z, source: "https://status.a.example/", text: "All <b>fine</b>", claim: true}
            ---
            Von Hand geschrieben.
            """)
    }

    private func render(_ site: SiteInAString) throws -> [String: String] {
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let rendered = Site.render(content)
        #expect(rendered.diagnostics.filter { $0.level == .error }.isEmpty, "\(rendered.diagnostics)")
        return rendered.files.mapValues { String(decoding: $0, as: UTF8.self) }
    }

    @Test func bothLanguagesHaveThePages() throws {
        let files = try render(try site())
        let german = try #require(files["stoerungen/2026-11-05-a/index.html"])
        let english = try #require(files["en/incidents/2026-11-05-a/index.html"])
        #expect(german.contains("Anna &amp; Söhne: nicht erreichbar") && german.contains("Von Hand geschrieben."))
        #expect(german.contains("zwischen 5.\u{a0}November 2026, 07:55 UTC und 5.\u{a0}November 2026, 08:00 UTC"))
        #expect(english.contains("unreachable") && english.contains("TCP: no answer in time"))
        for page in [german, english] {
            #expect(page.contains("&lt;script&gt;") && !page.contains("<script>"))
            #expect(page.contains("All &lt;b&gt;fine&lt;/b&gt;"))
        }
        // The provider's words stand beside what was measured then.
        #expect(english.contains("measured at that time: failing – IMAP"))
        #expect(try #require(files["index.html"]).contains("stoerungen/2026-11-05-a/index.html"))
        #expect(try #require(files["stoerungen/index.html"]).contains("Anna &amp; Söhne"))
    }

    /// At least 5:50 and at most 6:10 are six hours, not five to six.
    @Test func durationsAreRoundedToTheNearest() throws {
        let site = try site(resolved: true, ended: "{after: 2026-11-05T13:50:00Z, by: 2026-11-05T14:05:00Z}")
        let page = try #require(try render(site)["stoerungen/2026-11-05-a/index.html"])
        #expect(page.contains("<dd>6 Stunden</dd>"))
    }

    /// Above its band a name has the drawing's whole width.
    @Test func theDrawingHasWholeNames() throws {
        let page = try #require(try render(try site(service: "mx"))["stoerungen/2026-11-05-a/index.html"])
        #expect(page.contains(">E-Mail zwischen Servern</text>"))
    }

    @Test func aResolvedIncidentLeavesTheHomePage() throws {
        let files = try render(try site(resolved: true))
        #expect(!(try #require(files["index.html"]).contains("2026-11-05-a")))
        #expect(try #require(files["stoerungen/2026-11-05-a/index.html"]).contains("3 Stunden"))
    }

    /// Nothing that was measured is a part of what was not.
    @Test func sharesAreThoseOfTheMeasuredTime() throws {
        let page = try #require(try render(try site())["anbieter/a/index.html"])
        // Twelve hours, of which 65 minutes were not measured; four of them down.
        #expect(page.contains("63.358 %"), "\(page.split(separator: "\n").filter { $0.contains("%") })")
        #expect(page.contains("100 %"))
        #expect(page.components(separatedBy: "class=\"none\"").count - 1 == 2 * 89)
    }

    @Test func eachStageIsAnEntryWhoseIDStays() throws {
        func ids(_ files: [String: String]) throws -> [String] {
            try #require(files["stoerungen/feed.xml"]).matches(of: #/<id>(.*#.*)<\/id>/#).map { String($0.1) }
        }
        let before = try ids(try render(try site()))
        let after = try ids(try render(try site(resolved: true)))
        #expect(before == ["https://haus.example/stoerungen/2026-11-05-a/#opened"])
        #expect(after == ["https://haus.example/stoerungen/2026-11-05-a/#resolved"] + before)
        #expect(
            try #require(try render(try site())["stoerungen/feed.xml"]).contains(
                "<updated>2026-11-05T08:01:05Z</updated>"))
    }

    /// What the provider said since the stage before is in the entry of a stage; the entry before stays as it was.
    @Test func aStageHasWhatTheProviderSaid() throws {
        func entries(_ files: [String: String]) throws -> [String] {
            try #require(files["en/incidents/feed.xml"]).components(separatedBy: "<entry>").dropFirst().map { $0 }
        }
        let before = try entries(try render(try site()))
        let after = try entries(try render(try site(resolved: true)))
        try #require(before.count == 1 && after.count == 2)
        #expect(!before[0].contains("The provider says"))
        #expect(after[0].contains("The provider says: “All &lt;b&gt;fine&lt;/b&gt;”"), "\(after[0])")
        #expect(!after[1].contains("The provider says"))
    }

    @Test func theStateAgreesWithItself() throws {
        let open = try render(try site())
        let summary = try #require(open["api/v2/summary.json"])
        // One of two services: a part.
        #expect(summary.contains("\"indicator\":\"major\"") && summary.contains("\"status\":\"partial_outage\""))
        #expect(summary.contains("\"impact\":\"major\"") && summary.contains("\"resolved_at\":null"))
        let over = try #require(try render(try site(resolved: true))["api/v2/summary.json"])
        #expect(
            over.contains("\"indicator\":\"none\"") && over.contains("\"status\":\"operational\"")
                && over.contains("\"incidents\":[]"))
    }

    @Test func anOpenIncidentEndsWithTheLastMeasurementInCalendars() throws {
        let calendar = try #require(try render(try site())["en/incidents/calendar.ics"])
        let lines = calendar.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
        #expect(lines.contains("DTSTART:20261105T080000Z") && lines.contains("DTEND:20261105T120000Z"))
        #expect(lines.contains { $0.hasPrefix("SUMMARY:") && $0.contains("ongoing") })
        #expect(calendar.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        #expect(calendar.components(separatedBy: "UID:").count == 2)
    }

    @Test func brokenRoundsAreReportedAndTheRestCounts() throws {
        let site = try site(rounds: Self.rounds() + "\n{\"t\":\"05T12:0")
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        // A file of a site in a string ends with a line end, so the line is broken and not cut off.
        #expect(content.diagnostics.map(\.rule) == [.brokenRound])
        #expect(content.availability.measured != nil)
    }

    /// A post about an incident says what its file says, and nothing has to be typed.
    @Test func aDraftHasTheFacts() throws {
        let site = try site(resolved: true)
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let draft = try ArticleDraft(incident: "2026-11-05-a", in: content)
        #expect(draft.path == "content/articles/2026-11-05-anna-soehne-nicht-erreichbar.md")
        for text in [
            "draft: true", "07:55 UTC", "incident: 2026-11-05-a", "wieder in Ordnung", "„All \\<b\\>fine\\</b\\>“",
        ] {
            #expect(draft.text.contains(text), "\(text) in \(draft.text)")
        }
        try site.write(Array(draft.text.replacing("draft: true", with: "draft: false").utf8), to: draft.path)
        let page = try #require(try render(site)["2026/11/anna-soehne-nicht-erreichbar/index.html"])
        #expect(page.contains("<svg class=\"chart\""))
        #expect(throws: Diagnostics.self) { try ArticleDraft(incident: "2026-11-06-a", in: content) }
    }
}
