import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// Claims in prose: dated ones hold for ever, those without a date must hold by what was measured last.
struct ClaimTests {
    /// Three months of two providers; see `ChangesTests`. In February nothing of A could be measured.
    private func site(_ text: String) throws -> SiteInAString {
        let site = try ThreeDates.site()
        try site.write(
            "-- content/articles/2015-03-02-a.md --\n---\ntitle: A\ndate: 2015-03-02\n---\nEin Satz: \(text)\n")
        return site
    }

    private func page(_ text: String) throws -> String {
        let rendered = try site(text).render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        return rendered.text("2015/03/a/index.html")
    }

    @Test(arguments: [
        // A day's cell, told service by service or of the whole provider.
        ("[B](finding:2015-01-01/a/xmpp-client/grade)", "beleg/2015-01-01/a/index.html#xmpp-client-grade"),
        ("[MX, Jabber](finding:2015-01-01/a/dane-protocols)", "beleg/2015-01-01/a/index.html#dane-protocols"),
        ("[?](finding:2015-02-01/a/xmpp-client/grade)", "beleg/2015-02-01/a/index.html#xmpp-client-grade"),
        // The present.
        ("[A](finding:a/xmpp-client/grade)", "beleg/2015-03-01/a/index.html#xmpp-client-grade"),
        // Rows of a table: whole cells, parts of them, and an answer of nobody.
        (
            "[2 von 2](finding:2015-01-01/jabber/xmpp-client/certificates=gültig)",
            "tabelle/jabber/2015-01-01/index.html"
        ),
        ("[1 von 2](finding:2015-01-01/jabber/xmpp-client/protocols=TLSv1)", "tabelle/jabber/2015-01-01/index.html"),
        // One of the two could not be measured in February: it is no part of the sum.
        ("[1 von 1](finding:2015-02-01/jabber/xmpp-client/grade=a)", "tabelle/jabber/2015-02-01/index.html"),
        ("[1 von 2](finding:jabber/xmpp-client/grade=A-)", "tabelle/jabber/2015-03-01/index.html"),
        ("[0 von 2](finding:jabber/xmpp-client/grade=F)", "tabelle/jabber/2015-03-01/index.html"),
    ])
    func holds(_ text: String, _ target: String) throws {
        let words = text.dropFirst().prefix { $0 != "]" }
        #expect(try page(text).contains("<a href=\"../../../\(target)\">\(words)</a>"))
    }

    @Test func whatCouldNotBeMeasuredIsNotOutOfDate() throws {
        let site = try ThreeDates.site()
        try FileManager.default.removeItem(atPath: "\(site.root)/content/snapshots/2015-03-01")
        try site.write(
            "-- content/articles/2015-03-02-a.md --\n---\ntitle: A\ndate: 2015-03-02\n---\n[B](finding:a/xmpp-client/grade)\n"
        )
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(rendered.text("2015/03/a/index.html").contains("beleg/2015-01-01/a/index.html#xmpp-client-grade"))
    }

    /// After a new snapshot the sentence is named with its place; the site is built all the same, and the link leads to
    /// the day on which it was true.
    @Test func aSentenceThatNoLongerHolds() throws {
        let site = try site("A hat die Note [B](finding:a/xmpp-client/grade).")
        let rendered = site.render()
        let found = try #require(rendered.diagnostics.first)
        #expect(rendered.diagnostics.count == 1)
        #expect(site.faults() == ["content/articles/2015-03-02-a.md:5:26 claim-outdated"])
        #expect(found.level == .warning)
        #expect(found.message.contains("'A'") && found.message.contains("2015-03-01"))
        #expect(found.hint.contains("finding:2015-01-01/a/xmpp-client/grade"))
        #expect(rendered.text("2015/03/a/index.html").contains("beleg/2015-01-01/a/index.html#xmpp-client-grade"))
    }

    @Test(arguments: [
        ("[C](finding:a/xmpp-client/grade)", "claim-differs"), ("[A](finding:nobody/xmpp-client/grade)", "bad-claim"),
        ("[A](finding:a/xmpp-client/grad)", "bad-claim"), ("[A](finding:a/xmpp/grade)", "bad-claim"),
        ("[A](finding:a/imap/grade)", "bad-claim"), ("[A](finding:a//grade)", "bad-claim"),
        ("[A](finding:2015-13-01/a/xmpp-client/grade)", "bad-claim"),
        ("[3 von 2](finding:2015-01-01/jabber/xmpp-client/certificates=gültig)", "claim-differs"),
        ("[2 von 2](finding:2015-01-01/jabbr/xmpp-client/certificates=gültig)", "bad-claim"),
        ("[2 von 2](finding:2015-01-01/jabber/xmpp-client/certificates=gueltig)", "bad-claim"),
        ("[2 von 2](finding:2015-01-01/jabber/dnssec=ja)", "bad-claim"),
    ])
    func doesNotHold(_ text: String, _ rule: String) throws {
        let found = try site(text).render().diagnostics
        #expect(found.map(\.rule.rawValue) == [rule])
        #expect(found.allSatisfy { !$0.hint.isEmpty && $0.level == .error })
    }

    /// A site where the findings of A cannot be read on some days.
    private func site(_ text: String, broken dates: [String]) throws -> SiteInAString {
        let site = try site(text)
        for date in dates { try site.write(Array("{".utf8), to: "content/snapshots/\(date)/a.json") }
        return site
    }

    /// A provider whose files are broken costs the claims about it their links, and the site nothing more.
    @Test(arguments: [
        ("[B](finding:2015-01-01/a/xmpp-client/grade)", ["2015-01-01"]),
        // What was measured last is not known any more.
        ("[A](finding:a/xmpp-client/grade)", ["2015-03-01"]),
        ("[A](finding:a/xmpp-client/grade)", ["2015-01-01", "2015-02-01", "2015-03-01"]),
        // Its row is not among those that are counted.
        ("[2 von 2](finding:2015-01-01/jabber/xmpp-client/certificates=gültig)", ["2015-01-01"]),
        ("[1 von 2](finding:2015-01-01/jabber/xmpp-client/protocols=TLSv1)", ["2015-01-01"]),
        // The page that an editor links to by hand.
        ("[Beleg](/beleg/2015-01-01/a/#dane)", ["2015-01-01"]),
    ])
    func aboutAProviderThatIsLeftOut(_ text: String, _ dates: [String]) throws {
        let rendered = try site(text, broken: dates).render()
        #expect(rendered.diagnostics.allSatisfy { $0.level == .warning && !$0.hint.isEmpty })
        let found = rendered.diagnostics.filter { $0.rule == .notProven }
        #expect(found.map(\.file) == ["content/articles/2015-03-02-a.md"], "\(rendered.diagnostics)")
        #expect(found.first?.place == Diagnostic.Place(line: 5, column: 11), "\(found)")
        #expect(found.first?.message.contains("'a' is left out of the snapshot of \(dates[0])") == true)
        #expect(rendered.diagnostics.count == dates.count + 1)
        let words = text.dropFirst().prefix { $0 != "]" }
        #expect(rendered.text("2015/03/a/index.html").contains("<p>Ein Satz: \(words)</p>"))
    }

    /// What does not depend on the broken file is checked as ever.
    @Test(arguments: [
        ("[B](finding:2015-01-01/b/xmpp-client/grade)", "claim-differs"),
        ("[C](finding:2015-02-01/a/xmpp-client/grade)", "claim-differs"),
        ("[B](finding:2015-01-01/a/xmpp-client/grad)", "bad-claim"),
        ("[B](finding:2015-01-01/a/xmpp/grade)", "bad-claim"),
        ("[B](finding:2015-01-01/c/xmpp-client/grade)", "bad-claim"),
        ("[Beleg](/beleg/2015-01-01/c/)", "dead-link"),
    ])
    func aboutOthersThanTheOneLeftOut(_ text: String, _ rule: String) throws {
        let errors = try site(text, broken: ["2015-01-01"]).render().diagnostics.filter { $0.level == .error }
        #expect(errors.map(\.rule.rawValue) == [rule])
    }

    /// Whatever else names a provider that is left out of all snapshots: its file is what is reported.
    @Test func nothingElseIsReportedOfAProviderThatIsLeftOut() throws {
        let dates = ["2015-01-01", "2015-02-01", "2015-03-01"]
        let site = try site("", broken: dates)
        try site.write(
            """
            -- content/errata.yaml --
            errata: [{snapshot: 2015-01-01, provider: a, date: 2015-01-02, text: {de: Falsch}}]
            -- content/tables/both.yaml --
            title: Beide
            columns: [dnssec]
            rows: [a, b]
            -- content/articles/2015-03-03-b.md --
            ---
            title: B
            date: 2015-03-03
            ---
            ```table
            name: jabber
            rows: [a, b]
            ```

            ```chart
            kind: grades
            table: jabber
            provider: a
            ```
            """)
        try FileManager.default.removeItem(atPath: "\(site.root)/content/providers/a.md")
        let rendered = site.render()
        #expect(
            rendered.diagnostics.map { "\($0.file) \($0.rule)" }
                == dates.map { "content/snapshots/\($0)/a.json broken-json" })
        #expect(!rendered.hasErrors && rendered.text("2015/03/b/index.html").contains("<table"))
    }
}
