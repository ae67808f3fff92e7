import Content
import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// How many providers say yes: at the foot of a table, in its JSON, in claims and in charts. And what an announced
/// profile will make of their grades.
@Suite struct ColumnCountTests {
    private static let tables = """
        -- content/tables/jabber.yaml --
        title: Jabber
        profile: [{name: pruefstand-2026}, {name: pruefstand-2026-12, from: 2026-12-01}]
        services: [{service: xmpp-client, label: C2S}, {service: xmpp-server, label: S2S}]
        columns: [certificates, post-quantum, federation, grade, dnssec]
        """

    /// `good` has all; `old` offers a suite with DHE and no hybrid group; of `silent` nothing is known.
    private static func providers(_ change: (inout EndpointFindings) -> Void = { _ in }) -> [ProviderFindings] {
        var good = Fixture.endpoint("x", host: "good.example")
        good.groups = .measured(["X25519MLKEM768", "x25519"])
        var old = Fixture.endpoint("x", host: "old.example")
        old.groups = .measured(["x25519"])
        for index in old.versions.indices where old.versions[index].version == .tls12 {
            var facts = old.versions[index].finding.value ?? VersionFacts(suites: [], preference: .notOffered)
            facts.suites[0].keyExchange = .dhe
            old.versions[index].finding = .measured(facts)
        }
        good.parameters?.compression = .measured(false)
        good.parameters?.diffieHellman = .notOffered
        old.parameters = good.parameters
        change(&old)
        var silent = Fixture.endpoint("x", host: "silent.example")
        let silence = Reason(.timeout)
        silent.groups = .unmeasured(silence)
        silent.certificates = .unmeasured(silence)
        silent.startTLS = .unmeasured(silence)
        silent.dane = .unmeasured(silence)
        silent.trust = .unmeasured(silence)
        silent.identity = .unmeasured(silence)
        return [("good", good), ("old", old), ("silent", silent)].map { id, endpoint in
            Fixture.measured(id, id.capitalized, [endpoint])
        }
    }

    private func site(_ more: String = "") throws -> SiteInAString {
        let site = try SiteInAString(Self.tables)
        try site.write(more)
        for date in ["2026-11-01", "2026-11-02"] {
            let providers = Self.providers { if date == "2026-11-01" { $0.groups = .measured(["X25519MLKEM768"]) } }
            try site.write(Fixture.snapshot(try Fixture.day(date), providers, origin: .measured), providers)
        }
        return site
    }

    /// The words of each cell of the foot.
    private func foot(_ page: String) -> [String] {
        guard let begin = page.range(of: "<tfoot>"), let end = page.range(of: "</tfoot>") else { return [] }
        return page[begin.upperBound..<end.lowerBound].split(separator: #/<\/t[dh]>/#).dropLast().map {
            $0.replacing("</span><span", with: " / <span").replacing(#/<[^>]*>/#, with: "")
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    @Test func belowEachColumnThatSaysYesOrNo() throws {
        let rendered = try site().render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        #expect(
            foot(rendered.text("tabelle/jabber/2026-11-02/index.html")) == [
                "Insgesamt",
                "gültig / C2S: 2 von 2, 1 nicht messbar / S2S: 0 von 0, 3 nicht messbar",
                "hybride Gruppe / C2S: 1 von 2, 1 nicht messbar / S2S: 0 von 0, 3 nicht messbar",
                "",
                "A- oder besser / C2S: 1 von 2, 1 nicht messbar / S2S: 0 von 0, 3 nicht messbar",
                "signiert / 3 von 3",
            ])
    }

    @Test func theSameInJSON() throws {
        let rendered = try site().render()
        let bytes = try #require(rendered.files["tabelle/jabber/2026-11-02/jabber-2026-11-02.json"])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let counts = try #require(object["counts"] as? [[String: Any]])
        #expect(counts.count == 7)
        let hybrid = try #require(counts.first { $0["column"] as? String == "post-quantum" })
        #expect(hybrid["service"] as? String == "xmpp-client")
        #expect([hybrid["yes"], hybrid["known"], hybrid["unknown"]].map { $0 as? Int } == [1, 2, 1])
        #expect(counts.first { $0["column"] as? String == "grade" }?["atLeast"] as? String == "A-")
    }

    /// What was published without sums keeps its look.
    @Test func notWhereATableWasTranscribed() throws {
        let rendered = try ThreeDates.site().render()
        let page = rendered.text("tabelle/jabber/2015-01-01/index.html")
        #expect(page.contains("<tbody>") && !page.contains("<tfoot>"))
        #expect(!rendered.text("tabelle/jabber/2015-01-01/jabber-2015-01-01.json").contains("\"counts\""))
    }

    /// A provider that the measurement left out has a row, and is not counted.
    @Test func rowsOfEarlierDatesAreNotCounted() throws {
        let site = try site(
            "-- content/providers/good.md --\n---\nname: Good\ndomains: [good.example]\n---\n")
        let rest = Self.providers().filter { $0.provider != "good" }
        try site.write(Fixture.snapshot(try Fixture.day("2026-11-03"), rest, origin: .measured), rest)
        let page = site.render().text("tabelle/jabber/2026-11-03/index.html")
        #expect(page.contains("class=\"stale\""))
        #expect(foot(page).dropFirst().first?.hasPrefix("gültig / C2S: 1 von 1, 1 nicht messbar") == true)
    }

    @Test func inChartsOverTimeAndOfADate() throws {
        let rendered = try site(
            """
            -- content/articles/2026-11-03-a.md --
            ---
            title: Anteile
            date: 2026-11-03
            ---
            [1 von 2](finding:2026-11-02/jabber/xmpp-client/post-quantum)

            ```chart
            kind: counts
            table: jabber
            column: post-quantum
            ```

            ```chart
            kind: counts
            table: jabber
            column: post-quantum
            date: 2026-11-02
            title: Heute
            ```
            """
        ).render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        let page = rendered.text("2026/11/a/index.html")
        #expect(page.contains("<a href=\"../../../tabelle/jabber/2026-11-02/index.html\">1 von 2</a>"))
        #expect(page.contains("Jabber: Post-Quanten-Schlüsseleinigung</title>"))
        #expect(
            page.contains(
                "<tr><th scope=\"row\">1.\u{a0}November 2026</th><td>2 von 2, 1 nicht messbar</td><td>0 von 0, 3 nicht messbar</td></tr>"
            ))
        #expect(
            page.contains(
                "<tr><th scope=\"row\">2.\u{a0}November 2026</th><td>1 von 2, 1 nicht messbar</td><td>0 von 0, 3 nicht messbar</td></tr>"
            ))
        // Of three providers one has it, one has not, and one is not known.
        #expect(page.contains("<tr><th scope=\"row\">C2S</th><td>1</td><td>1</td><td>1</td></tr>"))
        #expect(page.contains("Heute</title>"))
        // The newest page of the table shows the same over time, of what is about providers and of grades.
        let newest = rendered.text("tabelle/jabber/index.html")
        #expect(newest.contains("Anteile im Lauf der Zeit</title>"))
        #expect(newest.contains("<td>1 von 2, 1 nicht messbar</td><td>0 von 0, 3 nicht messbar</td><td>3 von 3</td>"))
    }

    @Test(arguments: [
        ("kind: counts\ntable: jabber", "missing-key"), ("kind: counts\ntable: jabber\ncolumn: tlsa", "unknown-column"),
        ("kind: counts\ntable: jabber\ncolumn: federation", "unknown-column"),
        ("kind: counts\ntable: jabber\ncolumn: grade\ndate: 2026-10-01", "no-such-snapshot"),
    ])
    func chartsThatCannotBe(_ chart: String, _ rule: String) throws {
        let site = try site(
            "-- content/articles/2026-11-03-a.md --\n---\ntitle: A\ndate: 2026-11-03\n---\n```chart\n\(chart)\n```\n")
        #expect(site.faults().map { $0.split(separator: " ").last.map(String.init) } == [rule])
    }

    /// A draft about a column says what the measurement says, and builds as it stands.
    @Test func aDraftOfAnArticle() throws {
        let site = try site()
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let draft = try ArticleDraft(
            title: "Hybride Gruppen", date: try Fixture.day("2026-11-03"), about: "post-quantum", in: content)
        #expect(
            draft.text.contains(
                "- **C2S**: [1 von 2](finding:2026-11-02/jabber/xmpp-client/post-quantum), 1 nicht messbar\n- **S2S**: 3 nicht messbar\n"
            ))
        #expect(draft.text.matches(of: #/kind: counts/#).count == 2)
        try site.write(Array(draft.text.utf8), to: draft.path)
        let rendered = site.render(RenderOptions(drafts: true))
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        #expect(rendered.text("2026/11/hybride-gruppen/index.html").contains("<svg class=\"chart\""))
    }

    @Test(arguments: [("post-quantom", "unknown-column"), ("federation", "unknown-column"), ("ipv6", "no-such-table")])
    func draftsThatCannotBe(_ column: String, _ rule: String) throws {
        let content = SiteReader(root: try site().root, defaultTemplates: SiteInAString.templates).read()
        let date = try Fixture.day("2026-11-03")
        let fault = #expect(throws: Diagnostics.self) {
            try ArticleDraft(title: "A", date: date, about: column, in: content)
        }
        #expect(fault?.all.map(\.rule.rawValue) == [rule])
    }

    // MARK: the next grade

    @Test func theGradeByTheProfileThatIsAnnounced() throws {
        let rendered = try site(
            "-- content/providers/old.md --\n---\nname: Old\ndomains: [old.example]\n---\n"
                + "-- content/providers/good.md --\n---\nname: Good\ndomains: [good.example]\n---\n"
        ).render()
        let page = rendered.text("tabelle/jabber/2026-11-02/index.html")
        #expect(
            page.contains(
                "Noten nach dem Profil pruefstand-2026, ab dem 1.\u{a0}Dezember 2026 nach pruefstand-2026-12."))
        #expect(page.matches(of: #/class="next"/#).count == 1)
        #expect(page.contains("B</a> <span class=\"next\">ab 1.\u{a0}Dezember 2026: C</span>"))
        #expect(
            rendered.text("anbieter/old/index.html").contains("<span class=\"next\">ab 1.\u{a0}Dezember 2026: C</span>")
        )
        #expect(!rendered.text("anbieter/good/index.html").contains("class=\"next\""))
        #expect(rendered.text("tabelle/jabber/2026-11-02/jabber-2026-11-02.json").contains(#""announced":{"#))
    }

    /// A rule that is new may depend on what was not measured.
    @Test func aGradeThatIsNotKnownYet() throws {
        let site = try SiteInAString(Self.tables)
        let providers = Self.providers { $0.parameters?.compression = .unmeasured(Reason(.budget)) }
        try site.write(Fixture.snapshot(try Fixture.day("2026-11-01"), providers, origin: .measured), providers)
        let page = site.render().text("tabelle/jabber/2026-11-01/index.html")
        #expect(page.contains("B</a> <span class=\"next\">ab 1.\u{a0}Dezember 2026: ?</span>"))
    }

    @Test func noneOnceItCounts() throws {
        let site = try site()
        let providers = Self.providers()
        try site.write(Fixture.snapshot(try Fixture.day("2026-12-01"), providers, origin: .measured), providers)
        let page = site.render().text("tabelle/jabber/2026-12-01/index.html")
        #expect(!page.contains("class=\"next\"") && page.contains("Noten nach dem Profil pruefstand-2026-12."))
    }

    // MARK: what a profile moves

    @Test func whoIsMovedByEachRuleAlone() throws {
        let page = try site("-- content/providers/old.md --\n---\nname: Old\ndomains: [old.example]\n---\n").render()
            .text("methode/index.html")
        let part = try #require(page.firstRange(of: "id=\"pruefstand-2026-12\"").map { page[$0.upperBound...] })
        let section = part.prefix(upTo: part.firstRange(of: "</section>")?.lowerBound ?? part.endIndex)
        #expect(section.contains("href=\"#pruefstand-2026\">pruefstand-2026</a>"))
        let rows = section.matches(
            of: #/<tr><th scope="row">([^<]*)<\/th><td data-label="Änderung">([^<]*)<\/td><td[^>]*>(.*?)<\/td>/#)
        #expect(rows.count == 4)
        let dhe = try #require(rows.first { $0.2.contains("→") })
        #expect(dhe.3.contains("anbieter/old/index.html\">Old</a>"))
        #expect(rows.filter { $0.3 == "niemandem" }.count == 3)
    }
}
