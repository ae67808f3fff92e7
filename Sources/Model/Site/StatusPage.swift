/// Where a provider says how its services are, as `status-page` in its file says it.
package struct StatusPage: Hashable, Codable, Sendable {
    package enum Format: String, CaseIterable, Codable, Sendable {
        /// Statuspage's public API, version 2: `api/v2/summary.json`.
        case statuspage
        /// cState's API: `index.json`.
        case cstate
        /// Atom (RFC 4287) or RSS 2.0.
        case feed
    }

    /// An https address: of the page, or of the feed.
    package var url: String
    package var format: Format

    package init(url: String, format: Format) {
        self.url = url
        self.format = format
    }

    /// The address of the data: of a page it is where its software has it; an address of a JSON file is that of the data.
    package var dataURL: String {
        let file: String
        switch format {
        case .feed: return url
        case .statuspage: file = "api/v2/summary.json"
        case .cstate: file = "index.json"
        }
        if url.hasSuffix(".json") { return url }
        return url.hasSuffix("/") ? url + file : "\(url)/\(file)"
    }
}

/// What a status page says; untrusted input, plain text on one line.
package struct StatusStatement: Hashable, Sendable {
    /// When it was said; `nil` where the page says how things are now.
    package var at: Instant?
    package var text: String

    package init(at: Instant?, text: String) {
        self.at = at
        self.text = text
    }
}

/// Why a status page could not be read.
package struct StatusPageFault: Error, Hashable, Sendable {
    package var reason: Reason

    package init(_ reason: Reason) { self.reason = reason }
}
