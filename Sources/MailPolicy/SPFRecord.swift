import DNS
import Names

/// A sender policy (RFC 7208 §4.6.1 and §12), read from one TXT record.
package struct SPFRecord: Hashable, Sendable {
    /// What a mechanism does where it matches.
    package enum Qualifier: String, Hashable, Sendable {
        case pass = "+"
        case fail = "-"
        case softFail = "~"
        case neutral = "?"
    }

    /// A mechanism; `nil` in place of a domain stands for the domain that the record belongs to.
    package enum Mechanism: Hashable, Sendable {
        case all
        case include(SPFDomain)
        case a(SPFDomain?, PrefixLengths)
        case mx(SPFDomain?, PrefixLengths)
        case ptr(SPFDomain?)
        /// Both `ip4` and `ip6`.
        case network(IPAddress, length: Int)
        case exists(SPFDomain)
    }

    /// How many bits of a client's address must be those of the address that a name has (§5.3, §5.4).
    package struct PrefixLengths: Hashable, Sendable {
        package var ipv4 = 32
        package var ipv6 = 128
    }

    /// A qualified mechanism.
    package struct Directive: Hashable, Sendable {
        package let qualifier: Qualifier
        package let mechanism: Mechanism
    }

    /// Why a record is none (a "permerror"), with the term that it is about.
    package struct Fault: Error, Hashable, Sendable {
        /// A stable name in kebab-case.
        package let name: String
        /// Outside text, bounded.
        package let term: String
    }

    package let directives: [Directive]
    package let redirect: SPFDomain?

    /// Whether a TXT record is an SPF record at all: `v=spf1`, then a space or the end (RFC 7208 §4.5).
    package static func isRecord(_ bytes: [UInt8]) -> Bool {
        let version = Array("v=spf1".utf8)
        guard bytes.prefix(6).map(DomainName.lowerCase) == version else { return false }
        return bytes.count == 6 || bytes[6] == UInt8(ascii: " ")
    }

    /// Reads a record that `isRecord`.
    package init(_ bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= RecordText.sizeLimit else { throw Fault(name: "too-large", term: "") }
        guard let text = RecordText.ascii(bytes) else {
            throw Fault(name: "not-ascii", term: RecordText.shown(bytes, limit: 100))
        }
        var directives: [Directive] = []
        var redirect: SPFDomain?
        var sawExplanation = false
        for term in text.dropFirst(6).split(separator: " ") {
            if let (name, value) = Self.modifier(term) {
                switch name {
                case "redirect":
                    guard redirect == nil else { throw Fault(name: "duplicate-modifier", term: Self.shown(term)) }
                    redirect = try Self.domain(value, term)
                case "exp":
                    guard !sawExplanation else { throw Fault(name: "duplicate-modifier", term: Self.shown(term)) }
                    sawExplanation = true
                    _ = try Self.domain(value, term)
                default:
                    // Unknown modifiers are passed over, but their value must be a macro string (§6).
                    guard SPFDomain.isMacroString(value) else {
                        throw Fault(name: "bad-macro", term: Self.shown(term))
                    }
                }
            } else {
                directives.append(try Self.directive(term))
            }
        }
        self.directives = directives
        self.redirect = redirect
    }

    /// `name=value`, where `name` is one (§4.6.1: a letter, then letters, digits, `-`, `_`, `.`).
    private static func modifier(_ term: Substring) -> (name: String, value: Substring)? {
        guard let equals = term.firstIndex(of: "="), let first = term.utf8.first, isLetter(first) else { return nil }
        let name = term[..<equals]
        guard
            name.utf8.allSatisfy({
                isLetter($0) || isDigit($0) || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0)
            })
        else { return nil }
        return (name.lowercased(), term[term.index(after: equals)...])
    }

    private static func directive(_ term: Substring) throws(Fault) -> Directive {
        var rest = term
        var qualifier = Qualifier.pass
        if let first = rest.first, let told = Qualifier(rawValue: String(first)) {
            qualifier = told
            rest.removeFirst()
        }
        let name = rest.prefix { $0 != ":" && $0 != "/" }
        let argument = rest[name.endIndex...]
        return Directive(qualifier: qualifier, mechanism: try mechanism(name.lowercased(), argument, term))
    }

    private static func mechanism(
        _ name: String, _ argument: Substring, _ term: Substring
    ) throws(Fault) -> Mechanism {
        switch name {
        case "all":
            guard argument.isEmpty else { throw Fault(name: "syntax", term: shown(term)) }
            return .all
        case "include": return .include(try domain(try value(argument, term), term))
        case "exists": return .exists(try domain(try value(argument, term), term))
        case "a":
            let (domain, lengths) = try domainAndLengths(argument, term)
            return .a(domain, lengths)
        case "mx":
            let (domain, lengths) = try domainAndLengths(argument, term)
            return .mx(domain, lengths)
        case "ptr":
            return .ptr(argument.isEmpty ? nil : try domain(try value(argument, term), term))
        case "ip4", "ip6":
            return try network(try value(argument, term), isIPv6: name == "ip6", term)
        default: throw Fault(name: "unknown-mechanism", term: shown(term))
        }
    }

    /// What stands behind the colon, which must be there.
    private static func value(_ argument: Substring, _ term: Substring) throws(Fault) -> Substring {
        guard argument.first == ":", argument.count > 1 else { throw Fault(name: "syntax", term: shown(term)) }
        return argument.dropFirst()
    }

    private static func domain(_ text: Substring, _ term: Substring) throws(Fault) -> SPFDomain {
        guard let domain = SPFDomain(String(text)) else { throw Fault(name: "bad-domain", term: shown(term)) }
        return domain
    }

    /// `[":" domain-spec] [ip4-cidr-length] ["/" ip6-cidr-length]` (§5.3, §5.4).
    private static func domainAndLengths(
        _ argument: Substring, _ term: Substring
    ) throws(Fault) -> (SPFDomain?, PrefixLengths) {
        var lengths = PrefixLengths()
        var rest = argument
        if let range = rest.firstRange(of: "//") {
            lengths.ipv6 = try length(rest[range.upperBound...], atMost: 128, term)
            rest = rest[..<range.lowerBound]
        }
        // A slash may stand in a name, too; a length is a number behind the last.
        if let slash = rest.lastIndex(of: "/"), rest[slash...].dropFirst().utf8.allSatisfy(isDigit) {
            lengths.ipv4 = try length(rest[rest.index(after: slash)...], atMost: 32, term)
            rest = rest[..<slash]
        }
        return (rest.isEmpty ? nil : try domain(try value(rest, term), term), lengths)
    }

    private static func network(_ text: Substring, isIPv6: Bool, _ term: Substring) throws(Fault) -> Mechanism {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first)), address.isIPv6 == isIPv6 else {
            throw Fault(name: "bad-address", term: shown(term))
        }
        let all = isIPv6 ? 128 : 32
        return .network(address, length: parts.count == 2 ? try length(parts[1], atMost: all, term) : all)
    }

    /// A number without leading zeros (§5.6).
    private static func length(_ text: Substring, atMost limit: Int, _ term: Substring) throws(Fault) -> Int {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy(isDigit), text == "0" || text.first != "0",
            let number = Int(text), number <= limit
        else { throw Fault(name: "bad-length", term: shown(term)) }
        return number
    }

    private static func shown(_ term: Substring) -> String { RecordText.shown(term.utf8, limit: 100) }

    static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }

    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
