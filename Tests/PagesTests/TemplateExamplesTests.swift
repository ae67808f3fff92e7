import Foundation
import Model
import SiteTestSupport
import TestSupport
import Testing
import Text

@testable import Content
@testable import Pages

/// `templates/examples.md` shows an example of every value that templates see. It is written by this test, with
/// `RECORD_EXAMPLES=1`, from what a small site's pages really show: the examples of `content.md`, and a measurement.
@Suite struct TemplateExamplesTests {
    private static let page = "\(Repository.templates)/examples.md"
    /// Values that the program's own templates make no use of: template → section → names.
    private static let spare = [
        "change-table": ["changes": ["change-date", "change-date-long"]],
        "comparison": ["columns": ["column-name"], "rows": ["table-id"]],
        "drawing": ["headers": ["drawing-id"]],
        "tag": ["articles": ["tag"]],
    ]

    /// Every value as `⟦template name=…⟧`, wherever a template shows it.
    private func telling(_ templates: [String: String]) -> [String: SourceText] {
        templates.reduce(into: [:]) { told, template in
            let (name, text) = template
            let value = #/(^|[^{]){{([a-z][a-zA-Z0-9-]*)}}/#
            var marked = text.replacing(value) { "\($0.1)⟦\(name) \($0.2)={{\($0.2)}}⟧" }
            for (section, names) in Self.spare[name] ?? [:] {
                let spare = names.map { "⟦\(name) \($0)={{\($0)}}⟧" }.joined()
                marked.replace("{{#\(section)}}", with: "{{#\(section)}}\(spare)")
            }
            told[name] = SourceText(file: "templates/\(name).mustache", text: marked)
        }
    }

    private func site() throws -> SiteInAString {
        let site = try ContentKeysTests.site(try ContentKeysTests.parts())
        let settings = try String(contentsOfFile: "\(site.root)/content/site.yaml", encoding: .utf8)
        try site.write(
            Array(settings.replacing("page-size: 20", with: "page-size: 1").utf8), to: "content/site.yaml")
        try site.write(
            """
            -- content/articles/2026-11-25-entwurf.md --
            ---
            title: Ein Entwurf
            date: 2026-11-25
            draft: true
            ---
            -- content/articles/2026-11-24-jabber.en.md --
            ---
            title: Jabber servers in November
            date: 2026-11-24
            ---
            -- content/tables/post.yaml --
            title: Post
            services: [{service: mx, label: MX}]
            columns: [certificates]
            since: 2027-01-01
            -- content/tables/noten.yaml --
            title: Noten
            profile: [{name: pruefstand-2026}, {name: pruefstand-2026-12, from: 2026-12-01}]
            services: [{service: xmpp-client, label: C2S}]
            columns: [grade]
            rows: all
            since: 2026-11-01
            -- content/providers/tannenpost.md --
            ---
            name: Tannenpost
            domains: [tannenpost.example]
            ---
            -- content/providers/eichenpost.md --
            ---
            name: Eichenpost
            domains: [eichenpost.example]
            aliases: [a.example, b.example, c.example, d.example, e.example, f.example, g.example, h.example, i.example]
            claims: [{text: Wir verschlüsseln., source: Telefon, date: 2026-10-02}]
            reply: {date: 2026-11-04, text: Danke., source: https://eichenpost.example/antwort}
            ---
            """)
        // Back and forth, as behind a load balancer.
        let tannenpost = [true, false].map { isModern in
            Fixture.measured(
                "tannenpost", "Tannenpost",
                [Fixture.endpoint("x", host: "d.example", tls12: isModern ? Finding.notOffered : nil)])
        }
        for day in 1...13 { try site.scan("2026-09-\(day < 10 ? "0" : "")\(day)", [tannenpost[day % 2]]) }
        let weak = VersionFacts(
            suites: [Fixture.suite("TLS_RSA_WITH_AES_128_CBC_SHA", openSSL: "AES128-SHA", forwardSecrecy: false)],
            preference: .measured(.client))
        var optional = Fixture.endpoint("x", host: "c.example")
        optional.startTLS = .measured(.optional)
        let oak = [Fixture.measured("eichenpost", "Eichenpost", [optional])]
        try site.write(
            Fixture.snapshot(try Fixture.day("2026-11-19"), oak, origin: .measured), oak,
            proofs: oak.map { Fixture.proofs($0) })
        let findings = [
            Fixture.measured(
                "beispielpost", "Beispielpost",
                [
                    Fixture.endpoint("ECDHE-RSA-AES128-GCM-SHA256", host: "a.beispielpost.example"),
                    Fixture.endpoint(
                        "AES128-SHA", host: "b.beispielpost.example",
                        trust: .measured(TrustFacts(valid: false, problems: [.init(name: "expired", depth: 0)])),
                        tls12: .measured(weak)),
                ], outside: "5 0 5222 a.beispielpost.example")
        ]
        // The same dialogue twice: the second time the page says that it is the first's.
        let evidence = Fixture.evidence("<stream:features>")
        let again = evidence.compactMap { record -> EvidenceRecord? in
            guard case .probe(var probe) = record else { return nil }
            probe.id += 10
            return .probe(probe)
        }
        try site.write(
            Fixture.snapshot(
                try Fixture.day("2026-11-20"), findings, origin: .measured, vantage: "Beispielnetz, ein Messpunkt"),
            findings, evidence: ["beispielpost": evidence + again],
            proofs: findings.map { Fixture.proofs($0, outside: "5 0 5222 a.beispielpost.example") })
        return site
    }

    /// Template → name → the first example in the order of the pages that is not too long.
    private func examples() throws -> [String: [String: String]] {
        let site = try site()
        var content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        content.templates = telling(content.templates.mapValues(\.text))
        // The day before that of the draft.
        let rendered = Site.render(content, RenderOptions(drafts: true, today: try Fixture.day("2026-11-24")))
        #expect(!rendered.hasErrors, "\(rendered.diagnostics)")
        var examples: [String: [String: String]] = [:]
        let pages = rendered.files.keys.filter { $0.hasSuffix(".html") }.sorted()
        // The first language's before the other's.
        for path in pages.filter({ !$0.hasPrefix("en/") }) + pages.filter({ $0.hasPrefix("en/") }) {
            for match in rendered.text(path).matches(of: #/⟦([a-z0-9-]+) ([a-zA-Z0-9-]+)=([^⟦⟧]+)⟧/#) {
                let (template, name) = (String(match.1), String(match.2))
                let text = String(match.3).unescaped.split(whereSeparator: \.isNewline).joined(separator: " ")
                let known = examples[template]?[name]
                if known == nil || known.map({ $0.count > 80 && text.count < $0.count }) == true {
                    examples[template, default: [:]][name] = text
                }
            }
        }
        return examples
    }

    private func document(_ examples: [String: [String: String]]) -> String {
        var lines = [
            "# An example of every value", "",
            "What the names in [README.md](README.md) hold on the pages of a small site, by the template that shows them.",
            "Lists, truths, and HTML are left out. This page is written by a test.",
        ]
        for (template, names) in examples.sorted(by: { $0.key < $1.key }) {
            lines += ["", "## `\(template)`", "", "| name | example |", "|---|---|"]
            for (name, text) in names.sorted(by: { $0.key < $1.key }) {
                let short = text.count > 80 ? "\(text.prefix(80))…" : text
                lines.append("| `\(name)` | `\(short.replacing("`", with: "'").replacing("|", with: "\\|"))` |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test func everyValueHasAnExample() throws {
        let examples = try examples()
        let names = try Set(
            FileManager.default.contentsOfDirectory(atPath: Repository.templates).filter {
                $0.hasSuffix(".mustache")
            }.flatMap { file in
                try String(contentsOfFile: "\(Repository.templates)/\(file)", encoding: .utf8)
                    .matches(of: #/(?:^|[^{]){{([a-z][a-zA-Z0-9-]*)}}/#).map { String($0.1) }
            })
        #expect(names.count > 150)
        let shown = names.union(Self.spare.values.flatMap(\.values).joined())
        #expect(shown.subtracting(examples.values.flatMap(\.keys)).sorted() == [])
        let document = document(examples)
        if ProcessInfo.processInfo.environment["RECORD_EXAMPLES"] != nil {
            try document.write(toFile: Self.page, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOfFile: Self.page, encoding: .utf8) == document,
            "look at what changed: RECORD_EXAMPLES=1 make unit-test FILTER=TemplateExamplesTests")
    }
}
