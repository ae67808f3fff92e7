import Comparison
import Content
import Markdown
import Model
import Text

/// The body of an article about a column of a table: how many say yes for each service, as claims that each build
/// compares with the measurement, with charts and the table itself.
struct CountsDraft {
    let text: String

    /// - Throws: a diagnostic where no table with a measurement counts the column.
    init(about name: String, in language: String, _ content: SiteContent) throws(Diagnostics) {
        let composer = Composition(content, RenderOptions()).composer(language)
        let known = TableDefinition.Column.allCases.filter(\.isCounted)
        guard let column = known.first(where: { $0.rawValue == name }) else {
            throw Self.fault(
                .unknownColumn, "'\(name)' is not a column whose values are counted",
                Suggestion.hint(for: name, among: known.map(\.rawValue)))
        }
        let tables = composer?.edition.tables.filter { $0.definition.columns.contains(column) } ?? []
        let dated = tables.compactMap { table in
            table.entries.last { $0.snapshot.manifest.origin == .measured }.map { (table, $0) }
        }
        guard let composer, let (table, newest) = dated.first else {
            throw Self.fault(
                .noSuchTable, "no table with the column '\(name)' has a measurement",
                tables.isEmpty
                    ? "add a table with columns: [\(name)] in content/tables" : "run pruefstand scan first")
        }
        text = Self.lines(column, table, on: newest.date, composer).joined(separator: "\n")
    }

    private static func lines(
        _ column: TableDefinition.Column, _ table: TableHistory, on date: Day, _ composer: PageComposer
    ) -> [String] {
        let texts = composer.texts
        let definition = table.definition
        let values = [
            "date": texts.longDate(date), "column": composer.words.name(of: column),
            "what": composer.counted(column, definition, on: date),
        ]
        var lines = [MarkdownText.escaped(texts.filled(.draftCounts, values)), ""]
        for counted in composer.counted(column, in: definition) {
            let count = composer.count(counted, definition, on: date)
            let unknown = count.unknown > 0 ? [texts.filled(.draftUnknown, ["count": "\(count.unknown)"])] : []
            let said = (claim(counted, table, on: date, composer).map { [$0] } ?? []) + unknown
            guard !said.isEmpty else { continue }
            lines.append("- **\(MarkdownText.escaped(counted.label))**: \(said.joined(separator: ", "))")
        }
        let chart = ["```chart", "kind: counts", "table: \(definition.name)", "column: \(column.rawValue)"]
        lines += [""] + chart + ["date: \(date)", "```", ""]
        if table.entries.count(where: { $0.snapshot.manifest.origin == .measured }) > 1 {
            lines += chart + ["```", ""]
        }
        return lines + [
            "```table", "name: \(definition.name)", "date: \(date)", "columns: [\(column.rawValue)]", "```",
        ]
    }

    /// `[17 von 30](finding:2026-11-29/transport/imap/post-quantum)`; `nil` where nothing is known.
    private static func claim(
        _ counted: PageComposer.CountedColumn, _ table: TableHistory, on date: Day, _ composer: PageComposer
    ) -> String? {
        var path = ClaimPath(subject: table.definition.name, column: counted.column.rawValue)
        path.date = date
        path.service = counted.service?.service.rawValue
        guard let value = try? composer.values(of: path).last, value.isKnown else { return nil }
        return "[\(MarkdownText.escaped(value.text))](\(path.target))"
    }

    private static func fault(_ rule: Diagnostic.Rule, _ message: String, _ hint: String) -> Diagnostics {
        Diagnostics([Diagnostic(file: "content/tables", rule: rule, message: message, hint: hint)])
    }
}
