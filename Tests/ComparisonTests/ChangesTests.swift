import Comparison
import Content
import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// Three dates of a table: what changed is told as such, what was not measured is none.
struct ChangesTests {
    private func changes(_ from: String, _ to: String) throws -> [Changes.Change] {
        let site = try ThreeDates.site()
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        #expect(content.diagnostics.isEmpty)
        let chronicle = ProviderHistories(snapshots: content.snapshots, tables: content.tables)
        return Changes(chronicle, from: try Fixture.day(from), to: try Fixture.day(to)).changes
    }

    /// The chronicle is kept from one reading to the next, but not beyond what it was made of.
    @Test func historyFollowsSnapshotsAndTables() throws {
        let site = try ThreeDates.site()
        let reader = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates)
        var content = reader.read()
        let whole = Site.render(content)
        try FileManager.default.removeItem(atPath: "\(site.root)/content/snapshots/2015-03-01")
        content = reader.read(again: content, changed: ["content/snapshots/2015-03-01/snapshot.json"])
        let shorter = Site.render(content)
        #expect(shorter == Site.render(reader.read()) && shorter != whole)
        let table = "content/tables/jabber.yaml"
        let text = try String(contentsOfFile: "\(site.root)/\(table)", encoding: .utf8)
        try site.write(Array(text.replacing(", grade]", with: "]").utf8), to: table)
        content = reader.read(again: content, changed: [table])
        let gradeless = Site.render(content)
        #expect(gradeless == Site.render(reader.read()) && gradeless != shorter)
    }

    @Test func notKnowingIsNoChange() throws {
        // The TLSA records were seen in February too and had not changed yet.
        #expect(try changes("2015-01-01", "2015-02-01").isEmpty)
    }

    @Test func aChangeIsMeasuredAgainstWhatWasKnownLast() throws {
        let found = try changes("2015-02-01", "2015-03-01")
        #expect(
            found.map { "\($0.provider) \($0.question.column.rawValue) \($0.direction.rawValue) \($0.seenBefore)" } == [
                "a dane-protocols worse 2015-01-01",
                "a protocols better 2015-01-01",
                "a tlsa better 2015-02-01",
                "a grade better 2015-01-01",
                "b grade rule 2015-02-01",
            ])
        #expect(found.first { $0.question.column == .protocols }?.events == [.versionOff(.tls10), .versionOn(.tls13)])
        #expect(found.first { $0.question.column == .daneProtocols }?.events == [.serviceLost("mx")])
        #expect(found.first { $0.question.column == .tlsa }?.events == [.gained])
    }

    /// Over several snapshots the provider did one thing and the rules another.
    @Test func whatRulesDidIsNotTakenForWhatTheProviderDid() throws {
        let site = try SiteInAString(ThreeDates.tables)
        let months: [(String, [ProtocolVersion], String)] = [
            ("2015-01-01", [.tls12], "A"), ("2015-02-01", [.tls10, .tls12], "B"),
            ("2015-03-01", [.tls10, .tls12], "C"),
        ]
        for (date, versions, grade) in months {
            let service = ThreeDates.service(.measured(versions), grade: .measured(grade))
            let providers = [Fixture.transcribed("a", "A", [service])]
            try site.write(Fixture.snapshot(try Fixture.day(date), providers), providers)
        }
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let chronicle = ProviderHistories(snapshots: content.snapshots, tables: content.tables)
        let changes = Changes(chronicle, from: try Fixture.day("2015-01-01"), to: try Fixture.day("2015-03-01"))
        let grades = changes.changes.filter { $0.question.column == .grade }
        #expect(
            grades.map { "\($0.direction.rawValue) \($0.seenBefore) \($0.since)" } == [
                "worse 2015-01-01 2015-02-01", "rule 2015-02-01 2015-03-01",
            ])
        #expect(
            grades.map(\.after.finding) == [.measured(.grade("B")), .measured(.grade("C"))])
    }

    /// A snapshot that does not speak of a service has not failed to measure it.
    @Test func whatIsNotAskedIsNotUnknown() throws {
        let site = try SiteInAString(ThreeDates.tables)
        let silent = ThreeDates.service(.unmeasured(ThreeDates.silence), grade: .unmeasured(ThreeDates.silence))
        for (date, services) in [("2015-01-01", [silent]), ("2015-02-01", [])] {
            let providers = [Fixture.transcribed("a", "A", services, dnssec: .measured(true))]
            try site.write(Fixture.snapshot(try Fixture.day(date), providers), providers)
        }
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(!rendered.text("anbieter/a/index.html").contains("keine rechtzeitige Antwort"))
    }

    @Test func thereIsAPageBetweenEachTwoNeighbours() throws {
        let rendered = try ThreeDates.site().render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(rendered.files["tabelle/jabber/2015-01-01/aenderungen/index.html"] == nil)
        #expect(
            rendered.text("tabelle/jabber/2015-02-01/aenderungen/index.html").contains("hat sich nichts geändert"))
        let page = rendered.text("tabelle/jabber/2015-03-01/aenderungen/index.html")
        for words in [
            "TLSv1 abgeschaltet, TLSv1.3 aktiviert", "TLSA (DANE) eingeführt", "Note: B → A",
            "Bewertungsregeln geändert",
            "Der Anbieter hat nichts geändert", "../../../../beleg/2015-01-01/a/index.html#xmpp-client-protocols",
            "../../../../beleg/2015-03-01/a/index.html#xmpp-client-protocols",
        ] { #expect(page.contains(words), "\(words)") }
        // DANE is the other table's business.
        #expect(!page.contains("DANE für MX"))
        #expect(
            rendered.text("tabelle/dane/2015-03-01/aenderungen/index.html").contains("DANE für MX weggefallen"))
    }

    /// The same endpoint on both days, but from the second on graded by the later profile.
    @Test func aGradeByOtherRulesIsNoDeedOfTheProviders() throws {
        let site = try SiteInAString(
            """
            -- content/tables/jabber.yaml --
            title: Jabber-Server
            profile:
              - {name: xmpp.net-2014-01}
              - {name: xmpp.net-2014-08, from: 2026-11-24}
            services: [{service: xmpp-client, label: C2S}]
            columns: [protocols, grade]
            """)
        let untrusted = TrustFacts(valid: false, problems: [.init(name: "expired", depth: 0)])
        let endpoint = Fixture.endpoint("x", host: "xmpp.example.org", trust: .measured(untrusted))
        for date in ["2026-11-23", "2026-11-24"] {
            let providers = [Fixture.measured("a", "A", [endpoint], outside: "")]
            try site.write(Fixture.snapshot(try Fixture.day(date), providers, origin: .measured), providers)
        }
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        let page = rendered.text("tabelle/jabber/2026-11-24/aenderungen/index.html")
        #expect(page.contains("Note: F → T") && page.contains("Bewertungsregeln geändert"))
        #expect(!page.contains("Besser") && !page.contains("Schlechter"))
        #expect(rendered.text("tabelle/jabber/2026-11-23/index.html").contains("Profil xmpp.net-2014-01"))
        #expect(rendered.text("tabelle/jabber/2026-11-24/index.html").contains("Profil xmpp.net-2014-08"))
    }

    @Test func profilesMustFollowEachOther() throws {
        let site = try SiteInAString(
            """
            -- content/tables/jabber.yaml --
            title: Jabber-Server
            profile:
              - {name: xmpp.net-2014-08, from: 2014-08-01}
              - {name: xmpp.net-2014-01, from: 2014-01-01}
              - {name: xmpp.net-2014-01}
            services: [{service: xmpp-client, label: C2S}]
            columns: [grade]
            """)
        #expect(
            site.faults() == [
                "content/tables/jabber.yaml:4:36 bad-order", "content/tables/jabber.yaml:5:12 bad-order",
            ])
    }
}
