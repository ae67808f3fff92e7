import DNS
import FoundationEssentials

/// The public key behind a DKIM selector (RFC 6376 §3.6.1).
package struct DKIMKey: Hashable, Sendable {
    /// `rsa`, `ed25519`, or what the record says; lower case, bounded.
    package let type: String
    /// The key's size; 0 where it cannot be read.
    package let bits: Int
    /// `p=` is empty: the key was withdrawn.
    package let isRevoked: Bool
    /// `t=y`: the domain is only trying DKIM out.
    package let isTesting: Bool

    /// Reads a TXT record; `nil` where it is not a key record.
    package init?(_ bytes: [UInt8]) {
        guard let text = RecordText.ascii(bytes), let tags = TagList(text), let key = tags["p"] else { return nil }
        if let version = tags["v"], version != "DKIM1" || tags.first?.name != "v" { return nil }
        type = RecordText.shown((tags["k"] ?? "rsa").lowercased().utf8, limit: 20)
        isTesting = (tags["t"] ?? "").split(separator: ":").contains { TagList.trimmed($0).lowercased() == "y" }
        let base64 = key.filter { $0 != " " && $0 != "\t" }
        isRevoked = base64.isEmpty
        guard let data = Data(base64Encoded: base64) else {
            bits = 0
            return
        }
        bits = type == "ed25519" ? data.count * 8 : Self.modulusBits(Array(data))
    }

    /// Bits of the modulus in a SubjectPublicKeyInfo or a bare RSAPublicKey (RFC 8017 appendix A.1.1); 0 where there
    /// is none.
    static func modulusBits(_ der: [UInt8]) -> Int {
        var outer = der[...]
        guard var content = take(0x30, from: &outer) else { return 0 }
        if content.first == 0x30 {
            _ = take(0x30, from: &content)
            guard var string = take(0x03, from: &content), string.popFirst() == 0, let inner = take(0x30, from: &string)
            else { return 0 }
            content = inner
        }
        guard let number = take(0x02, from: &content) else { return 0 }
        let significant = number.drop { $0 == 0 }
        guard let first = significant.first else { return 0 }
        return significant.count * 8 - first.leadingZeroBitCount
    }

    /// The content of the element with this tag at the beginning, which is passed over.
    private static func take(_ tag: UInt8, from bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard bytes.popFirst() == tag, let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            guard (1...3).contains(first & 0x7f) else { return nil }
            length = 0
            for _ in 0..<(first & 0x7f) {
                guard let byte = bytes.popFirst() else { return nil }
                length = length << 8 | Int(byte)
            }
        }
        guard length <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(length) }
        return bytes.prefix(length)
    }
}
