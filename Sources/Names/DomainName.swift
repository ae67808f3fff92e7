/// Rules for domain names as text.
///
/// Names in records are lower-case text without the final dot, the root is `.`, and a byte other than a letter, a digit,
/// `-`, `_`, `*` or `/` is written `\DDD` (RFC 1035 §5.1).
package enum DomainName {
    /// A host's or a domain's name in A-labels: letters, digits and hyphens, no hyphen at an end of a
    /// label (RFC 1123 §2.1, RFC 5891 §4.2.1), labels of 1 to 63 bytes, 253 in all, no final dot.
    /// IPv4 addresses and all texts whose last label is a number are invalid. A-labels are not decoded: what DNS and
    /// servers send is valid by its syntax; `aLabels` checks what people write.
    ///
    /// - Parameter allowingPrefixes: Whether labels may begin with an underscore, as in `_xmpp-client._tcp.example.org`
    ///   (RFC 8552).
    package static func isValid(_ text: some StringProtocol, allowingPrefixes: Bool = false) -> Bool {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= 253 else { return false }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        for label in labels {
            guard isValidLabel(label, allowingPrefixes: allowingPrefixes) else { return false }
        }
        guard let last = labels.last else { return false }
        return !last.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The same name in lower case and without the final dot; the root stays `.`. Only ASCII letters change.
    package static func normalised(_ text: some StringProtocol) -> String {
        var bytes = text.utf8.map(lowerCase)
        if bytes.count > 1, bytes.last == UInt8(ascii: "."), !endsInEscapedDot(bytes) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func lowerCase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func endsInEscapedDot(_ bytes: [UInt8]) -> Bool {
        bytes.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
    }

    static func isValidLabel(_ label: some Collection<UInt8>, allowingPrefixes: Bool) -> Bool {
        guard (1...63).contains(label.count) else { return false }
        var body = label[...]
        if allowingPrefixes, body.first == UInt8(ascii: "_") { body = body.dropFirst() }
        guard let first = body.first, first != UInt8(ascii: "-") else { return false }
        var last = first
        for byte in body {
            last = byte
            guard isLetterDigitHyphen(byte) else { return false }
        }
        return last != UInt8(ascii: "-")
    }

    static func isLetterDigitHyphen(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
