/// Whom we measure, as `content/providers/ID.md` says it.
public struct Provider: Hashable, Codable, Sendable {
    /// The file's name without `.md`: lower-case letters, digits and hyphens.
    public var id: String
    public var name: String
    /// An https address, shown as a link.
    public var website: String
    /// ISO 3166-1 alpha-2, upper case; empty where unknown.
    public var country: String
    /// Mail domains, the main one first; lower case, A-labels.
    public var domains: [String]
    /// Domains that customers may also choose.
    public var aliases: [String]
    /// Domains that JIDs end in (RFC 7622); where empty the mail domains are asked.
    public var jidDomains: [String]
    /// DKIM selectors (RFC 6376 §3.1), which DNS cannot tell either.
    public var dkimSelectors: [String]
    /// Services that DNS cannot tell.
    public var hosts: [Host]
    /// What the tables say beside the measurement: table name → text.
    public var notes: [String: String]
    /// What the provider says of itself.
    public var claims: [Claim]
    /// The provider asked not to be scanned.
    public var optOut: Bool

    /// A service at a place that DNS cannot tell.
    public struct Host: Hashable, Codable, Sendable {
        public var service: Service
        public var host: String
        public var port: UInt16
        public var mode: Endpoint.Mode

        public init(service: Service, host: String, port: UInt16, mode: Endpoint.Mode) {
            self.service = service
            self.host = host
            self.port = port
            self.mode = mode
        }
    }

    /// A statement of the provider's, with its source and date.
    public struct Claim: Hashable, Codable, Sendable {
        public var text: String
        public var source: String
        public var date: Day
        /// Which measurement it can be held against: `SERVICE/COLUMN` or `COLUMN` of the tables; empty for none.
        public var about: String

        public init(text: String, source: String, date: Day, about: String = "") {
            self.text = text
            self.source = source
            self.date = date
            self.about = about
        }
    }

    public init(
        id: String, name: String, website: String = "", country: String = "", domains: [String],
        aliases: [String] = [], jidDomains: [String] = [], dkimSelectors: [String] = [], hosts: [Host] = [],
        notes: [String: String] = [:],
        claims: [Claim] = [], optOut: Bool = false
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
        self.optOut = optOut
    }
}
