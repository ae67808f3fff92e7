/// Escaping for HTML, by bytes. A quotation mark and a combining character after it form one grapheme, so escaping must
/// not work on graphemes: browsers do not.
package enum HTML {
    /// The text escaped for element content and quoted attribute values.
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

    /// The text escaped for element content and quoted attribute values.
    package static func escaped(_ text: Substring) -> String { escaped(String(text)) }

    /// The index of the first byte that must be escaped, or the end. Reads eight bytes at a time, as most are letters.
    package static func endOfPlain(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
        // A plain pointer and a count: a buffer checks for a null pointer at each access.
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

    /// The replacement of a special byte.
    package static func reference(for byte: UInt8) -> StaticString {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        // Control characters are not allowed in HTML; U+FFFD shows that there was one.
        default: "\u{FFFD}"
        }
    }

    /// The top bit is set in each of the eight bytes that may be special. No special byte is missed; above the lowest byte
    /// found, a borrow may cause false positives.
    private static func suspects(_ word: UInt64) -> UInt64 {
        // Subtraction sets a byte's top bit if the byte was less; `~word` excludes bytes that had it before.
        let controls = word &- eight(0x20)
        // `"#&'` differ in two bits only, and so do `<=>?`, and in one more `|}~` and DEL.
        let quotes = ((word & eight(0xFA)) ^ eight(0x22)) &- eight(1)
        let angles = ((word & eight(0xBC)) ^ eight(0x3C)) &- eight(1)
        return (controls | quotes | angles) & ~word & eight(0x80)
    }

    /// A byte repeated eight times.
    @inline(__always) private static func eight(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// A bit for each special byte below 64: all control characters except tab and line ends, and `"&'<>`.
    private static let special: UInt64 = 0xFFFF_D9FF | 1 << 34 | 1 << 38 | 1 << 39 | 1 << 60 | 1 << 62

    @inline(__always) private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 64 ? special >> UInt64(byte) & 1 != 0 : byte == 127
    }
}
