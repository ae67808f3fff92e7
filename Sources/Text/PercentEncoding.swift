/// Percent-encoding (RFC 3986 §2.1).
package enum PercentEncoding {
    /// A path as it is written in a URL: every byte but unreserved characters and slashes is encoded.
    package static func encoded(_ path: String) -> String {
        path.utf8.allSatisfy(isPlain) ? path : encoded(bytes: path.utf8)
    }

    /// The same for a path's bytes, which need not be UTF-8.
    package static func encoded(bytes path: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = path.flatMap { byte in
            isPlain(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The decoded text. A `%` without two digits after it stays as it is; bytes that are not UTF-8 are replaced.
    package static func decoded(_ text: String) -> String {
        guard text.utf8.contains(percent) else { return text }
        let bytes = decoded(Array(text.utf8)[...], isStrict: false) ?? []
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The decoded bytes; `nil` if two digits are missing after a `%`.
    package static func decodedStrictly(_ bytes: ArraySlice<UInt8>) -> [UInt8]? { decoded(bytes, isStrict: true) }

    private static func decoded(_ bytes: ArraySlice<UInt8>, isStrict: Bool) -> [UInt8]? {
        var decoded: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == percent, let high = rest.first.flatMap(digit), let low = rest.dropFirst().first.flatMap(digit) {
                decoded.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else if byte == percent, isStrict {
                return nil
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }

    private static let percent = UInt8(ascii: "%")

    /// Unreserved characters (RFC 3986 §2.3) and the slash.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || (45...57).contains(byte) || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "~")
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70, 97...102: (byte | 0x20) - 87
        default: nil
        }
    }
}
