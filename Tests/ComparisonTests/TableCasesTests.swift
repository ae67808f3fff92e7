import Foundation
import Model
import SiteTestSupport
import Testing

@testable import Comparison
@testable import Content
@testable import Pages

/// What readers of tables met: labels, orders, words that programs take for something else.
@Suite struct TableCasesTests {
    private static func table(_ services: String, order: String = "listed") -> String {
        """
        -- content/tables/jabber.yaml --
        title: Jabber
        profile: pruefstand-2026
        services: \(services)
        columns: [grade]
        order: \(order)
        """
    }

    @Test func servicesHaveLabelsOfTheirOwn() throws {
        func faults(_ services: String) throws -> [String] {
            try SiteInAString(Self.table(services)).faults().filter { $0.contains("duplicate") }
        }
        #expect(
            try faults("[{service: xmpp-client, label: Jabber}, {service: xmpp-server, label: Jabber}]")
                == ["content/tables/jabber.yaml:3:81 duplicate-label"])
        #expect(
            try faults("[{service: xmpp-client, label: mx}, {service: mx}]")
                == ["content/tables/jabber.yaml:3:57 duplicate-label"])
        #expect(
            try faults("[{service: mx, label: A}, {service: mx, label: B}]")
                == ["content/tables/jabber.yaml:3:47 duplicate-service"])
        #expect(try faults("[{service: mx}, {service: imap}]") == [])
    }

    private func ranked(_ grades: [(String, Finding<String>, Finding<String>)], order: String) throws -> [String] {
        let site = try SiteInAString(
            Self.table(
                "[{service: xmpp-client, label: C2S}, {service: xmpp-server, label: S2S}]", order: order))
        let providers = grades.enumerated().map { place, entry in
            func summary(_ service: Service, _ grade: Finding<String>) -> ServiceSummary {
                Fixture.summary(
                    service, .measured(.valid), .measured([.tls12]), Fixture.strong, .measured(.required),
                    .measured(false), grade)
            }
            return Fixture.transcribed(
                "p\(place)", entry.0, [summary(.xmppClient, entry.1), summary(.xmppServer, entry.2)])
        }
        try site.write(Fixture.snapshot(try Fixture.day("2026-01-01"), providers), providers)
        return site.render().rows("tabelle/jabber/index.html").compactMap(\.first)
    }

    @Test func gradedStandBeforeUngraded() throws {
        let silent = Finding<String>.unmeasured(Reason(.timeout))
        let names = try ranked(
            [
                ("nichts", silent, silent), ("F", .measured("F"), .measured("A")),
                ("T", .measured("B"), .measured("T")),
                ("C", .measured("C"), .measured("C")), ("A", .measured("A"), .measured("A")),
                ("halb", .measured("A"), silent), ("B", .measured("B"), .measured("B")),
                ("keiner", .notOffered, .notOffered),
            ], order: "grade")
        #expect(names == ["A", "halb", "B", "C", "T", "F", "keiner", "nichts keine rechtzeitige Antwort"])
    }

    @Test func umlautsStandWithTheirVowels() throws {
        let a = Finding.measured("A")
        #expect(
            try ranked([("Lindenpost", a, a), ("Zeder", a, a), ("Lärchenpost", a, a), ("ahorn", a, a)], order: "name")
                == ["ahorn", "Lärchenpost", "Lindenpost", "Zeder"])
    }

    /// Words of ours that programs take for nothing at all.
    @Test(arguments: ["de", "en"])
    func noWordIsTakenForNull(_ language: String) throws {
        let site = try SiteInAString(
            "-- content/site.yaml --\ntitle: A\nbase-url: https://a.example/\nlanguages: [\(language)]\n")
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let texts = try #require(content.texts[language])
        // csvkit, pandas, polars, readr.
        let nulls: Set = ["", "na", "n/a", "none", "null", "nan", "-nan", "<na>", "#n/a", "."]
        let words = texts.all.filter { key, _ in
            ["policies.", "grades.", "dane-protocols."].contains { key.hasPrefix($0) }
        }
        #expect(words.count > 20)
        #expect(words.filter { nulls.contains($0.value.lowercased()) }.isEmpty)
        let cells: [TextKey] = [
            .valid, .validByDANE, .invalid, .required, .optional, .yes, .no, .spokenPlus, .spokenMinus, .spokenAbsent,
            .spokenUnknown, .spokenNoRecord, .spokenNoEncryption, .spokenNoService, .notApplicable, .refused,
        ]
        #expect(cells.filter { nulls.contains(texts[$0].lowercased()) } == [])
    }

    /// Policies of ours stand in the file as they are; what others wrote has a guard, and the metadata says so.
    @Test func onlyTextsOfOthersAreGuarded() throws {
        let site = try SiteInAString(
            """
            -- content/tables/domain.yaml --
            title: Domains
            columns: [spf, dmarc, notes]
            -- content/providers/a.md --
            ---
            name: A
            domains: [example.org]
            notes: {domain: "=1+1"}
            ---
            """)
        var provider = Fixture.measured("a", "@A", [])
        let spf = SPFFacts(
            record: "v=spf1 -all", otherwise: "fail", lookups: 0, voidLookups: 0, openTerms: 0, problem: "",
            problemDetail: "")
        provider.domains[0].policies = PolicyFindings(
            zone: .notOffered, mail: .notOffered, caa: .notOffered, spf: .measured(spf), dmarc: .notOffered,
            mtaSTS: .notOffered, tlsReporting: .notOffered, https: .notOffered, dkim: [])
        try site.write(Fixture.snapshot(try Fixture.day("2026-01-01"), [provider], origin: .measured), [provider])
        let rendered = site.render()
        let folder = "tabelle/domain/2026-01-01/domain-2026-01-01"
        let row = try #require(rendered.text("\(folder).csv").split(whereSeparator: \.isNewline).last)
        #expect(row.hasPrefix("a,'@A,2026-01-01,-all,") && row.hasSuffix(",'=1+1"), "\(row)")
        let metadata = rendered.text("\(folder).csv-metadata.json")
        #expect(metadata.matches(of: #/beginnen mit einem Apostroph/#).count == 2)
    }

    /// Other domains in a provider's file are no doing of the provider's.
    @Test func anotherDefinitionIsToldAsSuch() throws {
        let site = try SiteInAString(
            """
            -- content/tables/dane.yaml --
            title: DANE
            columns: [dnssec]
            -- content/providers/a.md --
            ---
            name: A
            domains: [b.example]
            ---
            """)
        for (date, domain, state) in [
            ("2026-01-01", "a.example", DNSSECState.secure), ("2026-02-01", "b.example", .insecure),
            ("2026-03-01", "b.example", .secure),
        ] {
            let provider = ProviderFindings(
                provider: "a", name: "A",
                domains: [DomainFindings(domain: domain, dnssec: .measured(state))], services: [])
            try site.write(Fixture.snapshot(try Fixture.day(date), [provider], origin: .measured), [provider])
        }
        let rendered = site.render()
        let page = rendered.text("tabelle/dane/2026-02-01/aenderungen/index.html")
        #expect(page.contains("Definition geändert") && page.contains("an anderen Domains oder Hosts gemessen"))
        #expect(page.contains("DNSSEC: ja → nein") && !page.contains("weggefallen"))
        #expect(rendered.text("tabelle/dane/2026-03-01/aenderungen/index.html").contains("DNSSEC eingeführt"))
    }

    /// So are other hosts that it names; a snapshot from before they were recorded names none and is no other definition.
    @Test func otherHostsAreAnotherDefinition() throws {
        let site = try SiteInAString(
            """
            -- content/tables/mail.yaml --
            title: Mail
            columns: [protocols]
            services: [{service: imap, label: IMAP}]
            -- content/providers/a.md --
            ---
            name: A
            domains: [a.example]
            ---
            """)
        let old = Provider.Host(service: .imap, host: "imap.a.example", port: 993, mode: .direct)
        let new = Provider.Host(service: .imap, host: "mail.a.example", port: 993, mode: .direct)
        let steps: [(String, [Provider.Host]?, Finding<VersionFacts>?)] = [
            ("2026-01-01", nil, nil), ("2026-02-01", [old], .notOffered), ("2026-03-01", [new], nil),
        ]
        for (date, hosts, tls12) in steps {
            var provider = Fixture.measured("a", "A", [])
            let service = ServiceFindings(
                service: .imap, domain: "a.example", discovery: .measured(1), namedHosts: hosts,
                endpoints: [Fixture.endpoint("x", host: "imap.a.example", service: .imap, tls12: tls12)])
            provider.services = [service]
            try site.write(Fixture.snapshot(try Fixture.day(date), [provider], origin: .measured), [provider])
        }
        let rendered = site.render()
        #expect(!rendered.text("tabelle/mail/2026-02-01/aenderungen/index.html").contains("Definition geändert"))
        #expect(rendered.text("tabelle/mail/2026-03-01/aenderungen/index.html").contains("Definition geändert"))
    }

    @Test func badgesHaveADate() throws {
        let rendered = try ThreeDates.site().render()
        #expect(rendered.text("anbieter/a/jabber.svg").contains(">A (2015-03)</text>"))
        #expect(rendered.text("anbieter/a/jabber.json").contains("\"message\":\"A (2015-03)\""))
    }

    /// JSON Feed 1.1 and RFC 4287: a summary is no text, and never empty.
    @Test func feedsTellSummariesFromTexts() throws {
        let site = try ThreeDates.site()
        try site.write(
            """
            -- content/articles/2015-01-05-a.md --
            ---
            title: Mit <Text>
            date: 2015-01-05
            summary: Kurz & gut.
            ---
            -- content/articles/2015-01-04-b.md --
            ---
            title: Ohne
            date: 2015-01-04
            ---
            """)
        let rendered = site.render()
        let feed = try JSONDecoder().decode(Feed.self, from: Data(rendered.files["feed.json"] ?? []))
        #expect(feed.items.map(\.summary) == ["Kurz & gut.", nil])
        #expect(feed.items.map(\.text) == [nil, nil])
        #expect(
            feed.items[0].html
                == "<p>Kurz &amp; gut.</p>\n<p><a href=\"https://pruefstand.example/2015/01/a/\">Mit &lt;Text&gt;</a></p>"
        )
        let table = try JSONDecoder().decode(Feed.self, from: Data(rendered.files["tabelle/jabber/feed.json"] ?? []))
        #expect(table.items.allSatisfy { $0.text?.isEmpty == false && $0.summary == nil })
        for path in rendered.files.keys where path.hasSuffix("feed.xml") {
            #expect(!rendered.text(path).contains("<summary></summary>"), "\(path)")
        }
        #expect(rendered.text("feed.xml").contains("<summary>Ohne</summary>"))
    }

    private struct Feed: Decodable {
        struct Item: Decodable {
            var summary: String?
            var text: String?
            var html: String?

            private enum CodingKeys: String, CodingKey {
                case summary
                case text = "content_text"
                case html = "content_html"
            }
        }
        var items: [Item]
    }
}
