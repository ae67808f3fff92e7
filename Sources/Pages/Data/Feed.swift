import Content
import Model
import Text

/// A feed before it is bytes: the same entries as Atom (RFC 4287) and as JSON Feed 1.1.
struct Feed {
    var title: String
    var language: String
    /// The page that it tells of; absolute.
    var home: String
    /// The path of the Atom file below the published directory; the JSON feed's ends in `.json` instead of `.xml`.
    var path: String
    var author: String
    /// Newest first.
    var entries: [Entry]

    /// An article, or what changed.
    struct Entry {
        /// Absolute, and for ever the same.
        var id: String
        /// Absolute.
        var link: String
        var title: String
        /// What stands behind the link.
        var content: Content
        var published: Day
        var updated: Day
        var tags: [String] = []
        /// Where they are others than the feed's.
        var authors: [String] = []
        var image: PageImage?
        /// The moment, where it is known; else that of the days.
        var at: Instant?
    }

    /// What an entry tells by itself.
    enum Content: Sendable {
        /// All there is, in plain words; where it is empty the title says it.
        case whole(String)
        /// A sentence or two of what the link leads to; may be empty.
        case summary(String)
        /// The same, and the text itself: HTML whose links lead there from anywhere. It is made when the feed is written.
        case article(summary: String, text: @Sendable () -> [UInt8])

        var text: String {
            switch self {
            case .whole(let text), .summary(let text), .article(let text, _): text
            }
        }
    }

    /// How many entries a feed holds.
    static let limit = 30

    var jsonPath: String { String(path.dropLast(3)) + "json" }

    /// Both files.
    func files(_ settings: SiteSettings) -> [(path: String, bytes: [UInt8])] {
        let articles = entries.map(Self.article)
        return [(path, atom(settings, articles)), (jsonPath, json(settings, articles))]
    }

    /// An article's text; `nil` where there is none.
    private static func article(_ entry: Entry) -> String? {
        guard case .article(_, let text) = entry.content else { return nil }
        let bytes = text()
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Most dates are days; those are noon UTC.
    private func time(_ day: Day) -> String { "\(day)T12:00:00Z" }

    private func publication(of entry: Entry) -> String { entry.at?.short ?? time(entry.published) }
    private func modification(of entry: Entry) -> String { entry.at?.short ?? time(entry.updated) }

    /// - Parameter articles: the texts of the entries, one for each.
    private func atom(_ settings: SiteSettings, _ articles: [String?]) -> [UInt8] {
        let updated = entries.map { modification(of: $0) }.max() ?? "1970-01-01T00:00:00Z"
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(language)">
            <title>\(xml(title))</title>
            <id>\(xml(home))</id>
            <link rel="alternate" type="text/html" href="\(xml(home))"/>
            <link rel="self" type="application/atom+xml" href="\(xml(settings.baseURL + path))"/>
            <updated>\(updated)</updated>
            <author><name>\(xml(author))</name></author>

            """
        for (entry, article) in zip(entries, articles) {
            text += """
                <entry>
                <title>\(xml(entry.title))</title>
                <id>\(xml(entry.id))</id>
                <link rel="alternate" type="text/html" href="\(xml(entry.link))"/>
                <published>\(publication(of: entry))</published>
                <updated>\(modification(of: entry))</updated>

                """
            for author in entry.authors { text += "<author><name>\(xml(author))</name></author>\n" }
            if let image = entry.image {
                let type = image.mediaType.map { " type=\"\($0)\"" } ?? ""
                text +=
                    "<link rel=\"enclosure\"\(type) length=\"\(image.bytes)\" title=\"\(xml(image.alternative))\" "
                    + "href=\"\(xml(image.url))\"/>\n"
            }
            for tag in entry.tags { text += "<category term=\"\(xml(tag))\"/>\n" }
            // An entry without content must have a summary that is not empty (RFC 4287 §4.1.1.1).
            text += "<summary>\(xml(entry.content.text.isEmpty ? entry.title : entry.content.text))</summary>\n"
            if let article { text += "<content type=\"html\">\(xml(article))</content>\n" }
            text += "</entry>\n"
        }
        return Array((text + "</feed>\n").utf8)
    }

    /// - Parameter articles: the texts of the entries, one for each.
    private func json(_ settings: SiteSettings, _ articles: [String?]) -> [UInt8] {
        let items = zip(entries, articles).map { entry, article in
            let html = article.map { JSONValue.text($0) } ?? excerpt(entry)
            return JSONValue.object([
                "id": .text(entry.id), "url": .text(entry.link), "title": .text(entry.title),
                "image": entry.image.map { .text($0.url) },
                "authors": entry.authors.isEmpty
                    ? nil : .list(entry.authors.map { .object(["name": .text($0)]) }),
                "summary": summary(entry), "content_text": wholeText(entry), "content_html": html,
                "date_published": .text(publication(of: entry)), "date_modified": .text(modification(of: entry)),
                "tags": entry.tags.isEmpty ? nil : .list(entry.tags.map { .text($0) }),
            ])
        }
        return JSONValue.object([
            "version": "https://jsonfeed.org/version/1.1", "title": .text(title), "home_page_url": .text(home),
            "feed_url": .text(settings.baseURL + jsonPath), "language": .text(language),
            "authors": [.object(["name": .text(author)])], "items": .list(items),
        ]).file
    }

    private func summary(_ entry: Entry) -> JSONValue? {
        switch entry.content {
        case .summary(let text), .article(let text, _): .filled(text)
        case .whole: nil
        }
    }

    private func wholeText(_ entry: Entry) -> JSONValue? {
        if case .whole(let text) = entry.content { .text(text.isEmpty ? entry.title : text) } else { nil }
    }

    /// Each item must have content (JSON Feed 1.1, "Items"). What is not the whole text ends in the link to it, so that
    /// nobody takes it for that.
    private func excerpt(_ entry: Entry) -> JSONValue? {
        if case .whole = entry.content { return nil }
        let text = entry.content.text
        let summary = text.isEmpty ? "" : "<p>\(HTML.escaped(text))</p>\n"
        return .text(
            "\(summary)<p><a href=\"\(HTML.escaped(entry.link))\">\(HTML.escaped(entry.title))</a></p>")
    }

    /// What XML 1.0 cannot hold at all is left out.
    private func xml(_ text: String) -> String {
        let isClean = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 >= 0x80 && $0 < 0xEF }
        guard !isClean else { return HTML.escaped(text) }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: kept.append(scalar)
            default: break
            }
        }
        return HTML.escaped(String(kept))
    }
}
