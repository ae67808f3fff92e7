import Foundation
import Markdown
import Testing
import Text

/// The examples of the specifications, with their own answers.
@Suite struct SpecificationTests {
    struct Example: CustomTestStringConvertible, Sendable {
        var number: Int
        var text: String
        var html: String

        var testDescription: String { "example \(number)" }
    }

    /// "Tables", "Strikethrough" and "Autolinks" of GitHub Flavored Markdown 0.29.
    @Test(arguments: try examples("gfm-0.29")) func rendersExtensions(_ example: Example) {
        let rendered = MarkdownRenderer(file: "a.md").render(example.text)
        #expect(Self.normal(rendered.html) == Self.normal(example.html))
    }

    /// These are bare addresses, which CommonMark alone does not make links of.
    private static let bareAddresses: Set<Int> = [601, 605, 607, 610, 611]

    @Test(arguments: try examples("commonmark-0.30")) func rendersCommonMark(_ example: Example) {
        // What a site lets links lead to is tested elsewhere.
        let handlers = MarkdownHandlers(
            link: { .becomes(Self.encoded($0.target)) },
            image: {
                .becomes("<img src=\"\(HTML.escaped(Self.encoded($0.target)))\" alt=\"\(HTML.escaped($0.text))\">")
            })
        let rendered = MarkdownRenderer(file: "a.md", handlers: handlers).render(example.text)
        let isAlike = Self.normal(rendered.html) == Self.normal(example.html)
        if Self.bareAddresses.contains(example.number) {
            #expect(!isAlike && rendered.html.contains("<a href="))
        } else if rendered.diagnostics.contains(where: { $0.rule == .rawHTML }) || example.html.contains("<!--") {
            // Left out.
            #expect(!isAlike && example.html.contains("<"))
        } else {
            #expect(isAlike, "\(rendered.html)")
        }
    }

    @Test func noExampleIsLost() throws {
        #expect(try Self.examples("gfm-0.29").count == 21)
        #expect(try Self.examples("commonmark-0.30").map(\.number) == Array(1...652))
    }

    private static func encoded(_ target: String) -> String {
        Array(target.utf8).withUnsafeBytes { PercentEncoding.encoded(link: $0) }
    }

    static func examples(_ name: String) throws -> [Example] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().path
        let text = try String(contentsOfFile: "\(folder)/Specifications/\(name).txt", encoding: .utf8)
        let fence = String(repeating: "`", count: 32)
        var examples: [Example] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        func upTo(_ end: String) -> String {
            let taken = lines.prefix { $0 != end }
            lines = lines.dropFirst(taken.count + 1)
            return taken.map { "\($0)\n" }.joined().replacing("→", with: "\t")
        }
        while let line = lines.popFirst() {
            guard line.hasPrefix("\(fence) example "), let number = Int(line.dropFirst(41)) else { continue }
            let markdown = upTo(".")
            examples.append(Example(number: number, text: markdown, html: upTo(fence)))
        }
        return examples
    }

    /// Without what makes no difference to a reader: white space around blocks, how empty elements and characters are
    /// written, and what this program adds: ids of headings, the box around a table and the figure around an image.
    private static func normal(_ html: String) -> String {
        html.replacing(#/<figure class="comparison">\n<div [^>]*>\n|</div>\n</figure>\n/#, with: "")
            .replacing(
                #/<figure class="image">\n(?<image><img [^>]*)>\n<figcaption>(?<title>.*)</figcaption>\n</figure>/#
            ) {
                "<p>\($0.image) title=\"\($0.title)\"></p>"
            }
            .replacing(#/class="align-(?<side>[a-z]+)"/#) { "align=\"\($0.side)\"" }
            .replacing("<th scope=\"col\"", with: "<th")
            .replacing(#/(?<tag><h[1-6]) id="[^"]*"/#) { "\($0.tag)" }
            .replacing(" />", with: ">").replacing("&#39;", with: "'").replacing("&quot;", with: "\"")
            .replacing(
                #/\s*(?<tag></?(?:p|ul|ol|li|h[1-6]|pre|blockquote|hr|table|thead|tbody|tr|th|td)(?:\s[^>]*)?>)\s*/#
            ) { "\($0.tag)" }
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
