import DNS

/// The value of a CAA property `issue`, `issuewild` or `issuemail`: an authority, and parameters for it (RFC 8659 §4.2).
struct CAAPermission: Hashable {
    /// The authority's domain; empty where none may issue, or where the value is malformed, which means the same.
    let issuer: String
    /// By their tags in lower case; of several with one tag the first.
    let parameters: [String: String]

    init(_ value: [UInt8]) {
        guard let text = RecordText.ascii(value) else {
            (issuer, parameters) = ("", [:])
            return
        }
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).prefix(100).map(TagList.trimmed)
        var parameters: [String: String] = [:]
        var isMalformed = false
        for part in parts.dropFirst() where !part.isEmpty {
            guard let equals = part.firstIndex(of: "=") else {
                isMalformed = true
                break
            }
            let tag = TagList.trimmed(part[..<equals]).lowercased()
            if parameters[tag] == nil { parameters[tag] = String(TagList.trimmed(part[part.index(after: equals)...])) }
        }
        issuer = isMalformed ? "" : parts.first?.lowercased() ?? ""
        self.parameters = parameters
    }
}
