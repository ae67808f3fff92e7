import Foundation
import Model
import SiteTestSupport
import Testing
import Text

/// What pages have beside them for programs: Markdown, citations, a description of the data, an image for links.
struct ForProgramsTests {
    private static let settings = """
        -- content/site.yaml --
        title: {de: "Prüfstand: Post", en: Test bench}
        description: {de: Gemessen & datiert., en: Measured.}
        base-url: https://pruefstand.example/site/
        languages: [de, en]
        author: Redaktion & Söhne
        licence: CC-BY-4.0
        doi: 10.5281/zenodo.1234567

        """

    private func site(_ more: String = "") throws -> SiteInAString {
        let site = try ThreeDates.site()
        try site.write(Self.settings + more)
        return site
    }

    @Test func aTableAsMarkdown() throws {
        let rendered = try site().render()
        #expect(rendered.diagnostics.isEmpty)
        let dated = rendered.text("tabelle/jabber/2015-03-01/index.md")
        #expect(dated.hasPrefix("# Jabber-Server – 1. März 2015\n\n".replacing("1. M", with: "1.\u{a0}M")))
        let rows = dated.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.count == 4 && rows[1].allSatisfy { "|-".contains($0) })
        #expect(rows[0].hasPrefix("| Anbieter | "))
        #expect(rows.dropFirst(2).allSatisfy { $0.count { $0 == "|" } == rows[0].count { $0 == "|" } })
        #expect(rows[2].contains("C2S: TLSv1.2, TLSv1.3"))
        #expect(dated.contains("](https://pruefstand.example/site/tabelle/jabber/2015-03-01/jabber-2015-03-01.csv)"))
        // The page says so, and that of the newest state has its own.
        let page = rendered.text("tabelle/jabber/index.html")
        #expect(page.contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"index.md\">"))
        #expect(rendered.text("tabelle/jabber/index.md").contains("C2S: TLSv1.2, TLSv1.3"))
        // The same rows in another order are nothing of their own.
        #expect(rendered.files["tabelle/jabber/sortiert/grade/index.md"] == nil)
        #expect(!rendered.text("tabelle/jabber/sortiert/grade/index.html").contains("text/markdown"))
    }

    @Test func anArticleAsMarkdown() throws {
        let rendered = try site(
            """
            -- content/files/bild.txt --
            Bild
            -- content/articles/2015-03-05-stoerung.md --
            ---
            title: Eine *Störung*
            date: 2015-03-05
            summary: Kurz.
            updates: [{date: 2015-03-06, text: Behoben.}]
            ---
            Siehe [Methode](/methode/), [Bild](files/bild.txt), [draußen](https://a.example/) und
            [TLSv1.2, TLSv1.3](finding:2015-03-01/a/xmpp-client/protocols).

            ```table
            name: jabber
            ```

            ````text
            ```table
            [bleibt](/so/)
            ```
            ````

            Ende [so](#hier).
            """
        ).render()
        #expect(rendered.files["2015/03/stoerung/index.html"] != nil, "\(rendered.diagnostics)")
        let date = "5.\u{a0}März 2015"
        #expect(
            rendered.text("2015/03/stoerung/index.md") == """
                # Eine \\*Störung\\*

                \(date) – <https://pruefstand.example/site/2015/03/stoerung/>

                Kurz.

                Siehe [Methode](https://pruefstand.example/site/methode/), \
                [Bild](https://pruefstand.example/site/files/bild.txt), [draußen](https://a.example/) und
                [TLSv1.2, TLSv1.3](https://pruefstand.example/site/2015/03/stoerung/).

                [Tabelle oder Zeichnung, zu sehen auf der Seite](https://pruefstand.example/site/2015/03/stoerung/)

                ````text
                ```table
                [bleibt](/so/)
                ```
                ````

                Ende [so](#hier).

                **Nachtrag vom 6.\u{a0}März 2015** Behoben.

                """)
    }

    @Test func citations() throws {
        let rendered = try site().render()
        let folder = "tabelle/jabber/2015-03-01/jabber-2015-03-01"
        let entry = rendered.text("\(folder).bib")
        #expect(entry.hasPrefix("@misc{jabber-2015-03-01,\n  author = {{Redaktion \\& Söhne}},\n"))
        #expect(entry.contains("  url = {https://pruefstand.example/site/tabelle/jabber/2015-03-01/},\n"))
        let csl = rendered.text("\(folder).csl.json")
        #expect(csl.contains("\"date-parts\":[[2015,3,1]]") && csl.contains("\"type\":\"dataset\""))
        #expect(rendered.text("tabelle/jabber/index.html").contains("\(folder).bib".split(separator: "/").last ?? ""))
        #expect(
            rendered.text("CITATION.cff") == """
                cff-version: 1.2.0
                message: "Wer diese Daten verwendet, nennt bitte die Quelle, wie sie hier steht."
                type: dataset
                title: "Prüfstand: Post"
                abstract: "Gemessen & datiert."
                authors: [{name: "Redaktion & Söhne"}]
                url: "https://pruefstand.example/site/"
                doi: "10.5281/zenodo.1234567"
                license: "CC-BY-4.0"
                version: "2015-03-01"
                date-released: 2015-03-01

                """)
    }

    @Test(arguments: ["https://doi.org/10.5281/zenodo.1", "10.5281", "10.5281/a b"])
    func aDOIIsOne(_ text: String) throws {
        let site = try SiteInAString(Self.settings.replacing("10.5281/zenodo.1234567", with: "\"\(text)\""))
        #expect(site.faults() == ["content/site.yaml:7:6 unknown-value"])
    }

    /// The description names the file that is there, and its columns.
    @Test func theDataAreDescribed() throws {
        let rendered = try site().render()
        let package = try #require(
            try JSONSerialization.jsonObject(with: Data(rendered.files["datapackage.json"] ?? [])) as? [String: Any])
        #expect(package["name"] as? String == "pruefstand-post" && package["version"] as? String == "2015-03-01")
        #expect(package["id"] as? String == "https://doi.org/10.5281/zenodo.1234567")
        let resources = try #require(package["resources"] as? [[String: Any]])
        let table = try #require(resources.first { $0["name"] as? String == "jabber" })
        let path = try #require(table["path"] as? String)
        let bytes = try #require(rendered.files[path])
        #expect(table["bytes"] as? Int == bytes.count)
        #expect(table["hash"] as? String == "sha256:\(Digest.sha256Text(bytes))")
        let fields = try #require((table["schema"] as? [String: Any])?["fields"] as? [[String: Any]])
        let header = rendered.text(path).split(separator: "\r\n")[0].split(separator: ",").map(String.init)
        #expect(fields.map { $0["name"] as? String } == header)
        #expect(fields[2]["type"] as? String == "date")
    }

    @Test func aGuideForProgramsThatRead() throws {
        let guide = try site(
            """
            -- content/articles/2015-03-05-eins.md --
            ---
            title: Eins
            date: 2015-03-05
            summary: Kurz.
            ---
            Text.
            -- content/articles/2015-03-06-zwei.md --
            ---
            title: Zwei
            date: 2015-03-06
            draft: true
            ---
            Text.
            """
        ).render(.init(drafts: true)).text("llms.txt")
        #expect(guide.hasPrefix("# Prüfstand: Post\n\n> Gemessen \\& datiert.\n\n## Neueste Tabellen\n\n"))
        #expect(guide.contains("- [Jabber-Server](https://pruefstand.example/site/tabelle/jabber/index.md)\n"))
        #expect(guide.contains("- [Eins](https://pruefstand.example/site/2015/03/eins/index.md): Kurz.\n"))
        #expect(guide.contains("(https://pruefstand.example/site/en/table/jabber/index.md)"))
        #expect(guide.contains("(https://pruefstand.example/site/datapackage.json)") && !guide.contains("Zwei"))
    }

    /// The image is one of 1,200 by 630 pixels, and the same for the same grades.
    @Test func anImageForLinks() throws {
        let rendered = try site().render()
        let image = try #require(rendered.files["card.png"])
        #expect(image.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(Array(image[16..<24]) == [0, 0, 4, 176, 0, 0, 2, 118] && image.count < 20_000)
        #expect(try site().render().files["card.png"] == image)
        let page = rendered.text("methode/index.html")
        #expect(page.contains("<meta property=\"og:image\" content=\"https://pruefstand.example/site/card.png\">"))
        // Without a grade there is nothing to show.
        let empty = try SiteInAString(Self.settings).render()
        #expect(empty.files["card.png"] == nil && !empty.text("methode/index.html").contains("og:image"))
    }
}
