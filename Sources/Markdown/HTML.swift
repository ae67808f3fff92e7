/// HTML's own characters, byte by byte. A combining character after a quotation mark makes one grapheme of the two, so
/// escaping must never look at graphemes: the browser does not.
public enum HTML {
    /// Text made safe between tags and inside a quoted attribute.
    public static func escaped(_ text: String) -> String {
        var text = text
        let escaped = text.withUTF8 { bytes -> [UInt8]? in
            guard bytes.contains(where: isSpecial) else { return nil }
            var escaped: [UInt8] = []
            escaped.reserveCapacity(bytes.count + 32)
            append(bytes, to: &escaped)
            return escaped
        }
        return escaped.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Text made safe between tags and inside a quoted attribute.
    public static func escaped(_ text: Substring) -> String { escaped(String(text)) }

    /// Appends escaped text, in runs of what needs no escaping.
    public static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var start = 0
        for index in 0..<text.count where isSpecial(text[index]) {
            let byte = text[index]
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            start = index + 1
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            // NUL and the other control characters are no HTML; a replacement shows that something was there.
            default: bytes.append(contentsOf: "\u{FFFD}".utf8)
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    /// The special bytes below 64, a bit for each: all control characters but tabulator and line ends, and `"&'<>`.
    private static let special: UInt64 = 0xFFFF_D9FF | 1 << 34 | 1 << 38 | 1 << 39 | 1 << 60 | 1 << 62

    @inline(__always) private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 64 ? special >> UInt64(byte) & 1 != 0 : byte == 127
    }
}
