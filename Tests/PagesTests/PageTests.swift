import Content
import Foundation
import Glibc
import Grading
import Model
import Pages
import SiteTestSupport
import TestSupport
import Testing

struct PageTests {
    static let two = """
        -- content/site.yaml --
        title: {de: Prüfstand, en: Test bench}
        base-url: https://pruefstand.example/unter/
        languages: [de, en]
        contact: redaktion@pruefstand.example
        -- content/articles/2014-07-04-dane.md --
        ---
        title: DANE & Söhne
        date: 2014-07-04
        tags: [DANE, E-Mail]
        summary: Kurz.
        updates: [{date: 2014-10-16, text: mailbox.org}]
        ---
        Siehe [Posteo](2014-07-15-posteo.md), [die Methode](/methode/) und [das Bild](files/a/bild.txt).
        -- content/articles/2014-07-04-dane.en.md --
        ---
        title: DANE
        date: 2014-07-04
        tags: [DANE]
        ---
        -- content/articles/2014-07-15-posteo.md --
        ---
        title: Posteo
        date: 2014-07-15
        tags: [e-mail]
        ---
        -- content/articles/2014-07-16-draft.md --
        ---
        title: Entwurf
        date: 2014-07-16
        draft: true
        ---
        -- content/files/a/bild.txt --
        Bild
        -- content/providers/posteo.md --
        ---
        name: Posteo
        domains: [posteo.de]
        website: https://posteo.de/
        opt-out: true
        ---
        Prosa.
        """

    @Test func theHomePageIsTheBlogs() throws {
        let home = try SiteInAString(Self.two).render().text("index.html")
        let titles = home.matches(of: #/<h3><a href="([^"]*)">([^<]*)</#).map { "\($0.1) \($0.2)" }
        #expect(
            titles == [
                "2014/07/posteo/index.html Posteo", "2014/07/dane/index.html DANE &amp; Söhne",
            ])
        #expect(home.contains("<span class=\"month\">Jul</span> <span class=\"day\">4</span>"))
        #expect(home.contains("<a href=\"tag/e-mail/index.html\" rel=\"tag\">E-Mail</a>"))
    }

    @Test func everyLinkLeadsSomewhere() throws {
        let rendered = try SiteInAString(Self.two).render()
        #expect(rendered.diagnostics.isEmpty)
        for path in rendered.files.keys.sorted() where path.hasSuffix(".html") {
            let ids = Set(rendered.text(path).matches(of: #/ id="([^"]*)"/#).map { String($0.1) })
            for match in rendered.text(path).matches(of: #/(?:href|src)="([^"]*)"/#) {
                let link = String(match.1)
                if link.hasPrefix("https:") || link.hasPrefix("mailto:") { continue }
                if link.hasPrefix("#") {
                    #expect(ids.contains(String(link.dropFirst())), "\(path): \(link)")
                    continue
                }
                let target = String(link.prefix { $0 != "#" })
                let base = path == "404.html" ? "" : path
                let resolved =
                    target.hasPrefix("/unter/") && path == "404.html"
                    ? String(target.dropFirst("/unter/".count))
                    : URL(filePath: "/\(base)").deletingLastPathComponent().appending(path: target).standardized.path
                        .dropFirst().description
                #expect(rendered.files[resolved] != nil, "\(path): \(link)")
            }
        }
    }

    /// Shown for addresses of any depth, below whatever path the site lies.
    @Test(arguments: [("https://pruefstand.example/", "/"), ("https://pruefstand.example/unter/hier/", "/unter/hier/")])
    func thePageForWhatIsNotThereLeadsBack(_ base: String, _ path: String) throws {
        let site = try ThreeDates.site()
        try site.write(SiteInAString.settings.replacing("https://pruefstand.example/", with: base))
        let page = site.render().text("404.html")
        let links = page.matches(of: #/(?:href|src)="([^"#:]+)"/#).map { String($0.1) }
        #expect(links.count > 3 && links.allSatisfy { $0.hasPrefix(path) }, "\(links)")
    }

    @Test func translationsKnowEachOther() throws {
        let rendered = try SiteInAString(Self.two).render()
        let german = rendered.text("2014/07/dane/index.html")
        #expect(german.contains("<html lang=\"de\">"))
        #expect(german.contains("hreflang=\"en\" href=\"https://pruefstand.example/unter/en/2014/07/dane/\""))
        #expect(rendered.text("en/2014/07/dane/index.html").contains("<html lang=\"en\">"))
        #expect(!rendered.text("2014/07/posteo/index.html").contains("hreflang"))
        #expect(rendered.files["en/method/index.html"] != nil && rendered.files["en/2014/07/posteo/index.html"] == nil)
    }

    @Test func draftsOnlyWhenAskedFor() throws {
        let site = try SiteInAString(Self.two)
        #expect(site.render().files["2014/07/draft/index.html"] == nil)
        let drafts = site.render(RenderOptions(drafts: true))
        #expect(drafts.text("2014/07/draft/index.html").contains("Entwurf"))
        #expect(!drafts.text("feed.xml").contains("Entwurf") && !drafts.text("sitemap.xml").contains("draft"))
    }

    @Test func noScriptButOursNoStyleAndNothingFromElsewhere() throws {
        let rendered = try SiteInAString(Self.two).render()
        for path in rendered.files.keys where path.hasSuffix(".html") {
            let page = rendered.text(path)
            #expect(page.contains("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"), "\(path)")
            let scripts = page.replacing(#/<script type="application\/ld\+json">[^<]*<\/script>/#, with: "")
                .replacing(#/<script src="[.\/]*assets\/tables\.[0-9a-f]{16}\.js" defer><\/script>/#, with: "")
            #expect(!scripts.contains("<script") && !page.contains("<style") && !page.contains(" style="), "\(path)")
            #expect(page.matches(of: #/<h1/#).count == 1, "\(path)")
            #expect(!page.contains("{{"), "\(path)")
            var level = 1
            for heading in page.matches(of: #/<h([1-6])/#) {
                let next = Int(String(heading.1)) ?? 0
                #expect(next <= level + 1, "\(path): h\(next) after h\(level)")
                level = next
            }
            let ids = page.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
            #expect(Set(ids).count == ids.count, "\(path)")
        }
        let sheet = rendered.files.keys.first { $0.hasPrefix("assets/style.") && $0.hasSuffix(".css") }
        #expect(sheet.map { rendered.text($0).contains("url(") || rendered.text($0).contains("@import") } == false)
    }

    @Test func theMethodPageIsMadeOfTheProfiles() throws {
        let page = try SiteInAString().render().text("methode/index.html")
        for profile in Profile.all {
            #expect(page.contains("<h2>\(profile.name)</h2>"))
        }
        #expect(page.contains("RSA-Schlüssel unter 2048 Bit") && page.contains("höchstens B"))
    }

    /// Every rule of every profile, and every state, has words in every language.
    @Test(arguments: ["de", "en"])
    func everyRuleHasWords(_ language: String) throws {
        let text = try String(contentsOfFile: "\(Repository.templates)/texts.\(language).yaml", encoding: .utf8)
        let names =
            Profile.all.flatMap(\.rules).map(\.name) + [
                "protocol-points", "key-points", "cipher-points", "total-points", "no-encryption", "unknown-input",
                "unknown-without-effect", "worst-of-endpoints", "endpoint-not-measured",
            ] + Profile.all.flatMap(\.omissions)
        for name in names { #expect(text.contains("\n  \(name): "), "\(name)") }
    }

    @Test func aSitesOwnTemplateAndTextsReplaceTheDefault() throws {
        let site = try SiteInAString(
            "-- templates/404.mustache --\n{{<page}}{{$content}}<h1>weg</h1>{{/content}}{{/page}}")
        #expect(site.render().text("404.html").contains("<h1>weg</h1>"))
        let texts = try String(contentsOfFile: "\(Repository.templates)/texts.de.yaml", encoding: .utf8)
        #expect(texts.contains("  home: Start\n"))
        try site.write(
            Array(texts.replacing("  home: Start\n", with: "  home: Anfang\n").utf8),
            to: "templates/texts.de.yaml")
        #expect(site.render().text("index.html").contains(">Anfang</a>"))
    }

    /// A style may be cached for ever: another one has another name.
    @Test func assetsAreNamedByTheirContent() throws {
        func style(_ text: String) throws -> String {
            let rendered = try SiteInAString("-- templates/assets/style.css --\n\(text)").render()
            let name = try #require(rendered.files.keys.first { $0.hasSuffix(".css") })
            #expect(rendered.text(name) == "\(text)\n")
            #expect(rendered.text("methode/index.html").contains("href=\"../\(name)\""))
            return name
        }
        let (one, other) = (try style("p { color: red }"), try style("p { color: blue }"))
        #expect(one != other && one.wholeMatch(of: #/assets\/style\.[0-9a-f]{16}\.css/#) != nil)
        #expect(try style("p { color: red }") == one)
    }

    @Test func whatTheScannerReads() throws {
        let site = try SiteInAString(Self.two)
        let read = SiteReader(root: site.root).readForScan()
        #expect(read.diagnostics.isEmpty)
        #expect(read.providers.map(\.id) == ["posteo"] && read.providers.first?.optOut == true)
        #expect(read.settings.manners == Manners())
    }
}
