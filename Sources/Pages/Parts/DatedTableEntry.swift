import Comparison
import Model
import Templates

/// A date of a table in a list.
struct DatedTableEntry: TemplateData {
    var href: String?
    var text: String
    var day: String
    var iso: String
    var changes: String
    var changesHref: String?

    static let schema = TemplateSchema<Self>(
        "date of a table", "a date that the table can be seen of",
        [
            .text("date-href", "the link to the table of that date, if it is published") { $0.href },
            .text("date-text", "the date in words") { $0.text },
            .text("date-day", "the day of the month") { $0.day },
            .text("date-iso", "the date, `2014-07-29`") { $0.iso },
            .text("date-changes", "how much changed since the date before, in words") { $0.changes },
            .text("date-changes-href", "the link to what changed") { $0.changesHref },
        ])
}

extension PageComposer {
    /// A date of a table.
    func dateEntry(_ table: TableHistory, _ entry: TableHistory.Entry, _ links: Links) -> DatedTableEntry {
        let (name, date) = (table.definition.name, entry.date)
        var data = DatedTableEntry(
            href: published.publishes(entry) ? links.page(addresses.table(name, date)) : nil,
            text: texts.longDate(date), day: "\(date.day)",
            iso: "\(date)", changes: "")
        if let place = table.place(of: date), hasChangesPage(table, at: place) {
            let before = table.entries[place - 1].date
            data.changes = changeCount(table.changes(chronicle, from: before, to: date))
            data.changesHref = links.page(addresses.changes(name, date))
        }
        return data
    }

    /// The dates on which something changed last, newest first.
    func newestDates(of table: TableHistory, _ links: Links) -> [DatedTableEntry] {
        table.entries.reversed().lazy.filter(\.isChanged).prefix(12).map { dateEntry(table, $0, links) }
    }
}
