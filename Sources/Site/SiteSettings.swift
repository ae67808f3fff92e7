import Findings

/// `content/site.yaml`.
public struct SiteSettings: Hashable, Sendable {
    /// By language.
    public var title: [String: String]
    /// By language; may be empty.
    public var description: [String: String]
    /// Where the site is published: an http or https address that ends in `/`.
    public var baseURL: String
    /// The first is the default and lives at the root, the others below `LANGUAGE/`.
    public var languages: [String]
    /// An IANA name (`Europe/Berlin`); shown, never used for reckoning.
    public var timeZone: String
    public var author: String
    /// A mail or web address.
    public var contact: String
    public var licence: String
    /// By language; may be empty.
    public var imprint: [String: String]
    /// Posts on the home page and on each that goes on where it ends.
    public var pageSize: Int
    public var security: SecurityContact?
    public var scan: ScanIdentity
    public var manners: Manners

    /// Whom to tell of a hole, for `security.txt` (RFC 9116) and, where a scan has a name, `probing.txt` (RFC 9511).
    public struct SecurityContact: Hashable, Sendable {
        /// `https:`, `mailto:` or `tel:` addresses, the preferred one first.
        public var contacts: [String]
        /// The last day that this is valid before; the standard demands one.
        public var expires: Day
        /// Where the site says how it handles reports; may be empty.
        public var policy: String
        /// The hosts at whose root the files are served, each an address that ends in `/`. Empty: the base address's.
        public var hosts: [String]
        /// Where the settings speak of it.
        public var place: Diagnostic.Place
    }

    /// How a scan introduces itself.
    public struct ScanIdentity: Hashable, Sendable {
        /// The name in EHLO.
        public var ehlo: String
        /// The domain in an XMPP stream's `from`.
        public var xmppFrom: String
        /// Where people read what the scan is about.
        public var url: String
        /// Where we look from, in a few words.
        public var vantage: String
        /// A name or redirect of a provider's may lead to a private address; only for a network of one's own.
        public var privateAddresses: Bool
        /// Mail exchangers that are known to answer, to tell a closed port 25 of ours from theirs.
        public var controlHosts: [String]

        public init(
            ehlo: String = "", xmppFrom: String = "", url: String = "", vantage: String = "",
            privateAddresses: Bool = false, controlHosts: [String] = []
        ) {
            self.ehlo = ehlo
            self.xmppFrom = xmppFrom
            self.url = url
            self.vantage = vantage
            self.privateAddresses = privateAddresses
            self.controlHosts = controlHosts
        }
    }

    public init(
        title: [String: String] = [:], description: [String: String] = [:], baseURL: String = "https://site.invalid/",
        languages: [String] = ["de"], timeZone: String = "", author: String = "", contact: String = "",
        licence: String = "", imprint: [String: String] = [:], pageSize: Int = 20,
        security: SecurityContact? = nil, scan: ScanIdentity = ScanIdentity(),
        manners: Manners = Manners()
    ) {
        self.title = title
        self.description = description
        self.baseURL = baseURL
        self.languages = languages
        self.timeZone = timeZone
        self.author = author
        self.contact = contact
        self.licence = licence
        self.imprint = imprint
        self.pageSize = pageSize
        self.security = security
        self.scan = scan
        self.manners = manners
    }

    /// The language at the root.
    public var defaultLanguage: String { languages.first ?? "de" }
}
