import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

/// Content that nobody should publish: each a diagnostic with its place and a hint, and no file.
struct HostileContentTests {
    private func expect(_ site: SiteInAString, _ faults: [String]) {
        let rendered = site.render()
        #expect(site.faults() == faults)
        #expect(rendered.diagnostics.allSatisfy { !$0.hint.isEmpty && $0.level == .error })
        #expect(rendered.files.isEmpty)
    }

    /// It is weighed before it is read.
    @Test func anArticleOf50Megabytes() throws {
        let site = try SiteInAString("-- content/articles/2026-01-02-a.md --\n---\ntitle: A\n")
        let handle = try FileHandle(
            forWritingTo: URL(filePath: "\(site.root)/content/articles/2026-01-02-a.md"))
        try handle.truncate(atOffset: 50 << 20)
        try handle.close()
        expect(site, ["content/articles/2026-01-02-a.md:1:1 too-large"])
    }

    @Test(arguments: [
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](<java\tscript:alert(1)>)",
        "[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](vbscript:x)", "<javascript:alert(1)>",
        "[a](&#106;avascript:alert(1))", "[a][b]\n\n[b]: javascript:alert(1)", "[a](file:///etc/passwd)",
    ])
    func linksThatRun(_ text: String) throws {
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\n---\n\(text)\n")
        expect(site, ["content/articles/2026-01-02-a.md:5:1 bad-link"])
        let provider = try SiteInAString(
            "-- content/providers/a.md --\n---\nname: A\ndomains: [a.example]\n---\n\(text)\n")
        expect(provider, ["content/providers/a.md:5:1 bad-link"])
    }

    @Test(arguments: [
        ("website: 'javascript:alert(1)'", "5:10 bad-address"), ("website: data:text/html,x", "5:10 bad-address"),
        (
            "claims: [{text: x, source: 'javascript:alert(1)', date: 2026-01-01}]", "5:28 bad-address"
        ),
    ])
    func addressesThatRun(_ yaml: String, _ fault: String) throws {
        let site = try SiteInAString(
            "-- content/providers/a.md --\n---\nname: A\ndomains: [a.example]\ncountry: DE\n\(yaml)\n---\n")
        expect(site, ["content/providers/a.md:\(fault)"])
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b onclick=x>b</b>",
        "<!-- a --><script>x</script>",
    ])
    func elementsInProse(_ text: String) throws {
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\n---\n\(text)\n")
        let rendered = site.render()
        #expect(!rendered.diagnostics.isEmpty && rendered.diagnostics.allSatisfy { $0.rule.rawValue == "raw-html" })
        #expect(rendered.files.isEmpty)
    }

    /// What a link leads to may be a repository or somebody's home, and would be published with all that is in it.
    @Test(arguments: [
        ("content/files", "..", "content/files"), ("content/files/config", "../../.git/config", "content/files/config"),
        ("content/files/folder", "../..", "content/files/folder"),
        ("templates", "../secret", "templates"),
        ("templates/404.mustache", "../.git/config", "templates/404.mustache"),
        ("templates/texts.de.yaml", "../.git/config", "templates/texts.de.yaml"),
        ("templates/assets", "../.git", "templates/assets"),
        ("templates/assets/config", "../../.git/config", "templates/assets/config"),
        ("content/articles", "../secret", "content/articles"),
        ("content/articles/2026-01-02-a.md", "../../.git/config", "content/articles/2026-01-02-a.md"),
        ("content/providers/a.md", "../../.git/config", "content/providers/a.md"),
        ("content/tables/a.yaml", "../../.git/config", "content/tables/a.yaml"),
        ("content/errata.yaml", "../.git/config", "content/errata.yaml"),
        ("content/snapshots", "../secret", "content/snapshots"),
        ("content/snapshots/2026-01-01", "../../secret", "content/snapshots/2026-01-01"),
    ])
    func linksAreNotFollowed(_ path: String, _ target: String, _ named: String) throws {
        let site = try SiteInAString("-- .git/config --\nsecret\n-- secret/x.txt --\nsecret\n")
        let link = URL(filePath: "\(site.root)/\(path)")
        try FileManager.default.createDirectory(
            at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: target)
        expect(site, ["\(named):1:1 symbolic-link"])
    }

    /// A snapshot's files are those that were measured, and none that links lead to.
    @Test(arguments: ["snapshot.json", "a.json", "evidence/a.ndjson.gz", "evidence"])
    func linksInSnapshotsAreNotFollowed(_ name: String) throws {
        let site = try SiteInAString()
        let providers = [Fixture.transcribed("a", "A")]
        try site.write(Fixture.snapshot(try Fixture.day("2026-01-01"), providers), providers, evidence: ["a": []])
        #expect(site.faults() == [])
        let path = "\(site.root)/content/snapshots/2026-01-01/\(name)"
        try FileManager.default.moveItem(atPath: path, toPath: "\(site.root)/elsewhere")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(site.root)/elsewhere")
        let rendered = site.render()
        let file = name == "evidence" ? "evidence/a.ndjson.gz" : name
        #expect(
            rendered.diagnostics.map { "\($0.file) \($0.rule)" }
                == ["content/snapshots/2026-01-01/\(file) unreadable-file"])
        #expect(!rendered.text("beleg/2026-01-01/a/index.html").contains("A"))
    }

    /// Emacs' locks are links that lead nowhere; vi, nano and others leave copies.
    @Test func filesOfEditorsAreNoContent() throws {
        let article = "---\ntitle: A\ndate: 2026-01-02\n---\n"
        let site = try SiteInAString("-- content/articles/2026-01-02-a.md --\n\(article)")
        let folder = "\(site.root)/content/articles"
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/.#2026-01-02-a.md", withDestinationPath: "editor@host.4711:1")
        for name in ["2026-01-02-a.md~", ".2026-01-02-a.md.swp", "#2026-01-02-a.md#", ".2026-01-02-b.md"] {
            try site.write(Array("---\ntitle: B\n".utf8), to: "content/articles/\(name)")
        }
        #expect(site.faults() == [])
        #expect(site.render().files.keys.filter { $0.hasPrefix("2026/01/") && $0.contains("index.html") }.count == 2)
    }

    /// A page among the files runs under the site's own address, and not under the policy of its pages.
    @Test(arguments: [
        ("page.html", "<p>a</p>\n<script>alert(1)</script>", "2:1"), ("page.HTM", "<b onclick=x>a</b>", "1:1"),
        ("page.xhtml", "<svg:script xmlns:svg='http://www.w3.org/2000/svg'/>", "1:1"),
        ("page.html", "<a href='java&#10;script:alert(1)'>a</a>", "1:1"),
        ("page.html", "<iframe srcdoc='x'></iframe>", "1:1"),
        ("page.html", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "1:1"),
        ("style.xsl", "<xsl:stylesheet version='1.0'><script>x</script></xsl:stylesheet>", "1:31"),
        ("a.svgz", "x", "1:1"),
        // What HTML does not parse is elements to a reader of XML.
        ("a.xml", "<x><title><script xmlns='http://www.w3.org/1999/xhtml'/></title></x>", "1:11"),
        ("a.xml", "<x><![CDATA[><!--]]><script/><!-- --></x>", "1:21"),
        ("a.xml", "<!DOCTYPE x [<!ENTITY s '&#60;script/&#62;'>]><x>&s;</x>", "1:14"),
        // Names that hosts may serve as XML, and text in which nothing can be seen.
        ("a.rss", "\u{FEFF} <rss><h:script xmlns:h='http://www.w3.org/1999/xhtml'/></rss>", "1:10"),
        ("a.page", "<!DOCTYPE x><x onload='y'/>", "1:13"),
        ("a.html", "\0<\0s\0c\0r\0i\0p\0t\0>\0", "1:1"),
    ])
    func documentsThatRun(_ name: String, _ text: String, _ place: String) throws {
        let site = try SiteInAString("-- content/files/\(name) --\n\(text)\n")
        expect(site, ["content/files/\(name):\(place) script-in-file"])
    }

    /// In an image, scripts can hide from a reader of HTML as well.
    @Test(arguments: [
        ("<title><script>alert(1)</script></title>", "1:71"), ("<style><script/></style>", "1:71"),
        ("<desc><![CDATA[><!--]]></desc><script/><!-- -->", "1:94"),
    ])
    func imagesThatRun(_ inside: String, _ place: String) throws {
        let site = try SiteInAString(
            "-- content/files/a.svg --\n<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'>\(inside)</svg>\n"
        )
        expect(site, ["content/files/a.svg:\(place) script-in-image"])
    }

    /// A name that is not UTF-8 cannot be an address.
    @Test func namesThatAreNotUTF8() throws {
        let site = try SiteInAString("-- content/files/a.txt --\nx\n")
        let name = ("\(site.root)/content/files/b".utf8 + [0xFF, 0]).map { CChar(bitPattern: $0) }
        let file = fopen(name, "w")
        #expect(file != nil)
        if let file { fclose(file) }
        expect(site, ["content/files/b\u{FFFD}:1:1 unreadable-file"])
    }

    @Test func documentsThatOnlyShowArePublished() throws {
        let site = try SiteInAString(
            "-- content/files/page.html --\n<!DOCTYPE html><title>a</title><p>on <a href='https://a.example/'>a</a></p>\n"
        )
        #expect(site.faults() == [])
        #expect(site.render().files["files/page.html"] != nil)
    }

    /// A name with a line break would forge a line of what is printed, and a command of the CI that shows it.
    @Test func namesWithLineBreaks() throws {
        let site = try SiteInAString()
        try site.write([], to: "content/files/a\n::error file=x,line=1::forged\r\u{1B}[31m.png")
        let diagnostic = try #require(site.render().diagnostics.first)
        let lines = diagnostic.description.split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { !$0.hasPrefix("::") })
        #expect(lines[0].hasPrefix("content/files/a\\n::error file=x,line=1::forged\\r\\u{1b}[31m.png:1:1: error: "))
    }

    /// Every tag has a page that shows the tags of its articles, so that their number would count squared.
    @Test func tagsAreBounded() throws {
        func article(_ tags: Int) -> String {
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\ntags:\n"
                + (0..<tags).map { "  - tag\($0)\n" }.joined() + "---\n"
        }
        let most = try SiteInAString(article(50)).render()
        #expect(most.diagnostics == [] && most.files["tag/tag49/index.html"] != nil)
        let site = try SiteInAString(article(10_000))
        expect(site, ["content/articles/2026-01-02-a.md:55:5 too-many-tags"])
    }

    @Test func tablesInProseAreBounded() throws {
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\n---\n```csv\n"
                + String(repeating: "1\n", count: 1_000_000) + "```\n")
        #expect(site.faults() == ["content/articles/2026-01-02-a.md:50006:1 too-large"])
    }
}
