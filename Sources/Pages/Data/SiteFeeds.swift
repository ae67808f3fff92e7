import Comparison
import Content
import Model
import Text

extension PageComposer {
    /// Every feed of this language: all articles, each tag, each table, each provider. What would be empty is no feed.
    func feeds() -> [Feed] {
        var feeds = [feedOfArticles()].compactMap(\.self)
        feeds += edition.index.tags.map { tag in
            let articles = tag.articles.filter { !$0.draft }
            let feed = feed(.tag(tag.slug), articles, tag.name)
            return settings.feedText == .full ? withTexts(feed, articles) : feed
        }
        feeds += edition.tables.map(feed)
        feeds += content.providers.values.sorted { $0.provider.id < $1.provider.id }.map(feed)
        feeds.append(incidentFeed())
        return feeds.filter { !$0.entries.isEmpty }
    }

    /// The feed of all articles; `nil` where there are none. By default it alone has their texts: in the feed of every tag,
    /// each would be written as often as it has tags.
    func feedOfArticles() -> Feed? {
        let articles = edition.articles.lazy.filter { !$0.draft }.prefix(Feed.limit)
        let feed = feed(.all, articles)
        if feed.entries.isEmpty { return nil }
        return settings.feedText == .summary ? feed : withTexts(feed, articles)
    }

    /// - Parameter articles: those of the feed, in its order.
    private func withTexts(_ feed: Feed, _ articles: some Sequence<Article>) -> Feed {
        var feed = feed
        for (place, article) in articles.prefix(Feed.limit).enumerated() {
            feed.entries[place].content = .article(summary: article.summary) { text(of: article) }
        }
        return feed
    }

    /// An article's text for readers elsewhere, with what was added to it later.
    private func text(of article: Article) -> [UInt8] {
        let links = Links(from: addresses.article(article), elsewhere: settings.baseURL)
        let prose = ProseHandlers(composer: self, file: article.file, links: links)
        let updates = article.updates.map { update in
            "<p>\(HTML.escaped("\(texts[.articleUpdated]) \(texts.longDate(update.date)): \(update.text)"))</p>\n"
        }
        return prose.render(article.body, firstLine: article.bodyLine).markdown.bytes + updates.flatMap(\.utf8)
    }

    private func feed(_ subject: FeedSubject, _ articles: some Sequence<Article>, _ title: String? = nil) -> Feed {
        let site = settings.title[edition.language] ?? ""
        return Feed(
            title: title.map { texts.filled(.feedTitle, ["site": site, "what": $0]) } ?? site,
            language: edition.language, home: settings.baseURL + subject.home(addresses),
            path: subject.path(addresses), author: author, entries: articles.prefix(Feed.limit).map(entry))
    }

    private func entry(_ article: Article) -> Feed.Entry {
        let link = settings.baseURL + addresses.article(article)
        return Feed.Entry(
            id: link, link: link, title: article.title, content: .summary(article.summary), published: article.date,
            updated: article.modified, tags: article.tags, authors: article.presentation.authors,
            image: image(article.presentation))
    }

    /// The dates of a table on which something changed, with what that was; and its first.
    private func feed(_ table: TableHistory) -> Feed {
        let name = table.definition.name
        let newest = table.entries.indices.reversed().lazy.filter { $0 == 0 || hasChangesPage(table, at: $0) }
        let entries = Array(newest.prefix(Feed.limit)).map { place -> Feed.Entry in
            let date = table.entries[place].date
            guard place > 0 else {
                return entry(
                    addresses.table(name, date), texts.filled(.feedFirst, ["date": texts.longDate(date)]), [], date)
            }
            let changes = table.changes(chronicle, from: table.entries[place - 1].date, to: date)
            let title =
                changes.isEmpty
                ? texts.filled(.feedUnchanged, ["date": texts.longDate(date)])
                : texts.filled(.feedChanged, ["date": texts.longDate(date), "changes": changeCount(changes)])
            return entry(addresses.changes(name, date), title, lines(changes, withName: true), date)
        }
        return feed(.table(name), title(of: table.definition), entries)
    }

    /// A provider's changes, by snapshot.
    private func feed(_ page: ProviderFile) -> Feed {
        let id = page.provider.id
        let entries = changes(of: id).prefix(Feed.limit).map { changes in
            let lines = lines(changes, withName: false)
            let title = lines.prefix(3).joined(separator: "; ") + (lines.count > 3 ? " …" : "")
            return entry(evidenceAddress(id, changes.to), title, lines, changes.to)
        }
        return feed(.provider(id), page.provider.name, entries)
    }

    private func feed(_ subject: FeedSubject, _ title: String, _ entries: [Feed.Entry]) -> Feed {
        Feed(
            title: texts.filled(.feedTitle, ["site": settings.title[edition.language] ?? "", "what": title]),
            language: edition.language, home: settings.baseURL + subject.home(addresses),
            path: subject.path(addresses), author: author, entries: entries)
    }

    private func entry(_ address: String, _ title: String, _ lines: [String], _ date: Day) -> Feed.Entry {
        let link = settings.baseURL + address
        return Feed.Entry(
            id: link, link: link, title: title, content: .whole(lines.joined(separator: "\n")), published: date,
            updated: date)
    }

    /// One line a change: `▼ GMX – Jabber …: TLSv1.2 abgeschaltet`.
    private func lines(_ changes: Changes, withName: Bool) -> [String] {
        let words = ChangeFormatter(words: self.words)
        return changes.changes.map { change in
            let sentence = "\(words.direction(change.direction)): \(words.sentence(change))"
            return withName ? "\(change.name) – \(sentence)" : sentence
        }
    }

    var author: String { settings.author.isEmpty ? settings.baseURL : settings.author }
}

/// What a feed can be of.
enum FeedSubject: Hashable {
    case all
    /// By its slug.
    case tag(String)
    case table(String)
    case provider(String)
    case incidents

    /// The page that the feed tells of.
    func home(_ addresses: Addresses) -> String {
        switch self {
        case .all: addresses.home
        case .tag(let slug): addresses.tag(slug: slug)
        case .table(let name): addresses.table(name)
        case .provider(let id): addresses.provider(id)
        case .incidents: addresses.incidents
        }
    }

    func path(_ addresses: Addresses) -> String { "\(home(addresses))feed.xml" }
}
