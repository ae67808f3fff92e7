import Content
import Foundation
import Model
import SiteTestSupport
import Testing

@testable import Pages

/// `content/pages`: texts without a date.
@Suite struct ContentPageTests {
    private static let settings = """
        -- content/site.yaml --
        title: {de: Prüfstand, en: Test bench}
        base-url: https://pruefstand.example/
        languages: [de, en]

        """
    private static let german = """
        -- content/pages/ueber-uns.md --
        ---
        title: Über uns
        navigation: true
        summary: Wer misst.
        ---
        Wir.

        """
    private static let english = """
        -- content/pages/ueber-uns.en.md --
        ---
        title: About us
        navigation: About
        slug: about
        aliases: [/en/team/]
        ---
        We, and [the page](ueber-uns.md#wer).

        """

    private func site(_ more: String) throws -> SiteInAString { try SiteInAString(Self.settings + more) }

    @Test func aPageInBothLanguages() throws {
        let rendered = try site(Self.german + Self.english).render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        let german = rendered.text("ueber-uns/index.html")
        #expect(german.contains("<h1>Über uns</h1>") && german.contains("<p>Wir.</p>"))
        #expect(german.contains(#"<li><a href="../ueber-uns/index.html" aria-current="page">Über uns</a></li>"#))
        #expect(german.contains(#"<a href="../en/about/index.html" hreflang="en" lang="en">"#))
        #expect(german.contains(#"<meta name="description" content="Wer misst.">"#))
        let english = rendered.text("en/about/index.html")
        #expect(english.contains(#"<a href="../../ueber-uns/index.html#wer">the page</a>"#))
        #expect(english.contains(#"aria-current="page">About</a>"#))
        #expect(rendered.text("en/index.html").contains(#"<li><a href="../en/about/index.html">About</a></li>"#))
        #expect(rendered.text("en/team/index.html").contains("en/about/"))
        #expect(rendered.text("sitemap.xml").contains("https://pruefstand.example/en/about/"))
        #expect(rendered.text("llms.txt").contains("[Über uns](https://pruefstand.example/ueber-uns/): Wer misst."))
        // It has no date, so it is no article.
        #expect(rendered.files["feed.xml"] == nil)
    }

    @Test func withoutNavigationOnlyLinksLeadToIt() throws {
        let site = try site(Self.german.replacing("navigation: true\n", with: "navigation: false\n"))
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(rendered.files["ueber-uns/index.html"] != nil)
        #expect(!rendered.text("index.html").contains("ueber-uns/"))
    }

    @Test func aDraftIsForTheEditorAlone() throws {
        let link = "-- content/pages/b.md --\n---\ntitle: B\n---\n[a](ueber-uns.md)\n"
        let site = try site(Self.german.replacing("navigation", with: "draft: true\nnavigation") + link)
        #expect(
            site.render().diagnostics.map { "\($0.file):\($0.place.line) \($0.message)" } == [
                "content/pages/b.md:4 broken link: 'ueber-uns.md' is a draft"
            ])
        let drafts = site.render(RenderOptions(drafts: true))
        #expect(drafts.diagnostics.isEmpty && drafts.text("ueber-uns/index.html").contains("Entwurf"))
        #expect(!drafts.text("sitemap.xml").contains("ueber-uns"))
    }

    @Test func whatIsWrongIsToldWithItsPlace() throws {
        let site = try site(
            """
            -- content/pages/Team.md --
            ---
            title: Team
            ---
            -- content/pages/a.fr.md --
            ---
            title: A
            ---
            -- content/pages/b.md --
            ---
            titel: B
            slug: Ä B
            ---
            -- content/pages/c.md --
            ---
            title: C
            slug: methode
            layout: breit
            image: files/bidl.png
            image-alt: Bild
            ---
            [d](d.md)
            -- content/pages/e.md --
            ---
            title: E
            image: files/bild.png
            ---
            -- content/files/bild.png --
            """)
        let png = try #require(Data(base64Encoded: Fixture.png))
        try site.write(Array(png), to: "content/files/bild.png")
        #expect(
            site.faults() == [
                "content/pages/Team.md:1:1 bad-file-name", "content/pages/a.fr.md:1:1 unknown-language",
                "content/pages/b.md:2:1 missing-key", "content/pages/b.md:2:1 unknown-key",
                "content/pages/b.md:3:7 bad-address", "content/pages/c.md:3:7 address-taken",
                "content/pages/c.md:4:9 no-such-template", "content/pages/c.md:5:8 no-such-image",
                "content/pages/c.md:8:1 dead-link", "content/pages/e.md:3:8 missing-alt",
            ])
    }
}
