import Content
import Model
import Templates

/// The articles of a year by month, or those of a month.
struct ArchivePage: TemplateData {
    var title: String
    var months: [Month] = []
    var articles: [RenderedEntry] = []
    var yearHref: String?
    var yearText: String?

    /// A month of a year.
    struct Month: TemplateData {
        var href: String
        var text: String
        var id: String
        var articles: [ArticleEntry]

        static let schema = TemplateSchema<Self>(
            "month of a year", "a month that has articles",
            [
                .text("month-href", "the link to its page") { $0.href },
                .text("month-text", "the month's name") { $0.text },
                .text("month-id", "the month's number") { $0.id },
                .list("articles", "its articles, newest first") { $0.articles },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "archive", "the articles of a year or of a month",
        [
            .text("title", "the page's heading") { $0.title },
            .list("months", "of a year: the months that have articles") { $0.months },
            .list("articles", "of a month: its articles, newest first") { $0.articles },
            .text("year-href", "of a month: the link to its year") { $0.yearHref },
            .text("year-text", "of a month: its year") { $0.yearText },
        ])
}

extension PageComposer {
    /// A page for each year and one for each month that has posts.
    func archives() -> [DeferredPage] {
        edition.index.years.flatMap { year -> [DeferredPage] in
            [DeferredPage { yearPage(year) }] + year.months.map { month in DeferredPage { monthPage(month) } }
        }
    }

    private func yearPage(_ year: ArticleIndex.Year) -> Page {
        let address = addresses.year(year.year)
        let links = Links(from: address)
        let title = texts.filled(.archiveTitle, ["period": "\(year.year)"])
        let months = year.months.map { month in
            ArchivePage.Month(
                href: links.page(addresses.month(month.year, month.month)), text: texts.month(month.month),
                id: "\(month.month)", articles: month.articles.map { entry($0, links) })
        }
        return page(
            address, ArchivePage(title: title, months: months), title: title, source: "content/articles",
            modified: year.months.flatMap(\.articles).map(\.modified).max(),
            translated: { $0.index.year(year.year) == nil ? nil : $0.addresses.year(year.year) })
    }

    private func monthPage(_ month: ArticleIndex.Month) -> Page {
        let address = addresses.month(month.year, month.month)
        let links = Links(from: address)
        let period = texts.filled(.monthOfYear, ["month": texts.month(month.month), "year": "\(month.year)"])
        let title = texts.filled(.archiveTitle, ["period": period])
        let data = ArchivePage(
            title: title, articles: entries(month.articles, links), yearHref: links.page(addresses.year(month.year)),
            yearText: "\(month.year)")
        return page(
            address, data, title: title, source: "content/articles", modified: month.articles.map(\.modified).max(),
            translated: { other in
                other.index.year(month.year)?.months.contains { $0.month == month.month } == true
                    ? other.addresses.month(month.year, month.month) : nil
            })
    }
}
