import Templates

/// A table that an editor wrote as CSV.
struct HandWrittenTable: TemplateData {
    var caption: String
    var headers: [HeaderCell]
    var rows: [Row]

    struct Row: TemplateData {
        var name: String?
        var fields: [Field]

        static let schema = TemplateSchema<Self>(
            "row of a table in prose", "a row of a table that an editor wrote",
            [
                .text("row-name", "the first field, which names the row") { $0.name },
                .list("fields", "the other fields") { $0.fields },
            ])
    }

    struct Field: TemplateData {
        var title: String
        var text: String

        static let schema = TemplateSchema<Self>(
            "field of a table in prose", "a field of such a row",
            [
                .text("field-title", "the header of its column") { $0.title },
                .text("field-text", "what it holds") { $0.text },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "csv", "a fenced block `csv` of an article",
        [
            .text("caption", "says that the table is written by hand") { $0.caption },
            .list("headers", "the first row") { $0.headers },
            .list("rows", "the other rows") { $0.rows },
        ])

    /// - Parameter rows: the first holds the headers, the first field of a row names it.
    init(_ rows: [[String]], caption: String) {
        self.caption = caption
        headers = (rows.first ?? []).map { HeaderCell(text: $0) }
        self.rows = rows.dropFirst().map { row in
            Row(
                name: row.first,
                fields: zip(rows.first ?? [], row).dropFirst().map { Field(title: $0, text: $1) })
        }
    }
}

/// A header of a table.
struct HeaderCell: TemplateData {
    var text: String

    static let schema = TemplateSchema<Self>(
        "header of a table", "the header of a column",
        [.text("header-text", "the header") { $0.text }])
}
