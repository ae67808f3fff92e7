import Model

/// `content/site.yaml`.
package struct SiteSettings: Hashable, Sendable {
    /// Language → title.
    package var title: [String: String]
    /// Language → text; may be empty.
    package var description: [String: String]
    /// The URL where the site is published; http or https, with a final slash.
    package var baseURL: String
    /// The first is the default, at the root; the others are below `LANGUAGE/`.
    package var languages: [String]
    /// An IANA time zone (`Europe/Berlin`); shown, not used in calculations.
    package var timeZone: String
    package var author: String
    /// A mail address or URL.
    package var contact: String
    package var licence: String
    /// The DOI of the data as a whole (`10.5281/zenodo.1234`); may be empty.
    package var doi: String
    /// Language → text; may be empty.
    package var imprint: [String: String]
    /// Posts on the home page and each of its continuations.
    package var pageSize: Int
    /// Whether headings of texts have links to themselves.
    package var headingLinks: Bool
    /// Whether quotation marks, dashes and ellipses are set as the language has them.
    package var typography: Bool
    /// Whether each article is published as Markdown too.
    package var articleMarkdown: Bool
    /// Which feeds hold the texts of articles.
    package var feedText: FeedText
    /// The most that a page may weigh with its style, script and images (kB), before `check` warns.
    package var pageWeight: Int
    /// What of the past is published.
    package var history: PublishedHistory
    /// Where the site is published, if its limits are to be checked.
    package var publish: PublishingTarget?
    package var security: SecurityContact?
    package var scan: ScanIdentity
    package var manners: Manners
    package var limits: ScanLimits

    /// Which feeds hold the texts of articles beside their summaries.
    package enum FeedText: String, CaseIterable, Sendable {
        /// That of all articles; in the feed of each tag, a text would be written once more.
        case main
        /// That of all articles, and those of tags.
        case full
        case summary
    }

    /// The host of the published site.
    package struct PublishingTarget: Hashable, Sendable {
        package var host: PublishingHost
        /// Its place in the settings.
        package var place: Diagnostic.Place

        package init(host: PublishingHost, place: Diagnostic.Place) {
            self.host = host
            self.place = place
        }
    }

    /// The security contact, for `security.txt` (RFC 9116) and, if the scan identifies itself, `probing.txt` (RFC 9511).
    package struct SecurityContact: Hashable, Sendable {
        /// `https:`, `mailto:` or `tel:` URIs, the preferred one first.
        package var contacts: [String]
        /// The expiry date, which RFC 9116 §2.5.5 requires.
        package var expires: Day
        /// The URL of the disclosure policy; may be empty.
        package var policy: String
        /// The root URLs of the hosts that serve the files, with a final slash. If empty, that of the base URL.
        package var hosts: [String]
        /// Its place in the settings.
        package var place: Diagnostic.Place
    }

    /// How a scan identifies itself.
    package struct ScanIdentity: Hashable, Sendable {
        /// The name in EHLO.
        package var ehlo: String
        /// The domain in an XMPP stream's `from`.
        package var xmppFrom: String
        /// The URL of a page about the scan.
        package var url: String
        /// Language → the vantage point in a few words; see `recordedVantage`.
        package var vantage: [String: String]
        /// Whether names and redirects of providers may lead to private addresses; only for your own network.
        package var privateAddresses: Bool
        /// Mail exchangers that are known to answer, to detect a network that blocks outbound port 25.
        package var controlHosts: [String]

        package init(
            ehlo: String = "", xmppFrom: String = "", url: String = "", vantage: [String: String] = [:],
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
        licence: String = "", doi: String = "", imprint: [String: String] = [:], pageSize: Int = 20,
        headingLinks: Bool = false, typography: Bool = false, articleMarkdown: Bool = true, feedText: FeedText = .main,
        pageWeight: Int = 1_000,
        history: PublishedHistory = .all, publish: PublishingTarget? = nil, security: SecurityContact? = nil,
        scan: ScanIdentity = ScanIdentity(),
        manners: Manners = Manners(), limits: ScanLimits = ScanLimits()
    ) {
        self.title = title
        self.description = description
        self.baseURL = baseURL
        self.languages = languages
        self.timeZone = timeZone
        self.author = author
        self.contact = contact
        self.licence = licence
        self.doi = doi
        self.imprint = imprint
        self.pageSize = pageSize
        self.headingLinks = headingLinks
        self.typography = typography
        self.articleMarkdown = articleMarkdown
        self.feedText = feedText
        self.pageWeight = pageWeight
        self.history = history
        self.publish = publish
        self.security = security
        self.scan = scan
        self.manners = manners
        self.limits = limits
    }

    /// The vantage point as a snapshot records it: in the default language, or in the first that has it.
    package var recordedVantage: String { languages.lazy.compactMap { scan.vantage[$0] }.first ?? "" }

    /// How a vantage point that a snapshot has recorded is called in a language: as the settings do where they know it.
    package func vantage(_ recorded: String, in language: String) -> String {
        scan.vantage.values.contains(recorded) ? scan.vantage[language] ?? recorded : recorded
    }

    /// The default language.
    package var defaultLanguage: String { languages.first ?? "de" }
}
