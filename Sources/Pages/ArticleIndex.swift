import Content
import Model
import Text

/// One language's articles sorted out once, for every page that lists some of them.
struct ArticleIndex: Sendable {
    /// Every tag once, under the spelling of its newest article, in the order of their slugs.
    let tags: [Tag]
    /// Newest first.
    let years: [Year]
    /// Tags that came to the page of another one and are no other spelling of it: `C++` to `C`'s.
    let clashes: [Clash]
    private let tagOfSlug: [String: Int]
    /// As it is spelled in any article → slug.
    private let slugs: [String: String]
    private let articles: [Article]
    /// What only links to other articles and translations ask for; a site without them never makes it.
    private let byAddress = Memo<All, [Key: Article]>()
    private let byFile = Memo<All, [String: Article]>()
    private let places = Memo<All, [ObjectIdentifier: Int]>()

    /// A tag and its articles, newest first.
    struct Tag: Sendable {
        var slug: String
        var name: String
        var articles: [Article]
    }

    /// Two tags whose page is the same one.
    struct Clash: Sendable {
        var file: String
        var tag: String
        var other: String
    }

    /// A year's articles by month, both newest first.
    struct Year: Sendable {
        var year: Int
        var months: [Month]
    }

    struct Month: Sendable {
        var year: Int
        var month: Int
        var articles: [Article]
    }

    private struct Key: Hashable, Sendable {
        var date: Day
        var slug: String
    }

    private enum All { case articles }

    /// - Parameter articles: newest first.
    init(_ articles: [Article]) {
        var tags: [Tag] = []
        var clashes: [Clash] = []
        /// As it is spelled, and its slug → its tag's place.
        var places: [String: Int] = [:]
        var years: [Year] = []
        for article in articles {
            for name in article.tags {
                let isNew = places[name] == nil
                let place = places[name] ?? Self.place(ofTag: name, in: &tags, &places)
                if isNew, Self.symbols(name) != Self.symbols(tags[place].name) {
                    clashes.append(Clash(file: article.file, tag: name, other: tags[place].name))
                }
                tags[place].articles.append(article)
            }
            let date = article.date
            if years.last?.year != date.year { years.append(Year(year: date.year, months: [])) }
            let year = years.count - 1
            if years[year].months.last?.month != date.month {
                years[year].months.append(Month(year: date.year, month: date.month, articles: []))
            }
            years[year].months[years[year].months.count - 1].articles.append(article)
        }
        self.years = years
        self.articles = articles
        slugs = places.mapValues { tags[$0].slug }
        tags.sort { $0.slug < $1.slug }
        self.tags = tags
        self.clashes = clashes
        tagOfSlug = Dictionary(tags.indices.map { (tags[$0].slug, $0) }) { first, _ in first }
    }

    /// The place of a tag that is spelled so for the first time: that of its slug, or a new one.
    private static func place(ofTag name: String, in tags: inout [Tag], _ places: inout [String: Int]) -> Int {
        let slug = Slug.make(tag: name)
        let place = places[slug] ?? tags.count
        if place == tags.count { tags.append(Tag(slug: slug, name: name, articles: [])) }
        places[slug] = place
        places[name] = place
        return place
    }

    /// What an address leaves out of a tag, but for what only stands between words.
    private static func symbols(_ name: String) -> String {
        name.filter { !$0.isLetter && !$0.isNumber && !$0.isWhitespace && !"-_.'’+#".contains($0) }
    }

    func slug(ofTag name: String) -> String { slugs[name] ?? Slug.make(tag: name) }

    func tag(slug: String) -> Tag? { tagOfSlug[slug].map { tags[$0] } }

    func article(date: Day, slug: String) -> Article? {
        let all = byAddress.value(.articles) {
            Dictionary(articles.map { (Key(date: $0.date, slug: $0.slug), $0) }) { first, _ in first }
        }
        return all[Key(date: date, slug: slug)]
    }

    func article(file: String) -> Article? {
        byFile.value(.articles) { Dictionary(articles.map { ($0.file, $0) }) { first, _ in first } }[file]
    }

    /// The articles before and after one, by their dates.
    func neighbours(of article: Article) -> (older: Article?, newer: Article?) {
        let all = places.value(.articles) {
            Dictionary(articles.indices.map { (ObjectIdentifier(articles[$0]), $0) }) { first, _ in first }
        }
        guard let place = all[ObjectIdentifier(article)] else { return (nil, nil) }
        return (
            place + 1 < articles.count ? articles[place + 1] : nil, place > 0 ? articles[place - 1] : nil
        )
    }

    func year(_ year: Int) -> Year? { years.first { $0.year == year } }
}
