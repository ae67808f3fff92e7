import CCMark
import Model

/// Renders CommonMark, parsed by libcmark, as HTML, with tables of pipes, struck-out text and bare addresses as GitHub
/// Flavored Markdown 0.29 has them, footnotes, and captions of images. Raw HTML and URLs that could run a script are reported and left out.
/// HTML comments are removed without a diagnostic: editors use them for notes.
package struct MarkdownRenderer {
    /// The file's path for diagnostics.
    package var file: String
    /// The line of the file where the text begins.
    package var firstLine: Int
    package var handlers: MarkdownHandlers
    /// A prefix for the ids of headings, for pages with several texts.
    package var idPrefix: String
    /// What the program says in a text, in the language of the text.
    package var labels: MarkdownLabels
    /// Which quotation marks to set where an editor typed straight ones, and with them dashes and ellipses; `nil` to set
    /// none.
    package var quotes: QuotationMarks?
    /// Whether headings get links to themselves.
    package var anchors: Bool
    /// Warns of what typists write; `nil` to warn of nothing.
    package var typography: TypographyCheck?
    /// The known directives; a fence with another info string is code in that language.
    package static let directives = ["table", "csv", "chart"]

    package init(
        file: String, firstLine: Int = 1, handlers: MarkdownHandlers = MarkdownHandlers(), idPrefix: String = "",
        labels: MarkdownLabels = MarkdownLabels(), quotes: QuotationMarks? = nil, anchors: Bool = false,
        typography: TypographyCheck? = nil
    ) {
        self.file = file
        self.firstLine = firstLine
        self.handlers = handlers
        self.idPrefix = idPrefix
        self.labels = labels
        self.quotes = quotes
        self.anchors = anchors
        self.typography = typography
    }

    /// Renders a text.
    package func render(_ text: String) -> RenderedMarkdown { render(Array(text.utf8)) }

    /// Renders a text that is valid UTF-8.
    package func render(_ text: [UInt8]) -> RenderedMarkdown {
        ParserArena.lend { memory, mustFree in
            guard let memory else { return RenderedMarkdown() }
            var trees: [OpaquePointer] = []
            var isProtected = false
            func parse(_ text: [UInt8]) -> OpaquePointer? {
                guard let tree = self.parse(text, memory) else { return nil }
                if isProtected { ProtectedText.restore(tree) }
                if mustFree { trees.append(tree) }
                return tree
            }
            let syntax = SyntaxInUse(text)
            var text = text
            if quotes != nil || syntax.escapes {
                let protected = ProtectedText(text, quotes: quotes != nil)
                (text, isProtected) = (protected.bytes, protected.isChanged)
            }
            let footnotes = syntax.footnotes ? FootnoteSource(text, parse: parse) : nil
            if let footnotes { text = footnotes.text }
            defer { for tree in trees { cmark_node_free(tree) } }
            guard let document = parse(text) else { return RenderedMarkdown() }
            var walk = MarkdownWalk(renderer: self, text: text, syntax, memory, footnotes, isProtected: isProtected)
            walk.output.reserveCapacity(text.count + text.count / 4)
            if let footnotes { walk.takeFootnotes(from: document, footnotes.definitions) }
            if syntax.tables { walk.findTables(in: document, text: text, parse: parse) }
            walk.run(document)
            walk.writeFootnotes()
            return RenderedMarkdown(bytes: walk.output.array, headings: walk.headings, diagnostics: walk.diagnostics)
        }
    }

    private func parse(_ text: [UInt8], _ memory: UnsafeMutablePointer<cmark_mem>) -> OpaquePointer? {
        // Without this option, the place of what follows a code span of two lines is wrong.
        let options = CMARK_OPT_SOURCEPOS | (quotes == nil ? 0 : CMARK_OPT_SMART)
        guard let parser = cmark_parser_new_with_mem(options, memory) else { return nil }
        defer { cmark_parser_free(parser) }
        text.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                // cmark copies what it needs.
                if let start = characters.baseAddress { cmark_parser_feed(parser, start, characters.count) }
            }
        }
        return cmark_parser_finish(parser)
    }
}
