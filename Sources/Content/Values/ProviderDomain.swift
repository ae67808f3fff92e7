import Names

/// Domain names as an editor's files may hold them: at least two labels, lower case, without the final dot, in U-labels
/// or A-labels.
package enum ProviderDomain {
    /// Why a text is not such a name.
    package struct Fault: Error, Hashable, Sendable {
        /// What is wrong, to follow the quoted text: `is not a valid domain name: …`.
        package let message: String
        /// What to do about it.
        package let hint: String
    }

    static let hint = "use a domain name like example.org"

    /// A name for people: in U-labels, and in A-labels beside it if they differ.
    package static func displayed(_ name: String) -> String { DomainName.displayed(name) }

    /// A name in A-labels, as it is looked up and compared.
    package static func aLabels(_ text: String) throws(Fault) -> String {
        let name: String
        do throws(InvalidDomainName) {
            name = try DomainName.aLabels(text)
        } catch {
            throw Fault(message: "is not a valid domain name: \(error.reason)", hint: hint(for: text))
        }
        guard name.contains(".") else {
            throw Fault(message: "is not a valid domain name: it has one label only", hint: hint)
        }
        // One spelling: two files that name the same domain look the same. Strings are equal whether their characters
        // are composed or not, so either form will do.
        let unicode = DomainName.uLabels(name)
        if text == name || text == unicode { return name }
        let lower = text.lowercased()
        if text.hasSuffix(".") { throw Fault(message: "is not a valid domain name", hint: "remove the trailing dot") }
        throw Fault(
            message: "is not a valid domain name",
            hint: lower == name || lower == unicode ? "use lower case: \(lower)" : "write it as \(unicode)")
    }

    /// Whether a text is one or more labels that may come before `._domainkey` (RFC 6376 §3.1).
    static func isSelector(_ text: String) -> Bool {
        DomainName.isValid("\(text).example") && text == text.lowercased()
    }

    private static func hint(for text: String) -> String {
        if text.contains("://") { return "write the domain only, without https://" }
        if text.contains("@") { return "write the domain only, without the part up to @" }
        return hint
    }
}
