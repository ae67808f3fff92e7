import CCMark
import Model

/// The place of a node in its file.
extension MarkdownWalk {
    mutating func place(of node: Node) -> Diagnostic.Place {
        if let fixedPlace { return fixedPlace }
        // Some inline nodes have no place; the enclosing block has one.
        var node: Node? = node
        while let current = node {
            let line = Int(cmark_node_get_start_line(current))
            if line > 0 { return place(of: current, line: line) }
            node = cmark_node_parent(current)
        }
        return Diagnostic.Place(line: renderer.firstLine, column: 1)
    }

    /// A link of two lines has the line of its end and the column of its beginning: where it begins, its words do. A
    /// column is counted in bytes, and as if each line of a paragraph were indented like the first: it is the nearest
    /// one where such a thing can begin.
    private mutating func place(of node: Node, line: Int) -> Diagnostic.Place {
        let kind = cmark_node_get_type(node)
        let sigil: UInt8? =
            switch kind {
            case CMARK_NODE_LINK: UInt8(ascii: "[")
            case CMARK_NODE_IMAGE: UInt8(ascii: "!")
            case CMARK_NODE_HTML_INLINE: UInt8(ascii: "<")
            default: nil
            }
        var line = line
        if kind == CMARK_NODE_LINK || kind == CMARK_NODE_IMAGE, let words = cmark_node_first_child(node) {
            let first = Int(cmark_node_get_start_line(words))
            if first > 0 { line = min(line, first) }
        }
        let bytes = lines.line(line)
        var place = min(bytes.startIndex + max(1, Int(cmark_node_get_start_column(node))) - 1, bytes.endIndex)
        if let sigil, place == bytes.endIndex || bytes[place] != sigil {
            let before = bytes[..<place].lastIndex(of: sigil)
            let after = bytes[place...].firstIndex(of: sigil)
            place = [before, after].compactMap(\.self).min { abs($0 - place) < abs($1 - place) } ?? place
        }
        let shift = kind == CMARK_NODE_ITEM ? 0 : shifts[line] ?? 0
        let column = bytes[..<place].count { $0 & 0xC0 != 0x80 } + 1 + shift
        return Diagnostic.Place(line: line + renderer.firstLine - 1, column: column)
    }
}
