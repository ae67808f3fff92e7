import Model
import Text

/// The source of a template, split into literal text and tags: the lexical half of parsing it, with a diagnostic for
/// each tag that is malformed or not supported.
///
/// A comment, a section's tags, a block's and a partial that are alone on their line are standalone, as the Mustache
/// specification calls it: the rest of the line, its end included, belongs to the tag and not to the text.
package struct TemplateScan {
    /// What a tag does.
    package enum Kind: Sendable {
        /// `{{name}}`
        case value
        /// `{{{nameHTML}}}` or `{{&nameHTML}}`
        case unescapedValue
        /// `{{#name}}`
        case section
        /// `{{^name}}`
        case inverted
        /// `{{$name}}`
        case block
        /// `{{<name}}`
        case parent
        /// `{{/name}}`
        case close
        /// `{{>name}}`
        case partial
        /// `{{! anything }}`
        case comment

        var sigil: String {
            switch self {
            case .value: ""
            case .unescapedValue: "&"
            case .section: "#"
            case .inverted: "^"
            case .block: "$"
            case .parent: "<"
            case .close: "/"
            case .partial: ">"
            case .comment: "!"
            }
        }

        fileprivate var canBeStandalone: Bool { self != .value && self != .unescapedValue }
    }

    /// One tag.
    package struct Tag: Hashable, Sendable {
        package var kind: Kind
        /// Without the white space around it; empty for a comment.
        package var name: String
        /// Where its first brace is.
        package var place: Diagnostic.Place
        /// The white space before a standalone tag.
        var indentation: [UInt8] = []

        /// As in the template: `{{#name}}`.
        var description: String { "{{\(kind.sigil)\(name)}}" }
    }

    enum Token {
        /// Offsets into the source; never empty.
        case text(Range<Int>)
        case tag(Tag)
    }

    private(set) var tokens: [Token] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// Values that are HTML have names with this ending; no others may be inserted without escaping.
    static let htmlEnding = "HTML"

    let file: String
    let bytes: [UInt8]
    /// Up to here the source is in `tokens`.
    private var done = 0
    /// An offset whose place is known; later ones are counted from here.
    private var counted = (offset: 0, place: Diagnostic.Place.start)

    init(_ source: SourceText) {
        file = source.file
        bytes = source.bytes
        var start = 0
        while let open = find("{{", from: start) { start = readTag(at: open) }
        addText(to: bytes.count)
    }

    var tags: [Tag] {
        tokens.compactMap { token in
            guard case .tag(let tag) = token else { return nil }
            return tag
        }
    }

    /// Line and column of an offset into the source, counted in Unicode scalars.
    func place(
        of offset: Int, from start: (offset: Int, place: Diagnostic.Place) = (0, .start)
    ) -> Diagnostic.Place {
        var place = start.place
        for byte in bytes[start.offset..<offset] {
            if byte == UInt8(ascii: "\n") {
                place = Diagnostic.Place(line: place.line + 1, column: 1)
            } else if byte & 0xC0 != 0x80 {
                place.column += 1
            }
        }
        return place
    }

    private func find(_ braces: StaticString, from start: Int) -> Int? {
        let brace = braces.utf8Start[0]
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == brace, bytes[index + 1] == brace { return index }
            index += 1
        }
        return nil
    }

    private mutating func addText(to end: Int) {
        if done < end { tokens.append(.text(done..<end)) }
        done = max(done, end)
    }

    /// - Returns: where to go on.
    private mutating func readTag(at open: Int) -> Int {
        counted = (open, place(of: open, from: counted))
        let place = counted.place
        func report(_ rule: Diagnostic.Rule, _ message: String, _ hint: String) {
            diagnostics.append(Diagnostic(file: file, place: place, rule: rule, message: message, hint: hint))
        }
        var start = open + 2
        let sigil = start < bytes.count ? bytes[start] : UInt8(ascii: " ")
        let kind = Self.kind(sigil)
        if kind != .value { start += 1 }
        guard let close = find("}}", from: start) else {
            report(.brokenTemplate, "unterminated tag", "close it with }}")
            return bytes.count
        }
        var end = close + 2
        if kind != .comment, let next = find("{{", from: start), next < close {
            report(.brokenTemplate, "unterminated tag", "close it with }} before the next tag")
            addText(to: next)
            return next
        }
        if sigil == UInt8(ascii: "{") {
            guard end < bytes.count, bytes[end] == UInt8(ascii: "}") else {
                report(.brokenTemplate, "unterminated tag", "close it with }}}")
                addText(to: end)
                return end
            }
            end += 1
        }
        let name = kind == .comment ? "" : String(decoding: Self.trimmed(bytes[start..<close]), as: UTF8.self)
        if let fault = Self.fault(kind, sigil, name) { report(fault.rule, fault.message, fault.hint) }
        add(Tag(kind: kind, name: name, place: place), open..<end)
        return done
    }

    private mutating func add(_ tag: Tag, _ range: Range<Int>) {
        guard tag.kind.canBeStandalone, let line = standaloneLine(range) else {
            addText(to: range.lowerBound)
            tokens.append(.tag(tag))
            done = range.upperBound
            return
        }
        addText(to: line.lowerBound)
        var tag = tag
        tag.indentation = Array(bytes[line.lowerBound..<range.lowerBound])
        tokens.append(.tag(tag))
        done = line.upperBound
    }

    /// The whole lines that a tag is alone on.
    private func standaloneLine(_ tag: Range<Int>) -> Range<Int>? {
        var (start, end) = (tag.lowerBound, tag.upperBound)
        while start > 0, Self.isBlank(bytes[start - 1]) { start -= 1 }
        guard start == 0 || bytes[start - 1] == UInt8(ascii: "\n") else { return nil }
        while end < bytes.count, Self.isBlank(bytes[end]) { end += 1 }
        if end == bytes.count { return start..<end }
        return bytes[end] == UInt8(ascii: "\n") ? start..<end + 1 : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == UInt8(ascii: "\n") }
        let start = bytes.drop(while: isSpace)
        return start.prefix((start.lastIndex { !isSpace($0) } ?? start.startIndex - 1) + 1 - start.startIndex)
    }
}

extension TemplateScan {
    private static func kind(_ sigil: UInt8) -> Kind {
        switch sigil {
        case UInt8(ascii: "{"), UInt8(ascii: "&"): .unescapedValue
        case UInt8(ascii: "#"): .section
        case UInt8(ascii: "^"): .inverted
        case UInt8(ascii: "$"): .block
        case UInt8(ascii: "<"): .parent
        case UInt8(ascii: "/"): .close
        case UInt8(ascii: ">"): .partial
        case UInt8(ascii: "!"): .comment
        default: .value
        }
    }

    /// What is wrong with a tag by itself.
    private static func fault(
        _ kind: Kind, _ sigil: UInt8, _ name: String
    ) -> (rule: Diagnostic.Rule, message: String, hint: String)? {
        // A closing tag has the name of the tag that it closes, which was checked.
        if kind == .comment || kind == .close { return nil }
        if sigil == UInt8(ascii: "=") {
            return (.unsupportedTag, "custom delimiters are not supported", "use {{ and }}")
        }
        if sigil == UInt8(ascii: "%") { return (.unsupportedTag, "pragmas are not supported", "remove the tag") }
        if kind == .partial || kind == .parent, name.hasPrefix("*") {
            return (.unsupportedTag, "dynamic partial names are not supported", "write {{>name}}")
        }
        if name.isEmpty { return (.brokenTemplate, "tag without a name", "write a name between {{ and }}") }
        if name.hasSuffix(")"), name.contains("(") {
            return (.unsupportedTag, "functions are not supported", "write the name of a value")
        }
        guard isName(name) else {
            return (
                .brokenTemplate, "invalid name '\(name.prefix(40))' in a tag",
                "use letters, digits, '-' and '_'; write '.' between the parts of a name"
            )
        }
        if kind == .unescapedValue, !name.hasSuffix(htmlEnding) {
            return (
                .unescapedVariable, "'\(name)' would be inserted without escaping",
                "write {{\(name)}}; only names that end in \(htmlEnding) contain HTML"
            )
        }
        return nil
    }

    /// Whether this is `.`, or parts of letters, digits, hyphens and low lines with full stops between them. Characters
    /// beyond ASCII are letters.
    private static func isName(_ name: String) -> Bool {
        if name == "." { return true }
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), 0x80...:
                        true
                    default: false
                    }
                }
        }
    }
}
