import Foundation
import Model
import SiteTestSupport
import Testing

@testable import Content
@testable import Pages
@testable import Templates

/// What a site has beside its pages: feeds, downloads, badges, files for machines.
struct FeedAndDownloadTests {
    private static let article = """
        -- content/articles/2015-01-05-beitrag.md --
        ---
        title: Ein <Beitrag> & "mehr"
        date: 2015-01-05
        tags: [Jabber]
        summary: Kurz.
        ---
        -- content/articles/2015-01-06-entwurf.md --
        ---
        title: Entwurf
        date: 2015-01-06
        tags: [Nur Entwurf]
        draft: true
        ---
        """

    private func site() throws -> SiteInAString {
        let site = try ThreeDates.site()
        try site.write(Self.article)
        return site
    }

    private func object(_ rendered: RenderedSite, _ path: String) throws -> [String: Any] {
        let bytes = try #require(rendered.files[path], "\(path)")
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any], "\(path)")
    }

    private func items(_ rendered: RenderedSite, _ path: String) throws -> [[String: Any]] {
        try #require(try object(rendered, path)["items"] as? [[String: Any]])
    }

    @Test func feedsOfAllOfTagsOfTablesAndOfProviders() throws {
        let rendered = try site().render(RenderOptions(drafts: true))
        let feeds = rendered.files.keys.filter { $0.hasSuffix("feed.xml") }.sorted()
        #expect(
            feeds == [
                "anbieter/a/feed.xml", "anbieter/b/feed.xml", "feed.xml", "tabelle/dane/feed.xml",
                "tabelle/jabber/feed.xml", "tag/jabber/feed.xml",
            ])
        for path in feeds {
            let json = try items(rendered, String(path.dropLast(3)) + "json")
            #expect(json.count == rendered.text(path).matches(of: #/<entry>/#).count, "\(path)")
        }
        #expect(rendered.text("feed.xml").contains("<title>Ein &lt;Beitrag&gt; &amp; &quot;mehr&quot;</title>"))
        #expect(try items(rendered, "feed.json").first?["title"] as? String == "Ein <Beitrag> & \"mehr\"")
    }

    /// The texts of articles stand in the feed of all articles, as readers elsewhere need them: every link leads to the
    /// site from anywhere. A tag's feed has summaries, as an article would be in one for each of its tags.
    @Test func articlesInFeedsAreWhole() throws {
        let site = try ThreeDates.site()
        try site.write(
            """
            -- content/articles/2015-01-05-a.md --
            ---
            title: Mit Text
            date: 2015-01-05
            tags: [Jabber]
            summary: Kurz & gut.
            updates: [{date: 2015-01-07, text: "Jetzt <besser>."}]
            ---
            ## Ein Teil

            [innen](#ein-teil) [Tabelle](/tabelle/jabber/) [Anbieter](../providers/a.md#ruf) [Datei](files/a.txt)
            [außen](https://a.example/x) ![Bild](files/a.png)

            ```table
            name: jabber
            date: 2015-01-01
            ```
            -- content/files/a.txt --
            a
            """)
        try site.write(try #require(Data(base64Encoded: Fixture.png)).map { $0 }, to: "content/files/a.png")
        let rendered = site.render()
        #expect(rendered.diagnostics == [])
        let item = try #require(try items(rendered, "feed.json").first)
        let html = try #require(item["content_html"] as? String)
        #expect(item["summary"] as? String == "Kurz & gut." && item["content_text"] == nil)
        let links = html.matches(of: #/(?:href|src)="([^"]*)"/#).map { String($0.1) }
        let root = "https://pruefstand.example/"
        for link in [
            "\(root)2015/01/a/#ein-teil", "\(root)tabelle/jabber/", "\(root)anbieter/a/#ruf", "\(root)files/a.txt",
            "https://a.example/x", "\(root)files/a.png",
        ] { #expect(links.contains(link), "\(link)") }
        #expect(links.allSatisfy { $0.hasPrefix("https://") && !$0.contains("index.html") }, "\(links)")
        #expect(html.contains("<table") && html.contains("7.\u{a0}Januar 2015: Jetzt &lt;besser&gt;.</p>"))
        // The same in Atom, escaped once more, beside the summary.
        let atom = rendered.text("feed.xml")
        let content = try #require(atom.firstMatch(of: #/<content type="html">([^<]*)<\/content>/#))
        let escaped = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        #expect(escaped.reduce(String(content.1)) { $0.replacing($1.0, with: $1.1) } == html)
        #expect(atom.contains("<summary>Kurz &amp; gut.</summary>"))
        let tagged = try #require(try items(rendered, "tag/jabber/feed.json").first?["content_html"] as? String)
        #expect(tagged.hasPrefix("<p>Kurz &amp; gut.</p>") && !tagged.contains("<table"))
        #expect(!rendered.text("tag/jabber/feed.xml").contains("<content"))
    }

    /// XML 1.0 cannot hold control characters, JSON escapes them.
    @Test func controlCharactersInFeeds() throws {
        let site = try ThreeDates.site()
        try site.write(
            """
            -- content/articles/2015-01-05-a.md --
            ---
            title: "a\\u0007b\\u001Bc"
            date: 2015-01-05
            summary: "d\\u0001e"
            ---
            """)
        let rendered = site.render()
        let atom = rendered.text("feed.xml")
        #expect(atom.contains("<title>abc</title>") && atom.contains("<summary>de</summary>"))
        for path in rendered.files.keys where path.hasSuffix("feed.xml") || path.hasSuffix("sitemap.xml") {
            #expect(!rendered.text(path).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(path)")
        }
        #expect(try items(rendered, "feed.json").first?["title"] as? String == "a\u{7}b\u{1B}c")
    }

    /// Each language has feeds of its own, in its own words.
    @Test func feedsInEachLanguage() throws {
        let site = try site()
        try site.write(
            "-- content/site.yaml --\ntitle: A\nbase-url: https://pruefstand.example/\nlanguages: [de, en]\n"
                + Self.article.replacing("beitrag.md", with: "beitrag.en.md").replacing(
                    "tags: [Jabber]", with: "tags: [XMPP]")
        )
        try site.write(Self.article)
        let rendered = site.render()
        let feeds = rendered.files.keys.filter { $0.hasPrefix("en/") && $0.hasSuffix("feed.xml") }.sorted()
        #expect(
            feeds == [
                "en/feed.xml", "en/provider/a/feed.xml", "en/provider/b/feed.xml", "en/table/dane/feed.xml",
                "en/table/jabber/feed.xml", "en/tag/xmpp/feed.xml",
            ])
        for path in feeds { #expect(rendered.text(path).contains("xml:lang=\"en\""), "\(path)") }
        let changes = try items(rendered, "en/provider/a/feed.json").first?["content_text"] as? String
        #expect(changes?.contains("TLSv1 disabled") == true, "\(changes ?? "")")
        #expect(rendered.text("robots.txt").contains("Sitemap: https://pruefstand.example/sitemap.xml\n"))
    }

    @Test func changesHaveNamesInFeeds() throws {
        let rendered = try site().render()
        let provider = try items(rendered, "anbieter/a/feed.json")
        #expect(provider.count == 1)
        #expect((provider.first?["title"] as? String)?.hasPrefix("Schlechter: DANE für MX weggefallen; ") == true)
        #expect(
            (provider.first?["content_text"] as? String)?.contains("TLSv1 abgeschaltet, TLSv1.3 aktiviert") == true)
        #expect(provider.first?["url"] as? String == "https://pruefstand.example/beleg/2015-03-01/a/")
        let table = try items(rendered, "tabelle/jabber/feed.json").compactMap { $0["title"] as? String }
        #expect(
            table == [
                "Stand vom 1.\u{a0}März 2015: Besser: 3, Bewertungsregeln geändert: 1",
                "Stand vom 1.\u{a0}Februar 2015: keine Änderung",
                "Erster Stand, vom 1.\u{a0}Januar 2015",
            ])
    }

    @Test func everyPageNamesItsFeeds() throws {
        let rendered = try site().render()
        let page = rendered.text("tabelle/jabber/2015-03-01/aenderungen/index.html")
        #expect(
            page.contains(
                "type=\"application/atom+xml\" title=\"Prüfstand: Jabber-Server\" href=\"../../../../tabelle/jabber/feed.xml\""
            ))
        #expect(page.contains("type=\"application/feed+json\" title=\"Prüfstand\" href=\"../../../../feed.json\""))
    }

    @Test func aTableAsCSV() throws {
        let site = try site()
        var evil = Fixture.transcribed(
            "a", "=HYPERLINK(\"x\")", [ThreeDates.service(.unmeasured(ThreeDates.silence), grade: .measured("A"))])
        evil.transcription?.dnssec = .measured(true)
        try site.write(Fixture.snapshot(try Fixture.day("2015-04-01"), [evil]), [evil])
        let rendered = site.render()
        #expect(
            rendered.text("tabelle/jabber/2015-04-01/jabber-2015-04-01.csv").components(separatedBy: "\r\n") == [
                "id,Anbieter,Stand,Zertifikate (C2S),Protokolle (C2S),Ciphers (C2S),STARTTLS (C2S),TLSA (DANE) (C2S),Tests (C2S)",
                "a,\"'=HYPERLINK(\"\"x\"\")\",2015-04-01,gültig,nicht gemessen (keine rechtzeitige Antwort),\"modern, inkl. PFS\",Pflicht,nein,A",
                "",
            ])
        // A plus sign is said as a word, and not taken for a formula.
        #expect(rendered.text("tabelle/dane/2015-04-01/dane-2015-04-01.csv").contains(",ja,"))
    }

    @Test func aTableAsJSONWithItsDescription() throws {
        let rendered = try site().render()
        let table = try object(rendered, "tabelle/jabber/2015-02-01/jabber-2015-02-01.json")
        #expect(table["licence"] as? String == "CC-BY-4.0" && table["profile"] as? String == "xmpp.net-2014-01")
        #expect(
            table["citation"] as? String
                == "Redaktion: Jabber-Server, Stand vom 1.\u{a0}Februar 2015. https://pruefstand.example/tabelle/jabber/2015-02-01/"
        )
        let rows = try #require(table["rows"] as? [[String: Any]])
        let facts = try #require(rows.first?["facts"] as? [[String: Any]])
        let protocols = try #require(facts.first { $0["column"] as? String == "protocols" })
        #expect(protocols["state"] as? String == "unmeasured" && protocols["why"] as? String == "timeout")
        let last = try #require(protocols["lastKnown"] as? [String: Any])
        #expect(last["value"] as? [String] == ["TLSv1", "TLSv1.2"])

        let metadata = try object(rendered, "tabelle/jabber/2015-02-01/jabber-2015-02-01.csv-metadata.json")
        #expect(metadata["url"] as? String == "jabber-2015-02-01.csv")
        #expect(metadata["dc:license"] as? String == "https://spdx.org/licenses/CC-BY-4.0")
        let schema = try #require(metadata["tableSchema"] as? [String: Any])
        let titles = try #require(schema["columns"] as? [[String: Any]]).compactMap { $0["titles"] as? String }
        let header = rendered.text("tabelle/jabber/2015-02-01/jabber-2015-02-01.csv").prefix { $0 != "\r\n" }
        #expect(titles.joined(separator: ",") == header)
    }

    @Test func machinesAreToldWhatAPageIs() throws {
        let rendered = try site().render()
        func structured(_ path: String) throws -> [String: Any] {
            let page = rendered.text(path)
            let block = try #require(page.firstMatch(of: #/<script type="application\/ld\+json">([^<]*)<\/script>/#))
            return try #require(try JSONSerialization.jsonObject(with: Data(block.1.utf8)) as? [String: Any])
        }
        let article = try structured("2015/01/beitrag/index.html")
        #expect(
            article["@type"] as? String == "Article" && article["headline"] as? String == "Ein <Beitrag> & \"mehr\"")
        let table = try structured("tabelle/jabber/2015-03-01/index.html")
        #expect(table["@type"] as? String == "Dataset")
        let distribution = try #require(table["distribution"] as? [[String: Any]]).compactMap {
            $0["contentUrl"] as? String
        }
        for url in distribution {
            #expect(rendered.files[String(url.dropFirst("https://pruefstand.example/".count))] != nil)
        }
        #expect(rendered.text("index.html").contains("<meta property=\"og:title\" content=\"Prüfstand\">"))
        #expect(rendered.text("2015/01/beitrag/index.html").contains("<meta property=\"og:type\" content=\"article\">"))
    }

    @Test func badgesShowTheNewestState() throws {
        let rendered = try site().render()
        let badge = try object(rendered, "anbieter/a/jabber.json")
        #expect(badge["message"] as? String == "A (2015-03)" && badge["label"] as? String == "Jabber-Server")
        #expect(badge["schemaVersion"] as? Int == 1 && badge["color"] as? String == "success")
        #expect(try object(rendered, "anbieter/a/dane.json")["message"] as? String == "DNSSEC + DANE (2015-03)")
        #expect(rendered.text("anbieter/a/jabber.svg").contains("<title>Jabber-Server: A (2015-03)</title>"))
        #expect(
            rendered.text("anbieter/a/index.html").contains(
                "<img src=\"../../anbieter/a/jabber.svg\" alt=\"Jabber-Server: A (2015-03)\""))
    }

    @Test func theManifestHasEveryFileButItself() throws {
        let rendered = try site().render()
        let lines = rendered.text("manifest.sha256").split(separator: "\n")
        let paths = lines.map { String($0.dropFirst(66)) }
        #expect(paths == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(Set(paths) == Set(rendered.files.keys).subtracting(["manifest.sha256", ".pruefstand"]))
        // FIPS 180-2, appendix B.1
        let manifest = Manifest()
        manifest.note("a/b.html", Array("abc".utf8))
        let line = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a/b.html\n"
        #expect(manifest.bytes == Array(line.utf8))
    }

    /// As GNU sha256sum writes and reads a file called so.
    @Test func aLineOfTheManifestIsOneFileWhateverItIsCalled() {
        let manifest = Manifest()
        manifest.note("a\nb\\c", Array("abc".utf8))
        let line = "\\ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\\nb\\\\c\n"
        #expect(manifest.bytes == Array(line.utf8))
    }

    @Test func wellKnownFilesWhereTheyAreAskedFor() throws {
        let site = try site()
        #expect(site.render().files[".well-known/security.txt"] == nil)
        try site.write(
            SiteInAString.settings + """

                security: {contact: [mailto:a@b.example, https://b.example/], expires: 2027-06-30, policy: https://b.example/p}
                scan: {ehlo: scan.b.example, url: https://b.example/scan}
                """)
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(
            rendered.text(".well-known/security.txt") == """
                Canonical: https://pruefstand.example/.well-known/security.txt
                Contact: mailto:a@b.example
                Contact: https://b.example/
                Expires: 2027-06-30T00:00:00Z
                Preferred-Languages: de
                Policy: https://b.example/p

                """)
        let probing = rendered.text(".well-known/probing.txt").split(separator: "\n")
        #expect(
            probing.last?.hasPrefix("Description: ") == true
                && probing.last?.hasSuffix(" https://b.example/scan") == true)
    }

    /// RFC 9116 §3, RFC 8615 §3: at the root of a host, or they do not count.
    @Test func wellKnownFilesOfASiteBelowAPath() throws {
        let site = try site()
        func settings(_ more: String) -> String {
            SiteInAString.settings.replacing("pruefstand.example/", with: "pruefstand.example/unter/") + """

                security: {contact: "mailto:a@b.example", expires: 2027-06-30\(more)}
                scan: {ehlo: scan.b.example}
                """
        }
        try site.write(settings(""))
        let rendered = site.render()
        #expect(!rendered.hasErrors && site.faults() == ["content/site.yaml:7:11 well-known-below-path"])
        #expect(
            rendered.text(".well-known/security.txt").hasPrefix(
                "Canonical: https://pruefstand.example/.well-known/security.txt\n"))
        // Said where they are, it is no fault; the host that the scan's address names may be another one.
        try site.write(settings(", at: [https://pruefstand.example/, https://scan.b.example]"))
        #expect(site.faults().isEmpty)
        #expect(
            site.render().text(".well-known/probing.txt").hasPrefix(
                """
                Canonical: https://pruefstand.example/.well-known/probing.txt
                Canonical: https://scan.b.example/.well-known/probing.txt
                """))
        for bad in ["https://pruefstand.example/unter/", "http://pruefstand.example/", "pruefstand.example"] {
            try site.write(settings(", at: \(bad)"))
            #expect(site.faults() == ["content/site.yaml:7:68 bad-address"], "\(bad)")
        }
    }

    @Test func sitemapsAreSplitWhereTheyGrowTooLong() throws {
        let pages = (1...5).map { number in
            PageSummary(
                Page(
                    address: "\(number)/", path: "", template: "", kind: "", language: "de", title: "", description: "",
                    translations: [:], context: TemplateContext(), source: ""))
        }
        var settings = SiteSettings()
        settings.baseURL = "https://a.example/"
        let files = SiteFiles.sitemaps(pages, settings, limit: 2)
        #expect(files.keys.sorted() == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"])
        #expect(
            String(decoding: files["sitemap.xml"] ?? [], as: UTF8.self).contains(
                "<loc>https://a.example/sitemap-3.xml</loc>"))
        #expect(
            String(decoding: files["sitemap-3.xml"] ?? [], as: UTF8.self).contains("<loc>https://a.example/5/</loc>"))
    }
}
