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
    var droppedLinks: Set<Node> = []
    /// The parsed text, for places that libcmark gives in bytes.
    var lines: SourceLines
    /// Line → how many columns it lost before it was parsed.
    let shifts: [Int: Int]
    let syntax: SyntaxInUse
    let memory: UnsafeMutablePointer<cmark_mem>
    /// The paragraphs that are tables.
    var tables: [Node: Table] = [:]
    var tableCount = 0
    /// The place of all that is written at the moment, where libcmark parsed another text than the editor's.
    var fixedPlace: Diagnostic.Place?
    /// By name in lower case.
    var footnotes: [String: Footnote] = [:]
    /// The names of footnotes in the order in which they are referred to first.
    var referredTo: [String] = []
    /// The references to footnotes.
    var references: [Node: String] = [:]
    /// Bare addresses.
    var autolinks: Set<Node> = []
    /// Whether escaped characters have stand-ins, which become what they were.
    private let isProtected: Bool

    init(
        renderer: MarkdownRenderer, text: [UInt8], _ syntax: SyntaxInUse, _ memory: UnsafeMutablePointer<cmark_mem>,
        _ footnotes: FootnoteSource?, isProtected: Bool
    ) {
        self.renderer = renderer
        self.syntax = syntax
        self.memory = memory
        self.isProtected = isProtected
        lines = SourceLines(text)
        shifts = footnotes?.definitions.mapValues(\.shift) ?? [:]
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
            if let check = renderer.typography { look(at: node, by: check) }
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
        case CMARK_NODE_CUSTOM_INLINE:
            if let name = references[node] {
                writeReference(name)
                return false
            }
            output.append("<del>")
        case CMARK_NODE_EMPH: output.append("<em>")
        case CMARK_NODE_STRONG: output.append("<strong>")
        case CMARK_NODE_LINK: openLink(node)
        case CMARK_NODE_PARAGRAPH: return openParagraph(node)
        case CMARK_NODE_HEADING: return openHeading(node)
        case CMARK_NODE_BLOCK_QUOTE: output.append("<blockquote>\n")
        case CMARK_NODE_LIST: openList(node)
        case CMARK_NODE_ITEM: output.append("<li>")
        default: break
        }
        return true
    }

    private mutating func close(_ node: Node, _ kind: cmark_node_type) {
        switch kind {
        case CMARK_NODE_CUSTOM_INLINE: output.append("</del>")
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

    /// True if its inlines follow.
    private mutating func openParagraph(_ node: Node) -> Bool {
        if !tables.isEmpty, let table = tables[node] {
            write(table, at: place(of: node))
            return false
        }
        prepareInlines(of: node)
        if isFigure(node), let image = cmark_node_first_child(node) {
            self.image(image, isFigure: true)
            return false
        }
        if !isTight(node) { output.append("<p>") }
        return true
    }

    /// True if its inlines follow.
    private mutating func openHeading(_ node: Node) -> Bool {
        if let table = tables[node] {
            write(table, at: place(of: node))
            return false
        }
        prepareInlines(of: node)
        let level = Int(cmark_node_get_heading_level(node))
        let text = plainText(of: node)
        let slug = Slug.make(text)
        let id = unique(renderer.idPrefix + (slug.isEmpty ? "section" : slug))
        headings.append(RenderedMarkdown.Heading(level: level, id: id, text: text))
        output.append(html: "<h\(level) id=\"")
        output.append(escaped: id)
        output.append("\">")
        return true
    }

    private mutating func closeHeading(_ node: Node) {
        if renderer.anchors, let heading = headings.last {
            output.append(" <a class=\"anchor\" href=\"")
            output.append(escaped: "\(renderer.handlers.page)#\(heading.id)")
            output.append("\" aria-label=\"")
            output.append(escaped: renderer.labels.anchor.replacing("{heading}", with: heading.text))
            output.append("\">#</a>")
        }
        output.append(html: "</h\(cmark_node_get_heading_level(node))>\n")
    }

    mutating func unique(_ base: String) -> String {
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

    /// The text below a node without markup.
    func plainText(of node: Node) -> String {
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

    func literal(_ node: Node) -> String {
        guard let literal = cmark_node_get_literal(node) else { return "" }
        return isProtected && cmark_node_get_type(node) == CMARK_NODE_TEXT
            ? String(decoding: ProtectedText.restored(Self.bytes(literal)), as: UTF8.self) : String(cString: literal)
    }

    /// Appends escaped text from libcmark's bytes, which most of a page is.
    mutating func escapeLiteral(of node: Node) {
        if isProtected { return output.append(escaped: literal(node)) }
        if let literal = cmark_node_get_literal(node) { output.append(escaped: Self.bytes(literal)) }
    }

    /// The bytes of a C string of libcmark's, valid as long as its node.
    static func bytes(_ text: UnsafePointer<CChar>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: text, count: strlen(text))
    }

    mutating func report(_ node: Node, _ rule: Diagnostic.Rule, _ message: String, hint: String) {
        diagnostics.append(
            Diagnostic(file: renderer.file, place: place(of: node), rule: rule, message: message, hint: hint))
    }

    /// Reports what is published, but hardly meant.
    mutating func warn(
        at place: Diagnostic.Place, _ rule: Diagnostic.Rule, _ message: String, hint: String
    ) {
        diagnostics.append(
            Diagnostic(file: renderer.file, place: place, level: .warning, rule: rule, message: message, hint: hint))
    }

    func excerpt(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return "'\(line.count > 60 ? "\(line.prefix(60))…" : line)'"
    }
}
