import CIDN2

/// Why a text is not a domain name.
package struct InvalidDomainName: Error, Hashable, Sendable {
    /// The first label with a fault, as written; empty if the name as a whole is at fault.
    package let label: String
    package let problem: Problem

    package enum Problem: Hashable, Sendable {
        /// More than 253 bytes in A-labels (RFC 1035 §2.3.4).
        case longName
        /// More than 63 bytes as an A-label.
        case longLabel
        /// Nothing between two dots, or before or after one; or nothing but ignored characters.
        case emptyLabel
        /// An ASCII character other than a letter, digit or hyphen.
        case character(Unicode.Scalar)
        /// A hyphen first or last, or an underscore that is not a prefix.
        case hyphen
        /// A last label of digits, as in an IPv4 address.
        case numericTopLevel
        /// An error code of libidn2.
        case idna(Int32)
    }

    /// The reason in words, as in `the label 'a--b' …`.
    package var reason: String {
        let what =
            switch problem {
            case .longName: "the name is longer than 253 bytes"
            case .longLabel: "is longer than 63 bytes as an A-label"
            case .emptyLabel: "the name has an empty label"
            case .character(let scalar): "contains \(Self.shown(scalar))"
            case .hyphen: "begins or ends with a hyphen, or has an underscore inside"
            case .numericTopLevel: "is the last one and consists of digits only"
            case .idna(let code): Self.words(code)
            }
        switch problem {
        case .longName, .emptyLabel: return what
        default: return "the label '\(Self.printable(label))' \(what)"
        }
    }

    /// At most one label's length, and nothing that could act on a terminal or turn the writing's direction.
    private static func printable(_ label: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in label.unicodeScalars.prefix(63) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: text.append("\u{FFFD}")
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        (0x21...0x7E).contains(scalar.value)
            ? "'\(scalar)'" : "the character U+\(hex(scalar.value))"
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// libidn2's messages without its jargon.
    private static func words(_ code: Int32) -> String {
        switch idn2_rc(code) {
        case IDN2_PUNYCODE_BAD_INPUT, IDN2_PUNYCODE_OVERFLOW: "is not valid Punycode (RFC 3492)"
        case IDN2_PUNYCODE_BIG_OUTPUT, IDN2_TOO_BIG_LABEL, IDN2_TOO_BIG_DOMAIN: "is longer than 63 bytes as an A-label"
        case IDN2_INVALID_ALABEL, IDN2_UALABEL_MISMATCH, IDN2_ALABEL_ROUNDTRIP_FAILED:
            "is not the A-label of the label that it decodes to"
        case IDN2_2HYPHEN: "has hyphens in third and fourth place"
        case IDN2_HYPHEN_STARTEND: "begins or ends with a hyphen"
        case IDN2_LEADING_COMBINING: "begins with a combining character"
        case IDN2_DISALLOWED, IDN2_INVALID_NONTRANSITIONAL, IDN2_DOT_IN_LABEL:
            "contains a character that IDNA2008 disallows (RFC 5892)"
        case IDN2_CONTEXTJ, IDN2_CONTEXTJ_NO_RULE:
            "contains a zero-width joiner or non-joiner where its script has no use for one (RFC 5892 appendix A)"
        case IDN2_CONTEXTO, IDN2_CONTEXTO_NO_RULE:
            "contains a character in a context where IDNA2008 disallows it (RFC 5892 appendix A)"
        case IDN2_UNASSIGNED: "contains a code point that is not assigned in Unicode"
        case IDN2_BIDI: "mixes writing directions in a way that is not allowed (RFC 5893 section 2)"
        default: "cannot be converted: \(String(cString: idn2_strerror(code)))"
        }
    }
}
