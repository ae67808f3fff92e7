/// Whom we measure, as `content/providers/ID.md` says it.
package struct Provider: Hashable, Codable, Sendable {
    /// The file's name without `.md`: lower-case letters, digits and hyphens.
    package var id: String
    package var name: String
    /// An https address, shown as a link.
    package var website: String
    /// ISO 3166-1 alpha-2, upper case; empty where unknown.
    package var country: String
    /// Mail domains, the main one first; lower case, A-labels.
    package var domains: [String]
    /// Domains that customers may also choose.
    package var aliases: [String]
    /// Domains that JIDs end in (RFC 7622); where empty the mail domains are asked.
    package var jidDomains: [String]
    /// DKIM selectors (RFC 6376 §3.1), which DNS cannot tell either.
    package var dkimSelectors: [String]
    /// Services that DNS cannot tell.
    package var hosts: [Host]
    /// What the tables say beside the measurement: table name → text.
    package var notes: [String: String]
    /// What the provider says of itself.
    package var claims: [Claim]
    /// Where it says how its services are.
    package var statusPage: StatusPage?
    /// The provider asked not to be scanned.
    package var optOut: Bool

    /// A service at a place that DNS cannot tell.
    package struct Host: Hashable, Codable, Sendable {
        package var service: Service
        package var host: String
        package var port: UInt16
        package var mode: Endpoint.Mode

        package init(service: Service, host: String, port: UInt16, mode: Endpoint.Mode) {
            self.service = service
            self.host = host
            self.port = port
            self.mode = mode
        }
    }

    /// A statement of the provider's, with its source and date.
    package struct Claim: Hashable, Codable, Sendable {
        package var text: String
        package var source: String
        package var date: Day
        /// Which measurement it can be held against: `SERVICE/COLUMN` or `COLUMN` of the tables; empty for none.
        package var about: String

        package init(text: String, source: String, date: Day, about: String = "") {
            self.text = text
            self.source = source
            self.date = date
            self.about = about
        }
    }

    package init(
        id: String, name: String, website: String = "", country: String = "", domains: [String],
        aliases: [String] = [], jidDomains: [String] = [], dkimSelectors: [String] = [], hosts: [Host] = [],
        notes: [String: String] = [:],
        claims: [Claim] = [], statusPage: StatusPage? = nil, optOut: Bool = false
    ) {
        self.id = id
        self.name = name
        self.website = website
        self.country = country
        self.domains = domains
        self.aliases = aliases
        self.jidDomains = jidDomains
        self.dkimSelectors = dkimSelectors
        self.hosts = hosts
        self.notes = notes
        self.claims = claims
        self.statusPage = statusPage
        self.optOut = optOut
    }
}

extension Provider {
    /// Whether a text can be a provider's id, which becomes a part of paths: 1 to 63 lower-case letters, digits and
    /// hyphens.
    package static func isID(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 63
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}
