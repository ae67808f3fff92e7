import CIDN2
import Glibc

/// Internationalised domain names: U-labels and A-labels (RFC 5890 §2.3.2.1) by libidn2.
extension DomainName {
    /// Longer texts are no names: 253 bytes of A-labels never need more.
    private static let longestText = 1_024

    /// The A-labels of a name that a person wrote: lower case, without a final dot.
    ///
    /// Labels in other scripts are mapped and checked by UTS #46 (non-transitional: `ß` and `ς` are letters of their
    /// own) and RFC 5891 §5: normalization form C, disallowed and unassigned code points (RFC 5892), joiners in context,
    /// the Bidi rule (RFC 5893 §2, each label by itself). Of the contextual rules, those for other characters than joiners
    /// bind registries, not look-ups (RFC 5891 §5.4). A-labels must decode and encode to themselves.
    /// Other ASCII labels must be host names' (see `isValid`); libidn2 does not see them.
    ///
    /// - Parameter allowingPrefixes: Whether ASCII labels may begin with an underscore (RFC 8552).
    package static func aLabels(_ text: some StringProtocol, allowingPrefixes: Bool = false)
        throws(InvalidDomainName) -> String
    {
        guard text.utf8.count <= longestText else { throw InvalidDomainName(label: "", problem: .longName) }
        var labels: [String] = []
        for label in String(text).unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isDot) {
            labels.append(try aLabel(String(Substring(label)), allowingPrefixes: allowingPrefixes))
        }
        if labels.count > 1, labels.last == "" { labels.removeLast() }
        if labels.contains("") { throw InvalidDomainName(label: "", problem: .emptyLabel) }
        let name = labels.joined(separator: ".")
        guard name.utf8.count <= 253 else { throw InvalidDomainName(label: "", problem: .longName) }
        guard isValid(name, allowingPrefixes: allowingPrefixes) else {
            throw InvalidDomainName(label: labels.last ?? "", problem: .numericTopLevel)
        }
        return name
    }

    /// The U-labels of a name in A-labels; the same name if it has none, or if one of them is invalid.
    package static func uLabels(_ name: String) -> String {
        guard hasALabels(name), let checked = try? aLabels(name, allowingPrefixes: true) else { return name }
        var output: UnsafeMutablePointer<CChar>?
        defer { idn2_free(output) }
        guard idn2_to_unicode_8z8z(checked, &output, 0) == IDN2_OK.rawValue, let output else { return name }
        return String(cString: output)
    }

    /// A name for people: `bücher.example (xn--bcher-kva.example)`, because different letters may look the same; just
    /// the name if it has no A-label.
    package static func displayed(_ name: String) -> String {
        let unicode = uLabels(name)
        return unicode == name ? name : "\(unicode) (\(name))"
    }

    /// The full stops of UTS #46 §2.3.
    private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
        [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"].contains(scalar)
    }

    private static func hasALabels(_ name: String) -> Bool {
        guard name.utf8.count <= 253 else { return false }
        let bytes = Array(name.utf8)
        return bytes.count > 4
            && bytes.indices.dropLast(3).contains { start in
                lowerCase(bytes[start]) == UInt8(ascii: "x") && lowerCase(bytes[start + 1]) == UInt8(ascii: "n")
                    && bytes[start + 2] == UInt8(ascii: "-") && bytes[start + 3] == UInt8(ascii: "-")
            }
    }

    private static func aLabel(_ label: String, allowingPrefixes: Bool) throws(InvalidDomainName) -> String {
        // What libidn2 is given has no NUL, at which it would stop, and no dot.
        for scalar in label.unicodeScalars where scalar.isASCII {
            guard isLetterDigitHyphen(UInt8(scalar.value)) || (allowingPrefixes && scalar == "_") else {
                throw InvalidDomainName(label: label, problem: .character(scalar))
            }
        }
        let lower = String(decoding: label.utf8.map(lowerCase), as: UTF8.self)
        if label.isEmpty { return "" }
        var name = lower
        if !label.utf8.allSatisfy({ $0 < 0x80 }) || lower.hasPrefix("xn--") {
            var output: UnsafeMutablePointer<UInt8>?
            defer { idn2_free(output) }
            let flags = IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue | IDN2_ALABEL_ROUNDTRIP.rawValue
            let code = idn2_lookup_u8(label, &output, Int32(flags))
            guard code == IDN2_OK.rawValue, let output else {
                throw InvalidDomainName(label: label, problem: .idna(code))
            }
            name = String(cString: output)
        }
        guard name.utf8.count <= 63 else { throw InvalidDomainName(label: label, problem: .longLabel) }
        guard isValidLabel(name.utf8, allowingPrefixes: allowingPrefixes) else {
            throw InvalidDomainName(label: label, problem: name.isEmpty ? .emptyLabel : .hyphen)
        }
        return name
    }
}
