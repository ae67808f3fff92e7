/// An address in a text: "Autolinks (extension)" of GitHub Flavored Markdown 0.29.
struct BareAddress {
    /// Its bytes in the text.
    var range: Range<Int>
    /// What a link to it begins with beside its text: `http://`, `mailto:` or nothing.
    var prefix: String
    var isMail: Bool { prefix == "mailto:" }

    private static let schemes = ["http://", "https://", "ftp://"].map { Array($0.utf8) }
    private static let www = Array("www.".utf8)

    /// The first address in a text.
    /// - Parameter before: the character before the text, if it is not the beginning of a line.
    static func first(in text: [UInt8], after before: UInt8?) -> BareAddress? {
        var index = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: ":"):
                if let found = withScheme(text, colon: index) { return found }
            case UInt8(ascii: "w")
            where text[index...].starts(with: www) && mayBegin(after: text[..<index].last ?? before):
                if let end = end(text, host: index, needsDot: true) {
                    return BareAddress(range: index..<end, prefix: "http://")
                }
            case UInt8(ascii: "@"):
                if let range = mail(text, at: index) { return BareAddress(range: range, prefix: "mailto:") }
            default: break
            }
            index += 1
        }
        return nil
    }

    private static func withScheme(_ text: [UInt8], colon: Int) -> BareAddress? {
        let letters = text[..<colon].reversed().prefix { isLetter($0) }.count
        let start = colon - letters
        // Not a part of a word; a quotation mark may come before it.
        let before = String(decoding: text[..<start].suffix(4), as: UTF8.self).last
        guard before.map({ !$0.isLetter && !$0.isNumber }) ?? true else { return nil }
        let rest = text[start...].prefix(8).map { isLetter($0) ? $0 | 0x20 : $0 }
        guard let scheme = schemes.first(where: { rest.starts(with: $0) }), scheme.count == letters + 3,
            let end = end(text, host: start + scheme.count, needsDot: false)
        else { return nil }
        return BareAddress(range: start..<end, prefix: "")
    }

    /// The beginning of a line, whitespace, or one of `*_~(`.
    private static func mayBegin(after byte: UInt8?) -> Bool {
        byte.map { TableSyntax.isSpace($0) || "*_~(".utf8.contains($0) } ?? true
    }

    /// Where an address ends that has a host here; `nil` if it has none.
    private static func end(_ text: [UInt8], host: Int, needsDot: Bool) -> Int? {
        let domain = text[host...].prefix { isWord($0) || "-._".utf8.contains($0) }
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let first = domain.first, isWord(first), !needsDot || labels.count > 1,
            !labels.suffix(2).contains(where: { $0.contains(UInt8(ascii: "_")) })
        else { return nil }
        let whole = text[host...].prefix { !TableSyntax.isSpace($0) && $0 != UInt8(ascii: "<") }
        let trimmed = withoutTrailing(whole)
        return trimmed.isEmpty ? nil : trimmed.endIndex
    }

    /// Quotation marks that close, beside the punctuation of the specification.
    private static let closing = ["”", "“", "’", "‘", "»", "«", "…"].map { Array($0.utf8) }

    /// Without the punctuation of the sentence around it.
    private static func withoutTrailing(_ address: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var address = address
        while let last = address.last {
            if "?!.,:*_~'\"".utf8.contains(last) {
                address.removeLast()
            } else if last == UInt8(ascii: ")") {
                let opening = address.count { $0 == UInt8(ascii: "(") }
                if address.count(where: { $0 == last }) <= opening { break }
                address.removeLast()
            } else if last == UInt8(ascii: ";") {
                let name = address.dropLast().reversed().prefix(while: isAlphanumeric)
                let before = address.dropLast(1 + name.count)
                if !name.isEmpty, before.last == UInt8(ascii: "&") {
                    address = before.dropLast()
                } else {
                    address.removeLast()
                }
            } else if let mark = closing.first(where: { address.suffix($0.count).elementsEqual($0) }) {
                address.removeLast(mark.count)
            } else {
                break
            }
        }
        return address
    }

    private static func mail(_ text: [UInt8], at sign: Int) -> Range<Int>? {
        let local = text[..<sign].reversed().prefix { isAlphanumeric($0) || ".-_+".utf8.contains($0) }.count
        var domain = text[(sign + 1)...].prefix { isAlphanumeric($0) || ".-_".utf8.contains($0) }
        while domain.last == UInt8(ascii: ".") { domain.removeLast() }
        let next = domain.endIndex < text.count ? text[domain.endIndex] : 0x20
        guard local > 0, let last = domain.last, isAlphanumeric(last), domain.first != UInt8(ascii: "."),
            domain.contains(UInt8(ascii: ".")), next != UInt8(ascii: "@")
        else { return nil }
        return sign - local..<domain.endIndex
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || (48...57).contains(byte) }
    /// A byte of a letter or digit, of any script.
    private static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte >= 0x80 }
}
