import Content
import Foundation
import Model
import SiteTestSupport
import Testing

@testable import Pages

/// `history` in the settings: what is published of dates on which nothing changed.
@Suite struct PublishedHistoryTests {
    private static func provider(_ id: String, modern: Bool = false) -> ProviderFindings {
        Fixture.measured(
            id, id.uppercased(),
            [Fixture.endpoint("x", host: "\(id).example", tls12: modern ? Finding.notOffered : nil)])
    }

    /// Eight days; only the fourth finds A in another state.
    private func site(_ history: String) throws -> SiteInAString {
        let site = try SiteInAString(ThreeDates.tables)
        try site.write(SiteInAString.settings + "\nhistory: \(history)\n")
        for day in 1...8 {
            try site.scan("2026-05-0\(day)", [Self.provider("a", modern: day >= 4), Self.provider("b")])
        }
        return site
    }

    /// The dates of the pages whose paths begin so.
    private func dates(_ site: RenderedSite, _ folder: String) -> [String] {
        site.files.keys.filter {
            $0.hasPrefix("\(folder)/2026-") && $0.split(separator: "/").count == folder.split(separator: "/").count + 2
        }
        .filter { $0.hasSuffix("/index.html") }
        .map { String($0.dropFirst(folder.utf8.count + 1).prefix(10)) }.sorted()
    }

    /// Links to pages that there are not, from any page.
    private func broken(_ site: RenderedSite) -> [String] {
        site.files.keys.filter { $0.hasSuffix(".html") && $0 != "404.html" }.sorted().flatMap { path -> [String] in
            let base = URL(string: "https://a.example/\(path)")
            return site.text(path).matches(of: #/href="([^"#]+)(#[^"]*)?"/#).compactMap { match in
                guard let url = URL(string: String(match.output.1), relativeTo: base), url.host == "a.example" else {
                    return nil
                }
                return site.files[String(url.path.dropFirst())] == nil ? "\(path): \(match.output.1)" : nil
            }
        }
    }

    @Test func ofOldDatesThoseWithAChangeStay() throws {
        let whole = try site("all").render()
        #expect(dates(whole, "tabelle/jabber") == (1...8).map { "2026-05-0\($0)" })
        #expect(broken(whole).isEmpty)

        let rendered = try site("3").render()
        #expect(!rendered.hasErrors && rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        #expect(
            dates(rendered, "tabelle/jabber")
                == ["2026-05-01", "2026-05-04", "2026-05-06", "2026-05-07", "2026-05-08"])
        // No row of this one ever changed.
        #expect(dates(rendered, "tabelle/dane") == ["2026-05-01", "2026-05-06", "2026-05-07", "2026-05-08"])
        #expect(
            dates(rendered, "beleg") == ["2026-05-01", "2026-05-04", "2026-05-06", "2026-05-07", "2026-05-08"])
        #expect(broken(rendered).isEmpty, "\(broken(rendered))")
        // Whatever is published says the same as with all of the past.
        #expect(rendered.files["beleg/2026-05-04/a/index.html"] == whole.files["beleg/2026-05-04/a/index.html"])
        #expect(
            rendered.files["tabelle/jabber/2026-05-04/index.html"]
                == whole.files["tabelle/jabber/2026-05-04/index.html"])
        // Other dates are told as before, without a link.
        let year = rendered.text("tabelle/jabber/2026/index.html")
        #expect(year.contains(#"<time datetime="2026-05-03">3</time>"#))
        #expect(!year.contains("tabelle/jabber/2026-05-03/"))
        #expect(year.contains(#"<a href="../../../tabelle/jabber/2026-05-07/index.html"><time"#))
        // What was before a change is shown where it was new.
        let changes = rendered.text("tabelle/jabber/2026-05-04/aenderungen/index.html")
        #expect(changes.contains(#"href="../../../../tabelle/jabber/2026-05-01/index.html""#))
    }

    /// The measurement of a date with a change leads to the tables that did not change on it.
    @Test func tablesOfADateAreShownWhereTheirRowsWereNew() throws {
        let page = try site("3").render().text("beleg/2026-05-04/index.html")
        #expect(page.contains(#"href="../../tabelle/jabber/2026-05-04/index.html""#))
        #expect(page.contains(#"href="../../tabelle/dane/2026-05-01/index.html""#))
    }

    @Test(arguments: [
        "Siehe [die Tabelle](/tabelle/jabber/2026-05-03/).",
        "```table\nname: jabber\ndate: 2026-05-03\n```",
        "Es sind [2 von 2](finding:2026-05-03/jabber/xmpp-client/protocols=TLSv1.2).",
    ])
    func whatATextRefersToStays(_ text: String) throws {
        let site = try site("3")
        try site.write("-- content/articles/2026-05-08-text.md --\n---\ntitle: Text\ndate: 2026-05-08\n---\n\(text)\n")
        let rendered = site.render()
        #expect(dates(rendered, "tabelle/jabber").contains("2026-05-03"))
        #expect(dates(rendered, "beleg").contains("2026-05-03"))
        #expect(!dates(rendered, "tabelle/jabber").contains("2026-05-02"))
        #expect(broken(rendered).isEmpty, "\(broken(rendered))")
        #expect(!rendered.diagnostics.contains { $0.rule == .deadLink }, "\(rendered.diagnostics)")
    }

    @Test func whatATableListsStays() throws {
        let site = try site("3")
        try site.write(
            """
            -- content/tables/listed.yaml --
            title: Zwei Messungen
            snapshots: [2026-05-02, 2026-05-08]
            services: [{service: xmpp-client, label: C2S}]
            columns: [protocols]
            """)
        let rendered = site.render()
        #expect(dates(rendered, "tabelle/listed") == ["2026-05-02", "2026-05-08"])
        #expect(dates(rendered, "beleg").contains("2026-05-02"))
        #expect(broken(rendered).isEmpty, "\(broken(rendered))")
    }

    @Test func whatANoteNamesStays() throws {
        let site = try site("3")
        try site.write(
            """
            -- content/providers/b.md --
            ---
            name: B
            domains: [b.example]
            notes: {jabber: Siehe 2026-05-02.}
            ---

            """)
        #expect(dates(site.render(), "tabelle/jabber").contains("2026-05-02"))
    }

    /// Wherever in its file an incident names a date.
    @Test(arguments: [
        ("", "Siehe [die Tabelle](/tabelle/jabber/2026-05-03/)."),
        ("title: Wie am 2026-05-03", ""),
        ("updates: [{at: 2026-05-08T09:00:00Z, stage: note, text: Wie am 2026-05-03}]", ""),
        (
            "reports: [{at: 2026-05-08T09:00:00Z, source: "
                + "\"https://pruefstand.example/tabelle/jabber/2026-05-03/\", text: Hier}]", ""
        ),
        ("reports: [{at: 2026-05-08T09:00:00Z, source: Telefon, text: Wie am 2026-05-03}]", ""),
    ])
    func whatAnIncidentNamesStays(_ key: String, _ prose: String) throws {
        let site = try site("3")
        try site.write(
            """
            -- content/providers/b.md --
            ---
            name: B
            domains: [b.example]
            ---
            -- content/incidents/2026-05-08-b.md --
            ---
            provider: b
            state: open
            kind: outage
            began: {by: 2026-05-08T08:00:00Z}
            \(key)
            ---
            \(prose)
            """)
        let rendered = site.render()
        #expect(!rendered.hasErrors, "\(rendered.diagnostics)")
        #expect(dates(rendered, "tabelle/jabber").contains("2026-05-03"))
        #expect(dates(rendered, "beleg").contains("2026-05-03"))
        #expect(!dates(rendered, "tabelle/jabber").contains("2026-05-02"))
        #expect(broken(rendered).isEmpty, "\(broken(rendered))")
    }

    @Test func whatIsKnownToBeWrongStays() throws {
        let site = try site("3")
        try site.write(
            """
            -- content/errata.yaml --
            errata: [{snapshot: 2026-05-02, provider: a, date: 2026-05-08, text: {de: Ein Fehler.}}]
            """)
        let rendered = site.render()
        #expect(rendered.text("tabelle/jabber/2026-05-02/index.html").contains("Ein Fehler."))
        #expect(broken(rendered).isEmpty, "\(broken(rendered))")
    }

    @Test(arguments: ["0", "3 days", "some", "-1", "4000"])
    func otherValuesAreFaults(_ value: String) throws {
        let site = try SiteInAString()
        try site.write(SiteInAString.settings + "\nhistory: \(value)\n")
        let fault = try #require(site.render().diagnostics.first { $0.rule == .unknownValue })
        #expect(fault.file == "content/site.yaml" && fault.place.column == 10)
        #expect(fault.hint == "use 'all', or for how many days each date is published, 1 to 3650")
    }
}
