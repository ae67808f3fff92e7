import Content
import Model
import Templates

/// A table that no snapshot can fill yet: what it will show, and which tables have something to show.
struct UnmeasuredPage: TemplateData {
    var title: String
    var columns: [Column]
    var services: String
    var tables: [TableEntry]
    var methodHref: String

    /// A column that it will have.
    struct Column: TemplateData {
        var title: String

        static let schema = TemplateSchema<Self>(
            "column to come", "a column of a table without a snapshot",
            [.text("column-title", "the column's header") { $0.title }])
    }

    static let schema = TemplateSchema<Self>(
        "unmeasured", "a table without a snapshot",
        [
            .text("title", "the table's title") { $0.title },
            .list("columns", "the columns that it will have") { $0.columns },
            .text("services", "the labels of its services, `MX, IMAP`") { $0.services },
            .list("tables", "the tables that have a snapshot") { $0.tables },
            .text("method-href", "the link to the page about grading") { $0.methodHref },
        ])
}

extension PageComposer {
    /// The page of a table that no snapshot can fill yet.
    func unmeasured(_ table: TableDefinition) -> Page {
        let address = addresses.table(table.name)
        let links = Links(from: address)
        let title = title(of: table)
        let data = UnmeasuredPage(
            title: title, columns: table.columns.map { UnmeasuredPage.Column(title: texts.header($0)) },
            services: table.services.map(\.label).filter { !$0.isEmpty }.joined(separator: ", "),
            tables: tableEntries(links), methodHref: links.page(addresses.method))
        return page(
            address, data, title: title, description: texts[.unmeasured], source: table.file,
            translated: { $0.addresses.table(table.name) })
    }
}
