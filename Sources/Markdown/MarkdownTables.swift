import CCMark
import Model

/// Tables of pipes. libcmark takes them for paragraphs; their cells are parsed as paragraphs of a second text, at whose
/// end the first one stands once more, for the link reference definitions in it.
extension MarkdownWalk {
    /// A table that stands in the place of a paragraph.
    struct Table {
        /// The paragraph of the lines before it.
        var before: Node?
        var alignments: [TableSyntax.Alignment]
        /// The header row first. A cell without text has no node.
        var rows: [[(node: Node?, place: Diagnostic.Place)]]
        /// The paragraph of the lines after a row without cells.
        var after: Node?
        /// Whether a thematic break ends it, which libcmark took for the underline of a heading.
        var hasBreak: Bool
    }

    /// A table that is found, and where the texts of its parts begin in the second text.
    private struct Found {
        var node: Node
        var syntax: TableSyntax.Table
        var places: [[Diagnostic.Place]]
        var hasBreak: Bool
        var beforeLine: Int
        var cellLines: [[Int]]
        var afterLine: Int
    }

    /// Finds the tables of a document.
    /// - Parameter parse: parses the second text; the tree must live as long as this one.
    mutating func findTables(in document: Node, text: [UInt8], parse: ([UInt8]) -> Node?) {
        var second: [UInt8] = []
        var line = 1
        var found: [Found] = []
        func add(_ lines: [ArraySlice<UInt8>], _ prefix: [UInt8] = []) -> Int {
            guard !lines.isEmpty else { return 0 }
            let start = line
            second += prefix
            for text in lines { second += text + [UInt8(ascii: "\n")] }
            second.append(UInt8(ascii: "\n"))
            line += lines.count + 1
            return start
        }
        for node in blocks(in: document) {
            guard let (texts, places, underline) = proseLines(of: node),
                var syntax = TableSyntax.table(in: texts)
            else { continue }
            let hasBreak = underline?.starts(with: Array("---".utf8)) ?? false
            if let underline, !hasBreak, syntax.end == texts.count { syntax.append(row: underline) }
            found.append(
                Found(
                    node: node, syntax: syntax,
                    places: syntax.rows.enumerated().map { row, cells in
                        let line = places[min(syntax.linesBefore + (row == 0 ? 0 : row + 1), places.count - 1)]
                        return cells.map { Diagnostic.Place(line: line.line, column: line.column + $0.offset) }
                    }, hasBreak: hasBreak, beforeLine: add(Array(texts[..<syntax.linesBefore])),
                    cellLines: syntax.rows.map { cells in
                        cells.map { $0.text.isEmpty ? 0 : add([$0.text[...]], Self.cellPrefix) }
                    }, afterLine: add(Array(texts[syntax.end...]), Self.cellPrefix)))
        }
        guard !found.isEmpty, let document = parse(second + text) else { return }
        var paragraphs: [Int: Node] = [:]
        var next = cmark_node_first_child(document)
        while let node = next, Int(cmark_node_get_start_line(node)) < line {
            if cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH {
                paragraphs[Int(cmark_node_get_start_line(node))] = node
            }
            next = cmark_node_next(node)
        }
        for table in found {
            tables[table.node] = Table(
                before: paragraphs[table.beforeLine], alignments: table.syntax.alignments,
                rows: zip(table.cellLines, table.places).map { lines, places in
                    zip(lines, places).map { (paragraphs[$0], $1) }
                }, after: paragraphs[table.afterLine], hasBreak: table.hasBreak)
        }
    }

    /// U+00A0: with it before its text, no cell is a list, a heading or a definition; for emphasis it is a space.
    private static let cellPrefix: [UInt8] = [0xC2, 0xA0]

    /// The paragraphs and headings of a document.
    private func blocks(in document: Node) -> [Node] {
        var blocks: [Node] = []
        var stack = [document]
        while let node = stack.popLast() {
            switch cmark_node_get_type(node) {
            case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: blocks.append(node)
            case CMARK_NODE_DOCUMENT, CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM:
                var child = cmark_node_last_child(node)
                while let next = child {
                    stack.append(next)
                    child = cmark_node_previous(next)
                }
            default: break
            }
        }
        return blocks
    }

    /// The lines of a paragraph, or of a heading with an underline, without what belongs to the blocks around it.
    /// - Returns: the lines, where each begins in its file, and the underline, which is not among them; `nil` where there
    ///   are too few for a table.
    private mutating func proseLines(of node: Node)
        -> (texts: [ArraySlice<UInt8>], places: [Diagnostic.Place], underline: ArraySlice<UInt8>?)?
    {
        let first = Int(cmark_node_get_start_line(node))
        let last = Int(cmark_node_get_end_line(node))
        let isHeading = cmark_node_get_type(node) == CMARK_NODE_HEADING
        guard first > 0, last > first else { return nil }
        var quotes = 0
        var outer = cmark_node_parent(node)
        while let current = outer {
            if cmark_node_get_type(current) == CMARK_NODE_BLOCK_QUOTE { quotes += 1 }
            outer = cmark_node_parent(current)
        }
        var texts: [ArraySlice<UInt8>] = []
        var places: [Diagnostic.Place] = []
        for number in first...last {
            let line = lines.line(number)
            var text = line
            if number == first {
                text = text.dropFirst(max(0, Int(cmark_node_get_start_column(node)) - 1))
            } else {
                text = text.drop(while: TableSyntax.isSpace)
                for _ in 0..<quotes where text.first == UInt8(ascii: ">") {
                    text = text.dropFirst().drop(while: TableSyntax.isSpace)
                }
            }
            text = TableSyntax.trimmed(text)
            // What libcmark says of the end of a heading is wrong.
            if isHeading, number > first, let mark = text.first, mark == UInt8(ascii: "-") || mark == UInt8(ascii: "="),
                text.allSatisfy({ $0 == mark })
            {
                return (texts, places, text)
            }
            let column = line[..<text.startIndex].count { $0 & 0xC0 != 0x80 } + 1
            texts.append(text)
            places.append(Diagnostic.Place(line: number + renderer.firstLine - 1, column: column))
        }
        return (texts, places, nil)
    }

    /// Writes a table in a box that scrolls by itself where it is wider than the text.
    mutating func write(_ table: Table, at place: Diagnostic.Place) {
        if let before = table.before {
            output.append("<p>")
            write(paragraph: before, at: place)
            output.append("</p>\n")
        }
        tableCount += 1
        output.append(
            "<figure class=\"comparison\">\n<div class=\"scroller\" role=\"region\" tabindex=\"0\" aria-label=\"")
        output.append(escaped: renderer.labels.table.replacing("{number}", with: "\(tableCount)"))
        output.append("\">\n<table>\n<thead>\n")
        for (number, row) in table.rows.enumerated() {
            let isHeader = number == 0
            if number == 1 { output.append("<tbody>\n") }
            output.append("<tr>\n")
            for (cell, alignment) in zip(row, table.alignments) {
                output.append(isHeader ? "<th scope=\"col\"" : "<td")
                if alignment != .none { output.append(html: " class=\"align-\(alignment.rawValue)\"") }
                output.append(">")
                if let node = cell.node { write(paragraph: node, at: cell.place) }
                output.append(isHeader ? "</th>\n" : "</td>\n")
            }
            output.append(isHeader ? "</tr>\n</thead>\n" : "</tr>\n")
        }
        if table.rows.count > 1 { output.append("</tbody>\n") }
        output.append("</table>\n</div>\n</figure>\n")
        if table.hasBreak { output.append("<hr>\n") }
        if let after = table.after {
            output.append("<p>")
            write(paragraph: after, at: place)
            output.append("</p>\n")
        }
    }

    /// Writes the inlines of a paragraph of the second text.
    private mutating func write(paragraph: Node, at place: Diagnostic.Place) {
        fixedPlace = place
        defer { fixedPlace = nil }
        if let first = cmark_node_first_child(paragraph), cmark_node_get_type(first) == CMARK_NODE_TEXT,
            let literal = cmark_node_get_literal(first), Self.bytes(literal).starts(with: Self.cellPrefix)
        {
            setLiteral(of: first, to: Self.bytes(literal).dropFirst(Self.cellPrefix.count))
        }
        prepareInlines(of: paragraph)
        var next = cmark_node_first_child(paragraph)
        while let child = next {
            next = cmark_node_next(child)
            run(child)
        }
    }
}
