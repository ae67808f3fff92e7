import Findings
import Markdown

/// Files beside the pages.
enum SiteFiles {
    /// The marker that tells a directory of ours from somebody else's.
    static let marker = Array("Made by pruefstand. Every build replaces this whole directory.\n".utf8)

    static func robots(_ settings: SiteSettings) -> [UInt8] {
        Array("User-agent: *\nAllow: /\nSitemap: \(settings.baseURL)sitemap.xml\n".utf8)
    }

    /// sitemaps.org 0.9
    static func sitemap(_ pages: [Page], _ settings: SiteSettings) -> [UInt8] {
        var bytes = Array(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
                .utf8)
        for page in pages.filter(\.isListed).sorted(by: { $0.address < $1.address }) {
            let modified = page.modified.map { "<lastmod>\($0)</lastmod>" } ?? ""
            bytes.append(
                contentsOf: "<url><loc>\(HTML.escaped(settings.baseURL + page.address))</loc>\(modified)</url>\n".utf8)
        }
        bytes.append(contentsOf: "</urlset>\n".utf8)
        return bytes
    }

    /// Atom (RFC 4287): the newest articles with their summaries. Dates are days, so all are noon UTC.
    static func feed(_ edition: Edition, _ settings: SiteSettings) -> [UInt8] {
        let articles = edition.articles.filter { !$0.draft }.prefix(30)
        func time(_ day: Day) -> String { "\(day)T12:00:00Z" }
        let address = settings.baseURL + edition.addresses.home
        let updated = articles.map(\.modified).max().map(time) ?? "1970-01-01T00:00:00Z"
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"\(edition.language)\">",
            "<title>\(HTML.escaped(settings.title[edition.language] ?? ""))</title>",
            "<id>\(HTML.escaped(address))</id>",
            "<link rel=\"alternate\" type=\"text/html\" href=\"\(HTML.escaped(address))\"/>",
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"\(HTML.escaped(address))feed.xml\"/>",
            "<updated>\(updated)</updated>",
            "<author><name>\(HTML.escaped(settings.author.isEmpty ? settings.baseURL : settings.author))</name></author>",
        ]
        for article in articles {
            let link = HTML.escaped(settings.baseURL + edition.addresses.article(article))
            lines.append("<entry>")
            lines.append("<title>\(HTML.escaped(article.title))</title>")
            lines.append("<id>\(link)</id>")
            lines.append("<link rel=\"alternate\" type=\"text/html\" href=\"\(link)\"/>")
            lines.append("<published>\(time(article.date))</published>")
            lines.append("<updated>\(time(article.modified))</updated>")
            for tag in article.tags { lines.append("<category term=\"\(HTML.escaped(tag))\"/>") }
            lines.append("<summary>\(HTML.escaped(article.summary))</summary>")
            lines.append("</entry>")
        }
        lines.append("</feed>")
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
