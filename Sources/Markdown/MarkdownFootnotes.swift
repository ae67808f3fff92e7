import CCMark
import Model
import Text

/// Footnotes: `[^name]` in the text, `[^name]: …` anywhere. They stand at the end of the text, in the order in which they
/// are referred to first.
extension MarkdownWalk {
    struct Footnote {
        var name: String
        /// The item of a list that it was parsed as, with no list around it.
        var item: Node
        var place: Diagnostic.Place
        /// Its place at the end, from 1; `nil` as long as nothing refers to it.
        var number: Int?
        /// The ids of the references to it.
        var references: [String] = []
        /// Its id.
        var id = ""
    }

    /// Takes the definitions out of the document.
    mutating func takeFootnotes(from document: Node, _ definitions: [Int: FootnoteSource.Definition]) {
        guard !definitions.isEmpty else { return }
        var nodes = [document]
        while let node = nodes.popLast() {
            let line = Int(cmark_node_get_start_line(node))
            let kind = cmark_node_get_type(node)
            if kind == CMARK_NODE_ITEM, let definition = definitions[line], isFirst(node, of: line) {
                take(node, definition)
            }
            if kind == CMARK_NODE_DOCUMENT || kind == CMARK_NODE_LIST || kind == CMARK_NODE_ITEM
                || kind == CMARK_NODE_BLOCK_QUOTE
            {
                nodes += children(of: node).reversed()
            }
            if kind == CMARK_NODE_LIST, cmark_node_first_child(node) == nil { cmark_node_unlink(node) }
        }
    }

    /// Of items in items that begin in one line, the definition is the outer one.
    private func isFirst(_ item: Node, of line: Int) -> Bool {
        guard let outer = cmark_node_parent(cmark_node_parent(item)), cmark_node_get_type(outer) == CMARK_NODE_ITEM
        else {
            return true
        }
        return Int(cmark_node_get_start_line(outer)) != line
    }

    private mutating func take(_ item: Node, _ definition: FootnoteSource.Definition) {
        let place = place(of: item)
        let list = cmark_node_parent(item)
        cmark_node_unlink(item)
        if let list, cmark_node_first_child(list) == nil { cmark_node_unlink(list) }
        let key = definition.name.lowercased()
        if footnotes[key] == nil {
            footnotes[key] = Footnote(name: definition.name, item: item, place: place)
        } else {
            warn(
                at: place, .badFootnote, "duplicate footnote '\(definition.name)'",
                hint: "give it another name, and refer to it by that")
        }
    }

    /// Makes references of `[^name]` in text.
    mutating func markReferences(in parent: Node) {
        for child in children(of: parent) {
            var node: Node? = child
            var start = 0
            while let current = node, let text = Self.text(of: current),
                let (range, name) = Self.reference(in: text, from: start)
            {
                start = range.upperBound
                guard footnotes[name.lowercased()] != nil else {
                    warn(of: .undefinedFootnote, at: current)
                    continue
                }
                guard let reference = make(CMARK_NODE_CUSTOM_INLINE) else { return }
                references[reference] = name.lowercased()
                node = replace(range, of: current, text, by: reference)
                start = 0
            }
        }
    }

    private static func reference(in text: [UInt8], from start: Int) -> (Range<Int>, String)? {
        var start = start
        while let bracket = text[start...].firstIndex(of: UInt8(ascii: "[")) {
            start = bracket + 1
            guard text[start...].first == UInt8(ascii: "^"),
                let end = text[start...].firstIndex(of: UInt8(ascii: "]")),
                let name = FootnoteSource.name(text[(start + 1)..<end])
            else { continue }
            return (bracket..<end + 1, name)
        }
        return nil
    }

    mutating func writeReference(_ name: String) {
        guard var note = footnotes[name] else { return }
        if note.number == nil {
            referredTo.append(name)
            note.number = referredTo.count
            note.id = unique("\(renderer.idPrefix)fn-\(referredTo.count)")
        }
        let number = note.number ?? 0
        let again = note.references.isEmpty ? "" : "-\(note.references.count + 1)"
        let id = unique("\(renderer.idPrefix)fnref-\(number)\(again)")
        note.references.append(id)
        footnotes[name] = note
        output.append("<sup class=\"footnote-ref\"><a href=\"")
        output.append(escaped: "\(renderer.handlers.page)#\(note.id)")
        output.append(html: "\" id=\"\(HTML.escaped(id))\" role=\"doc-noteref\">\(number)</a></sup>")
    }

    /// Writes the footnotes, those of footnotes too.
    mutating func writeFootnotes() {
        if !referredTo.isEmpty {
            output.append("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"")
            output.append(escaped: renderer.labels.footnotes)
            output.append("\">\n<ol>\n")
            var index = 0
            while index < referredTo.count {
                if let note = footnotes[referredTo[index]] { write(note) }
                index += 1
            }
            output.append("</ol>\n</section>\n")
        }
        for note in footnotes.values.filter({ $0.number == nil }).sorted(by: { $0.place.line < $1.place.line }) {
            warn(
                at: note.place, .badFootnote, "nothing refers to the footnote '\(note.name)', which is not published",
                hint: "refer to it with [^\(note.name)], or remove it")
        }
    }

    private mutating func write(_ note: Footnote) {
        output.append("<li id=\"")
        output.append(escaped: note.id)
        output.append("\">")
        for child in children(of: note.item) { run(child) }
        // What refers to it from a footnote is written by now.
        let references = footnotes[note.name.lowercased()]?.references ?? note.references
        output.append("<p class=\"footnote-back\">")
        for (index, id) in references.enumerated() {
            if index > 0 { output.append(" ") }
            output.append("<a href=\"")
            output.append(escaped: "\(renderer.handlers.page)#\(id)")
            output.append("\" role=\"doc-backlink\" aria-label=\"")
            output.append(escaped: renderer.labels.backToText)
            output.append("\">↩</a>")
        }
        output.append("</p>\n</li>\n")
    }
}
