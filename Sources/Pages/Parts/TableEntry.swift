import Content
import Model
import Templates

/// A table in a list, with the date of what it shows.
struct TableEntry: TemplateData {
    var title: String
    var href: String
    var date: String?
    var dateLong: String?
    var isTranscribed = false

    static let schema = TemplateSchema<Self>(
        "table in a list", "a table with the date of what it shows",
        [
            .text("table-title", "the table's title") { $0.title },
            .text("table-href", "the link to its page") { $0.href },
            .text("table-date", "the date of its snapshot, `2014-07-29`, if it is not always the newest") { $0.date },
            .text("table-date-long", "the same in words") { $0.dateLong },
            .truth("table-transcribed", "whether it was never measured, but taken over from a publication") {
                $0.isTranscribed
            },
        ])
}

extension PageComposer {
    /// The tables with their newest dates.
    func tableEntries(_ links: Links) -> [TableEntry] {
        edition.tables.compactMap { table in
            guard let newest = table.entries.last?.date else { return nil }
            return TableEntry(
                title: title(of: table.definition), href: links.page(addresses.table(table.definition.name)),
                date: "\(newest)", dateLong: texts.longDate(newest),
                isTranscribed: table.entries.allSatisfy { $0.snapshot.manifest.origin == .transcribed })
        }
    }

    func title(of table: TableDefinition) -> String { table.title[edition.language] ?? table.name }
}
