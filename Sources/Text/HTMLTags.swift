import Model

/// The start tags of a page with their places, as the tokenizer of HTML finds them (WHATWG HTML §13.2.5), or a reader of
/// XML. A tree is not built: it is checked in real browsers.
package struct HTMLTags {
    package struct Tag {
        /// Lower case.
        package var name: String
        /// Lower-case name and the value with its character references resolved, in order.
        package var attributes: [(name: String, value: String)]
        package var place: Diagnostic.Place

        package subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
    }

    package private(set) var tags: [Tag] = []
    private let bytes: [UInt8]
    private let isXML: Bool
    private var offset = 0
    private var line = 1
    private var lineStart = 0

    /// Elements whose content is not parsed for tags.
    private static let rawText: Set<String> = ["script", "style", "title", "textarea"]

    /// The name under which a declaration of an entity is listed (XML 1.0 §4.2).
    package static let entity = "<!entity"

    /// - Parameter isXML: as XML 1.0 is read: all elements have content that is parsed, and CDATA sections (§2.7) have none.
    package init(_ bytes: [UInt8], isXML: Bool = false) {
        self.bytes = bytes
        self.isXML = isXML
        while let byte = peek() {
            guard byte == UInt8(ascii: "<") else {
                advance()
                continue
            }
            if starts(with: "<!--") {
                skip(past: "-->")
            } else if isXML, starts(with: "<![CDATA[") {
                skip(past: "]]>")
            } else if isXML, starts(with: Self.entity) {
                tags.append(Tag(name: Self.entity, attributes: [], place: place))
                skip(past: Self.entity)
            } else if let next = peek(1), (next | 0x20) >= 97, (next | 0x20) <= 122 {
                readTag()
            } else {
                advance()
            }
        }
    }

    private var place: Diagnostic.Place { Diagnostic.Place(line: line, column: offset - lineStart + 1) }

    private mutating func readTag() {
        let place = place
        advance()
        let name = word { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/") || isSpace($0) }.lowercased()
        var attributes: [(name: String, value: String)] = []
        while let byte = peek(), byte != UInt8(ascii: ">") {
            if isSpace(byte) || byte == UInt8(ascii: "/") {
                advance()
                continue
            }
            let key = word { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ">") || isSpace($0) }.lowercased()
            if key.isEmpty {
                advance()
                continue
            }
            while let space = peek(), isSpace(space) { advance() }
            var value = ""
            if peek() == UInt8(ascii: "=") {
                advance()
                while let space = peek(), isSpace(space) { advance() }
                value = attributeValue()
            }
            attributes.append((key, value))
        }
        advance()
        tags.append(Tag(name: name, attributes: attributes, place: place))
        if !isXML, Self.rawText.contains(name) { skip(to: "</\(name)") }
    }

    private mutating func attributeValue() -> String {
        guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return Self.resolved(word { $0 == UInt8(ascii: ">") || isSpace($0) })
        }
        advance()
        let value = word { $0 == quote }
        advance()
        return Self.resolved(value)
    }

    private mutating func word(until isEnd: (UInt8) -> Bool) -> String {
        let start = offset
        while let byte = peek(), !isEnd(byte) { advance() }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func skip(past text: String) {
        skip(to: text)
        for _ in text.utf8 { advance() }
    }

    private mutating func skip(to text: String) {
        while peek() != nil, !starts(with: text) { advance() }
    }

    private func starts(with text: String) -> Bool {
        let wanted = text.utf8
        guard offset + wanted.count <= bytes.count else { return false }
        return zip(bytes[offset...], wanted).allSatisfy { byte, want in
            byte == want || (65...90).contains(byte) && byte | 0x20 == want
        }
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        offset + ahead < bytes.count ? bytes[offset + ahead] : nil
    }

    private mutating func advance() {
        guard offset < bytes.count else { return }
        if bytes[offset] == UInt8(ascii: "\n") {
            line += 1
            lineStart = offset + 1
        }
        offset += 1
    }

    /// The named references that escaping produces, and numeric ones.
    private static func resolved(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var result = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            rest = rest[rest.index(after: ampersand)...]
            guard let end = rest.firstIndex(of: ";"), let character = reference(rest[..<end]) else {
                result += "&"
                continue
            }
            result.unicodeScalars.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func reference(_ name: Substring) -> Unicode.Scalar? {
        switch name {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        case _ where name.hasPrefix("#x") || name.hasPrefix("#X"):
            UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        case _ where name.hasPrefix("#"): UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
        default: nil
        }
    }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
