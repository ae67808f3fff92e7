/// The Strict-Transport-Security field of a response that came over HTTPS (RFC 6797 §6.1).
package struct StrictTransportSecurity: Hashable, Sendable {
    /// Seconds; 0 tells the browser to forget.
    package var maxAge: Int
    package var includesSubdomains: Bool
    /// Not of the RFC: the wish to be in the browsers' lists.
    package var preload: Bool

    /// `nil` where the response has no such field, or one that a browser would pass over: without `max-age`, with a
    /// directive twice, or not of the grammar. Of several fields the first counts (§8.1).
    package init?(_ response: HTTPResponse) {
        guard let field = response.fields.first(where: { $0.name == "strict-transport-security" }) else { return nil }
        var directives: [String: String] = [:]
        for part in field.value.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
            guard let name = pair.first?.lowercased(), !name.isEmpty else { continue }
            guard directives[name] == nil else { return nil }
            directives[name] = pair.count > 1 ? unquoted(pair[1]) : ""
        }
        guard let age = directives["max-age"], !age.isEmpty, age.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        // More digits than a number holds mean "for ever".
        maxAge = Int(age) ?? .max
        includesSubdomains = directives["includesubdomains"] == ""
        preload = directives["preload"] == ""
    }
}

private func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    let end = start.lastIndex { $0 != " " && $0 != "\t" }.map { start.index(after: $0) } ?? start.startIndex
    return String(start[..<end])
}

private func unquoted(_ text: String) -> String {
    text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
}
