import Comparison
import Content
import Model
import Templates

/// What stands at the permanent address of a table's date on which nothing was new: the date whose rows it confirms.
struct ConfirmationPage: TemplateData {
    var title: String
    var text: String
    var wholeHref: String
    var wholeText: String
    var measurementHref: String

    static let schema = TemplateSchema<Self>(
        "confirmation", "a table on a date on which all its rows were as on an earlier one",
        [
            .text("title", "the table's title with its date") { $0.title },
            .text("text", "that all is as it was, and when that was") { $0.text },
            .text("whole-href", "the link to the table that shows the same") { $0.wholeHref },
            .text("whole-text", "that table's title with its date") { $0.wholeText },
            .text("measurement-href", "the link to the measurement of the date") { $0.measurementHref },
        ])
}

extension PageComposer {
    /// - Parameter whole: the date whose page shows the same rows.
    func confirmation(_ table: TableHistory, _ entry: TableHistory.Entry, of whole: Day) -> Page {
        let (name, date) = (table.definition.name, entry.date)
        let address = addresses.table(name, date)
        let links = Links(from: address)
        func title(_ date: Day) -> String {
            texts.filled(.tableTitle, ["title": self.title(of: table.definition), "date": texts.longDate(date)])
        }
        let data = ConfirmationPage(
            title: title(date),
            text: texts.filled(.confirmation, ["date": texts.longDate(date), "whole": texts.longDate(whole)]),
            wholeHref: links.page(addresses.table(name, whole)), wholeText: title(whole),
            measurementHref: links.page(addresses.measurement(date)))
        var page = page(
            address, data, title: data.title, source: table.definition.file, modified: date,
            translated: { $0.addresses.table(name, date) })
        page.isListed = false
        return page
    }
}
