import Content
import Foundation
import Model
import SiteTestSupport
import Testing

@testable import Pages

/// What the front matter and the settings say of how texts are presented.
@Suite struct PresentationTests {
    private func site(_ front: String, _ body: String = "Text.", settings: String = "") throws -> SiteInAString {
        let site = try SiteInAString(
            """
            -- content/articles/2026-01-02-a.md --
            ---
            title: A
            date: 2026-01-02
            tags: [DNS]
            summary: Kurz.
            \(front)
            ---
            \(body)
            -- content/articles/2026-01-01-b.md --
            ---
            title: B
            date: 2026-01-01
            ---
            -- content/articles/2026-01-03-c.md --
            ---
            title: C
            date: 2026-01-03
            ---
            """)
        if !settings.isEmpty { try site.write(SiteInAString.settings + "\n\(settings)\n") }
        let png = try #require(Data(base64Encoded: Fixture.png))
        try site.write(Array(png), to: "content/files/ein bild.png")
        return site
    }

    private func render(_ front: String, _ body: String = "Text.", settings: String = "") throws -> RenderedSite {
        let rendered = try site(front, body, settings: settings).render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        return rendered
    }

    @Test func neighboursAreThoseByDate() throws {
        let rendered = try render("draft: false")
        let middle = rendered.text("2026/01/a/index.html")
        #expect(middle.contains(#"<a href="../../../2026/01/b/index.html" rel="prev">B</a>"#))
        #expect(middle.contains(#"<a href="../../../2026/01/c/index.html" rel="next">C</a>"#))
        #expect(!rendered.text("2026/01/b/index.html").contains("rel=\"prev\""))
        #expect(!rendered.text("2026/01/c/index.html").contains("rel=\"next\""))
    }

    @Test(arguments: [
        ("author: Anna Adam", "Anna Adam", #"{"@type":"Person","name":"Anna Adam"}"#),
        (
            "author: [Anna Adam, B & B]", "Anna Adam und B &amp; B",
            #"[{"@type":"Person","name":"Anna Adam"},{"@type":"Person","name":"B \u0026 B"}]"#
        ),
    ])
    func authorsAreNamed(_ front: String, _ names: String, _ structured: String) throws {
        let rendered = try render(front)
        let page = rendered.text("2026/01/a/index.html")
        #expect(page.contains("<p class=\"byline\">Von \(names)</p>"))
        #expect(page.contains("<meta name=\"author\" content=\"\(names)\">"))
        #expect(page.contains("\"author\":\(structured)"), "\(page)")
        #expect(rendered.text("feed.xml").contains("<author><name>Anna Adam</name></author>"))
        #expect(rendered.text("feed.json").contains(#""authors":[{"name":"Anna Adam"}"#))
        // Others are the site's.
        let other = rendered.text("2026/01/b/index.html")
        #expect(other.contains("<meta name=\"author\" content=\"Redaktion\">") && !other.contains("byline"))
    }

    @Test func anImageStandsForItsArticle() throws {
        let rendered = try render("image: files/ein bild.png\nimage-alt: Ein \"Bild\"")
        let page = rendered.text("2026/01/a/index.html")
        let url = "https://pruefstand.example/files/ein%20bild.png"
        #expect(page.contains("<meta property=\"og:image\" content=\"\(url)\">"))
        #expect(page.contains("<meta property=\"og:image:alt\" content=\"Ein &quot;Bild&quot;\">"))
        #expect(page.contains("<meta property=\"og:image:type\" content=\"image/png\">"))
        #expect(page.contains("<meta property=\"og:image:width\" content=\""))
        #expect(page.ranges(of: "og:image\"").count == 1)
        #expect(page.contains("\"image\":\"\(url)\""))
        #expect(rendered.text("feed.json").contains("\"image\":\"\(url)\""))
        #expect(rendered.text("feed.xml").contains("<link rel=\"enclosure\" type=\"image/png\" length=\""))
        #expect(!rendered.text("2026/01/b/index.html").contains("ein%20bild"))
    }

    @Test func contentsOnRequest() throws {
        let body = "### Vorab\n\n## Eins\n\n### Eins a\n\n#### Tief\n\n## Zwei *wichtig*"
        #expect(
            !(try render("contents: false", body)).text("2026/01/a/index.html").contains("class=\"table-of-contents\""))
        let page = try render("contents: true", body).text("2026/01/a/index.html")
        let start = try #require(page.range(of: "<nav class=\"table-of-contents\"")).lowerBound
        let end = try #require(page.range(of: "<div class=\"prose\">")).lowerBound
        let links = page[start..<end].matches(of: #/<a href="(#[^"]*)">([^<]*)</#).map { "\($0.1) \($0.2)" }
        #expect(links == ["#vorab Vorab", "#eins Eins", "#eins-a Eins a", "#zwei-wichtig Zwei wichtig"])
        #expect(page[start..<end].ranges(of: "<ul>").count == 2)
        // Nothing to list is no table.
        #expect(!(try render("contents: true")).text("2026/01/a/index.html").contains("class=\"table-of-contents\""))
    }

    @Test func headingsHaveLinksWhereTheSettingsSaySo() throws {
        let page = try render("draft: false", "## Eins", settings: "heading-links: true").text("2026/01/a/index.html")
        #expect(
            page.contains(##"<a class="anchor" href="#eins" aria-label="Link zu diesem Abschnitt: Eins">#</a></h2>"##))
        #expect(!(try render("draft: false", "## Eins")).text("2026/01/a/index.html").contains("anchor"))
    }

    @Test func quotationMarksAreSetWhereTheSettingsSaySo() throws {
        let body = "\"Das\" -- sagte er..."
        #expect(
            try render("draft: false", body, settings: "typography: true").text("2026/01/a/index.html")
                .contains("<p>„Das“ – sagte er…</p>"))
        #expect(
            try render("draft: false", body).text("2026/01/a/index.html")
                .contains("<p>&quot;Das&quot; -- sagte er...</p>"))
    }

    @Test func aLayoutIsATemplateOfOnesOwn() throws {
        let site = try site("layout: wide")
        try site.write(
            Array("{{<page}}{{$content}}<b>{{title}}</b>{{/content}}{{/page}}".utf8),
            to: "templates/article-wide.mustache")
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        let page = rendered.text("2026/01/a/index.html")
        #expect(page.contains("<b>A</b>") && page.contains("<body data-kind=\"article\">"))
        #expect(page.contains("og:type\" content=\"article\""))
        #expect(rendered.text("2026/01/b/index.html").contains("<h1>B</h1>"))
        // It is checked as the template of its kind is.
        try site.write(Array("{{titel}}{{website}}".utf8), to: "templates/article-wide.mustache")
        #expect(
            site.faults() == [
                "templates/article-wide.mustache:1:1 unknown-name", "templates/article-wide.mustache:1:10 unknown-name",
            ])
    }

    @Test func anUnknownLayoutSuggestsTheNearest() throws {
        let site = try site("layout: wid")
        try site.write(Array("".utf8), to: "templates/article-wide.mustache")
        let fault = try #require(site.render().diagnostics.first)
        #expect(fault.message == "unknown layout 'wid'" && fault.hint == "did you mean 'wide'?")
        #expect("\(fault.file):\(fault.place.line):\(fault.place.column)" == "content/articles/2026-01-02-a.md:6:9")
    }

    @Test(arguments: [("main", true, false), ("full", true, true), ("summary", false, false)])
    func feedsHaveTextsWhereTheSettingsSaySo(_ value: String, _ main: Bool, _ tag: Bool) throws {
        let rendered = try render("draft: false", settings: "feed-text: \(value)")
        func hasText(_ path: String) -> Bool { rendered.text(path).contains("&lt;p&gt;Text.&lt;/p&gt;") }
        #expect(hasText("feed.xml") == main && hasText("tag/dns/feed.xml") == tag)
    }

    @Test func articlesAreMarkdownTooUnlessTheSettingsSayNo() throws {
        let with = try render("draft: false")
        #expect(with.files["2026/01/a/index.md"] != nil)
        #expect(with.text("llms.txt").contains("(https://pruefstand.example/2026/01/a/index.md)"))
        let without = try render("draft: false", settings: "article-markdown: false")
        #expect(!without.files.keys.contains { $0.hasPrefix("2026/") && $0.hasSuffix(".md") })
        #expect(!without.text("2026/01/a/index.html").contains("text/markdown"))
        #expect(without.text("llms.txt").contains("(https://pruefstand.example/2026/01/a/)"))
    }

    @Test func articlesOfDaysToComeAreMarked() throws {
        let site = try site("draft: false")
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let today = try Fixture.day("2026-01-01")
        let future = Site.render(content, RenderOptions(future: true, today: today))
        #expect(future.text("2026/01/a/index.html").contains("<p class=\"draft\">erscheint am 2.\u{a0}Januar 2026</p>"))
        #expect(future.text("index.html").contains("erscheint am 2.\u{a0}Januar 2026"))
        #expect(!future.text("2026/01/b/index.html").contains("erscheint am"))
        #expect(Site.render(content, RenderOptions(today: today)).files["2026/01/a/index.html"] == nil)
        // A build of another day will be another one.
        #expect(SiteRendering(content, RenderOptions(future: true, today: today)).dependsOnDay)
        let last = try Fixture.day("2026-01-03")
        #expect(!SiteRendering(content, RenderOptions(future: true, today: last)).dependsOnDay)
    }
}
