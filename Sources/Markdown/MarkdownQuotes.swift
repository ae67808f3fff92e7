import CCMark
import Glibc

/// Quotation marks that are set where an editor typed straight ones, as a language has them. libcmark finds which open
/// and which close, with its option "smart", and sets English ones; dashes and ellipses are its own.
package enum QuotationMarks: Hashable, Sendable {
    case english
    case german

    /// Those of a language (ISO 639-1).
    package init(language: String) { self = language == "de" ? .german : .english }
}

extension MarkdownWalk {
    /// Replaces the English marks, which are all libcmark's: stand-ins are kept for what an editor set.
    mutating func set(_ quotes: QuotationMarks, in block: Node) {
        guard quotes == .german else { return }
        var parents = [block]
        while let parent = parents.popLast() {
            var open = 0
            for child in children(of: parent) {
                switch cmark_node_get_type(child) {
                case CMARK_NODE_EMPH, CMARK_NODE_STRONG, CMARK_NODE_LINK, CMARK_NODE_IMAGE: parents.append(child)
                case CMARK_NODE_TEXT:
                    guard let text = Self.text(of: child), text.contains(0xE2) else { continue }
                    let characters = Array(String(decoding: text, as: UTF8.self))
                    let set = characters.indices.map { Self.german(characters, at: $0, &open) }
                    setLiteral(of: child, to: String(set).utf8)
                default: break
                }
            }
        }
    }

    /// Warns of what a typist wrote. libcmark cuts a text at characters that could be markup, quotation marks among them:
    /// the pieces are looked at together, from the first one.
    mutating func look(at node: Node, by check: TypographyCheck) {
        if let before = cmark_node_previous(node), cmark_node_get_type(before) == CMARK_NODE_TEXT { return }
        if isAddress(node) { return }
        var text = ""
        var next: Node? = node
        while let piece = next, cmark_node_get_type(piece) == CMARK_NODE_TEXT {
            text += literal(piece)
            next = cmark_node_next(piece)
        }
        for found in check.findings(text) {
            var place = place(of: node)
            place.column += found.offset
            warn(at: place, .typography, "'\(found.text)' in \(excerpt(text))", hint: found.hint)
        }
    }

    /// Whether a text is the address of the link around it.
    private func isAddress(_ text: Node) -> Bool {
        guard let link = cmark_node_parent(text), cmark_node_get_type(link) == CMARK_NODE_LINK else { return false }
        if autolinks.contains(link) { return true }
        guard let literal = cmark_node_get_literal(text), let url = cmark_node_get_url(link) else { return false }
        return strcmp(literal, url) == 0
    }

    /// - Parameter open: how many single quotation marks are open.
    private static func german(_ text: [Character], at index: Int, _ open: inout Int) -> Character {
        switch text[index] {
        case "\u{201C}": return "\u{201E}"
        case "\u{201D}": return "\u{201C}"
        case "\u{2018}":
            open += 1
            return "\u{201A}"
        // Before a letter it is an apostrophe.
        case "\u{2019}" where open > 0 && !(index + 1 < text.count && text[index + 1].isLetter):
            open -= 1
            return "\u{2018}"
        default: return text[index]
        }
    }
}
