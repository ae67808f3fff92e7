/// Text out of TXT records and policy files: somebody else's, so bounded, and with nothing in it that a terminal or a
/// reader of logs would obey.
package enum RecordText {
    /// More bytes than any honest record has; what is longer is not read.
    package static let sizeLimit = 8_192
    /// Records of one answer that are looked at.
    package static let recordLimit = 100

    /// A TXT record's strings put together without anything between them (RFC 7208 §3.3).
    package static func joined(_ strings: [[UInt8]]) -> [UInt8] { Array(strings.joined()) }

    /// What may be shown: printable ASCII as it is, any other byte as `\DDD` (RFC 1035 §5.1), cut to `limit` characters.
    package static func shown(_ bytes: some Sequence<UInt8>, limit: Int = 500) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            if (0x20...0x7E).contains(byte) {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "\\"), 48 + byte / 100, 48 + byte / 10 % 10, 48 + byte % 10]
            }
            if text.count >= limit { break }
        }
        return String(decoding: text.prefix(limit), as: UTF8.self)
    }

    /// An ALPN identifier as a zone file has it in the parameter `alpn` (RFC 9460 appendix A): a comma, which separates
    /// identifiers there, and a backslash are escaped in the list and then in the string; quotation marks, semicolons and
    /// parentheses in the string; spaces and all other octets are `\DDD`. Of more than 50 octets the first 50.
    package static func alpn(_ identifier: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in identifier.prefix(50) {
            switch byte {
            case UInt8(ascii: ","): text += Array("\\\\,".utf8)
            case UInt8(ascii: "\\"): text += Array("\\\\\\\\".utf8)
            case UInt8(ascii: "\""), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"):
                text += [UInt8(ascii: "\\"), byte]
            case 0x21...0x7E: text.append(byte)
            default: text += [UInt8(ascii: "\\"), 48 + byte / 100, 48 + byte / 10 % 10, 48 + byte % 10]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text of a record that is ASCII throughout and not too long; else `nil`.
    package static func ascii(_ bytes: [UInt8]) -> String? {
        guard bytes.count <= sizeLimit, bytes.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 9 }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Answer {
    /// TXT records in the order of the answer, each put together; the first `RecordText.recordLimit`.
    package var texts: [[UInt8]] {
        (records ?? []).prefix(RecordText.recordLimit).compactMap {
            if case .txt(let strings) = $0 { RecordText.joined(strings) } else { nil }
        }
    }
}
