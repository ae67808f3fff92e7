import CCMark
import Glibc
import Model
import Text

/// One pass over a cmark tree that writes HTML.
struct MarkdownWalk: ~Copyable {
    typealias Node = OpaquePointer

    let renderer: MarkdownRenderer
    var output = HTMLBytes()
    var diagnostics: [Diagnostic] = []
    var headings: [RenderedMarkdown.Heading] = []
    /// The ids used so far; a duplicate gets the suffix `-2`.
    private var ids: [String: Int] = [:]
    /// What is warned of already.
    var warned: Set<Warned> = []
    /// Links without tags.
    private var droppedLinks: Set<Node> = []
    /// The parsed text, for places that libcmark gives in bytes.
    var lines: SourceLines

    init(renderer: MarkdownRenderer, text: [UInt8]) {
        self.renderer = renderer
        lines = SourceLines(text)
    }

    /// Follows the nodes' pointers: libcmark's iterator is slower and gives nothing more. Not recursive, because a text can
    /// be nested deeper than a thread's stack allows.
    mutating func run(_ document: Node) {
        var node = document
        while true {
            let kind = cmark_node_get_type(node)
            if open(node, kind) {
                if let child = cmark_node_first_child(node) {
                    node = child
                    continue
                }
                close(node, kind)
            }
            while true {
                if node == document { return }
                if let next = cmark_node_next(node) {
                    node = next
                    break
                }
                guard let parent = cmark_node_parent(node) else { return }
                node = parent
                close(node, cmark_node_get_type(node))
            }
        }
    }

    /// Writes a node or its start tag; true if its children and its end follow.
    private mutating func open(_ node: Node, _ kind: cmark_node_type) -> Bool {
        switch kind {
        case CMARK_NODE_TEXT:
            escapeLiteral(of: node)
            lookForExtensions(in: node)
            return false
        case CMARK_NODE_SOFTBREAK:
            output.append("\n")
            return false
        case CMARK_NODE_LINEBREAK:
            output.append("<br>\n")
            return false
        case CMARK_NODE_CODE:
            output.append("<code>")
            escapeLiteral(of: node)
            output.append("</code>")
            return false
        case CMARK_NODE_HTML_INLINE, CMARK_NODE_HTML_BLOCK:
            rawHTML(node)
            return false
        case CMARK_NODE_IMAGE:
            image(node)
            return false
        case CMARK_NODE_THEMATIC_BREAK:
            output.append("<hr>\n")
            return false
        case CMARK_NODE_CODE_BLOCK:
            codeBlock(node)
            return false
        case CMARK_NODE_EMPH: output.append("<em>")
        case CMARK_NODE_STRONG: output.append("<strong>")
        case CMARK_NODE_LINK: openLink(node)
        case CMARK_NODE_PARAGRAPH: if !isTight(node) { output.append("<p>") }
        case CMARK_NODE_HEADING: openHeading(node)
        case CMARK_NODE_BLOCK_QUOTE: output.append("<blockquote>\n")
        case CMARK_NODE_LIST: openList(node)
        case CMARK_NODE_ITEM: output.append("<li>")
        default: break
        }
        return true
    }

    private mutating func close(_ node: Node, _ kind: cmark_node_type) {
        switch kind {
        case CMARK_NODE_EMPH: output.append("</em>")
        case CMARK_NODE_STRONG: output.append("</strong>")
        case CMARK_NODE_LINK: if droppedLinks.isEmpty || droppedLinks.remove(node) == nil { output.append("</a>") }
        case CMARK_NODE_PARAGRAPH:
            if !isTight(node) {
                output.append("</p>\n")
            } else if cmark_node_next(node) != nil {
                output.append("\n")
            }
        case CMARK_NODE_HEADING: closeHeading(node)
        case CMARK_NODE_BLOCK_QUOTE: output.append("</blockquote>\n")
        case CMARK_NODE_LIST: output.append(isOrdered(node) ? "</ol>\n" : "</ul>\n")
        case CMARK_NODE_ITEM: output.append("</li>\n")
        default: break
        }
    }

    /// Paragraphs of a tight list have no tags (CommonMark §5.3).
    private func isTight(_ paragraph: Node) -> Bool {
        // 0 if it is not a list.
        cmark_node_get_list_tight(cmark_node_parent(cmark_node_parent(paragraph))) != 0
    }

    private mutating func openHeading(_ node: Node) {
        let level = Int(cmark_node_get_heading_level(node))
        let text = plainText(of: node)
        let slug = Slug.make(text)
        let id = unique(renderer.idPrefix + (slug.isEmpty ? "section" : slug))
        headings.append(RenderedMarkdown.Heading(level: level, id: id, text: text))
        output.append(html: "<h\(level) id=\"")
        output.append(escaped: id)
        output.append("\">")
    }

    private mutating func closeHeading(_ node: Node) {
        output.append(html: "</h\(cmark_node_get_heading_level(node))>\n")
    }

    private mutating func unique(_ base: String) -> String {
        ids[base, default: 0] += 1
        guard let count = ids[base], count > 1 else { return base }
        var id = "\(base)-\(count)"
        while ids[id] != nil { id += "-x" }
        ids[id] = 1
        return id
    }

    private func isOrdered(_ list: Node) -> Bool { cmark_node_get_list_type(list) == CMARK_ORDERED_LIST }

    private mutating func openList(_ node: Node) {
        guard isOrdered(node) else { return output.append("<ul>\n") }
        let start = cmark_node_get_list_start(node)
        if start == 1 { return output.append("<ol>\n") }
        output.append(html: "<ol start=\"\(start)\">\n")
    }

    private mutating func codeBlock(_ node: Node) {
        let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
        let language = info.prefix { $0 != " " && $0 != "\t" }
        if MarkdownRenderer.directives.contains(String(language)) {
            let place = place(of: node)
            let directive = Directive(
                name: String(language), text: literal(node), firstLine: place.line + 1, place: place)
            switch renderer.handlers.directive(directive) {
            case .becomes(let html): return output.append(html: html)
            case .renders(let html): return output.append(html)
            case .fails(let found):
                diagnostics += found
                return
            case .pass, .unlinked: break
            }
        } else if let directive = Suggestion.closest(
            to: String(language), among: MarkdownRenderer.directives.filter { $0.count > 3 })
        {
            // Three letters are too few: many languages are one letter away from csv.
            report(
                node, .unknownDirective, "unknown directive \(excerpt(String(language)))",
                hint: "did you mean '\(directive)'?")
        }
        if language.isEmpty {
            output.append("<pre><code>")
        } else {
            output.append("<pre><code class=\"language-")
            output.append(escaped: String(language))
            output.append("\">")
        }
        escapeLiteral(of: node)
        output.append("</code></pre>\n")
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
            node, .rawHTML, "raw HTML is not allowed: \(excerpt(text))",
            hint: "use Markdown, or put it between backticks to show it as code")
    }

    private mutating func openLink(_ node: Node) {
        if let target = cmark_node_get_url(node), WebAddress.isSafe(Self.bytes(target)) {
            let address = Self.bytes(target)
            let page = address.first == UInt8(ascii: "#") ? renderer.handlers.page : ""
            return openAnchor(node) {
                $0.append(escaped: page)
                $0.append(escaped: PercentEncoding.encoded(link: address))
            }
        }
        let target = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        let link = MarkdownLink(target: target, text: plainText(of: node), place: place(of: node))
        switch renderer.handlers.link(link) {
        case .becomes(let address): openAnchor(node) { $0.append(escaped: address) }
        case .renders: openAnchor(node) { _ in }
        case .unlinked: droppedLinks.insert(node)
        case .fails(let found):
            diagnostics += found
            droppedLinks.insert(node)
        case .pass:
            report(
                node, .badLink, "link target \(excerpt(target)) is not allowed",
                hint: "use https:, http:, mailto:, xmpp: or finding:, or the name of a file in the same directory")
            droppedLinks.insert(node)
        }
    }

    private mutating func openAnchor(_ node: Node, _ appendAddress: (inout HTMLBytes) -> Void) {
        output.append("<a href=\"")
        appendAddress(&output)
        if let title = cmark_node_get_title(node), title.pointee != 0 {
            output.append("\" title=\"")
            output.append(escaped: Self.bytes(title))
        }
        output.append("\">")
    }

    private mutating func image(_ node: Node) {
        let target = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        let image = MarkdownLink(target: target, text: plainText(of: node), place: place(of: node))
        switch renderer.handlers.image(image) {
        case .becomes(let html): output.append(html: html)
        case .renders(let html): output.append(html)
        case .fails(let found): diagnostics += found
        case .pass, .unlinked:
            report(
                node, .noSuchImage, "image \(excerpt(target)) not found",
                hint: "put images in content/files and write ![alternative text](files/name.png)")
        }
    }

    /// The text below a node without markup.
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

    /// Appends escaped text from libcmark's bytes, which most of a page is.
    private mutating func escapeLiteral(of node: Node) {
        if let literal = cmark_node_get_literal(node) { output.append(escaped: Self.bytes(literal)) }
    }

    /// The bytes of a C string of libcmark's, valid as long as its node.
    private static func bytes(_ text: UnsafePointer<CChar>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: text, count: strlen(text))
    }

    private mutating func report(_ node: Node, _ rule: Diagnostic.Rule, _ message: String, hint: String) {
        diagnostics.append(
            Diagnostic(file: renderer.file, place: place(of: node), rule: rule, message: message, hint: hint))
    }

    private func excerpt(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return "'\(line.count > 60 ? "\(line.prefix(60))…" : line)'"
    }
}
