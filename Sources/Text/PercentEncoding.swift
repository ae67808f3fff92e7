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

    /// An absolute URL as CommonMark's reference implementation writes it: what RFC 3986 lets stand in no part of a URL
    /// is encoded, and what is encoded already stays.
    package static func encoded(link url: UnsafeRawBufferPointer) -> String {
        guard !url.allSatisfy(isOfURL) else { return String(decoding: url, as: UTF8.self) }
        let digits = Array("0123456789ABCDEF".utf8)
        let address = addressLiteral(url)
        let bytes = url.enumerated().flatMap { place, byte in
            isOfURL(byte) || address.contains(place)
                ? [byte] : [percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where `[2001:db8::1]` stands; empty if the host is not an IP address in brackets (RFC 3986 §3.2.2).
    private static func addressLiteral(_ url: UnsafeRawBufferPointer) -> Range<Int> {
        guard let colon = url.firstIndex(of: UInt8(ascii: ":")), url[colon...].starts(with: Array("://[".utf8)),
            let end = url.firstIndex(of: UInt8(ascii: "]"))
        else { return 0..<0 }
        return colon + 3..<end + 1
    }

    /// Unreserved and reserved characters (RFC 3986 §2.2, §2.3) and the percent sign, without brackets, which may only
    /// stand around an address.
    private static func isOfURL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "]"): false
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: ";"), UInt8(ascii: "="),
            UInt8(ascii: "?")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "~"):
            true
        default: false
        }
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
