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

    init(_ text: [UInt8]) {
        tables = text.holds("|") || text.holds(":-") || text.holds("-:")
        strikethrough = text.holds("~")
        footnotes = text.holds("[^")
        schemes = text.holds("://")
        otherAddresses = text.holds("@") || text.holds("www.")
        braces = text.holds("}")
        highlights = text.holds("==")
        escapes = text.holds("\\")
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
