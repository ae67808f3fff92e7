/// HTML's own characters, byte by byte. A combining character after a quotation mark makes one grapheme of the two, so
/// escaping must never look at graphemes: the browser does not.
public enum HTML {
    /// Text made safe between tags and inside a quoted attribute.
    public static func escaped(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(where: isSpecial) else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends escaped text.
    public static func append(_ text: some StringProtocol, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            // NUL and the other control characters are no HTML; a replacement shows that something was there.
            case 0...8, 11, 12, 14...31, 127: bytes.append(contentsOf: "\u{FFFD}".utf8)
            default: bytes.append(byte)
            }
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        case 0...8, 11, 12, 14...31, 127: true
        default: false
        }
    }
}
