import Model

/// `content/site.yaml`.
package struct SiteSettings: Hashable, Sendable {
    /// By language.
    package var title: [String: String]
    /// By language; may be empty.
    package var description: [String: String]
    /// Where the site is published: an http or https address that ends in `/`.
    package var baseURL: String
    /// The first is the default and lives at the root, the others below `LANGUAGE/`.
    package var languages: [String]
    /// An IANA name (`Europe/Berlin`); shown, never used for reckoning.
    package var timeZone: String
    package var author: String
    /// A mail or web address.
    package var contact: String
    package var licence: String
    /// By language; may be empty.
    package var imprint: [String: String]
    /// Posts on the home page and on each that goes on where it ends.
    package var pageSize: Int
    package var security: SecurityContact?
    package var scan: ScanIdentity
    package var manners: Manners

    /// Whom to tell of a hole, for `security.txt` (RFC 9116) and, where a scan has a name, `probing.txt` (RFC 9511).
    package struct SecurityContact: Hashable, Sendable {
        /// `https:`, `mailto:` or `tel:` addresses, the preferred one first.
        package var contacts: [String]
        /// The last day that this is valid before; the standard demands one.
        package var expires: Day
        /// Where the site says how it handles reports; may be empty.
        package var policy: String
        /// The hosts at whose root the files are served, each an address that ends in `/`. Empty: the base address's.
        package var hosts: [String]
        /// Where the settings speak of it.
        package var place: Diagnostic.Place
    }

    /// How a scan introduces itself.
    package struct ScanIdentity: Hashable, Sendable {
        /// The name in EHLO.
        package var ehlo: String
        /// The domain in an XMPP stream's `from`.
        package var xmppFrom: String
        /// Where people read what the scan is about.
        package var url: String
        /// Where we look from, in a few words.
        package var vantage: String
        /// A name or redirect of a provider's may lead to a private address; only for a network of one's own.
        package var privateAddresses: Bool
        /// Mail exchangers that are known to answer, to tell a closed port 25 of ours from theirs.
        package var controlHosts: [String]

        package init(
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

    package init(
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
    package var defaultLanguage: String { languages.first ?? "de" }
}
