import Content
import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// What the program writes for an editor is what it reads without a complaint.
struct DraftTests {
    private func day(_ text: String = "2026-11-24") throws -> Day { try Fixture.day(text) }

    @Test func aNewSiteBuildsAtOnce() throws {
        let site = try SiteInAString()
        try FileManager.default.removeItem(atPath: "\(site.root)/content")
        for (path, text) in SiteScaffold.files(title: "A: \"b\" \\ c", date: try day()) {
            try site.write(Array(text.utf8), to: path)
        }
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        #expect(rendered.text("index.html").contains("A: &quot;b&quot; \\ c"))
        #expect(rendered.text("2026/11/willkommen/index.html").contains("sofort im Browser"))
        #expect(rendered.text("en/2026/11/willkommen/index.html").contains("in the browser at once"))
        #expect(rendered.files["anbieter/lindenpost/index.html"] != nil)
        for table in ["mail", "jabber", "domain"] {
            #expect(rendered.text("en/index.html").contains("href=\"../en/table/\(table)/index.html\""), "\(table)")
        }
        #expect(rendered.text("en/index.html").contains(">About</a>"))
        // Whatever is looked up for it exists nowhere (RFC 6761 §6.4).
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        #expect(content.providers.count == 3)
        let names = content.providers.values.flatMap { $0.provider.domains + $0.provider.jidDomains }
        #expect(names.allSatisfy { $0.hasSuffix(".invalid") })
    }

    /// The rules of the day, and those that are announced by then.
    @Test(arguments: [
        ("2026-11-24", ["pruefstand-2026 -", "pruefstand-2026-12 2026-12-01"]),
        ("2026-12-01", ["pruefstand-2026-12 -"]),
        ("2020-01-01", ["pruefstand-2026 -", "pruefstand-2026-12 2026-12-01"]),
    ])
    func aNewSiteGradesAsToday(_ date: String, _ profiles: [String]) throws {
        let site = try SiteInAString()
        for (path, text) in SiteScaffold.files(title: "A", date: try day(date)) {
            try site.write(Array(text.utf8), to: path)
        }
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        for name in ["mail", "jabber"] {
            let found = content.tables[name]?.profiles.map { "\($0.name) \($0.from.map(\.description) ?? "-")" }
            #expect(found == profiles, "\(name)")
        }
    }

    @Test(arguments: [
        ("DANE verloren", "2026-11-24-dane-verloren.md"), ("»Ü«: \"x\" # y", "2026-11-24-ue-x-y.md"),
        (
            String(repeating: "wort ", count: 60),
            "2026-11-24-" + Array(repeating: "wort", count: 16).joined(separator: "-") + ".md"
        ),
    ])
    func aNewArticle(_ title: String, _ name: String) throws {
        let site = try ThreeDates.site()
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let draft = try ArticleDraft(title: title, date: try day(), in: content)
        #expect(draft.path == "content/articles/\(name)")
        try site.write(Array(draft.text.utf8), to: draft.path)
        #expect(site.render(RenderOptions(drafts: true)).diagnostics.isEmpty)
        // The table directive stands ready: the first table as it is now.
        #expect(draft.text.contains("```table\nname: dane\ndate: 2015-03-01\n```"))
        // Nothing is published by writing a draft.
        #expect(site.render().files.keys.allSatisfy { !$0.hasPrefix("2026/") })
    }

    @Test func titlesAndLanguagesThatCannotBe() throws {
        let content = SiteReader(root: try SiteInAString().root, defaultTemplates: SiteInAString.templates).read()
        let title = #expect(throws: Diagnostics.self) { try ArticleDraft(title: "…!", date: try day(), in: content) }
        #expect(title?.all.map(\.rule.rawValue) == ["bad-title"])
        let language = #expect(throws: Diagnostics.self) {
            try ArticleDraft(title: "A", date: try day(), language: "fr", in: content)
        }
        #expect(language?.all.map(\.rule.rawValue) == ["unknown-language"])
    }

    /// Names out of other people's DNS stand in comments; they must not end one.
    @Test(arguments: [
        ProviderDraft.Discovery.notAsked(why: "no network\nname: x"),
        .asked(on: .first, lines: ["MX: a\r\n---\n<b>", "SRV: \u{2028}x"], hasJabber: true),
    ])
    func aNewProvider(_ discovery: ProviderDraft.Discovery) throws {
        let site = try SiteInAString()
        let draft = try ProviderDraft(domain: "post.example", name: "Post: \"x\"", discovery: discovery)
        #expect(draft.path == "content/providers/post-example.md")
        try site.write(Array(draft.text.utf8), to: draft.path)
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        #expect(content.diagnostics.isEmpty)
        #expect(content.providers["post-example"]?.provider.name == "Post: \"x\"")
        #expect(content.providers["post-example"]?.provider.domains == ["post.example"])
        #expect(content.providers["post-example"]?.prose.isEmpty == true)
    }

    @Test(arguments: [("kein domain", "bad-domain"), ("a.example/..", "bad-domain"), ("../a.example", "bad-domain")])
    func domainsThatAreNone(_ domain: String, _ rule: String) throws {
        let error = #expect(throws: Diagnostics.self) {
            try ProviderDraft(domain: domain, discovery: .notAsked(why: ""))
        }
        #expect(error?.all.map(\.rule.rawValue) == [rule])
        #expect(throws: Diagnostics.self) {
            try ProviderDraft(domain: "a.example", id: "../x", discovery: .notAsked(why: ""))
        }
    }
}
