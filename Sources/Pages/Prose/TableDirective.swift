import Comparison
import Content
import Grading
import Markdown
import Model
import Text
import YAML

extension ProseHandlers {
    /// A fenced block `table`: a comparison table with a name and a date.
    func table(_ directive: Directive) -> MarkdownHandlers.Answer {
        let reader = YAMLValidator(file: file, firstLine: directive.firstLine)
        guard let node = reader.mapping(directive.text, keys: ["name", "date", "rows", "columns"]) else {
            return .fails(reader.diagnostics)
        }
        let html = comparison(node)
        return reader.diagnostics.isEmpty ? .renders(html ?? []) : .fails(reader.diagnostics)
    }

    /// The table's HTML; `nil` where something is wrong and said, or was said when the table's own file was read.
    private func comparison(_ node: YAMLMapping) -> [UInt8]? {
        let content = composer.content
        guard let name = node.requiredString("name") else { return nil }
        let columns = node.has("columns") ? SiteReader.columns(node) : nil
        guard let table = composer.edition.tables.first(where: { $0.definition.name == name }) else {
            if !content.broken.contains("content/tables/\(name).yaml") {
                node.report(
                    "name", .noSuchTable, "unknown table '\(node.reader.excerpt(name))'",
                    hint: Suggestion.hint(for: name, among: content.tables.keys))
            }
            return nil
        }
        let rows = rows(node)
        guard let snapshot = snapshot(node, of: table) else { return nil }
        let comparison = Comparison(
            table.definition, snapshot: snapshot, providers: content.providers, texts: composer.texts,
            chronicle: composer.chronicle, rows: rows, columns: columns)
        return composer.html(of: comparison, links: links, isWhole: false)
    }

    private func rows(_ node: YAMLMapping) -> [String]? {
        guard node.has("rows") else { return nil }
        let known = Set(composer.content.providers.keys).union(composer.content.snapshots.flatMap(\.providers.keys))
        return node.placedStrings("rows").compactMap { id, place in
            if known.contains(id) { return id }
            if !composer.content.broken.contains("content/providers/\(id).md"), !composer.content.leavesOut(id) {
                node.reader.report(
                    at: place, .noSuchProvider, "unknown provider '\(node.reader.excerpt(id))'",
                    hint: Suggestion.hint(for: id, among: known))
            }
            return nil
        }
    }

    private func snapshot(_ node: YAMLMapping, of table: TableHistory) -> Snapshot? {
        let dates = table.entries.map(\.date.description)
        if !node.has("date") || node.string("date") == "latest" {
            if table.entries.isEmpty, !composer.content.snapshots.contains(where: { !$0.leftOut.isEmpty }) {
                node.report("date", .noSuchSnapshot, "the table has no snapshot", hint: "run pruefstand scan first")
            }
            return table.entries.last?.snapshot
        }
        guard let date = node.day("date") else { return nil }
        if let entry = table.entry(on: date) { return entry.snapshot }
        if !composer.content.broken.contains("content/snapshots/\(date)"), !composer.content.leavesOut(on: date) {
            node.report(
                "date", .noSuchSnapshot, "the table has no snapshot of \(date)",
                hint: Suggestion.hint(for: "\(date)", among: dates))
        }
        return nil
    }
}

extension PageComposer {
    /// By which profile a service is graded where no table says so: that of the first table which grades it, in the
    /// order of names.
    func profile(for service: Service, on day: Day) -> Profile? {
        grading(service)?.profile(on: day) ?? Profile.all.first
    }

    /// The first table that grades a service, in the order of names.
    func grading(_ service: Service) -> TableDefinition? {
        edition.tables.lazy.map(\.definition).first { table in
            table.columns.contains(.grade) && table.services.contains { $0.service == service }
        }
    }
}
