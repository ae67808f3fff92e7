import CCMark
import Model

/// Renders CommonMark, parsed by libcmark, as HTML. Raw HTML and URLs that could run a script are reported and left out.
/// HTML comments are removed without a diagnostic: editors use them for notes.
package struct MarkdownRenderer {
    /// The file's path for diagnostics.
    package var file: String
    /// The line of the file where the text begins.
    package var firstLine: Int
    package var handlers: MarkdownHandlers
    /// A prefix for the ids of headings, for pages with several texts.
    package var idPrefix: String
    /// The known directives; a fence with another info string is code in that language.
    package static let directives = ["table", "csv", "chart"]

    package init(
        file: String, firstLine: Int = 1, handlers: MarkdownHandlers = MarkdownHandlers(), idPrefix: String = ""
    ) {
        self.file = file
        self.firstLine = firstLine
        self.handlers = handlers
        self.idPrefix = idPrefix
    }

    /// Renders a text.
    package func render(_ text: String) -> RenderedMarkdown { render(Array(text.utf8)) }

    /// Renders a text that is valid UTF-8.
    package func render(_ text: [UInt8]) -> RenderedMarkdown {
        ParserArena.lend { memory, mustFree in
            guard let memory, let document = parse(text, memory) else { return RenderedMarkdown() }
            defer { if mustFree { cmark_node_free(document) } }
            var walk = MarkdownWalk(renderer: self, text: text)
            walk.output.reserveCapacity(text.count + text.count / 4)
            walk.run(document)
            return RenderedMarkdown(bytes: walk.output.array, headings: walk.headings, diagnostics: walk.diagnostics)
        }
    }

    private func parse(_ text: [UInt8], _ memory: UnsafeMutablePointer<cmark_mem>) -> OpaquePointer? {
        // Without this option, the place of what follows a code span of two lines is wrong.
        guard let parser = cmark_parser_new_with_mem(CMARK_OPT_SOURCEPOS, memory) else { return nil }
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
