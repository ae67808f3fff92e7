import DNS
import Names

/// A DMARC policy record (RFC 9989 §4.7, which replaces RFC 7489).
package struct DMARCRecord: Hashable, Sendable {
    package enum Policy: String, Hashable, Sendable { case none, quarantine, reject }

    /// `p`; `none` where one of `p`, `sp` and `np` cannot be applied and reports are asked for; `nil` where none are:
    /// then receivers apply no DMARC at all (§4.10.1).
    package let policy: Policy?
    /// `sp`, for names under this domain; `nil`: as `policy`.
    package let subdomainPolicy: Policy?
    /// `np`, for names under this domain that do not exist; `nil`: as `subdomainPolicy`.
    package let nonexistentPolicy: Policy?
    /// `p` is missing, or one of `p`, `sp` and `np` is no policy.
    package let hasInvalidPolicy: Bool
    /// `t=y`: receivers should apply the policy that is one level below.
    package let isTesting: Bool
    /// `psd`: `y` a public suffix, `n` an organizational domain, `u` unsaid.
    package let publicSuffix: Character
    /// Addresses for aggregate reports: outside text, bounded.
    package let aggregateReports: [String]
    /// Tags that RFC 7489 had and that mean nothing any more: `pct`, `rf`, `ri`.
    package let obsoleteTags: [String]

    /// Whether a TXT record is a DMARC record: it begins with `dmarc-version` (§4.8), and nothing before it, not even a
    /// blank. What stands behind it may be broken.
    package static func isRecord(_ bytes: [UInt8]) -> Bool { rest(behindVersion: bytes) != nil }

    /// What stands behind `dmarc-version`, from the semicolon on; `nil` where the record does not begin with one.
    private static func rest(behindVersion bytes: [UInt8]) -> ArraySlice<UInt8>? {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 }
        var rest = bytes[...]
        guard let name = rest.popFirst(), DomainName.lowerCase(name) == UInt8(ascii: "v") else { return nil }
        rest = rest.drop(while: isBlank)
        guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
        rest = rest.drop(while: isBlank)
        let value = Array("DMARC1".utf8)
        guard rest.starts(with: value) else { return nil }
        rest = rest.dropFirst(value.count).drop(while: isBlank)
        return rest.isEmpty || rest.first == UInt8(ascii: ";") ? rest : nil
    }

    /// Reads a record; `nil` where it is none. Of what stands behind the version, that which cannot be read is discarded
    /// (§4.7): what is no `dmarc-tag`, unknown tags, tags that are there twice (RFC 6376 §3.2), values that a tag cannot
    /// have.
    package init?(_ bytes: [UInt8]) {
        guard let rest = Self.rest(behindVersion: bytes) else { return nil }
        let tags = Self.tags(rest.prefix(RecordText.sizeLimit))
        func policy(_ name: String) -> Policy? {
            tags[name].flatMap { $0 }.flatMap { Policy(rawValue: $0.lowercased()) }
        }
        aggregateReports = (tags["rua"].flatMap { $0 } ?? "").split(separator: ",").prefix(10)
            .map { RecordText.shown(TagList.trimmed($0).utf8, limit: 200) }
            .filter { $0.lowercased().hasPrefix("mailto:") || $0.lowercased().hasPrefix("https:") }
        subdomainPolicy = policy("sp")
        nonexistentPolicy = policy("np")
        hasInvalidPolicy =
            policy("p") == nil || ["sp", "np"].contains { tags[$0] != nil && policy($0) == nil }
        if hasInvalidPolicy {
            self.policy = aggregateReports.isEmpty ? nil : Policy.none
        } else {
            self.policy = policy("p")
        }
        isTesting = tags["t"].flatMap { $0 }?.lowercased() == "y"
        let suffix = tags["psd"].flatMap { $0 }?.lowercased() ?? "u"
        publicSuffix = ["y", "n"].contains(suffix) ? Character(suffix) : "u"
        obsoleteTags = ["pct", "rf", "ri"].filter { tags[$0] != nil }
    }

    /// The policy for a domain under this record's, which exists.
    package var policyBelow: Policy? { hasInvalidPolicy ? policy : subdomainPolicy ?? policy }

    /// The policy for names under this record's domain that do not exist.
    package var policyOfMissingNames: Policy? { hasInvalidPolicy ? policy : nonexistentPolicy ?? policyBelow }

    /// `dmarc-tag`s (§4.8) by their names in lower case; `nil` is the value of one that is there twice.
    private static func tags(_ bytes: some Collection<UInt8>) -> [String: String?] {
        var tags: [String: String?] = [:]
        for entry in bytes.split(separator: UInt8(ascii: ";"), maxSplits: 200) {
            guard let text = RecordText.ascii(Array(entry)), let equals = text.firstIndex(of: "=") else { continue }
            let name = TagList.trimmed(text[..<equals]).lowercased()
            let value = String(TagList.trimmed(text[text.index(after: equals)...]))
            guard !name.isEmpty, name.utf8.allSatisfy(SPFRecord.isLetter) else { continue }
            tags.updateValue(tags.keys.contains(name) ? nil : value, forKey: name)
        }
        return tags
    }
}
