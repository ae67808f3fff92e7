import Content
import Model
import Templates

/// The home page, or one that goes on where it ends.
struct HomePage: TemplateData {
    var isFirst: Bool
    var title: String
    var matrix: GradeMatrix?
    var changes: HomeChanges?
    /// Those that still last.
    var incidents: [IncidentEntry] = []
    var articles: [RenderedEntry]
    var tables: [TableEntry]
    var years: [Year]
    var providersHref: String?
    var selectionHref: String?
    var newerHref: String?
    var olderHref: String?

    /// A year that has articles.
    struct Year: TemplateData {
        var href: String
        var text: String
        var count: Int

        static let schema = TemplateSchema<Self>(
            "year with articles", "a year that has articles",
            [
                .text("year-href", "the link to its page") { $0.href },
                .text("year-text", "the year") { $0.text },
                .text("year-count", "how many articles it has") { "\($0.count)" },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "home", "the home page and those that continue it",
        [
            .truth("is-first", "whether this is the home page itself") { $0.isFirst },
            .text("title", "the page's heading") { $0.title },
            .one("matrix", "the providers with their grades, on the first page and where one was measured") {
                $0.matrix
            },
            .one("newest-changes", "what changed last, on the first page and where something did") { $0.changes },
            .list("open-incidents", "the incidents that still last, on the first page") { $0.incidents },
            .list("articles", "the articles, newest first") { $0.articles },
            .list("tables", "the tables with something measured") { $0.tables.filter { !$0.isTranscribed } },
            .list("archived-tables", "the tables of what was taken over from publications") {
                $0.tables.filter(\.isTranscribed)
            },
            .list("years", "the years that have articles") { $0.years },
            .text("providers-href", "on the first page: the link to the list of all providers") { $0.providersHref },
            .text(
                "selection-href", "on the first page: the link to all providers beside each other, if two were measured"
            ) { $0.selectionHref },
            .text("newer-href", "the link to the page with newer articles") { $0.newerHref },
            .text("older-href", "the link to the page with older articles") { $0.olderHref },
        ])
}

extension PageComposer {
    /// The home page and those that go on where it ends: every post with its day and month beside it, its tags under it.
    func home() -> [DeferredPage] {
        let size = max(1, settings.pageSize)
        let count = homePages(of: edition)
        return (1...count).map { number in
            DeferredPage { homePage(number, of: count, edition.articles.dropFirst((number - 1) * size).prefix(size)) }
        }
    }

    private func homePages(of edition: LocalizedSite) -> Int {
        let size = max(1, settings.pageSize)
        return max(1, (edition.articles.count + size - 1) / size)
    }

    private func homePage(_ number: Int, of count: Int, _ articles: ArraySlice<Article>) -> Page {
        let address = addresses.home(page: number)
        let links = Links(from: address)
        let name = settings.title[edition.language] ?? ""
        let title = number == 1 ? name : texts.filled(.homePageTitle, ["number": "\(number)", "count": "\(count)"])
        var data = HomePage(
            isFirst: number == 1, title: title, articles: entries(articles, links), tables: tableEntries(links),
            years: years(links))
        if number == 1 {
            data.matrix = matrixOfMeasured(links)
            data.changes = newestChanges(links)
            data.incidents = openIncidents(links)
            data.providersHref = links.page(addresses.providers)
            data.selectionHref = selectionHref(links)
        }
        if number > 1 { data.newerHref = links.page(addresses.home(page: number - 1)) }
        if number < count { data.olderHref = links.page(addresses.home(page: number + 1)) }
        return page(
            address, data, title: title,
            description: number == 1 ? settings.description[edition.language] ?? "" : "",
            source: "content/site.yaml", modified: articles.map(\.modified).max(),
            translated: { other in
                number <= homePages(of: other) ? other.addresses.home(page: number) : nil
            })
    }

    /// The years that have posts, with how many.
    private func years(_ links: Links) -> [HomePage.Year] {
        edition.index.years.map { year in
            HomePage.Year(
                href: links.page(addresses.year(year.year)), text: "\(year.year)",
                count: year.months.reduce(0) { $0 + $1.articles.count })
        }
    }
}
