import DNS

/// A DMARC policy record (RFC 9989 §4.7, which replaces RFC 7489).
package struct DMARCRecord: Hashable, Sendable {
    package enum Policy: String, Hashable, Sendable { case none, quarantine, reject }

    /// `p`; `none` where it is missing or unknown and reports are asked for (§4.10.1).
    package let policy: Policy
    /// `sp`, for names under this domain; `nil`: as `policy`.
    package let subdomainPolicy: Policy?
    /// `np`, for names under this domain that do not exist; `nil`: as `subdomainPolicy`.
    package let nonexistentPolicy: Policy?
    /// `t=y`: receivers should not apply it yet.
    package let isTesting: Bool
    /// `psd`: `y` a public suffix, `n` an organizational domain, `u` unsaid.
    package let publicSuffix: Character
    /// Addresses for aggregate reports: outside text, bounded.
    package let aggregateReports: [String]
    /// Tags that RFC 7489 had and that mean nothing any more: `pct`, `rf`, `ri`.
    package let obsoleteTags: [String]

    /// Whether a TXT record is a DMARC record: its first tag is `v=DMARC1`, in exactly these letters.
    package static func isRecord(_ bytes: [UInt8]) -> Bool {
        // What stands behind it may be broken; then the record cannot be applied, but exists.
        let first = bytes.prefix(100).prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x20 && $0 != 9 }
        return first == Array("v=DMARC1".utf8)
    }

    /// Reads a record that `isRecord`; `nil` where it holds no policy that a receiver could apply.
    package init?(_ bytes: [UInt8]) {
        guard let text = RecordText.ascii(bytes), let tags = TagList(text), tags.first?.name == "v" else { return nil }
        aggregateReports = (tags["rua"] ?? "").split(separator: ",").prefix(10)
            .map { RecordText.shown(TagList.trimmed($0).utf8, limit: 200) }
            .filter { $0.lowercased().hasPrefix("mailto:") || $0.lowercased().hasPrefix("https:") }
        if let policy = tags["p"].flatMap({ Policy(rawValue: $0.lowercased()) }) {
            self.policy = policy
        } else if !aggregateReports.isEmpty {
            policy = .none
        } else {
            return nil
        }
        subdomainPolicy = tags["sp"].flatMap { Policy(rawValue: $0.lowercased()) }
        nonexistentPolicy = tags["np"].flatMap { Policy(rawValue: $0.lowercased()) }
        isTesting = tags["t"]?.lowercased() == "y"
        publicSuffix =
            tags["psd"].flatMap { ["y", "n"].contains($0.lowercased()) ? $0.lowercased().first : nil } ?? "u"
        obsoleteTags = ["pct", "rf", "ri"].filter { tags[$0] != nil }
    }
}
