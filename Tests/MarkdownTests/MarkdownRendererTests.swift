import Markdown
import Model
import Testing
import Text

struct MarkdownRendererTests {
    private func html(_ text: String, _ handlers: MarkdownHandlers = .init()) -> String {
        MarkdownRenderer(file: "a.md", handlers: handlers).render(text).html
    }

    /// Examples of the CommonMark specification 0.30, with its own answers.
    @Test(arguments: [
        ("***\n---\n___\n", "<hr>\n<hr>\n<hr>\n"),
        ("`hi`lo`\n", "<p><code>hi</code>lo`</p>\n"),
        (
            "1.  A paragraph\n    with two lines.\n\n        indented code\n\n    > A block quote.\n",
            "<ol>\n<li><p>A paragraph\nwith two lines.</p>\n<pre><code>indented code\n</code></pre>\n<blockquote>\n<p>A block quote.</p>\n</blockquote>\n</li>\n</ol>\n"
        ),
        ("- foo\n  - bar\n", "<ul>\n<li>foo\n<ul>\n<li>bar</li>\n</ul>\n</li>\n</ul>\n"),
        ("3. three\n4. four\n", "<ol start=\"3\">\n<li>three</li>\n<li>four</li>\n</ol>\n"),
        (
            "```ruby\ndef foo(x)\n  return 3\nend\n```\n",
            "<pre><code class=\"language-ruby\">def foo(x)\n  return 3\nend\n</code></pre>\n"
        ),
        ("*foo __bar *baz bim__ bam*\n", "<p><em>foo <strong>bar *baz bim</strong> bam</em></p>\n"),
        ("&nbsp; &amp; &copy; &lt;b&gt;\n", "<p>\u{A0} &amp; © &lt;b&gt;</p>\n"),
        ("foo  \nbaz\n", "<p>foo<br>\nbaz</p>\n"),
        (
            "<https://foo.bar.baz/test?q=hello&id=22>\n",
            "<p><a href=\"https://foo.bar.baz/test?q=hello&amp;id=22\">https://foo.bar.baz/test?q=hello&amp;id=22</a></p>\n"
        ),
    ])
    func rendersLikeTheSpecification(_ text: String, _ expected: String) {
        #expect(html(text) == expected)
    }

    @Test(arguments: [
        "<script>alert(1)</script>\n", "a <b onclick=\"x\">b</b>\n", "<!-- a --><script>x</script>\n",
        "<!-- a\n--> <img src=x onerror=alert(1)>\n", "<img src=x onerror=alert(1)>\n", "<iframe src=\"//x\">\n",
    ])
    func rawHTMLNeverComesOut(_ text: String) {
        let rendered = MarkdownRenderer(file: "a.md").render(text)
        #expect(!rendered.html.contains("<script") && !rendered.html.contains("<b ") && !rendered.html.contains("<i"))
        #expect(rendered.diagnostics.contains { $0.rule.rawValue == "raw-html" && $0.place.line >= 1 })
    }

    @Test func commentsAreDroppedInSilence() {
        let rendered = MarkdownRenderer(file: "a.md").render("<!-- note\nto self -->\n\ntext <!-- here --> more\n")
        #expect(rendered.html == "<p>text  more</p>\n")
        #expect(rendered.diagnostics.isEmpty)
    }

    @Test(arguments: [
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](javascript&#58;alert(1))",
        "[a](<java\tscript:alert(1)>)", "[a](data:text/html,x)", "[a](vbscript:x)", "[a](&#1;javascript:alert(1))",
        "<javascript:alert(1)>", "[a](//evil.example/)", "[a](relative/page)", "[a](file:///etc/passwd)",
        "[a][r]\n\n[r]: javascript:alert(1)",
    ])
    func unsafeLinksNeverComeOut(_ text: String) {
        let rendered = MarkdownRenderer(file: "a.md").render(text)
        #expect(!rendered.html.contains("href"))
        #expect(rendered.diagnostics.map(\.rule.rawValue) == ["bad-link"])
    }

    @Test func safeLinksStay() {
        #expect(
            html("[a](https://a.example/ \"t\\\"x\")")
                == "<p><a href=\"https://a.example/\" title=\"t&quot;x\">a</a></p>\n")
        #expect(html("[a](#b) [m](mailto:a@b.example)").contains("href=\"#b\""))
    }

    /// Neither do handlers have a say in those, nor in places on the same page.
    @Test(arguments: ["https://a.example/?a&b", "HTTP://a.example", "mailto:a@b.example", "xmpp:a@b.example", "#b"])
    func nobodyIsAskedAboutSafeLinks(_ address: String) {
        let handlers = MarkdownHandlers(link: { _ in .becomes("elsewhere") })
        #expect(html("[a](\(address))", handlers) == "<p><a href=\"\(HTML.escaped(address))\">a</a></p>\n")
        for other in ["httpsx:a", "https", "http/:a", "x#b", "ftp://a.example", "https:a\u{7F}b"] {
            #expect(html("[a](<\(other)>)", handlers).contains("\"elsewhere\""))
        }
    }

    @Test func nodesWithoutChildrenAreClosed() {
        #expect(
            html("-\n- a\n\n>\n\n#\n")
                == "<ul>\n<li></li>\n<li>a</li>\n</ul>\n<blockquote>\n</blockquote>\n<h1 id=\"section\"></h1>\n")
        #expect(html("[](https://a.example)") == "<p><a href=\"https://a.example\"></a></p>\n")
        #expect(html("") == "")
    }

    @Test func headingsHaveIdsOfTheirOwn() {
        let rendered = MarkdownRenderer(file: "a.md").render("## Über *uns*\n\n## Über uns\n\n### !\n\n## Über uns\n")
        #expect(rendered.headings.map(\.id) == ["ueber-uns", "ueber-uns-2", "section", "ueber-uns-3"])
        #expect(rendered.html.contains("<h2 id=\"ueber-uns\">Über <em>uns</em></h2>"))
    }

    @Test func idsStayUniqueWhereAHeadingLooksLikeACount() {
        let rendered = MarkdownRenderer(file: "a.md").render("## a\n\n## a-2\n\n## a\n\n## a-2\n")
        #expect(Set(rendered.headings.map(\.id)).count == 4)
    }

    @Test func directivesKnowTheirLines() {
        var seen: [Directive] = []
        let handlers = MarkdownHandlers(directive: {
            seen.append($0)
            return .becomes("<table></table>")
        })
        let rendered = MarkdownRenderer(file: "a.md", firstLine: 10, handlers: handlers)
            .render("text\n\n```table\nname: jabber\n```\n\n```sh\nls\n```\n")
        #expect(seen.map(\.name) == ["table"])
        #expect(seen.map(\.firstLine) == [13])
        #expect(seen.map(\.text) == ["name: jabber\n"])
        #expect(rendered.html == "<p>text</p>\n<table></table><pre><code class=\"language-sh\">ls\n</code></pre>\n")
    }

    @Test func linksTellTheirTextAndPlace() {
        var seen: [MarkdownLink] = []
        let handlers = MarkdownHandlers(link: {
            seen.append($0)
            return .becomes("x.html")
        })
        _ = MarkdownRenderer(file: "a.md", firstLine: 5, handlers: handlers).render(
            "one\n\ntwo [47 *von* 50](finding:a)\n")
        #expect(seen.map(\.text) == ["47 von 50"])
        #expect(seen.map(\.target) == ["finding:a"])
        #expect(seen.map(\.place) == [Diagnostic.Place(line: 7, column: 5)])
    }

    /// In characters, as editors count, and wherever the line's beginning belongs to a block.
    @Test(arguments: [
        ("üüü [x](a:b)\n", 1, 5), ("code `a\nb` and [x](a:b)\n", 2, 8), ("foo <!-- a\nb --> [x](a:b)\n", 2, 7),
        ("one [two\nlines](a:b)\n", 1, 5), ("> é\n> ü [x](a:b)\n", 2, 5), ("- é\n  ü [x](a:b)\n", 2, 5),
        ("- é\nü [x](a:b)\n", 2, 3), ("> > é\nü [x](a:b)\n", 2, 3), ("## Ü [x](a:b)\n", 1, 6),
        ("1. - ü [x](a:b)\n", 1, 8), ("ü ![x](a:b)\n", 1, 3), ("ü <b>\n", 1, 3), ("x\n\n- ü\n\n  <b>\n", 5, 3),
        ("- x\n<b>\n", 2, 1), ("[*ü*](a:b)\n", 1, 1), ("x\n[](a:b)", 2, 1),
    ])
    func faultsHaveTheirPlace(_ text: String, _ line: Int, _ column: Int) {
        let found = MarkdownRenderer(file: "a.md", firstLine: 3).render(text).diagnostics
        #expect(found.map(\.place) == [Diagnostic.Place(line: line + 2, column: column)])
    }

    @Test func deepNestingIsNoTrouble() {
        let rendered = MarkdownRenderer(file: "a.md").render(String(repeating: "> ", count: 20_000) + "x\n")
        #expect(rendered.html.contains("x"))
    }

    @Test func infoStringsCannotLeaveTheirAttribute() {
        #expect(
            html("``` \"onclick=<x>\nx\n```")
                == "<pre><code class=\"language-&quot;onclick=&lt;x&gt;\">x\n</code></pre>\n")
    }

    /// As CommonMark has it: the first word of the info string.
    @Test(arguments: ["foo+bar", "C++", "objective-c", "F#"])
    func languagesKeepTheirSigns(_ language: String) {
        #expect(html("```\(language) more\nx\n```") == "<pre><code class=\"language-\(language)\">x\n</code></pre>\n")
    }

    /// A directive's words are Markdown too, rendered while the text around them is still on its way: neither may take
    /// the other's memory.
    @Test func textsWithinTextsKeepTheirMemory() {
        let inner = String(repeating: "- [one *two*](https://a.example/?a&b) `three`\n", count: 3_000)
        let innerAlone = html(inner)
        let outer = "before *it*\n\n```csv\nx\n```\n\n[after](https://b.example/ \"&\") *all* `of` it\n\n"
        let handlers = MarkdownHandlers(directive: { _ in .becomes(html(inner)) })
        let expected =
            "<p>before <em>it</em></p>\n\(innerAlone)<p><a href=\"https://b.example/\" title=\"&amp;\">after</a> "
            + "<em>all</em> <code>of</code> it</p>\n"
        let rendered = html(String(repeating: outer, count: 20), handlers)
        #expect(rendered == String(repeating: expected, count: 20))
    }

    /// What a text took is used for the next one and must not shine through; on all threads at once.
    @Test func manyTextsOfManySizesOnManyThreads() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let count = 1 + number % 7 * 400
                    let paragraph = "a *b* **c\(number)** `d` &amp; <https://e.example/\(number)>"
                    let text = String(repeating: "> 1. \(paragraph)\n\n", count: count)
                    let expected = html(paragraph).replacing("<p>", with: "").replacing("</p>\n", with: "")
                    return html(text).split(separator: expected, omittingEmptySubsequences: false).count == count + 1
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}

struct HTMLTests {
    /// A combining character after a quotation mark makes one grapheme of the two.
    @Test func escapingLooksAtBytes() {
        #expect(
            HTML.escaped("\"\u{301} onmouseover=x '\u{20DD}<\u{338}")
                == "&quot;\u{301} onmouseover=x &#39;\u{20DD}&lt;\u{338}")
        #expect(HTML.escaped("a\u{0}b\u{1B}[31m") == "a\u{FFFD}b\u{FFFD}[31m")
        #expect(HTML.escaped("Tübingen & Söhne") == "Tübingen &amp; Söhne")
    }

    /// Text is looked at eight bytes at a time: every byte must be seen at each of the eight places and in what is left
    /// over, beside every kind of neighbour. The expectation looks at one after the other.
    @Test func escapingSeesEveryByteAtEveryPlace() {
        let references: [UInt8: String] = [
            0x22: "&quot;", 0x26: "&amp;", 0x27: "&#39;", 0x3C: "&lt;", 0x3E: "&gt;", 0x7F: "\u{FFFD}",
        ]
        let neighbours: [[UInt8]] = [Array("a".utf8), Array(" ".utf8), Array("ü".utf8), [0x26], [0], [0x21], [0x7E]]
        for byte in UInt8(0)...0x7F {
            let isControl = byte < 0x20 && ![0x9, 0xA, 0xD].contains(byte)
            let expected = isControl ? "\u{FFFD}" : references[byte] ?? String(decoding: [byte], as: UTF8.self)
            for neighbour in neighbours {
                let beside = String(decoding: neighbour, as: UTF8.self)
                let besideEscaped = neighbour == [0] ? "\u{FFFD}" : neighbour == [0x26] ? "&amp;" : beside
                for before in 0..<10 {
                    for after in [0, 1, 7, 8, 9] {
                        let text =
                            String(repeating: beside, count: before) + String(decoding: [byte], as: UTF8.self)
                            + String(repeating: beside, count: after)
                        let wanted =
                            String(repeating: besideEscaped, count: before) + expected
                            + String(repeating: besideEscaped, count: after)
                        if HTML.escaped(text) != wanted { Issue.record("\(text.debugDescription)") }
                    }
                }
            }
        }
    }

    @Test func bytesGrow() {
        var bytes = HTMLBytes(capacity: 0)
        var expected = ""
        for number in 0..<2_000 {
            bytes.append(html: "<\(number)>")
            bytes.append(escaped: "<\(number)>")
            bytes.append(Array("ü".utf8))
            expected += "<\(number)>&lt;\(number)&gt;ü"
        }
        #expect(bytes.string == expected)
        #expect(bytes.array == Array(expected.utf8))
        #expect(bytes.count == expected.utf8.count)
    }
}

struct SlugTests {
    @Test(arguments: [
        ("Über Größe & Maß", "ueber-groesse-mass"), ("ÄÖÜ äöü ß", "aeoeue-aeoeue-ss"), ("Œuvre œuvre", "oeuvre-oeuvre"),
        ("Ça, Señor Élève – „so“", "ca-senor-eleve-so"), ("  TLS 1.3!  ", "tls-1-3"), ("×÷°", ""), ("日本 & TLS", "tls"),
        // Only Unicode's tables know these: ẞ is a capital ß, the Kelvin sign a capital k.
        ("MAẞ \u{212A}", "mass-k"), ("ÀȦ", "a"), ("u\u{308}", "u"), ("", ""),
    ])
    func writesOutWhatGermansWrite(_ text: String, _ slug: String) {
        #expect(Slug.make(text) == slug)
        #expect(Slug.make("x\(text)x".dropFirst().dropLast()) == slug)
        #expect(slug.isEmpty || Slug.isSlug(slug))
    }
}

struct CSVTextTests {
    /// The forms of RFC 4180 §2.
    @Test func readsTheForms() throws {
        let rows = try CSVText.rows(
            "a,b,c\n\"aaa\",\"b \"\"bb\",\"c,c\nc\"\n zzz , yyy,\n", file: "a.md", firstLine: 1)
        #expect(rows == [["a", "b", "c"], ["aaa", "b \"bb", "c,c\nc"], ["zzz", "yyy", ""]])
    }

    /// An empty line within quotation marks is one of the field, and no end of the table.
    @Test func emptyLinesInQuotedFields() throws {
        let rows = try CSVText.rows("a,b\n\"x\n\ny\",\"\n\"\n", file: "a.md", firstLine: 1)
        #expect(rows == [["a", "b"], ["x\n\ny", "\n"]])
    }

    @Test(arguments: [("a,b\nc\n", 2), ("a\n\"b\n", 2), ("", 1), ("a,b\n\nc,d,e\n", 3)])
    func faultsHaveALine(_ text: String, _ line: Int) {
        do throws(Diagnostics) {
            _ = try CSVText.rows(text, file: "a.md", firstLine: 1)
            Issue.record("accepted")
        } catch {
            #expect(error.all.map(\.place.line) == [line])
        }
    }
}
