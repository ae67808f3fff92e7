import CCMark
import Glibc
import Model

/// What other programs add to CommonMark and this one does not render, and what it would render if it were whole: it
/// would appear as it is written, which nobody means. A paragraph or heading is warned of once for each construct.
extension MarkdownWalk {
    /// A construct, and what to write instead.
    enum Extension: String {
        case table = "a table whose rows have different numbers of cells"
        case undefinedFootnote = "a reference to a footnote that is not defined"
        case unmatchedTildes = "'~~' without its counterpart"
        case taskList = "a task list"
        case definitionList = "a definition list"
        case attribute = "an attribute in braces"
        case callout = "a callout '[!…]'"
        case container = "a container ':::'"
        case shortcode = "a shortcode"
        case contents = "a mark for a table of contents"
        case highlight = "text between '=='"
        case wikiLink = "a link '[[…]]'"
        case undefinedReference = "a link '[words][name]' whose name is not defined"
        case formula = "a formula between '$$'"
        case inlineFootnote = "a footnote '^[…]' within the text"
        case admonition = "an admonition '!!!'"
        case abbreviation = "the definition of an abbreviation"
        case emoji = "the name of an emoji"
        case cutAddress = "the rest of a bare URL behind '*', '_', '`' or '['"
        case bareAddress = "a bare URL"

        var hint: String {
            switch self {
            case .table: "give the header row and the row of hyphens as many cells; a '|' after a backslash is none"
            case .undefinedFootnote: "define it in a paragraph '[^name]: text', or write '\\[^'"
            case .unmatchedTildes: "end the text with '~~' in the same paragraph, or write '\\~~'"
            case .taskList: "write the state in words"
            case .definitionList: "write a list with the terms in bold, as in '- **Term**: definition'"
            case .attribute: "headings get their ids from their texts; remove the braces"
            case .callout: "begin the quotation with a word in bold, as in '> **Note:**'"
            case .container: "write a quotation that begins with a word in bold, as in '> **Note:**'"
            case .shortcode: "use a fenced block 'table', 'csv' or 'chart', or an image; '\\{' is left alone"
            case .contents: "write 'contents: true' into the front matter"
            case .wikiLink: "write [words](name-of-the-file.md)"
            case .undefinedReference: "define it in a line of its own, '[name]: address', or write '\\['"
            case .formula: "write it in words, or between backticks"
            case .inlineFootnote: "write '[^name]', and '[^name]: text' in a paragraph of its own"
            case .admonition: "write a quotation that begins with a word in bold, as in '> **Note:**'"
            case .abbreviation: "explain it in the text"
            case .emoji: "type the character itself, or write a backslash before the first colon"
            case .highlight: "use bold or emphasis, or write '\\=='"
            case .cutAddress, .bareAddress: "write <https://…>, or [words](https://…)"
            }
        }
    }

    /// Looks at a text node. Most are long and hold none of it, so that they are searched for single characters first.
    mutating func lookForExtensions(in node: Node) {
        guard let literal = cmark_node_get_literal(node) else { return }
        switch UInt8(bitPattern: literal.pointee) {
        case UInt8(ascii: "["): if let found = bracket(node) { warn(of: found, at: node) }
        case UInt8(ascii: "|"), UInt8(ascii: "-"): if isDelimiterRow(node) { warn(of: .table, at: node) }
        case UInt8(ascii: ":"):
            if isDelimiterRow(node) {
                warn(of: .table, at: node)
            } else if let found = colon(node, literal) {
                warn(of: found, at: node)
            }
        case UInt8(ascii: "!"):
            if strncmp(literal, "!!! ", 4) == 0, isFirst(node) { warn(of: .admonition, at: node) }
        case UInt8(ascii: "*"):
            if strncmp(literal, "*[", 2) == 0, strstr(literal, "]: ") != nil, isFirst(node) {
                warn(of: .abbreviation, at: node)
            }
        case UInt8(ascii: "{"): if isShortcode(node, literal) { warn(of: .shortcode, at: node) }
        default: break
        }
        if syntax.schemes, SyntaxInUse.holdsScheme(literal), isBareAddress(node, literal) {
            warn(of: .bareAddress, at: node)
        }
        if syntax.braces, strchr(literal, CInt(UInt8(ascii: "}"))) != nil, isAttribute(node) {
            warn(of: .attribute, at: node)
        }
        if syntax.highlights, let marks = strstr(literal, "=="), isHighlight(literal, marks) {
            warn(of: .highlight, at: node)
        }
        if syntax.isForeign { lookForForeign(in: node, literal) }
    }

    private mutating func lookForForeign(in node: Node, _ literal: UnsafePointer<CChar>) {
        if let open = strstr(literal, "[["), open[2] != 0x5F, strncasecmp(open + 2, "toc]]", 5) != 0,
            let end = strstr(open, "]]"), end > open + 2
        {
            warn(of: .wikiLink, at: node)
        }
        if let middle = strstr(literal, "]["), middle[2] != 0x5D, middle[2] != 0x5E,
            strchr(middle + 2, CInt(UInt8(ascii: "]"))) != nil,
            memchr(literal, CInt(UInt8(ascii: "[")), middle - UnsafeMutablePointer(mutating: literal)) != nil
        {
            warn(of: .undefinedReference, at: node)
        }
        if let open = strstr(literal, "$$"), strstr(open + 2, "$$") != nil { warn(of: .formula, at: node) }
        if let open = strstr(literal, "^["), strchr(open, CInt(UInt8(ascii: "]"))) != nil {
            warn(of: .inlineFootnote, at: node)
        }
        if SyntaxInUse.holdsEmoji(UnsafeRawBufferPointer(start: literal, count: strlen(literal))) {
            warn(of: .emoji, at: node)
        }
    }

    /// Whether a line begins with a text.
    private func isFirst(_ node: Node) -> Bool {
        guard let before = cmark_node_previous(node) else {
            return cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_PARAGRAPH
        }
        return cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK
    }

    mutating func warn(of found: Extension, at node: Node) {
        // Of several in one block the first says enough.
        guard let block = block(of: node) else { return }
        guard warned.insert(Warned(block: block, kind: found)).inserted else { return }
        let isKnown = [
            .table, .undefinedFootnote, .undefinedReference, .unmatchedTildes, .cutAddress,
        ].contains(found)
        warn(
            at: place(of: node), .unsupportedMarkdown,
            "\(found.rawValue) \(isKnown ? "" : "is not supported and ")appears as it is written", hint: found.hint)
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
        if ["[TOC]", "[toc]", "[[TOC]]", "[[toc]]", "[[_TOC_]]"].contains(where: text.hasPrefix) { return .contents }
        guard cmark_node_previous(node) == nil, let paragraph = cmark_node_parent(node),
            cmark_node_previous(paragraph) == nil, let outer = cmark_node_parent(paragraph)
        else { return nil }
        switch cmark_node_get_type(outer) {
        case CMARK_NODE_ITEM:
            return ["[ ] ", "[x] ", "[X] "].contains(where: text.hasPrefix) || ["[ ]", "[x]", "[X]"].contains(text)
                ? .taskList : nil
        case CMARK_NODE_BLOCK_QUOTE:
            let name = text.hasPrefix("[!") ? text.dropFirst(2).prefix { $0.isLetter } : ""
            return !name.isEmpty && text.dropFirst(2 + name.count).first == "]" ? .callout : nil
        default: return nil
        }
    }

    /// `: definition` below a term, or `:::`.
    private func colon(_ node: Node, _ literal: UnsafePointer<CChar>) -> Extension? {
        let before = cmark_node_previous(node)
        if strncmp(literal, ":::", 3) == 0, before == nil || cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK {
            return .container
        }
        guard strncmp(literal, ": ", 2) == 0 else { return nil }
        if let before { return cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK ? .definitionList : nil }
        // After an empty line as well.
        let term = cmark_node_parent(node).flatMap { cmark_node_previous($0) }
        return term.map { cmark_node_get_type($0) == CMARK_NODE_PARAGRAPH } == true ? .definitionList : nil
    }

    /// `{{< name >}}`, `{{% name %}}` or `{% name %}`.
    private func isShortcode(_ node: Node, _ literal: UnsafePointer<CChar>) -> Bool {
        let text = text(from: node)
        return ["{{<", "{{%", "{% "].contains(where: text.hasPrefix)
    }

    /// `==text==`
    private func isHighlight(_ literal: UnsafePointer<CChar>, _ marks: UnsafePointer<CChar>) -> Bool {
        let isFirst = marks == literal || marks[-1] == 0x20 || marks[-1] == 0x28
        return isFirst && marks[2] != 0x20 && marks[2] != 0x3D && marks[2] != 0 && strstr(marks + 2, "==") != nil
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
