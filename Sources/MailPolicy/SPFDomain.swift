import DNS
import Names

/// A domain as an SPF record spells it, perhaps with macros in it (RFC 7208 §7).
package struct SPFDomain: Hashable, Sendable {
    /// As written.
    package let text: String

    /// Reads a `domain-spec` (§7.1): a macro string that ends in a macro, or in a dot and a top label.
    package init?(_ text: String) {
        guard Self.isMacroString(text[...], letters: "slodiphv"), Self.hasDomainEnd(text) else { return nil }
        self.text = text
    }

    /// The name that it stands for, in lower case; `nil` where that depends on the client or the sender, or is no name.
    /// What is longer than 253 bytes loses labels at its left (§7.3).
    /// - Parameters:
    ///   - domain: the domain whose record it stands in, for `%{d}`.
    ///   - sender: the domain of the address that mail comes from, for `%{o}`.
    package func name(at domain: String, sender: String) -> String? {
        var name = ""
        var rest = text[...]
        while let percent = rest.firstIndex(of: "%") {
            name += rest[..<percent]
            rest = rest[rest.index(after: percent)...]
            switch rest.first {
            case "%":
                name += "%"
                rest.removeFirst()
            case "_", "-": return nil  // Spaces, which no host's name has.
            default:
                guard let close = rest.firstIndex(of: "}"),
                    let part = Self.expanded(rest[..<close].dropFirst(), domain, sender)
                else { return nil }
                name += part
                rest = rest[rest.index(after: close)...]
            }
        }
        name += rest
        var result = DomainName.normalised(name)
        while result.utf8.count > 253 {
            guard let dot = result.firstIndex(of: ".") else { return nil }
            result = String(result[result.index(after: dot)...])
        }
        let labels = result.split(separator: ".", omittingEmptySubsequences: false)
        guard !result.isEmpty, labels.allSatisfy({ (1...63).contains($0.utf8.count) }) else { return nil }
        return result
    }

    /// §7.3: a macro's letter, how many of its last parts are kept, whether they are reversed, and what divides them.
    /// `nil` where the letter is one that depends on the client or the sender. That capital letters escape what is not
    /// allowed in a URL changes no domain's name.
    private static func expanded(_ macro: Substring, _ domain: String, _ sender: String) -> String? {
        let value: String
        switch macro.first?.lowercased() {
        case "d": value = domain
        case "o": value = sender
        default: return nil
        }
        var rest = macro.dropFirst()
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        let isReversed = rest.first?.lowercased() == "r"
        if isReversed { rest.removeFirst() }
        let delimiters = rest.isEmpty ? "." : String(rest)
        var parts = value.split(omittingEmptySubsequences: false) { delimiters.contains($0) }
        if isReversed { parts.reverse() }
        if !digits.isEmpty { parts = parts.suffix(Int(digits) ?? .max) }
        return parts.joined(separator: ".")
    }

    /// §7.1: `%{letter digits r delimiters}`, `%%`, `%_`, `%-`, or a visible character that is no `%`.
    ///
    /// - Parameter letters: Those of macros; `c`, `r` and `t` have a meaning in explanations only (§7.2).
    static func isMacroString(_ text: Substring, letters: String = "slodiphcrtv") -> Bool {
        var bytes = text.utf8[...]
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                guard (0x21...0x7E).contains(byte) else { return false }
                continue
            }
            switch bytes.popFirst() {
            case UInt8(ascii: "%"), UInt8(ascii: "_"), UInt8(ascii: "-"): continue
            case UInt8(ascii: "{"):
                guard let close = bytes.firstIndex(of: UInt8(ascii: "}")), isMacro(bytes[..<close], letters) else {
                    return false
                }
                bytes = bytes[bytes.index(after: close)...]
            default: return false
            }
        }
        return true
    }

    private static func isMacro(_ body: Substring.UTF8View.SubSequence, _ letters: String) -> Bool {
        var body = body
        guard let letter = body.popFirst(), letters.utf8.contains(DomainName.lowerCase(letter)) else {
            return false
        }
        var digits = 0
        var value = 0
        while let digit = body.first, SPFRecord.isDigit(digit) {
            digits += 1
            value = min(value * 10 + Int(digit - 48), 1_000)
            body.removeFirst()
        }
        if digits > 0, value == 0 { return false }
        if let r = body.first, DomainName.lowerCase(r) == UInt8(ascii: "r") { body.removeFirst() }
        return body.allSatisfy { ".-+,/_=".utf8.contains($0) }
    }

    /// §7.1 `domain-end`: `"." toplabel ["."]` or a macro. Labels before it may be anything visible.
    private static func hasDomainEnd(_ text: String) -> Bool {
        if text.hasSuffix("}") || text.hasSuffix("%%") || text.hasSuffix("%_") || text.hasSuffix("%-") { return true }
        let bare = text.hasSuffix(".") ? text.dropLast() : text[...]
        guard let dot = bare.lastIndex(of: ".") else { return false }
        let top = bare[bare.index(after: dot)...].utf8
        guard let first = top.first, let last = top.last, first != UInt8(ascii: "-"), last != UInt8(ascii: "-") else {
            return false
        }
        let isHostLike = top.allSatisfy { SPFRecord.isLetter($0) || SPFRecord.isDigit($0) || $0 == UInt8(ascii: "-") }
        return isHostLike && !top.allSatisfy(SPFRecord.isDigit)
    }
}
