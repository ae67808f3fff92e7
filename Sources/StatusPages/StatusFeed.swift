import Model

/// The entries of a feed: Atom (RFC 4287), or RSS 2.0.
struct StatusFeed {
    /// Those that say when, oldest first.
    let statements: [StatusStatement]

    init(_ bytes: [UInt8]) throws(StatusPageFault) {
        let root = try XMLDocument(bytes).root
        let entries: [XMLDocument.Element]
        switch root.name {
        case "feed": entries = root.children.filter { $0.name == "entry" }
        case "rss": entries = root.children.first { $0.name == "channel" }?.children.filter { $0.name == "item" } ?? []
        default:
            throw StatusPageFault(
                Reason(.malformed, "the root element is '\(root.name.prefix(60))', not a feed's"))
        }
        statements = entries.prefix(statementLimit).compactMap { entry in
            guard let at = Self.time(of: entry) else { return nil }
            let body = entry.text(of: "summary") ?? entry.text(of: "content") ?? entry.text(of: "description") ?? ""
            let text = StatusPages.statement([entry.text(of: "title") ?? "", body])
            return text.isEmpty ? nil : StatusStatement(at: at, text: text)
        }.sorted { ($0.at, $0.text) < ($1.at, $1.text) }
    }

    private static func time(of entry: XMLDocument.Element) -> Instant? {
        for name in ["updated", "published"] {
            if let time = entry.text(of: name).flatMap({ Instant(internetTime: $0) }) { return time }
        }
        return entry.text(of: "pubDate").flatMap { Instant(messageTime: $0) }
    }
}

private func < (left: (Instant?, String), right: (Instant?, String)) -> Bool {
    let (first, second) = (left.0?.milliseconds ?? 0, right.0?.milliseconds ?? 0)
    return first == second ? left.1 < right.1 : first < second
}
