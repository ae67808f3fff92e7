import CCMark
import Glibc
import Model

/// What other programs add to CommonMark and this one does not render: it would appear as it is written, which nobody
/// means. A paragraph or heading is warned of once for each construct.
extension MarkdownWalk {
    /// A construct, and what to write instead.
    enum Extension: String {
        case table = "a table of pipes"
        case footnote = "a footnote"
        case strikethrough = "text between '~~'"
        case taskList = "a task list"
        case attribute = "an attribute in braces"
        case callout = "a callout '[!…]'"
        case bareAddress = "a bare URL"

        var hint: String {
            switch self {
            case .table: "use a fenced block 'csv'; a '|' between backticks is left alone"
            case .footnote: "write the note in the text, or as an entry of 'updates'"
            case .strikethrough: "leave the text out, or write '\\~~'"
            case .taskList: "write the state in words"
            case .attribute: "headings get their ids from their texts; remove the braces"
            case .callout: "begin the quotation with a word in bold, as in '> **Note:**'"
            case .bareAddress: "write <https://…>, or [words](https://…)"
            }
        }
    }

    /// Looks at a text node. Most are long and hold none of it, so that they are searched for single characters first.
    mutating func lookForExtensions(in node: Node) {
        guard let literal = cmark_node_get_literal(node) else { return }
        switch UInt8(bitPattern: literal.pointee) {
        case UInt8(ascii: "["): if let found = bracket(node) { report(node, found) }
        case UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: "-"): if isDelimiterRow(node) { report(node, .table) }
        default: break
        }
        if let tilde = strchr(literal, CInt(UInt8(ascii: "~"))), strstr(tilde, "~~") != nil, isStruck(node) {
            report(node, .strikethrough)
        }
        if strstr(literal, "[^") != nil, isFootnote(literal) { report(node, .footnote) }
        if strstr(literal, "://") != nil, isBareAddress(node, literal) { report(node, .bareAddress) }
        if strchr(literal, CInt(UInt8(ascii: "}"))) != nil, isAttribute(node) { report(node, .attribute) }
    }

    private mutating func report(_ node: Node, _ found: Extension) {
        // Of several in one block the first says enough.
        guard let block = block(of: node) else { return }
        guard warned.insert(Warned(block: block, kind: found)).inserted else { return }
        diagnostics.append(
            Diagnostic(
                file: renderer.file, place: place(of: node), level: .warning, rule: .unsupportedMarkdown,
                message: "\(found.rawValue) is not supported and appears as it is written", hint: found.hint))
    }

    struct Warned: Hashable {
        var block: Node
        var kind: Extension
    }

    private func block(of node: Node) -> Node? {
        var node: Node? = node
        while let current = node {
            let kind = cmark_node_get_type(current)
            if kind == CMARK_NODE_PARAGRAPH || kind == CMARK_NODE_HEADING { return current }
            node = cmark_node_parent(current)
        }
        return nil
    }

    /// A text as it goes on over the nodes that libcmark cut it into, up to some length.
    private func text(from node: Node, limit: Int = 64) -> String {
        var text = ""
        var next: Node? = node
        while let current = next, cmark_node_get_type(current) == CMARK_NODE_TEXT, text.utf8.count < limit {
            text += cmark_node_get_literal(current).map { String(cString: $0) } ?? ""
            next = cmark_node_next(current)
        }
        return text
    }

    private func bracket(_ node: Node) -> Extension? {
        let text = text(from: node)
        guard cmark_node_previous(node) == nil, let paragraph = cmark_node_parent(node),
            cmark_node_previous(paragraph) == nil, let outer = cmark_node_parent(paragraph)
        else { return nil }
        switch cmark_node_get_type(outer) {
        case CMARK_NODE_ITEM: return ["[ ] ", "[x] ", "[X] "].contains(where: text.hasPrefix) ? .taskList : nil
        case CMARK_NODE_BLOCK_QUOTE:
            let name = text.hasPrefix("[!") ? text.dropFirst(2).prefix { $0.isLetter } : ""
            return !name.isEmpty && text.dropFirst(2 + name.count).first == "]" ? .callout : nil
        default: return nil
        }
    }

    /// `[^1]`
    private func isFootnote(_ literal: UnsafePointer<CChar>) -> Bool {
        String(cString: literal).split(separator: "[^", omittingEmptySubsequences: false).dropFirst().contains { rest in
            let name = rest.prefix { $0 != "]" }
            return !name.isEmpty && name.endIndex < rest.endIndex && !name.contains(where: \.isWhitespace)
        }
    }

    /// `|---|:--:|`, the second line of a table.
    private func isDelimiterRow(_ node: Node) -> Bool {
        guard let before = cmark_node_previous(node), cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK else {
            return false
        }
        let row = text(from: node, limit: 512)
        return row.contains("|") && row.contains("--")
            && row.utf8.allSatisfy { "|:- \t".utf8.contains($0) }
    }

    /// `~~x~~`, maybe with emphasis inside.
    private func isStruck(_ node: Node) -> Bool {
        guard let literal = cmark_node_get_literal(node), let start = strstr(literal, "~~") else { return false }
        if strstr(start + 2, "~~") != nil { return start[2] != 0x20 }
        var next = cmark_node_next(node)
        while let current = next {
            if let literal = cmark_node_get_literal(current), strstr(literal, "~~") != nil { return true }
            next = cmark_node_next(current)
        }
        return false
    }

    private func isBareAddress(_ node: Node, _ literal: UnsafePointer<CChar>) -> Bool {
        var outer = cmark_node_parent(node)
        while let current = outer {
            let kind = cmark_node_get_type(current)
            if kind == CMARK_NODE_LINK || kind == CMARK_NODE_IMAGE { return false }
            outer = cmark_node_parent(current)
        }
        let text = String(cString: literal)
        return ["https://", "http://"].contains { scheme in
            guard let range = text.firstRange(of: scheme), let next = text[range.upperBound...].first else {
                return false
            }
            // Not the scheme alone, as in "begin it with https://".
            return next.isLetter || next.isNumber || next == "["
        }
    }

    /// `{#id}` or `{.class}` at the end of a heading or paragraph.
    private func isAttribute(_ node: Node) -> Bool {
        guard cmark_node_next(node) == nil else { return false }
        var first = node
        while let before = cmark_node_previous(first), cmark_node_get_type(before) == CMARK_NODE_TEXT { first = before }
        let text = text(from: first, limit: 4_096)
        guard text.hasSuffix("}"), let brace = text.lastIndex(of: "{") else { return false }
        let inside = text[text.index(after: brace)...].dropLast()
        guard let sigil = inside.first, sigil == "#" || sigil == ".", inside.utf8.count > 1 else { return false }
        return !inside.contains { $0 == "{" || $0 == "}" }
    }
}
