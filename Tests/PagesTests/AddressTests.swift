import Foundation
import Model
import SiteTestSupport
import Testing

@testable import Content
@testable import Pages

/// Every output has one address and every address one output; links that lead nowhere say where they may have been meant
/// to lead.
@Suite struct AddressTests {
    private func site(aliases: String, base: String = "https://pruefstand.example/") throws -> SiteInAString {
        let site = try SiteInAString(
            """
            -- content/articles/2026-01-02-a.md --
            ---
            title: A
            date: 2026-01-02
            summary: Kurz.
            aliases: \(aliases)
            ---
            """)
        let settings =
            SiteInAString.settings.replacing("https://pruefstand.example/", with: base)
            + "\nsecurity: {contact: [mailto:a@b.example], expires: 2027-01-01, at: https://b.example/}\n"
        try site.write(settings)
        return site
    }

    @Test(arguments: [
        ("/feed.xml", "the feed 'Prüfstand'"), ("/feed.json", "the feed 'Prüfstand'"), ("/sitemap.xml", "the sitemap"),
        ("/robots.txt", "the file for search engines"), ("/manifest.sha256", "the manifest"),
        ("/404.html", "templates/404.mustache"), ("/feed.xml/b/", "the feed 'Prüfstand'"),
        ("/2026/01/a/", "content/articles/2026-01-02-a.md"),
    ])
    func anAliasOverwritesNothing(_ alias: String, _ owner: String) throws {
        let faults = try site(aliases: "[\(alias)]").render().diagnostics
        #expect(
            faults.map { "\($0.file):\($0.place.line):\($0.place.column) \($0.rule) \($0.message)" } == [
                "content/articles/2026-01-02-a.md:5:11 address-taken "
                    + "the address \(alias.dropFirst()) is already used by \(owner)"
            ])
    }

    @Test func aFileIsNoFolder() throws {
        let faults = try site(aliases: "[/a.html, /a.html/b/]").faults()
        #expect(faults == ["content/articles/2026-01-02-a.md:5:20 address-taken"])
        #expect(
            try site(aliases: "[/a.html/b/, /a.html]").faults() == [
                "content/articles/2026-01-02-a.md:5:23 address-taken"
            ])
        #expect(try site(aliases: "[/a.html, /b/, /c/d.html]").faults() == [])
    }

    @Test func theBasePathIsNoPartOfAnAlias() throws {
        let site = try site(aliases: "[/unter/alt/]", base: "https://pruefstand.example/unter/")
        let found = site.render().diagnostics
        #expect(found.map { "\($0.level) \($0.rule) \($0.hint)" } == ["warning bad-alias write '/alt/'"])
    }

    private func hints(_ prose: String, _ more: String = "", options: RenderOptions = RenderOptions()) throws
        -> [String]
    {
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\n---\n\(prose)\n" + more)
        return site.render(options).diagnostics.map { "\($0.place.line) \($0.message); \($0.hint)" }
    }

    @Test func aLinkToAFolderSuggestsTheSlash() throws {
        #expect(
            try hints("[m](/methode) [n](/metode/)") == [
                "5 broken link: no page '/methode'; did you mean '/methode/'?",
                "5 broken link: no page '/metode/'; did you mean '/methode/'?",
            ])
    }

    private static let other = "-- content/articles/2030-01-01-b.md --\n---\ntitle: B\ndate: 2030-01-01\n"

    @Test func aLinkToWhatHasNoPageYetSaysWhy() throws {
        let link = "[b](2030-01-01-b.md)"
        #expect(
            try hints(link, Self.other + "draft: true\n---\n")
                == ["5 broken link: '2030-01-01-b.md' is a draft; publish it first: remove 'draft: true' from it"])
        let today = try Fixture.day("2026-11-28")
        #expect(
            try hints(link, Self.other + "---\n", options: RenderOptions(today: today)).first?
                .hasPrefix("5 broken link: '2030-01-01-b.md' is held back until 2030-01-01") == true)
        #expect(try hints(link, Self.other + "---\n", options: RenderOptions(today: Fixture.day("2030-01-01"))) == [])
    }

    @Test func anArticleWaitsForItsDay() throws {
        let site = try SiteInAString(Self.other + "tags: [Jabber]\naliases: [/alt/]\n---\n")
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        func pages(_ day: String, drafts: Bool = false) throws -> [String] {
            let rendered = Site.render(content, RenderOptions(drafts: drafts, today: try Fixture.day(day)))
            #expect(rendered.diagnostics == [])
            // Not the year alone, which a digest may have in it.
            return rendered.files.filter { file in
                let text = String(decoding: file.value, as: UTF8.self)
                return text.contains("2030-01") || text.contains("2030/01")
            }.keys.sorted()
        }
        #expect(try pages("2029-12-31") == [])
        #expect(try pages("2030-01-01").contains("2030/01/b/index.html"))
        #expect(try pages("2030-01-01").contains("feed.xml"))
        #expect(try pages("2029-12-31", drafts: true).contains("2030/01/b/index.html"))
        let waiting = SiteRendering(content, RenderOptions(today: try Fixture.day("2026-01-01"))).heldBack
        #expect(waiting.map { "\($0.file) \($0.date)" } == ["content/articles/2030-01-01-b.md 2030-01-01"])
        #expect(SiteRendering(content, RenderOptions(today: try Fixture.day("2031-01-01"))).heldBack.isEmpty)
    }

    /// A Mac stores names decomposed, editors write them composed.
    @Test func filesAreFoundInWhicheverFormTheyAreNamed() throws {
        let composed = "gr\u{F6}\u{DF}e.txt"
        let decomposed = "gro\u{308}\u{DF}e.txt"
        let site = try SiteInAString(
            """
            -- content/articles/2026-01-02-a.md --
            ---
            title: A
            date: 2026-01-02
            ---
            [x](files/\(composed)) [y](</files/\(composed)>)
            """)
        try site.write(Array("x".utf8), to: "content/files/\(decomposed)")
        let rendered = site.render()
        #expect(rendered.diagnostics == [])
        let address = "files/gro%CC%88%C3%9Fe.txt"
        #expect(rendered.text("2026/01/a/index.html").matches(of: try Regex(address)).count == 2)
        #expect(rendered.files.keys.contains { $0.utf8.elementsEqual("files/\(decomposed)".utf8) })
        // Two names that a reader cannot tell apart.
        try site.write(Array("y".utf8), to: "content/files/\(composed)")
        let fault = try #require(site.render().diagnostics.first)
        #expect(fault.rule == .addressTaken && fault.hint == "rename one of the two files")
    }

    @Test func tagsThatDifferInSymbolsHaveAPageEach() throws {
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\ntags: [C, C++, \"C#\"]\n---\n")
        let rendered = site.render()
        #expect(rendered.diagnostics == [])
        for slug in ["c", "c-plus-plus", "c-sharp"] { #expect(rendered.files["tag/\(slug)/index.html"] != nil) }
        try site.write(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\ntags: [NET, .NET]\n---\n")
        #expect(site.render().diagnostics.map(\.message) == ["the tags 'NET' and '.NET' have the same address"])
    }

    @Test func noncharactersDoNotReachPages() throws {
        let noncharacter = try #require(Unicode.Scalar(UInt32(0xFFFE)).map(String.init))
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: \"a\\uFFFEb\"\ndate: 2026-01-02\n---\nx\(noncharacter)y\n"
        )
        let page = site.render().text("2026/01/a/index.html")
        #expect(page.contains("a\u{FFFD}b") && page.contains("x\u{FFFD}y"))
        #expect(!page.unicodeScalars.contains { $0.value == 0xFFFE })
    }
}
