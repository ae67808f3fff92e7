import CCMark
import Glibc

/// A text in which what an editor escaped is replaced by characters that nobody writes, so that the extensions, which
/// look at text after libcmark has taken the backslashes, do not take it for their own: `\~`, `\[`, `\:`, `\.`, `\@`, `\=`
/// and `\{`.
/// Where quotation marks are set, those that are set already are kept so as well.
///
/// A stand-in has as many bytes as what it stands for: columns stay as they are. In code it becomes what it was.
struct ProtectedText {
    private(set) var bytes: [UInt8]
    /// Whether there is any stand-in.
    private(set) var isChanged = false

    /// C1 control characters: two bytes, like a backslash and what follows.
    private static let escapes: [(byte: UInt8, standIn: UInt8)] = [
        (UInt8(ascii: "~"), 0x91), (UInt8(ascii: "["), 0x92), (UInt8(ascii: ":"), 0x93), (UInt8(ascii: "."), 0x94),
        (UInt8(ascii: "@"), 0x95), (UInt8(ascii: "="), 0x96), (UInt8(ascii: "{"), 0x97),
    ]
    /// The last byte of U+2018, U+2019, U+201C and U+201D; their stand-ins are U+E018, … of the private use area.
    private static let quotes: Set<UInt8> = [0x98, 0x99, 0x9C, 0x9D]
    /// The first two bytes of both.
    private static let (quoteLead, standInLead): ([UInt8], [UInt8]) = ([0xE2, 0x80], [0xEE, 0x80])

    /// - Parameter quotes: whether quotation marks will be set.
    init(_ text: [UInt8], quotes: Bool) {
        bytes = text
        var index = 0
        while index + 1 < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "\\"), let found = Self.escapes.first(where: { $0.byte == text[index + 1] }) {
                (bytes[index], bytes[index + 1]) = (0xC2, found.standIn)
                isChanged = true
                index += 2
            } else if byte == UInt8(ascii: "\\") {
                index += 2
            } else if quotes, index + 2 < text.count, text[index..<index + 2].elementsEqual(Self.quoteLead),
                Self.quotes.contains(text[index + 2])
            {
                bytes.replaceSubrange(index..<index + 2, with: Self.standInLead)
                isChanged = true
                index += 3
            } else {
                index += 1
            }
        }
    }

    /// The text as the editor meant it.
    /// - Parameter isCode: whether backslashes count as text there.
    static func restored(_ text: some Sequence<UInt8>, isCode: Bool = false) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            let next = rest.first
            if byte == 0xC2, let found = escapes.first(where: { $0.standIn == next }) {
                if isCode { result.append(UInt8(ascii: "\\")) }
                result.append(found.byte)
                rest.removeFirst()
            } else if byte == standInLead[0], next == standInLead[1], let last = rest.dropFirst().first,
                quotes.contains(last)
            {
                result += quoteLead + [last]
                rest.removeFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    /// Restores everything in a tree but its text nodes.
    static func restore(_ document: OpaquePointer) {
        guard let iterator = cmark_iter_new(document) else { return }
        defer { cmark_iter_free(iterator) }
        func restore(
            _ text: UnsafePointer<CChar>?, _ isCode: Bool,
            _ set: (OpaquePointer?, UnsafePointer<CChar>?) -> CInt, _ node: OpaquePointer
        ) {
            guard let text else { return }
            let bytes = MarkdownWalk.bytes(text)
            let restored = restored(bytes, isCode: isCode)
            if !restored.elementsEqual(bytes) { MarkdownWalk.withCString(restored) { _ = set(node, $0) } }
        }
        while cmark_iter_next(iterator) != CMARK_EVENT_DONE {
            guard let node = cmark_iter_get_node(iterator) else { return }
            switch cmark_node_get_type(node) {
            case CMARK_NODE_CODE, CMARK_NODE_CODE_BLOCK, CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE:
                restore(cmark_node_get_literal(node), true, cmark_node_set_literal, node)
                restore(cmark_node_get_fence_info(node), false, cmark_node_set_fence_info, node)
            case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
                // Nothing is escaped between angle brackets, where the text is the address.
                let words = cmark_node_first_child(node)
                var isAutolink = false
                if let words, let text = cmark_node_get_literal(words), let url = cmark_node_get_url(node) {
                    isAutolink = strcmp(text, url) == 0
                    if isAutolink { restore(text, true, cmark_node_set_literal, words) }
                }
                restore(cmark_node_get_url(node), isAutolink, cmark_node_set_url, node)
                restore(cmark_node_get_title(node), false, cmark_node_set_title, node)
            default: break
            }
        }
    }
}
