import CCMark
import Model

/// CommonMark to HTML by libcmark's parser. Raw HTML and addresses that could run a script never come out: each is a
/// diagnostic instead. HTML comments are dropped in silence, they are how editors leave notes.
package struct MarkdownRenderer {
    /// The file's path for diagnostics.
    package var file: String
    /// The line of the file that the text's first line is.
    package var firstLine: Int
    package var handlers: MarkdownHandlers
    /// Put before every heading's id, where several texts share a page.
    package var idPrefix: String
    /// The directives that exist; a fence with another info string is code in that language.
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
        // Without this option what stands behind code of two lines is told to stand in its first.
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
