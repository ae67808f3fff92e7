/// HTML's own characters, byte by byte. A combining character after a quotation mark makes one grapheme of the two, so
/// escaping must never look at graphemes: the browser does not.
package enum HTML {
    /// Text made safe between tags and inside a quoted attribute.
    package static func escaped(_ text: String) -> String {
        var text = text
        let escaped = text.withUTF8 { bytes -> String? in
            let bytes = UnsafeRawBufferPointer(bytes)
            guard endOfPlain(bytes, from: 0) < bytes.count else { return nil }
            var escaped = HTMLBytes(capacity: bytes.count + 32)
            escaped.append(escaped: bytes)
            return escaped.string
        }
        return escaped ?? text
    }

    /// Text made safe between tags and inside a quoted attribute.
    package static func escaped(_ text: Substring) -> String { escaped(String(text)) }

    /// Where the first byte is that cannot stay as it is, or the end: eight bytes at a time, since most are letters.
    package static func endOfPlain(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
        // The pointer and its length by themselves: a buffer looks at each access whether it has a pointer at all.
        guard let bytes = text.baseAddress else { return 0 }
        let count = text.count
        var place = start
        while count - place >= 8 {
            let found = suspects(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            if found == 0 {
                place += 8
                continue
            }
            place += found.trailingZeroBitCount / 8
            if isSpecial(bytes.load(fromByteOffset: place, as: UInt8.self)) { return place }
            place += 1
        }
        while place < count, !isSpecial(bytes.load(fromByteOffset: place, as: UInt8.self)) { place += 1 }
        return place
    }

    /// What stands in a byte's place.
    package static func reference(for byte: UInt8) -> StaticString {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        // NUL and the other control characters are no HTML; a replacement shows that something was there.
        default: "\u{FFFD}"
        }
    }

    /// The top bit of each of eight bytes that may be special. None that is special is missed; the lowest one found is a
    /// suspect by itself, those above it may be so by a borrow alone.
    private static func suspects(_ word: UInt64) -> UInt64 {
        // Subtracting sets a byte's top bit where the byte was less; `~word` leaves those out that had it before.
        let controls = word &- eight(0x20)
        // `"#&'` differ in two bits only, and so do `<=>?`, and in one more `|}~` and DEL.
        let quotes = ((word & eight(0xFA)) ^ eight(0x22)) &- eight(1)
        let angles = ((word & eight(0xBC)) ^ eight(0x3C)) &- eight(1)
        return (controls | quotes | angles) & ~word & eight(0x80)
    }

    /// A byte eight times.
    @inline(__always) private static func eight(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The special bytes below 64, a bit for each: all control characters but tabulator and line ends, and `"&'<>`.
    private static let special: UInt64 = 0xFFFF_D9FF | 1 << 34 | 1 << 38 | 1 << 39 | 1 << 60 | 1 << 62

    @inline(__always) private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 64 ? special >> UInt64(byte) & 1 != 0 : byte == 127
    }
}
