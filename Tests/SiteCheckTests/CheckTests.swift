import Foundation
import Model
import SiteTestSupport
import Testing

@testable import Content
@testable import Pages
@testable import SiteCheck

/// What `check` finds in finished pages, in the style and in the tables' age.
struct CheckTests {
    private func check(_ files: [String: String], base: String = "https://a.example/unter/") -> [String] {
        var settings = SiteSettings()
        settings.baseURL = base
        let rendered = RenderedSite(files: files.mapValues { Array($0.utf8) }, diagnostics: [])
        return PageCheck(rendered, settings: settings).diagnostics().map {
            "\($0.file):\($0.place.line):\($0.place.column) \($0.rule)"
        }
    }

    @Test func linksAndAnchors() {
        let page = """
            <p id="hier"><a href="#hier">a</a> <a href='#dort'>b</a>
            <a href="../b/index.html#z%C3%BC">c</a> <a href="../b/">d</a> <a href=../b>e</a> <a href="../b/index.html#x">f</a>
            <a href="../c/index.html">g</a> <a href="../../aussen.html">h</a> <a href="/unter/b/index.html">i</a>
            <a href="https://b.example/">j</a> <a href="mailto:a@b.example">k</a> <a href="//b.example">l</a>
            <link rel="canonical" href="https://a.example/unter/a/"><link href="https://a.example/unter/weg/">
            <!-- <a href="nirgends"> --><script>"<a href='nirgends'>"</script><a href="../b/index.html?x#z&#252;">m</a>
            """
        #expect(
            check(["a/index.html": page, "b/index.html": "<p id='zü'>"]) == [
                "site/a/index.html:1:36 dead-anchor", "site/a/index.html:2:82 dead-anchor",
                "site/a/index.html:3:1 dead-link", "site/a/index.html:3:33 absolute-link",
                "site/a/index.html:3:67 absolute-link", "site/a/index.html:5:57 dead-link",
            ])
    }

    @Test func idsAndImages() {
        let page =
            "<p id=a>\n<b ID='a'></b><img src=\"x.png\">\n<img alt src=x.png><img alt src=x.svg><img alt=x src=x.png width=1 height=1>"
        #expect(
            check(["index.html": page, "x.png": "", "x.svg": "<svg/>"]) == [
                "site/index.html:2:1 duplicate-id", "site/index.html:2:15 missing-alt",
                "site/index.html:3:1 no-image-size",
            ])
    }

    @Test func pagesThatWeighTooMuch() throws {
        var settings = SiteSettings(baseURL: "https://a.example/", pageWeight: 2)
        func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x20, count: count) }
        let head = Array(
            "<link rel=stylesheet href='../s.css'><img src='../a.png' alt='' width=1 height=1><img src='../a.png' alt='' width=1 height=1><link rel=icon href='../b.png'>"
                .utf8)
        let files = [
            "a/index.html": head + bytes(600 - head.count), "s.css": bytes(500), "a.png": bytes(900),
            "b.png": bytes(9_000), "b/index.html": bytes(2_001),
        ]
        func found() -> [String] {
            PageCheck(RenderedSite(files: files, diagnostics: []), settings: settings).diagnostics().map {
                "\($0.level) \($0.file) \($0.rule) \($0.message)"
            }
        }
        // What is there twice is loaded once, and an icon is none of the page's.
        #expect(
            found() == [
                "warning site/b/index.html heavy-page the page weighs 2 kB, more than 2 kB: 2 kB the page itself"
            ])
        settings.pageWeight = 1
        #expect(
            found().first == "warning site/a/index.html heavy-page the page weighs 2 kB, more than 1 kB: "
                + "1 kB a.png, 1 kB the page itself, 1 kB s.css")
        settings.pageWeight = 3
        #expect(found() == [])
    }

    @Test func feeds() {
        let entry = "<entry><id>x</id><title>x</title><updated>x</updated></entry>"
        let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id><title>x</title><updated>x</updated>"
        #expect(check(["feed.xml": "\(feed)\(entry)</feed>"]).isEmpty)
        #expect(
            check(["feed.xml": "\(feed)\n<entry><id>x</id>\n</entry></feed>"]) == [
                "site/feed.xml:3:1 broken-feed", "site/feed.xml:3:1 broken-feed",
            ])
        #expect(check(["feed.xml": "\(feed)\n<title>a & b</title></feed>"]) == ["site/feed.xml:2:11 broken-xml"])
        #expect(check(["feed.xml": ""]) == ["site/feed.xml:1:1 broken-xml"])
        let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"x\", \"items\": ["
        #expect(check(["feed.json": json + "{\"id\": \"a\"}]}"]).isEmpty)
        for broken in [
            json + "{\"id\": \"a\"}, {\"id\": \"a\"}]}", json + "{}]}", "{",
            "{\"version\": \"2\", \"title\": \"\", \"items\": []}",
        ] {
            #expect(check(["feed.json": broken]) == ["site/feed.json:1:1 broken-feed"], "\(broken)")
        }
    }

    @Test func contrast() {
        func found(_ css: String) -> [String] {
            CheckContrast.diagnostics(css, file: "style.css").map { "\($0.place.line) \($0.message.suffix(11))" }
        }
        // #767676 on white is the lightest grey that passes (4.54 to 1), #777777 the darkest that does not (4.47).
        #expect(found("body { background: #fff; color: #767676 }").isEmpty)
        #expect(found("/* a\n */ body { background: #fff;\n color: #777777 }") == ["2 light theme"])
        let themed = """
            :root { --paper: #ffffff; --ink: #222222; }
            @media (prefers-color-scheme: dark) { :root { --paper: #111; --ink: #333; } }
            body { background: var(--paper); color: var(--ink, red); }
            .ok { background: black url("x") ; color: rgb(255 255 255); }
            @media print { p { color: #eee } }
            @media (max-width: 3rem) { .soft { color: #999 } }
            @keyframes x { from { color: #fff } }
            """
        #expect(found(themed) == ["6 light theme", "3  dark theme"])
        #expect(found("a { color: ").isEmpty && found("}}{{;:").isEmpty && found("@media {").isEmpty)
    }

    /// The repository's own templates pass, warnings and all.
    @Test func theDefaultsPass() throws {
        let site = try ThreeDates.site()
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let found = SiteCheck.diagnostics(content, Site.render(content))
        #expect(found.isEmpty, "\(found)")
    }

    @Test func staleTables() throws {
        let site = try ThreeDates.site()
        try site.write("-- content/tables/archive.yaml --\ntitle: A\ncolumns: [dnssec]\nsnapshots: [2015-01-01]\n")
        try site.write("-- content/tables/never.yaml --\ntitle: A\ncolumns: [dnssec]\nrows: [c]\n")
        try site.write("-- content/providers/c.md --\n---\nname: C\ndomains: [c.example]\n---\n")
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let rendered = Site.render(content)
        func stale(_ today: String, _ days: Int) throws -> [String] {
            SiteCheck.diagnostics(content, rendered, today: try Fixture.day(today), maxAge: days)
                .filter { $0.rule.rawValue == "stale-table" && $0.level == .error }.map(\.file)
        }
        #expect(try stale("2015-03-31", 30) == ["content/tables/never.yaml"])
        #expect(
            try stale("2015-04-01", 30) == [
                "content/tables/dane.yaml", "content/tables/jabber.yaml", "content/tables/never.yaml",
            ])
    }

    /// RFC 9116 §2.5.5.
    @Test func anExpiredContact() throws {
        let site = try SiteInAString(
            SiteInAString.settings + "\nsecurity: {contact: 'mailto:a@b.example', expires: 2027-06-30}")
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let rendered = Site.render(content)
        func rules(_ today: String) throws -> [String] {
            SiteCheck.diagnostics(content, rendered, today: try Fixture.day(today)).map(\.rule.rawValue)
        }
        #expect(try rules("2027-06-29").isEmpty)
        #expect(try rules("2027-06-30") == ["expired"])
    }

    @Test func aMovedArticle() throws {
        let text = "---\ntitle: A\ndate: 2026-01-02\naliases: [/2014/alt/, /alt.html, /Tief/er]\n---\n"
        let site = try SiteInAString("-- content/articles/2026-01-02-a.md --\n\(text)")
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(
            rendered.text("2014/alt/index.html").contains(
                "<meta http-equiv=\"refresh\" content=\"0; url=../../2026/01/a/index.html\">"))
        #expect(rendered.text("alt.html").contains("url=2026/01/a/index.html\""))
        #expect(rendered.text("Tief/er/index.html").contains("https://pruefstand.example/2026/01/a/"))
        #expect(!rendered.text("sitemap.xml").contains("alt"))
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        #expect(SiteCheck.diagnostics(content, rendered).isEmpty)
        // The address of another page cannot be taken.
        try site.write(
            "-- content/articles/2026-01-03-b.md --\n---\ntitle: B\ndate: 2026-01-03\naliases: [/2026/01/a/]\n---\n")
        #expect(site.render().diagnostics.map(\.rule.rawValue) == ["address-taken"])
    }

    @Test(arguments: ["alt", "/", "//a", "/a//b", "/../a", "/a/../b", "/.git/", "/a?b", "/a b/", "https://a.example/"])
    func addressesThatAreNone(_ alias: String) throws {
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\naliases: ['\(alias)']\n---\n")
        #expect(site.faults() == ["content/articles/2026-01-02-a.md:4:11 bad-alias"])
    }
}
