import Content
import Model
import Text

/// Where pages live. An address is a folder's path without a leading slash and with a final one (`2014/07/jabber/`);
/// the home page's is empty. Each is a file `index.html` below the published directory.
///
/// Links between pages are relative and name `index.html`, so that the site works unchanged below any base path and
/// straight from a disk (`file://`), where a browser shows a folder as a list of files. What search engines and feeds
/// see are the addresses without it: every page names its own as canonical.
struct Addresses {
    let texts: Localization
    /// Empty for the default language, else `en/`.
    let prefix: String

    init(texts: Localization, isDefault: Bool) {
        self.texts = texts
        prefix = isDefault ? "" : "\(texts.language)/"
    }

    var home: String { prefix }
    /// The home page, or one that goes on where it ends; from 1.
    func home(page: Int) -> String { page == 1 ? home : "\(home)\(texts[.pathPage])/\(page)/" }
    func year(_ year: Int) -> String { "\(prefix)\(padded(year, 4))/" }
    func month(_ year: Int, _ month: Int) -> String { "\(prefix)\(padded(year, 4))/\(padded(month, 2))/" }
    var corrections: String { "\(prefix)\(texts[.pathCorrections])/" }
    var imprint: String { "\(prefix)\(texts[.pathImprint])/" }
    var method: String { "\(prefix)\(texts[.pathMethod])/" }
    func article(_ article: Article) -> String {
        "\(prefix)\(padded(article.date.year, 4))/\(padded(article.date.month, 2))/\(article.slug)/"
    }
    func page(_ page: ContentPage) -> String { "\(prefix)\(page.slug)/" }
    func tag(slug: String) -> String { "\(prefix)\(texts[.pathTag])/\(slug)/" }
    func table(_ name: String) -> String { "\(prefix)\(texts[.pathTable])/\(name)/" }
    func table(_ name: String, _ date: Day) -> String { "\(table(name))\(date)/" }
    /// The dates of a year that a table can be seen of.
    func dates(_ name: String, _ year: Int) -> String { "\(table(name))\(padded(year, 4))/" }
    /// The newest state of a table in another order.
    func sorted(_ name: String, _ order: String) -> String { "\(table(name))\(texts[.pathSorted])/\(order)/" }
    /// What changed in a table up to a date, since its snapshot before.
    func changes(_ name: String, _ date: Day) -> String { "\(table(name, date))\(texts[.pathChanges])/" }
    func evidence(_ provider: String, _ date: Day) -> String {
        "\(prefix)\(texts[.pathEvidence])/\(date)/\(provider)/"
    }
    /// The snapshot of a date; the evidence pages of its date are below it.
    func measurement(_ date: Day) -> String { "\(prefix)\(texts[.pathEvidence])/\(date)/" }
    /// What an evidence page rests on.
    func records(_ provider: String, _ date: Day) -> String {
        "\(evidence(provider, date))\(texts[.pathRecords])/"
    }
    var incidents: String { "\(prefix)\(texts[.pathIncidents])/" }
    func incident(_ id: String) -> String { "\(incidents)\(id)/" }
    /// The outages for calendars.
    var incidentCalendar: String { "\(incidents)calendar.ics" }
    var providers: String { "\(prefix)\(texts[.pathProvider])/" }
    func provider(_ id: String) -> String { "\(prefix)\(texts[.pathProvider])/\(id)/" }
    /// All providers beside each other.
    var selection: String { "\(prefix)\(texts[.pathCompare])/" }
    /// The provider beside its neighbours in rank.
    func comparison(_ id: String) -> String { "\(provider(id))\(texts[.pathCompare])/" }
}

/// Relative links out of one page.
struct Links {
    /// The page's address.
    let from: String
    /// `../` for each folder the page lies in; the base path where the page may be shown anywhere (404), and the whole
    /// base URL where its text is read elsewhere.
    let root: String
    /// The text of the page is read elsewhere, as in a feed: a link within the page has to lead to it.
    let isElsewhere: Bool

    init(from address: String) {
        from = address
        isElsewhere = false
        root = String(repeating: "../", count: address.utf8.count { $0 == UInt8(ascii: "/") })
    }

    /// For a page that is served under addresses of all depths.
    init(absolute basePath: String) {
        from = "404"
        isElsewhere = false
        root = basePath
    }

    /// For the text of a page in a feed: addresses as search engines see them.
    init(from address: String, elsewhere baseURL: String) {
        from = address
        isElsewhere = true
        root = baseURL
    }

    /// The link to another page, or to a place on it.
    func page(_ address: String, _ anchor: String? = nil) -> String {
        let page = "\(root)\(address)\(isElsewhere ? "" : "index.html")"
        guard let anchor else { return page }
        return address == from && !isElsewhere ? "#\(anchor)" : "\(page)#\(anchor)"
    }

    /// What has to stand before a link to a place on the page (`#place`).
    var page: String { isElsewhere ? root + from : "" }

    /// The link to a file, whatever its editor called it.
    func file(_ path: String) -> String { root + PercentEncoding.encoded(path) }
}
