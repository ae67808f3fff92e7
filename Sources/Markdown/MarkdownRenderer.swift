import CCMark
import Findings

/// CommonMark to HTML by libcmark's parser. Raw HTML and addresses that could run a script never come out: each is a
/// diagnostic instead. HTML comments are dropped in silence, they are how editors leave notes.
public struct MarkdownRenderer {
    /// The file's path for diagnostics.
    public var file: String
    /// The line of the file that the text's first line is.
    public var firstLine: Int
    public var handlers: MarkdownHandlers
    /// Put before every heading's id, where several texts share a page.
    public var idPrefix: String
    /// The directives that exist; a fence with another info string is code in that language.
    public static let directives = ["table", "csv", "chart"]

    public init(
        file: String, firstLine: Int = 1, handlers: MarkdownHandlers = MarkdownHandlers(), idPrefix: String = ""
    ) {
        self.file = file
        self.firstLine = firstLine
        self.handlers = handlers
        self.idPrefix = idPrefix
    }

    /// Renders a text.
    public func render(_ text: String) -> RenderedMarkdown {
        var text = text
        let parsed = text.withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                // cmark copies what it needs; invalid UTF-8 cannot be in a String.
                characters.baseAddress.flatMap { cmark_parse_document($0, characters.count, CMARK_OPT_DEFAULT) }
            }
        }
        guard let document = parsed else {
            return RenderedMarkdown(html: "", headings: [], diagnostics: [])
        }
        defer { cmark_node_free(document) }
        var walk = MarkdownWalk(renderer: self)
        walk.output.reserveCapacity(text.utf8.count + text.utf8.count / 4)
        walk.run(document)
        return RenderedMarkdown(
            html: String(decoding: walk.output, as: UTF8.self), headings: walk.headings, diagnostics: walk.diagnostics)
    }
}
