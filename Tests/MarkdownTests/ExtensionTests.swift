import Markdown
import Model
import Testing

/// What stands beside CommonMark, beyond the examples of its specification.
@Suite struct ExtensionTests {
    private func html(_ text: String) -> String {
        let handlers = MarkdownHandlers(image: { .becomes("<img src=\"\($0.target)\" alt=\"\($0.text)\">") })
        return MarkdownRenderer(file: "a.md", handlers: handlers).render(text).html
    }

    private func table(_ rows: String) -> String {
        "<figure class=\"comparison\">\n<div class=\"scroller\" role=\"region\" tabindex=\"0\" aria-label=\"Table 1\">\n"
            + "<table>\n\(rows)</table>\n</div>\n</figure>\n"
    }

    private let head = "<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n</thead>\n"

    // MARK: Tables

    @Test func tablesStandInOtherBlocks() {
        let body = "<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n"
        #expect(html("> | a |\n> |---|\n> | 1 |\n") == "<blockquote>\n\(table(head + body))</blockquote>\n")
        #expect(html("- x\n\n  | a |\n  |---|\n  | 1 |\n").contains(table(head + body)))
        #expect(html("> 1. | a |\n>    |---|\n>    | 1 |\n").contains(table(head + body)))
    }

    @Test func textBeforeATableIsAParagraph() {
        #expect(html("one *two*\nthree\n| a |\n|---|\n") == "<p>one <em>two</em>\nthree</p>\n\(table(head))")
        // Rows end where there is no cell.
        #expect(html("| a |\n|---|\n|\nx\n") == "\(table(head))<p>|\nx</p>\n")
    }

    /// libcmark takes the line for the underline of a heading.
    @Test func linesBelowATableAreNoUnderlines() {
        #expect(html("| a |\n|---|\n---\nx\n") == "\(table(head))<hr>\n<p>x</p>\n")
        #expect(html("| a |\n|---|\n===\n").contains("<td>===</td>"))
    }

    /// A cell holds inlines alone, whatever it begins with, and knows the definitions of the text.
    @Test func cellsAreInlines() {
        let cells = [
            "- x", "# x", "1. x", "> x", "```", "<!-- x -->", "[r]: /u", "    x", "---", "[r]", "[^1]", "~~x~~",
        ]
        let rows = cells.map { "| \($0) |\n" }.joined()
        let rendered = html("| a |\n|---|\n\(rows)\n[r]: https://r.example\n[^1]: note\n")
        #expect(rendered.contains("<td>- x</td>") && rendered.contains("<td># x</td>"))
        #expect(rendered.contains("<td><a href=\"https://r.example\">r</a>: /u</td>"))
        #expect(rendered.contains("<td><a href=\"https://r.example\">r</a></td>"))
        #expect(
            rendered.contains("<td><del>x</del></td>") && rendered.contains("role=\"doc-noteref\">1</a></sup></td>"))
        #expect(rendered.ranges(of: "<td>").count == cells.count)
    }

    @Test func faultsInCellsHaveThePlaceOfTheCell() {
        let text = "x\n\n> | a | b |\n> |---|---|\n> | ü | [x](javascript:y) |\n"
        let found = MarkdownRenderer(file: "a.md", firstLine: 10).render(text).diagnostics
        #expect(found.map(\.place) == [Diagnostic.Place(line: 14, column: 9)])
    }

    @Test func tablesAreCounted() {
        let two = html("| a |\n|---|\n\n| b |\n|---|\n")
        #expect(two.contains("\"Table 1\"") && two.contains("\"Table 2\""))
    }

    // MARK: Struck-out text

    @Test(arguments: [
        ("~~a *b* c~~", "<del>a <em>b</em> c</del>"), ("*~~a~~*", "<em><del>a</del></em>"),
        ("~a~ ~~b~ c~~", "<del>a</del> <del>b~ c</del>"), ("~~~~a~~~~", "~~~~a~~~~"), ("~10 und ~20", "~10 und ~20"),
        ("\\~~a~~", "~~a~~"), ("`~~a~~`", "<code>~~a~~</code>"), ("`\\~` \\~", "<code>\\~</code> ~"),
        ("[~~a~~](https://x.example)", "<a href=\"https://x.example\"><del>a</del></a>"),
        ("[a](https://x.example/\\~b \"\\~c\")", "<a href=\"https://x.example/~b\" title=\"~c\">a</a>"),
    ])
    func strikes(_ text: String, _ expected: String) { #expect(html("x \(text)\n") == "<p>x \(expected)</p>\n") }

    // MARK: Addresses

    @Test(arguments: [
        ("„https://a.example/b“.", "„<a href=\"https://a.example/b\">https://a.example/b</a>“."),
        ("HTTPS://A.example", "<a href=\"HTTPS://A.example\">HTTPS://A.example</a>"),
        ("https://bücher.example", "<a href=\"https://b%C3%BCcher.example\">https://bücher.example</a>"),
        ("javascript://a.example", "javascript://a.example"), ("xwww.a.example", "xwww.a.example"),
        ("https\\://a.example", "https://a.example"), ("a\\@b.example", "a@b.example"),
        ("https://a_b.example_c.d_e", "https://a_b.example_c.d_e"), ("https://", "https://"),
        ("@a.example", "@a.example"),
        ("*https://a.example*", "<em><a href=\"https://a.example\">https://a.example</a></em>"),
    ])
    func linksAddresses(_ text: String, _ expected: String) {
        #expect(html("x \(text)\n") == "<p>x \(expected)</p>\n")
    }

    // MARK: Footnotes

    @Test func footnotesStandAtTheEnd() {
        let rendered = MarkdownRenderer(file: "a.md", idPrefix: "p-").render(
            "Eins[^b], zwei[^A], drei[^b].\n\n[^a]: Zweite *Note*[^c]\n\n    mit Absatz\n[^b]: https://b.example\n"
                + "[^c]:\n    dritte\n")
        #expect(
            rendered.html == """
                <p>Eins<sup class="footnote-ref"><a href="#p-fn-1" id="p-fnref-1" role="doc-noteref">1</a></sup>, zwei\
                <sup class="footnote-ref"><a href="#p-fn-2" id="p-fnref-2" role="doc-noteref">2</a></sup>, drei\
                <sup class="footnote-ref"><a href="#p-fn-1" id="p-fnref-1-2" role="doc-noteref">1</a></sup>.</p>
                <section class="footnotes" role="doc-endnotes" aria-label="Footnotes">
                <ol>
                <li id="p-fn-1"><p><a href="https://b.example">https://b.example</a></p>
                <p class="footnote-back"><a href="#p-fnref-1" role="doc-backlink" aria-label="Back to the text">↩</a> \
                <a href="#p-fnref-1-2" role="doc-backlink" aria-label="Back to the text">↩</a></p>
                </li>
                <li id="p-fn-2"><p>Zweite <em>Note</em>\
                <sup class="footnote-ref"><a href="#p-fn-3" id="p-fnref-3" role="doc-noteref">3</a></sup></p>
                <p>mit Absatz</p>
                <p class="footnote-back"><a href="#p-fnref-2" role="doc-backlink" aria-label="Back to the text">↩</a></p>
                </li>
                <li id="p-fn-3"><p>dritte</p>
                <p class="footnote-back"><a href="#p-fnref-3" role="doc-backlink" aria-label="Back to the text">↩</a></p>
                </li>
                </ol>
                </section>

                """)
        #expect(rendered.diagnostics.isEmpty)
    }

    @Test func footnotesThatNobodyReadsAreReported() {
        let rendered = MarkdownRenderer(file: "a.md", firstLine: 3).render(
            "x[^1] \\[^1]\n\n[^1]: a\n[^1]: b\n> [^2]: c\n\n```\n[^3]: code\n```\n")
        #expect(rendered.html.contains("<code>[^3]: code\n</code>") && rendered.html.contains("</sup> [^1]</p>"))
        #expect(
            rendered.diagnostics.map { "\($0.place.line):\($0.place.column) \($0.rule.rawValue) \($0.message)" } == [
                "6:1 bad-footnote duplicate footnote '1'",
                "7:3 bad-footnote nothing refers to the footnote '2', which is not published",
            ])
    }

    /// A definition is shorter in the text that is parsed.
    @Test func faultsInFootnotesHaveTheirPlace() {
        let found = MarkdownRenderer(file: "a.md").render("x[^name]\n\n[^name]: ü [x](javascript:y)\n").diagnostics
        #expect(found.map(\.place) == [Diagnostic.Place(line: 3, column: 12)])
    }

    /// As in a feed.
    @Test func footnotesLeadToThePage() {
        let handlers = MarkdownHandlers(page: "https://a.example/b/")
        let rendered = MarkdownRenderer(file: "a.md", handlers: handlers).render("x[^1]\n\n[^1]: y\n").html
        #expect(rendered.contains("href=\"https://a.example/b/#fn-1\"") && !rendered.contains("href=\"#"))
    }

    // MARK: Images

    @Test func titlesAreCaptions() {
        #expect(
            html("![Alt](files/a.png \"Die *Unterschrift* & mehr\")\n") == """
                <figure class="image">
                <img src="files/a.png" alt="Alt">
                <figcaption>Die *Unterschrift* &amp; mehr</figcaption>
                </figure>

                """)
        #expect(html("x ![Alt](a \"T\")\n") == "<p>x <img src=\"a\" alt=\"Alt\" title=\"T\"></p>\n")
        #expect(html("![Alt](a)\n") == "<p><img src=\"a\" alt=\"Alt\"></p>\n")
    }

    // MARK: Typography and anchors

    @Test(arguments: [
        (
            "\"Das 'ist' gut\", sagt's -- so... *\"a\"* '90er", QuotationMarks.german,
            "„Das ‚ist‘ gut“, sagt’s – so… <em>„a“</em> ’90er"
        ),
        ("\"That's 'so'\" --- \"a\"", .english, "“That’s ‘so’” — “a”"),
        ("„Gesetzt“ *“ ’* “so” `\"x\" --`", .german, "„Gesetzt“ <em>“ ’</em> “so” <code>&quot;x&quot; --</code>"),
    ])
    func setsQuotationMarks(_ text: String, _ quotes: QuotationMarks, _ expected: String) {
        #expect(MarkdownRenderer(file: "a.md", quotes: quotes).render("\(text)\n").html == "<p>\(expected)</p>\n")
        #expect(QuotationMarks(language: "de") == .german && QuotationMarks(language: "en") == .english)
    }

    @Test func headingsLeadToThemselves() {
        #expect(
            MarkdownRenderer(file: "a.md", anchors: true).render("## Über *uns*\n").html
                == "<h2 id=\"ueber-uns\">Über <em>uns</em> <a class=\"anchor\" href=\"#ueber-uns\" "
                + "aria-label=\"Link to: Über uns\">#</a></h2>\n")
    }

    /// A text with a byte that stands for an escaped character keeps it where nothing is escaped.
    @Test func controlCharactersStayOutOfTheWay() {
        #expect(html("a\u{91} https://a.example\n").contains("a\u{91} <a"))
    }
}
