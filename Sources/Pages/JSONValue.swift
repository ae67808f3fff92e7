/// JSON that pages and files beside them are made of. Written here and not by Foundation's encoder because each of ten
/// thousand articles has some, and because it must be able to stand inside a `<script>` element: `<`, `>` and `&` are
/// escaped, so that no text ends the element. Keys come sorted, so the same value gives the same bytes.
enum JSONValue: Hashable, Sendable {
    case text(String)
    case number(Int)
    case truth(Bool)
    case null
    case list([JSONValue])
    case object(Members)

    /// An object's names and values, written as a dictionary is; values that are `nil` are left out.
    struct Members: Hashable, Sendable, ExpressibleByDictionaryLiteral {
        /// Each name once. A list: to hash a dozen names costs more than to compare them when they are sorted.
        fileprivate var all: [Member] = []

        fileprivate struct Member: Hashable, Sendable {
            var name: String
            var value: JSONValue
        }

        init(dictionaryLiteral elements: (String, JSONValue?)...) {
            all = elements.compactMap { name, value in value.map { Member(name: name, value: $0) } }
        }

        subscript(_ name: String) -> JSONValue? {
            get { all.first { $0.name == name }?.value }
            set {
                all.removeAll { $0.name == name }
                if let newValue { all.append(Member(name: name, value: newValue)) }
            }
        }
    }

    /// On one line.
    var line: String { String(decoding: bytes, as: UTF8.self) }

    /// A file of it: one line and its end.
    var file: [UInt8] { bytes + [UInt8(ascii: "\n")] }

    /// The line in UTF-8.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        write(into: &bytes)
        return bytes
    }

    private func write(into bytes: inout [UInt8]) {
        switch self {
        case .text(let value): Self.quote(value, into: &bytes)
        case .number(let value): bytes.append(contentsOf: "\(value)".utf8)
        case .truth(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .null: bytes.append(contentsOf: "null".utf8)
        case .list(let values):
            bytes.append(UInt8(ascii: "["))
            for (place, value) in values.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (place, member) in members.all.sorted(by: { $0.name < $1.name }).enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.quote(member.name, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// RFC 8259 §7, and what HTML would read.
    private static func quote(_ value: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        // Most texts are plain, and then go in at once.
        var value = value
        let isDone = value.withUTF8 { text in
            guard text.allSatisfy(isPlain) else { return false }
            bytes.append(contentsOf: text)
            return true
        }
        if isDone { return }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: "\\u0022".utf8)
            case "\\": bytes.append(contentsOf: "\\\\".utf8)
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// Whether a byte of UTF-8 stands for itself whatever comes after it; U+2028 and U+2029 begin with E2.
    @inline(__always) private static func isPlain(_ byte: UInt8) -> Bool {
        if byte < 64 { return special >> UInt64(byte) & 1 == 0 }
        return byte != UInt8(ascii: "\\") && byte != 0x7F && byte != 0xE2
    }

    /// A bit for each byte below 64 that is none of those: the control characters and `"&<>`.
    private static let special: UInt64 = 0xFFFF_FFFF | 1 << 34 | 1 << 38 | 1 << 60 | 1 << 62
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    /// `nil` for an empty text, so that it is left out.
    static func filled(_ value: String) -> JSONValue? { value.isEmpty ? nil : .text(value) }
}
