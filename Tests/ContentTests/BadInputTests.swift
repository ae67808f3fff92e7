import Foundation
import Model
import Pages
import Publish
import SiteTestSupport
import Testing

struct BadInputTests {
    /// Every bad input of an editor's, in one run, each with its place and a hint, and the old site untouched.
    @Test func allOfThemInOneRun() throws {
        let site = try SiteInAString(
            """
            -- content/providers/unknown-key.md --
            ---
            name: A
            domians: [a.example]
            domains: [a.example]
            ---
            -- content/providers/wrong-type.md --
            ---
            name: B
            domains: b.example
            ---
            -- content/providers/no-domain.md --
            ---
            name: C
            domains: [c.example, "kein domain"]
            ---
            -- content/articles/2026-01-01-broken-yaml.md --
            ---
            title: a: b
            date: 2026-01-01
            ---
            -- content/articles/2026-01-02-unknown-table.md --
            ---
            title: Tabelle
            date: 2026-01-02
            ---
            Text

            ```table
            name: jabbr
            ```
            -- content/articles/2026-01-03-no-date.md --
            ---
            title: Datum
            date: 2026-02-30
            ---
            -- content/tables/jabber.yaml --
            title: Jabber
            columns: [dnssec]
            -- content/snapshots/2026-01-01/snapshot.json --
            {"connections": 0, "date": "2026-01-01",
             "origin": "tran
            """)
        try FileManager.default.createDirectory(atPath: "\(site.root)/templates", withIntermediateDirectories: true)
        try site.write(Array("<p>\n{{#articles}}\n{{title}\n".utf8), to: "templates/broken.mustache")
        try site.write(Array("{{>loop}}".utf8), to: "templates/loop.mustache")

        let rendered = site.render()
        #expect(
            site.faults() == [
                "content/articles/2026-01-01-broken-yaml.md:2:9 broken-yaml",
                "content/articles/2026-01-02-unknown-table.md:8:7 no-such-table",
                "content/articles/2026-01-03-no-date.md:3:7 bad-date",
                "content/providers/no-domain.md:3:22 bad-domain",
                "content/providers/unknown-key.md:3:1 unknown-key",
                "content/providers/wrong-type.md:3:10 wrong-type",
                "content/snapshots/2026-01-01/snapshot.json:2:17 broken-json",
                "templates/broken.mustache:2:1 broken-template",
                "templates/broken.mustache:3:1 broken-template",
                "templates/loop.mustache:1:1 template-includes-itself",
            ])
        #expect(rendered.diagnostics.allSatisfy { !$0.hint.isEmpty })
        #expect(rendered.files.isEmpty)

        let out = "\(site.root)/out"
        let before = try SiteInAString().render()
        _ = try Publisher(directory: out).publish(before)
        #expect(throws: Diagnostics.self) { try Publisher(directory: out).publish(rendered) }
        var published = try Directory(out).bytes
        #expect(published.removeValue(forKey: Publisher.marker) != nil)
        #expect(published == before.files)
    }

    @Test func whatDependsOnABrokenFileIsNotReportedTwice() throws {
        let site = try SiteInAString(
            """
            -- content/tables/jabber.yaml --
            titel: Jabber
            -- content/articles/2026-01-02-a.md --
            ---
            title: A
            date: 2026-01-02
            ---
            ```table
            name: jabber
            ```
            """)
        #expect(Set(site.faults().map { String($0.prefix { $0 != ":" }) }) == ["content/tables/jabber.yaml"])
    }

    @Test(arguments: [
        ("[B](finding:2014-07-29/freenet/xmpp-client/grade)", "7:1 claim-differs"),
        ("[A](finding:2014-07-30/freenet/xmpp-client/grade)", "7:1 bad-claim"),
        ("[A](finding:2014-07-29/frenet/xmpp-client/grade)", "7:1 bad-claim"),
        ("[A](finding:2014-07-29/freenet/imap/grade)", "7:1 bad-claim"),
        ("[A](finding:2014-07-29/freenet/xmpp-client/grad)", "7:1 bad-claim"),
        ("[A](finding:x)", "7:1 bad-claim"),
        ("[a](2026-01-09-nowhere.md)", "7:1 dead-link"),
        ("[a](/nowhere/)", "7:1 dead-link"),
        ("[a](files/nothing.pdf)", "7:1 no-such-file"),
        ("![a](files/nothing.png)", "7:1 no-such-image"),
        ("```chart\nkind: pie\n```", "8:7 unknown-value"),
        ("```chart\nkind: versions\ntable: nothing\n```", "9:8 no-such-table"),
        ("```chart\nkind: versions\ntable: t\n```", "9:8 nothing-to-draw"),
        ("```chart\nkind: grades\ntable: t\nprovider: nobody\n```", "10:11 no-such-provider"),
        (
            """
            ```chart
            kind: outage
            title: A
            date: 2026-01-02
            states:
              - {time: "09:50", state: down}
              - {time: "08:50", state: up}
            ```
            """, "13:12 bad-time"
        ),
        ("```csv\na,b\nc\n```", "9:1 broken-csv"),
        ("```table\nname: t\ndate: 2014-13-01\n```", "9:7 bad-date"),
        ("```table\nname: t\ndate: 2013-01-01\n```", "9:7 no-such-snapshot"),
        ("```table\nname: t\nrows: [nobody]\n```", "9:8 no-such-provider"),
        ("```table\nname: t\ncolumns: [grades]\n```", "9:11 unknown-column"),
        ("```table\nname: t\nrow: all\n```", "9:1 unknown-key"),
        ("```table\nname: [t\n```", "9:1 broken-yaml"),
    ])
    func inAnArticle(_ text: String, _ expected: String) throws {
        let site = try SiteInAString(
            """
            -- content/tables/t.yaml --
            title: T
            profile: xmpp.net-2014-01
            services: [{service: xmpp-client, label: C2S}]
            columns: [grade]
            -- content/articles/2026-01-02-a.md --
            ---
            title: A
            date: 2026-01-02
            tags: []
            ---

            \(text)
            """)
        let providers = [
            Fixture.transcribed(
                "freenet", "Freenet",
                [
                    Fixture.summary(
                        .xmppClient, .measured(.valid), .measured([.tls12]), Fixture.strong, .measured(.required),
                        .measured(true), .measured("A"))
                ])
        ]
        try site.write(Fixture.snapshot(try Fixture.day("2014-07-29"), providers), providers)
        #expect(site.faults() == ["content/articles/2026-01-02-a.md:\(expected)"])
    }

    @Test(arguments: [
        ("title: A", "missing-key"), ("title: A\ndate: 2026-01-03", "date-contradiction"),
        ("title: A\ndate: 2026-01-02\ntags: [R&D, r d]", "duplicate-tag"),
        ("title: ''\ndate: 2026-01-02", "empty-value"),
        ("title: A\ndate: 2026-01-02\nupdates: [{date: 2026-01-02}]", "missing-key"),
        ("title: A\ndate: 2026-01-02\ntags: ['!']", "bad-tag"),
    ])
    func inFrontMatter(_ yaml: String, _ rule: String) throws {
        let site = try SiteInAString("-- content/articles/2026-01-02-a.md --\n---\n\(yaml)\n---\n")
        #expect(site.render().diagnostics.map(\.rule.rawValue) == [rule])
    }

    @Test(arguments: [
        ("2026-01-02-A.md", "bad-file-name"), ("a.md", "bad-file-name"), ("2026-01-02-a.fr.md", "unknown-language"),
    ])
    func inAFileName(_ name: String, _ rule: String) throws {
        let site = try SiteInAString("-- content/articles/\(name) --\n---\ntitle: A\ndate: 2026-01-02\n---\n")
        #expect(site.render().diagnostics.map(\.rule.rawValue) == [rule])
    }

    @Test func twoPagesForOneAddress() throws {
        let site = try SiteInAString(
            """
            -- content/articles/2026-01-02-a.md --
            ---
            title: A
            date: 2026-01-02
            ---
            -- content/articles/2026-01-03-a.md --
            ---
            title: B
            date: 2026-01-03
            ---
            """)
        #expect(site.render().diagnostics.map(\.rule.rawValue) == ["address-taken"])
    }

    /// The page has both, but who looks for the one finds the other.
    @Test(arguments: [
        ("C!", ["C! tag-taken"]), ("c", []), ("C", []), ("c?", ["c? tag-taken"]), ("C++", []), ("c#", []),
        ("Straße", []), ("E-Mail", []),
    ])
    func twoTagsForOnePage(_ tag: String, _ expected: [String]) throws {
        let other = ["Straße": "STRASSE", "E-Mail": "e mail"][tag] ?? "C"
        let site = try SiteInAString(
            """
            -- content/articles/2026-01-02-a.md --
            ---
            title: A
            date: 2026-01-02
            tags: ["\(tag)"]
            ---
            -- content/articles/2026-01-03-b.md --
            ---
            title: B
            date: 2026-01-03
            tags: ["\(other)"]
            ---
            """)
        let rendered = site.render()
        #expect(rendered.diagnostics.map { "\($0.message.split(separator: "'")[1]) \($0.rule)" } == expected)
        #expect(rendered.diagnostics.allSatisfy { $0.level == .warning && $0.file.hasSuffix("-a.md") })
        #expect(!rendered.files.isEmpty)
    }

    @Test func latin1AndRawHTML() throws {
        let site = try SiteInAString()
        try site.write(
            Array("---\ntitle: B".utf8) + [0xFC] + Array("ro\ndate: 2026-01-02\n---\n".utf8),
            to: "content/articles/2026-01-02-a.md")
        try site.write(
            Array("---\nname: A\ndomains: [a.example]\nwebsite: javascript:alert(1)\n---\n<b>x</b>\n".utf8),
            to: "content/providers/a.md")
        #expect(
            site.faults() == [
                "content/articles/2026-01-02-a.md:2:9 not-utf8", "content/providers/a.md:4:10 bad-address",
            ])
        try site.write(Array("---\nname: A\ndomains: [a.example]\n---\n<b>x</b>\n".utf8), to: "content/providers/a.md")
        #expect(site.faults().contains("content/providers/a.md:5:1 raw-html"))
    }

    @Test(arguments: [
        ("{{title}", "broken-template"), ("{{#a}}\n{{/b}}", "broken-template"), ("{{#a}}", "broken-template"),
        ("{{{title}}}", "unescaped-variable"), ("{{&title}}", "unescaped-variable"),
        ("{{>nowhere}}", "no-such-template"),
        ("{{=<% %>=}}", "unsupported-tag"), ("{{>*dynamic}}", "unsupported-tag"),
        ("{{t.no.such.text}}", "missing-text"), ("{{titel}}", "unknown-name"),
        ("{{>home}}", "template-includes-itself"),
    ])
    func inATemplate(_ text: String, _ rule: String) throws {
        let site = try SiteInAString("-- templates/home.mustache --\n\(text)")
        let found = site.render().diagnostics
        #expect(found.contains { $0.rule.rawValue == rule && $0.file == "templates/home.mustache" })
    }

    @Test(arguments: [
        ("base-url: nowhere", "bad-address"), ("languages: [deutsch]", "bad-language"), ("titel: A", "unknown-key"),
        ("manners: {gap: -1}", "wrong-type"), ("scan: {ehlo: 'a b'}", "bad-domain"),
    ])
    func inTheSettings(_ yaml: String, _ rule: String) throws {
        let settings = yaml.hasPrefix("base-url") ? "" : "base-url: https://a.example/\n"
        let site = try SiteInAString("-- content/site.yaml --\ntitle: A\n\(settings)\(yaml)")
        #expect(site.render().diagnostics.map(\.rule.rawValue) == [rule])
    }

    /// What one language's readers are told, the other's are, too.
    @Test func aLanguageLeftOut() throws {
        let site = try SiteInAString(
            """
            -- content/site.yaml --
            title: {de: A}
            base-url: https://a.example/
            languages: [de, en]
            imprint: {de: Nur deutsch}
            -- content/tables/t.yaml --
            title: {de: T, en: ""}
            columns: [dnssec]
            -- content/providers/a.md --
            ---
            name: A
            domains: [a.example]
            reply: {date: 2026-01-01, text: {en: No}}
            ---
            -- content/errata.yaml --
            errata: [{snapshot: 2026-01-01, date: 2026-01-02, text: {de: Falsch}}]
            """)
        let providers = [Fixture.transcribed("a", "A")]
        try site.write(Fixture.snapshot(try Fixture.day("2026-01-01"), providers), providers)
        #expect(
            site.faults() == [
                "content/errata.yaml:1:57 missing-translation", "content/providers/a.md:4:33 missing-translation",
                "content/site.yaml:1:8 missing-translation", "content/tables/t.yaml:1:8 missing-translation",
            ])
    }

    /// A provider whose files are broken loses its own pages, and nobody else any.
    @Test(arguments: ["a.json", "evidence/a.ndjson.gz"])
    func aBrokenFileCostsItsOwnProviderAlone(name: String) throws {
        let site = try SiteInAString()
        let providers = [Fixture.transcribed("a", "A"), Fixture.transcribed("b", "B")]
        try site.write(Fixture.snapshot(try Fixture.day("2026-01-01"), providers), providers)
        let whole = site.render().files
        try site.write([0x1F, 0x8B, 0x08], to: "content/snapshots/2026-01-01/\(name)")
        let rendered = site.render()
        #expect(rendered.diagnostics.map(\.level) == [.warning])
        #expect(rendered.diagnostics.first?.file == "content/snapshots/2026-01-01/\(name)")
        let lost = Set(whole.keys).subtracting(rendered.files.keys)
        #expect(!lost.isEmpty && !rendered.files.isEmpty)
        for path in lost { #expect(path.split { $0 == "/" || $0 == "." }.contains("a"), "\(path) is lost") }
    }

    @Test func brokenEvidenceAndForeignFindings() throws {
        let site = try SiteInAString()
        let providers = [Fixture.transcribed("a", "A")]
        try site.write(Fixture.snapshot(try Fixture.day("2026-01-01"), providers), providers)
        try site.write([0x1F, 0x8B, 0x08], to: "content/snapshots/2026-01-01/evidence/a.ndjson.gz")
        #expect(site.render().diagnostics.map(\.rule.rawValue) == ["broken-evidence"])
    }
}
