/// JSON that pages and files beside them are made of. Written here and not by Foundation's encoder because each of ten
/// thousand articles has some, and because it must be able to stand inside a `<script>` element: `<`, `>` and `&` are
/// escaped, so that no text ends the element. Keys come sorted, so the same value gives the same bytes.
enum JSONValue: Hashable, Sendable {
    case text(String)
    case number(Int)
    case truth(Bool)
    case list([JSONValue])
    /// Values that are `nil` are left out.
    case object([String: JSONValue?])

    /// On one line.
    var line: String {
        var text = ""
        write(into: &text)
        return text
    }

    /// A file of it: one line and its end.
    var file: [UInt8] { Array((line + "\n").utf8) }

    private func write(into text: inout String) {
        switch self {
        case .text(let value): Self.quote(value, into: &text)
        case .number(let value): text += "\(value)"
        case .truth(let value): text += value ? "true" : "false"
        case .list(let values):
            text += "["
            for (place, value) in values.enumerated() {
                if place > 0 { text += "," }
                value.write(into: &text)
            }
            text += "]"
        case .object(let values):
            text += "{"
            var isFirst = true
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                guard let value else { continue }
                if !isFirst { text += "," }
                isFirst = false
                Self.quote(key, into: &text)
                text += ":"
                value.write(into: &text)
            }
            text += "}"
        }
    }

    /// RFC 8259 §7, and what HTML would read.
    private static func quote(_ value: String, into text: inout String) {
        text += "\""
        defer { text += "\"" }
        // Most texts are plain, and then go in at once.
        if value.utf8.allSatisfy(isPlain) {
            text += value
            return
        }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\u0022"
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Whether a byte of UTF-8 stands for itself whatever comes after it; U+2028 and U+2029 begin with E2.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): false
        case 0x20...0x7E, 0x80...0xE1, 0xE3...0xFF: true
        default: false
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    /// `nil` for an empty text, so that it is left out.
    static func filled(_ value: String) -> JSONValue? { value.isEmpty ? nil : .text(value) }
}
