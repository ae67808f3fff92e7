import Comparison
import Content
import Model
import Templates

/// The dates of a year on which a table was measured.
struct DatesPage: TemplateData {
    var title: String
    var latestHref: String
    /// Newest first.
    var months: [Month]

    static let schema = TemplateSchema<Self>(
        "dates", "the dates of a year on which a table was measured",
        [
            .text("title", "the page's heading") { $0.title },
            .text("latest-href", "the link to the newest state of the table") { $0.latestHref },
            .list("months", "the months in which it was measured, newest first") { $0.months },
        ])

    /// A month.
    struct Month: TemplateData {
        var text: String
        var id: String
        var changed: [DatedTableEntry]
        var unchanged: [DatedTableEntry]

        static let schema = TemplateSchema<Self>(
            "month of a table", "a month in which the table was measured",
            [
                .text("month-text", "the month's name") { $0.text },
                .text("month-id", "the month's number") { $0.id },
                .list("changed", "the dates on which something changed, newest first") { $0.changed },
                .list("unchanged", "the dates on which all was as before, oldest first") { $0.unchanged },
            ])
    }
}

extension PageComposer {
    /// The years in which a table was measured, newest first.
    /// - Parameter year: only this one; `nil` for all.
    func years(of table: TableHistory, for year: Int?, _ links: Links) -> [TablePage.Year] {
        table.years.filter { year == nil || $0 == year }.map {
            TablePage.Year(href: links.page(addresses.dates(table.definition.name, $0)), text: "\($0)")
        }
    }

    /// A page for each year in which a table was measured.
    func yearsOfDates(_ table: TableHistory) -> [DeferredPage] {
        table.years.map { year in DeferredPage { datesPage(table, year) } }
    }

    private func datesPage(_ table: TableHistory, _ year: Int) -> Page {
        let name = table.definition.name
        let address = addresses.dates(name, year)
        let links = Links(from: address)
        let title = texts.filled(.datesTitle, ["title": self.title(of: table.definition), "year": "\(year)"])
        let entries = table.entries.filter { $0.date.year == year }
        let months = entries.map(\.date.month).unique.reversed().map { month in
            let own = entries.filter { $0.date.month == month }
            return DatesPage.Month(
                text: texts.month(month), id: "\(month)",
                changed: own.reversed().filter(\.isChanged).map { dateEntry(table, $0, links) },
                unchanged: own.filter { !$0.isChanged }.map { dateEntry(table, $0, links) })
        }
        var page = page(
            address, DatesPage(title: title, latestHref: links.page(addresses.table(name)), months: months),
            title: title, source: table.definition.file, modified: entries.last?.date,
            translated: { $0.addresses.dates(name, year) })
        page.feed = .table(name)
        return page
    }
}

extension TableHistory {
    /// The years that it has dates in, newest first.
    fileprivate var years: [Int] { entries.map(\.date.year).unique.reversed() }
}
