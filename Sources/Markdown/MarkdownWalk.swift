import CCMark
import Findings
import Glibc

/// One pass over a cmark tree that writes HTML.
struct MarkdownWalk {
    typealias Node = OpaquePointer

    let renderer: MarkdownRenderer
    var output: [UInt8] = []
    var diagnostics: [Diagnostic] = []
    var headings: [RenderedMarkdown.Heading] = []
    /// Ids given so far; the second of a kind gets `-2`.
    private var ids: [String: Int] = [:]
    /// Links whose tags were left out.
    private var droppedLinks: Set<Node> = []

    init(renderer: MarkdownRenderer) { self.renderer = renderer }

    mutating func run(_ document: Node) {
        guard let iterator = cmark_iter_new(document) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, event != CMARK_EVENT_NONE, let node = cmark_iter_get_node(iterator) else {
                return
            }
            let entering = event == CMARK_EVENT_ENTER
            if entering, cmark_node_get_type(node) == CMARK_NODE_IMAGE {
                image(node)
                cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT)
            } else if !inline(node, entering: entering) {
                block(node, entering: entering)
            }
        }
    }

    private mutating func block(_ node: Node, entering: Bool) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_PARAGRAPH: paragraph(node, entering: entering)
        case CMARK_NODE_HEADING: heading(node, entering: entering)
        case CMARK_NODE_BLOCK_QUOTE: write(entering ? "<blockquote>\n" : "</blockquote>\n")
        case CMARK_NODE_LIST: list(node, entering: entering)
        case CMARK_NODE_ITEM: write(entering ? "<li>" : "</li>\n")
        case CMARK_NODE_THEMATIC_BREAK: write("<hr>\n")
        case CMARK_NODE_CODE_BLOCK: codeBlock(node)
        case CMARK_NODE_HTML_BLOCK: rawHTML(node)
        default: break
        }
    }

    /// True where the node was an inline one.
    private mutating func inline(_ node: Node, entering: Bool) -> Bool {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_TEXT: escapeLiteral(of: node)
        case CMARK_NODE_SOFTBREAK: write("\n")
        case CMARK_NODE_LINEBREAK: write("<br>\n")
        case CMARK_NODE_CODE:
            write("<code>")
            escapeLiteral(of: node)
            write("</code>")
        case CMARK_NODE_EMPH: write(entering ? "<em>" : "</em>")
        case CMARK_NODE_STRONG: write(entering ? "<strong>" : "</strong>")
        case CMARK_NODE_LINK: entering ? openLink(node) : closeLink(node)
        case CMARK_NODE_HTML_INLINE: rawHTML(node)
        default: return false
        }
        return true
    }

    private mutating func paragraph(_ node: Node, entering: Bool) {
        if let grand = cmark_node_parent(cmark_node_parent(node)), cmark_node_get_type(grand) == CMARK_NODE_LIST,
            cmark_node_get_list_tight(grand) != 0
        {
            if !entering, cmark_node_next(node) != nil { write("\n") }
            return
        }
        write(entering ? "<p>" : "</p>\n")
    }

    private mutating func heading(_ node: Node, entering: Bool) {
        let level = Int(cmark_node_get_heading_level(node))
        guard entering else {
            write(html: "</h\(level)>\n")
            return
        }
        let text = plainText(of: node)
        let slug = Slug.make(text)
        let base = renderer.idPrefix + (slug.isEmpty ? "section" : slug)
        let count = (ids[base] ?? 0) + 1
        ids[base] = count
        var id = count == 1 ? base : "\(base)-\(count)"
        while count > 1, ids[id] != nil { id += "-x" }
        ids[id, default: 0] += count == 1 ? 0 : 1
        headings.append(RenderedMarkdown.Heading(level: level, id: id, text: text))
        write(html: "<h\(level) id=\"\(HTML.escaped(id))\">")
    }

    private mutating func list(_ node: Node, entering: Bool) {
        guard cmark_node_get_list_type(node) == CMARK_ORDERED_LIST else {
            write(entering ? "<ul>\n" : "</ul>\n")
            return
        }
        let start = cmark_node_get_list_start(node)
        if entering, start != 1 { return write(html: "<ol start=\"\(start)\">\n") }
        write(entering ? "<ol>\n" : "</ol>\n")
    }

    private mutating func codeBlock(_ node: Node) {
        let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
        let language = info.prefix { $0 != " " && $0 != "\t" }
        if MarkdownRenderer.directives.contains(String(language)) {
            let place = place(of: node)
            let directive = Directive(
                name: String(language), text: literal(node), firstLine: place.line + 1, place: place)
            switch renderer.handlers.directive(directive) {
            case .becomes(let html): return write(html: html)
            case .fails(let found):
                diagnostics += found
                return
            case .pass: break
            }
        }
        let slug = Slug.make(language)
        slug.isEmpty ? write("<pre><code>") : write(html: "<pre><code class=\"language-\(slug)\">")
        escapeLiteral(of: node)
        write("</code></pre>\n")
    }

    private mutating func rawHTML(_ node: Node) {
        let text = literal(node)
        let trimmed = text.drop(while: \.isWhitespace)
        if trimmed.hasPrefix("<!--"), let end = trimmed.firstRange(of: "-->")?.upperBound,
            trimmed[end...].allSatisfy(\.isWhitespace)
        {
            return
        }
        report(
            node, "raw-html", "raw HTML is not published: \(excerpt(text))",
            hint: "write it in Markdown, or show it as code between backticks")
    }

    private mutating func openLink(_ node: Node) {
        let target = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        let link = MarkdownLink(target: target, text: plainText(of: node), place: place(of: node))
        var href = target
        switch renderer.handlers.link(link) {
        case .becomes(let address): href = address
        case .fails(let found):
            diagnostics += found
            droppedLinks.insert(node)
            return
        case .pass:
            guard WebAddress.isSafe(target) else {
                report(
                    node, "bad-link", "a link to \(excerpt(target)) is not published",
                    hint: "links begin with https:, http:, mailto:, xmpp: or finding:, or name a file beside this one")
                droppedLinks.insert(node)
                return
            }
        }
        write("<a href=\"")
        escape(href)
        if let title = cmark_node_get_title(node), title.pointee != 0 {
            write("\" title=\"")
            escape(title)
        }
        write("\">")
    }

    private mutating func closeLink(_ node: Node) {
        if droppedLinks.remove(node) == nil { write("</a>") }
    }

    private mutating func image(_ node: Node) {
        let target = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        let image = MarkdownLink(target: target, text: plainText(of: node), place: place(of: node))
        switch renderer.handlers.image(image) {
        case .becomes(let html): write(html: html)
        case .fails(let found): diagnostics += found
        case .pass:
            report(
                node, "no-such-image", "there is no image \(excerpt(target))",
                hint: "images lie in content/files and are written ![what it shows](files/name.png)")
        }
    }

    /// The words below a node without their markup.
    private func plainText(of node: Node) -> String {
        if let child = cmark_node_first_child(node), cmark_node_next(child) == nil,
            cmark_node_get_type(child) == CMARK_NODE_TEXT
        {
            return literal(child)
        }
        guard let iterator = cmark_iter_new(node) else { return "" }
        defer { cmark_iter_free(iterator) }
        var text = ""
        while cmark_iter_next(iterator) != CMARK_EVENT_DONE {
            guard let node = cmark_iter_get_node(iterator) else { break }
            switch cmark_node_get_type(node) {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += literal(node)
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
            default: break
            }
        }
        return text
    }

    private func literal(_ node: Node) -> String { cmark_node_get_literal(node).map { String(cString: $0) } ?? "" }

    /// Markup that the program knows.
    private mutating func write(_ markup: StaticString) {
        output.append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    private mutating func write(html: String) {
        var html = html
        html.withUTF8 { output.append(contentsOf: $0) }
    }

    /// Inside a quoted attribute.
    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { HTML.append($0, to: &output) }
    }

    /// Straight from cmark's bytes: most of a page goes this way.
    private mutating func escapeLiteral(of node: Node) {
        if let literal = cmark_node_get_literal(node) { escape(literal) }
    }

    private mutating func escape(_ text: UnsafePointer<CChar>) {
        let count = strlen(text)
        text.withMemoryRebound(to: UInt8.self, capacity: count) {
            HTML.append(UnsafeBufferPointer(start: $0, count: count), to: &output)
        }
    }

    private func place(of node: Node) -> Diagnostic.Place {
        // Some inline nodes carry no place of their own; the nearest block around them has one.
        var node: Node? = node
        while let current = node {
            let line = Int(cmark_node_get_start_line(current))
            if line > 0 {
                let column = Int(cmark_node_get_start_column(current))
                return Diagnostic.Place(line: line + renderer.firstLine - 1, column: max(1, column))
            }
            node = cmark_node_parent(current)
        }
        return Diagnostic.Place(line: renderer.firstLine, column: 1)
    }

    private mutating func report(_ node: Node, _ rule: String, _ message: String, hint: String) {
        diagnostics.append(
            Diagnostic(file: renderer.file, place: place(of: node), rule: rule, message: message, hint: hint))
    }

    private func excerpt(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return "'\(line.count > 60 ? "\(line.prefix(60))…" : line)'"
    }
}
