/// Validation of UTF-8 (RFC 3629 §4): no surrogates, nothing above U+10FFFF, no overlong forms.
enum UTF8Text {
    /// Whether the bytes are UTF-8. Every file of a site is validated, and most of it is ASCII, so ASCII is read eight
    /// bytes at a time.
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            if bytes.count - index >= 8 {
                let eight = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let isASCII = ~eight & 0x8080_8080_8080_8080
                if isASCII == 0x8080_8080_8080_8080 {
                    index += 8
                    continue
                }
                index += (~isASCII & 0x8080_8080_8080_8080).trailingZeroBitCount / 8
            }
            guard let length = lengthOfScalar(bytes, index) else { return false }
            index += length
        }
        return true
    }

    /// The number of bytes of the scalar at an index; `nil` if there is no valid one.
    private static func lengthOfScalar(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        func isTail(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < bytes.count && range.contains(bytes[index + offset])
        }
        switch bytes[index] {
        case ...0x7F: return 1
        case 0xC2...0xDF: return isTail(1) ? 2 : nil
        case 0xE0: return isTail(1, 0xA0...0xBF) && isTail(2) ? 3 : nil
        case 0xED: return isTail(1, 0x80...0x9F) && isTail(2) ? 3 : nil
        case 0xE1...0xEF: return isTail(1) && isTail(2) ? 3 : nil
        case 0xF0: return isTail(1, 0x90...0xBF) && isTail(2) && isTail(3) ? 4 : nil
        case 0xF1...0xF3: return isTail(1) && isTail(2) && isTail(3) ? 4 : nil
        case 0xF4: return isTail(1, 0x80...0x8F) && isTail(2) && isTail(3) ? 4 : nil
        default: return nil
        }
    }
}
