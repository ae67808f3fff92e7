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
    /// `://`, `www.`, `@`
    let addresses: Bool

    init(_ text: [UInt8]) {
        tables = text.holds("|") || text.holds(":-") || text.holds("-:")
        strikethrough = text.holds("~")
        footnotes = text.holds("[^")
        addresses = text.holds("://") || text.holds("www.") || text.holds("@")
    }

    /// Whether inline text is looked at again after libcmark.
    var changesInlines: Bool { strikethrough || footnotes || addresses }
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
