import Templates

/// A chart with its title and the table of the same data.
struct Drawing: TemplateData {
    var id: String
    var title: String
    var svg: [UInt8]
    var headers: [HeaderCell]
    var rows: [Row]

    struct Row: TemplateData {
        var name: String?
        var fields: [Field]

        static let schema = TemplateSchema<Self>(
            "row of a chart's table", "a row of a chart's table",
            [
                .text("row-name", "the first field, which names the row") { $0.name },
                .list("fields", "the other fields") { $0.fields },
            ])
    }

    struct Field: TemplateData {
        var text: String

        static let schema = TemplateSchema<Self>(
            "field of a chart's table", "a field of such a row",
            [.text("field-text", "what it holds") { $0.text }])
    }

    static let schema = TemplateSchema<Self>(
        "drawing", "a chart on a page of a provider, a table or an article",
        [
            .text("drawing-id", "distinguishes the charts of a page") { $0.id },
            .text("drawing-title", "what it shows") { $0.title },
            .html("drawingHTML", "the `<svg>` element") { $0.svg },
            .list("headers", "the headers of the table of its data") { $0.headers },
            .list("rows", "the rows of that table") { $0.rows },
        ])

    /// - Parameter table: the first row holds the headers; empty for none.
    init(svg: String, id: String, title: String, table: [[String]]) {
        self.id = id
        self.title = title
        self.svg = Array(svg.utf8)
        headers = (table.first ?? []).map { HeaderCell(text: $0) }
        rows = table.dropFirst().map { row in
            Row(name: row.first, fields: row.dropFirst().map { Field(text: $0) })
        }
    }

    init(_ chart: Chart) {
        self.init(svg: chart.svg, id: chart.id, title: chart.title, table: chart.table)
    }
}
