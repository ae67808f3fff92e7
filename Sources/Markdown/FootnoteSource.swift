import CCMark

/// Footnotes before libcmark: it would take `[^1]: text` for a paragraph or a link reference definition. Each becomes the
/// item of a list, `+   text`, which has the same rule for what belongs to it: four columns of indentation.
struct FootnoteSource {
    /// The text for libcmark.
    private(set) var text: [UInt8]
    /// Line, from 1 → the definition that begins there.
    private(set) var definitions: [Int: Definition] = [:]

    struct Definition {
        /// As it is written.
        var name: String
        /// How many columns the line lost.
        var shift: Int
    }

    private static let marker = Array("+   ".utf8)

    /// - Parameter parse: parses a text, to see which lines are code.
    init(_ text: [UInt8], parse: ([UInt8]) -> OpaquePointer?) {
        self.text = text
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var found = lines.enumerated().compactMap { number, line in
            Self.definition(line).map { (line: number + 1, name: $0.name, prefix: $0.prefix, rest: $0.rest) }
        }
        guard !found.isEmpty, let document = parse(text) else { return }
        let code = Self.linesOfCode(in: document)
        found.removeAll { found in code.contains { $0.contains(found.line) } }
        for definition in found {
            let line = lines[definition.line - 1]
            let rest = line[definition.rest...]
            lines[definition.line - 1] = line[..<definition.prefix] + Self.marker + rest
            definitions[definition.line] = Definition(
                name: definition.name, shift: definition.rest - definition.prefix - Self.marker.count)
        }
        self.text = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    /// `[^name]: rest`, maybe in a quotation or indented.
    private static func definition(_ line: ArraySlice<UInt8>) -> (name: String, prefix: Int, rest: Int)? {
        guard let start = line.firstIndex(where: { !TableSyntax.isSpace($0) && $0 != UInt8(ascii: ">") }),
            line[start...].starts(with: [UInt8(ascii: "["), UInt8(ascii: "^")]),
            let end = line[start...].firstIndex(of: UInt8(ascii: "]")),
            line[end...].dropFirst().first == UInt8(ascii: ":"),
            let name = name(line[(start + 2)..<end])
        else { return nil }
        let rest = line[(end + 2)...].firstIndex { !TableSyntax.isSpace($0) } ?? line.endIndex
        return (name, start, rest)
    }

    /// The name of a footnote, without spaces and brackets; `nil` if it is none.
    static func name(_ text: ArraySlice<UInt8>) -> String? {
        let isName = text.allSatisfy { !TableSyntax.isSpace($0) && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
        return text.isEmpty || !isName ? nil : String(decoding: text, as: UTF8.self)
    }

    /// The lines of code and of raw HTML.
    private static func linesOfCode(in document: OpaquePointer) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        var nodes = [document]
        while let node = nodes.popLast() {
            let kind = cmark_node_get_type(node)
            if kind == CMARK_NODE_CODE_BLOCK || kind == CMARK_NODE_HTML_BLOCK {
                let start = Int(cmark_node_get_start_line(node))
                ranges.append(start...max(start, Int(cmark_node_get_end_line(node))))
            } else if kind == CMARK_NODE_DOCUMENT || kind == CMARK_NODE_LIST || kind == CMARK_NODE_ITEM
                || kind == CMARK_NODE_BLOCK_QUOTE
            {
                var child = cmark_node_first_child(node)
                while let next = child {
                    nodes.append(next)
                    child = cmark_node_next(next)
                }
            }
        }
        return ranges
    }
}
