import Glibc

/// Which constructs beyond CommonMark a text may use, by single characters and words. Most texts use none, and are then
/// rendered as libcmark parsed them; what this finds by mistake costs time alone.
struct SyntaxInUse {
    /// A row of pipes, or a delimiter row of a single column.
    let tables: Bool
    /// `~`
    let strikethrough: Bool
    /// `[^`
    let footnotes: Bool
    /// `://`
    let schemes: Bool
    /// `www.` or `@`
    let otherAddresses: Bool
    /// `}`
    let braces: Bool
    /// `==`
    let highlights: Bool
    /// A backslash.
    let escapes: Bool
    /// `[[`, `][`, `$$`, `^[` or `:word:`, which other programs know, or which would be a link.
    let isForeign: Bool

    init(_ text: [UInt8]) {
        var (hasTableMarks, hasSchemes, hasFootnotes, hasBrackets) = (false, false, false, false)
        var hasEmoji = false
        text.withUnsafeBytes { bytes in
            // Each of these is looked for once, and then beside it.
            bytes.forEach(UInt8(ascii: ":")) { place in
                let (before, after) = (bytes.byte(place - 1), bytes.byte(place + 1))
                hasTableMarks = hasTableMarks || before == UInt8(ascii: "-") || after == UInt8(ascii: "-")
                hasSchemes = hasSchemes || after == UInt8(ascii: "/") && bytes.byte(place + 2) == after
                hasEmoji = hasEmoji || Self.isEmoji(bytes, place)
            }
            bytes.forEach(UInt8(ascii: "[")) { place in
                let (before, after) = (bytes.byte(place - 1), bytes.byte(place + 1))
                hasFootnotes = hasFootnotes || after == UInt8(ascii: "^")
                hasBrackets =
                    hasBrackets || after == UInt8(ascii: "[") || before == UInt8(ascii: "]")
                    || before == UInt8(ascii: "^")
            }
        }
        tables = hasTableMarks || text.holds("|")
        strikethrough = text.holds("~")
        footnotes = hasFootnotes
        schemes = hasSchemes
        otherAddresses = text.holds("@") || text.holds("www.")
        braces = text.holds("}")
        highlights = text.holds("==")
        escapes = text.holds("\\")
        isForeign = hasBrackets || hasEmoji || text.holds("$$")
    }

    var addresses: Bool { schemes || otherAddresses }

    /// Whether inline text is looked at again after libcmark.
    var changesInlines: Bool { strikethrough || footnotes || addresses }

    /// Whether a part of the text may hold something that changes it. Most texts have links, and so have addresses, but
    /// none in their words.
    func mayChange(_ literal: UnsafePointer<CChar>) -> Bool {
        schemes && Self.holdsScheme(literal)
            || strikethrough && strchr(literal, CInt(UInt8(ascii: "~"))) != nil
            || footnotes && strstr(literal, "[^") != nil
            || otherAddresses && (strchr(literal, CInt(UInt8(ascii: "@"))) != nil || strstr(literal, "www.") != nil)
    }

    /// Whether a text has the name of an emoji.
    static func holdsEmoji(_ text: UnsafeRawBufferPointer) -> Bool {
        var isFound = false
        text.forEach(UInt8(ascii: ":")) { isFound = isFound || isEmoji(text, $0) }
        return isFound
    }

    /// `:name:`, with nothing but space or the edge of the text before it.
    private static func isEmoji(_ text: UnsafeRawBufferPointer, _ colon: Int) -> Bool {
        if let before = text.byte(colon - 1), before > 0x20 { return false }
        var end = colon + 1
        while let letter = text.byte(end), (97...122).contains(letter) || letter == UInt8(ascii: "_") { end += 1 }
        return end > colon + 2 && text.byte(end) == UInt8(ascii: ":")
    }

    /// Whether a text has `://`: a colon is rare, and looked for many bytes at a time.
    static func holdsScheme(_ literal: UnsafePointer<CChar>) -> Bool {
        var rest = UnsafeMutablePointer(mutating: literal)
        while let colon = strchr(rest, CInt(UInt8(ascii: ":"))) {
            if colon[1] == 0x2F, colon[2] == 0x2F { return true }
            rest = colon + 1
        }
        return false
    }
}

extension UnsafeRawBufferPointer {
    /// Calls for each place of a byte, which is looked for many bytes at a time.
    fileprivate func forEach(_ byte: UInt8, _ body: (Int) -> Void) {
        guard let start = baseAddress else { return }
        var place = 0
        while place < count, let found = memchr(start + place, CInt(byte), count - place) {
            place = UnsafeRawPointer(found) - start
            body(place)
            place += 1
        }
    }

    fileprivate func byte(_ place: Int) -> UInt8? { place >= 0 && place < count ? self[place] : nil }
}

extension [UInt8] {
    fileprivate func holds(_ word: StaticString) -> Bool {
        withUnsafeBytes { bytes in
            guard var start = bytes.baseAddress else { return false }
            let (end, length) = (start + bytes.count, word.utf8CodeUnitCount)
            while end - start >= length, let found = memchr(start, CInt(word.utf8Start[0]), end - start) {
                let place = UnsafeRawPointer(found)
                if end - place >= length, memcmp(place, word.utf8Start, length) == 0 { return true }
                start = place + 1
            }
            return false
        }
    }
}
