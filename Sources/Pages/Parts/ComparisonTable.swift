import Comparison
import Content
import Model
import Templates

/// A comparison table, on its own page or in an article.
struct ComparisonTable: TemplateData {
    var id: String
    var title: String
    var caption: String
    var columns: [Column]
    var providerOrderHref: String?
    var isSortedByProvider: Bool
    var rows: [Row]
    var counts: [Count]
    var hasMixed: Bool
    var hasUnknown: Bool
    var hasStale: Bool
    var hasAbsent: Bool
    var mixedMark: String
    var unknownMark: String
    var absentMark: String
    var isTranscribed: Bool
    var wholeHref: String?

    static let schema = TemplateSchema<Self>(
        "comparison", "a comparison table, on its own page or in an article",
        [
            .text("table-id", "distinguishes the tables of a page") { $0.id },
            .text("table-title", "the table's title") { $0.title },
            .text("caption", "when, from where, and by which rules") { $0.caption },
            .list("columns", "the columns") { $0.columns },
            .text("provider-order-href", "the link to the rows by provider, if they can be sorted") {
                $0.providerOrderHref
            },
            .truth("provider-sorted", "whether the rows are sorted by provider") { $0.isSortedByProvider },
            .list("rows", "the providers") { $0.rows },
            .list("counts", "the sums below the columns; none where the table was transcribed") { $0.counts },
            .truth("is-empty", "whether there are no rows") { $0.rows.isEmpty },
            .truth("has-mixed", "whether a cell's servers differ") { $0.hasMixed },
            .truth("has-unknown", "whether a cell is not known") { $0.hasUnknown },
            .truth("has-stale", "whether a row is of an earlier snapshot") { $0.hasStale },
            .truth("has-absent", "whether a cell says that something is not there") { $0.hasAbsent },
            .text("mixed-mark", "the sign for what differs between servers") { $0.mixedMark },
            .text("unknown-mark", "the sign for what is not known") { $0.unknownMark },
            .text("absent-mark", "the sign for what is not there") { $0.absentMark },
            .truth("is-transcribed", "whether it was transcribed from a publication") { $0.isTranscribed },
            .text("whole-href", "in an article: the link to the table's own page") { $0.wholeHref },
        ])

    /// A column.
    struct Column: TemplateData {
        var name: String
        var title: String
        var isSorted: Bool
        var href: String?

        static let schema = TemplateSchema<Self>(
            "column", "a column of a table",
            [
                .text("column-name", "the column's key") { $0.name },
                .text("column-title", "its header") { $0.title },
                .truth("column-sorted", "whether the rows are sorted by it") { $0.isSorted },
                .text("column-href", "the link to the rows sorted by it, if they can be") { $0.href },
            ])
    }

    /// What is below a column.
    struct Count: TemplateData {
        var column: String
        var title: String
        var what: String?
        var lines: [String]

        static let schema = TemplateSchema<Self>(
            "sum of a column", "how many rows say yes in a column",
            [
                .text("count-column", "the column's key") { $0.column },
                .text("count-title", "the column's header") { $0.title },
                .text("count-what", "what is counted, `gültig`") { $0.what },
                .texts("count-lines", "a line for each service, or one: `MX: 17 von 30, 4 nicht messbar`") { $0.lines },
            ])
    }

    /// A provider.
    struct Row: TemplateData {
        var name: String
        var href: String?
        var stale: String?
        var reasons: [String]
        var cells: [Cell]

        static let schema = TemplateSchema<Self>(
            "row", "a provider in a table",
            [
                .text("row-name", "the provider's name") { $0.name },
                .text("row-stale", "of which date the row is, if of an earlier one") { $0.stale },
                .texts("row-reasons", "why several of its cells are not known, with the services concerned") {
                    $0.reasons
                },
                .text("row-href", "the link to the provider's page, if it has one") { $0.href },
                .list("cells", "the cells, in the order of the columns") { $0.cells },
            ])
    }

    /// A cell.
    struct Cell: TemplateData {
        var column: String
        var title: String
        var lines: [Line]

        static let schema = TemplateSchema<Self>(
            "cell", "a cell of a table",
            [
                .text("cell-column", "the column's key") { $0.column },
                .text("cell-title", "the column's header") { $0.title },
                .list("lines", "a line for each service, or one") { $0.lines },
            ])
    }

    /// A line of a cell.
    struct Line: TemplateData {
        var prefix: String
        var text: String
        var state: String
        var mark: String?
        var next: String?
        var why: String
        var lastText: String?
        var lastHref: String?
        var spoken: String?
        var title: String
        var href: String?

        static let schema = TemplateSchema<Self>(
            "line", "a line of a cell",
            [
                .text("line-prefix", "the service's label, `C2S: `") { $0.prefix },
                .text("line-text", "the value or a sign, `gültig`") { $0.text },
                .text(
                    "line-state",
                    "`good`, `plain`, `bad`, `absent`, `unknown`, `refused` or `not-applicable`"
                ) { $0.state },
                .text("line-mark", "`mixed-mark`, if servers differ") { $0.mark },
                .text("line-next", "which grade an announced profile will give, and from when, if it is another one") {
                    $0.next
                },
                .text("line-why", "why it is not known") { $0.why },
                .text("last-text", "what was known last, if it is not known now") { $0.lastText },
                .text("last-href", "the link to the evidence for that") { $0.lastHref },
                .text("line-spoken", "the meaning of a sign, with the label") { $0.spoken },
                .text("line-title", "the meaning of a sign") { $0.title },
                .text("line-href", "the link to the evidence") { $0.href },
            ])
    }
}

extension PageComposer {
    /// A comparison table's HTML. On its own page it is whole; elsewhere it links there.
    func html(
        of comparison: Comparison, links: Links, isWhole: Bool, order: RowOrder? = nil, orders: [RowOrder] = []
    ) -> [UInt8] {
        let date = comparison.snapshot.manifest.date
        let name = comparison.definition.name
        let lines = comparison.rows.flatMap(\.cells).flatMap(\.lines)
        let isTranscribed = comparison.snapshot.manifest.origin == .transcribed
        let isSortable = orders.contains(.provider)
        return rendered(
            ComparisonTable(
                id: "tabelle-\(name)-\(date)", title: title(of: comparison.definition),
                caption: caption(comparison),
                columns: comparison.columns.map { column in
                    ComparisonTable.Column(
                        name: column.rawValue, title: texts.header(column, transcribed: isTranscribed),
                        isSorted: order == .column(column),
                        href: orders.contains(.column(column))
                            ? links.page(addresses.sorted(name, column.rawValue)) : nil)
                },
                providerOrderHref: isSortable ? links.page(addresses.sorted(name, RowOrder.provider.name)) : nil,
                isSortedByProvider: isSortable && order == .provider,
                rows: comparison.rows.map { row($0, date, links) }, counts: counts(comparison),
                hasMixed: lines.contains(where: \.mixed),
                hasUnknown: lines.contains { $0.state == .unknown || $0.state == .refused },
                hasStale: comparison.rows.contains { $0.staleSince != nil },
                hasAbsent: lines.contains { $0.state == .absent }, mixedMark: texts[.mixedMark],
                unknownMark: texts[.unknown], absentMark: texts[.absent],
                isTranscribed: isTranscribed,
                wholeHref: isWhole ? nil : links.page(whole(comparison.definition, date))), expected: 16_384)
    }

    private func whole(_ table: TableDefinition, _ date: Day) -> String {
        let history = edition.tables.first { $0.definition.name == table.name }
        return history.map { tableAddress($0, date) } ?? addresses.table(table.name, date)
    }

    /// The foot of a table; empty where no column has a sum.
    private func counts(_ comparison: Comparison) -> [ComparisonTable.Count] {
        let definition = comparison.definition
        let sums = comparison.columns.map { ($0, comparison.counts($0)) }
        guard !comparison.rows.isEmpty, sums.contains(where: { !$0.1.isEmpty }) else { return [] }
        return sums.map { column, counts in
            ComparisonTable.Count(
                column: column.rawValue, title: texts.header(column),
                what: counts.isEmpty ? nil : counted(column, definition, on: comparison.snapshot.manifest.date),
                lines: counts.enumerated().map { place, count in
                    let label = column.isPerService ? definition.services[place].label : ""
                    return label.isEmpty
                        ? said(count) : texts.filled(.labelled, ["label": label, "value": said(count)])
                })
        }
    }

    /// `17 von 30, 4 nicht messbar`
    func said(_ count: ColumnCount) -> String {
        texts.filled(
            count.unknown > 0 ? .countedWithUnknown : .counted,
            ["count": "\(count.yes)", "total": "\(count.known)", "unknown": "\(count.unknown)"])
    }

    /// What is counted in a column: `gültig`, `A- oder besser`.
    func counted(_ column: TableDefinition.Column, _ table: TableDefinition, on date: Day) -> String {
        let words = texts[.counts, column.rawValue, fallback: column.rawValue]
        guard column == .grade else { return words }
        return Localization.fill(words, ["letter": self.words.gradeName(table.lowestGoodGrade(on: date))])
    }

    private func row(_ row: Comparison.Row, _ date: Day, _ links: Links) -> ComparisonTable.Row {
        let evidence = evidenceAddress(row.provider, row.staleSince ?? date)
        let (cells, reasons) = SharedReasons.taken(from: row.cells)
        return ComparisonTable.Row(
            name: row.name,
            href: content.providers[row.provider] == nil ? nil : links.page(addresses.provider(row.provider)),
            stale: row.staleSince.map { texts.filled(.staleRow, ["date": texts.longDate($0)]) },
            reasons: reasons.map { reason in
                let labels = reason.labels.joined(separator: ", ")
                return labels.isEmpty
                    ? reason.why : texts.filled(.labelled, ["label": labels, "value": reason.why])
            },
            cells: cells.map { cell in
                ComparisonTable.Cell(
                    column: cell.column.rawValue, title: texts.header(cell.column),
                    lines: cell.lines.filter { !$0.text.isEmpty }.map { line($0, row.provider, evidence, links) })
            })
    }

    /// A line of a cell with its links.
    func line(
        _ line: CellLine, _ provider: String, _ evidence: String, _ links: Links
    ) -> ComparisonTable.Line {
        let prefix = line.label.isEmpty ? "" : texts.filled(.labelled, ["label": line.label, "value": ""])
        return ComparisonTable.Line(
            prefix: prefix, text: line.text, state: line.state.rawValue,
            mark: line.mixed ? texts[.mixedMark] : nil,
            next: line.next.map {
                texts.filled(.nextGrade, ["date": texts.longDate($0.from), "grade": $0.text])
            }, why: line.why,
            lastText: line.last.map {
                texts.filled(.lastKnown, ["value": $0.text, "date": texts.longDate($0.date)])
            },
            lastHref: line.last.map { links.page(evidenceAddress(provider, $0.date), $0.anchor) },
            spoken: line.spoken.isEmpty ? nil : prefix + line.spoken, title: line.spoken,
            href: line.anchor.map { links.page(evidence, $0) })
    }

    /// When, from where, and by which rules.
    func caption(_ comparison: Comparison) -> String {
        let snapshot = comparison.snapshot.manifest
        var parts: [String] = []
        if let source = snapshot.source, snapshot.origin == .transcribed {
            parts.append(
                texts.filled(
                    .captionTranscribed, ["title": source.title, "date": texts.longDate(source.published)]))
            if let updated = source.updated {
                parts[0] += ", " + texts.filled(.captionUpdated, ["date": texts.longDate(updated)])
            }
        } else {
            parts.append(
                texts.filled(
                    snapshot.vantage.isEmpty ? .captionMeasuredOn : .captionMeasured,
                    ["date": texts.longDate(snapshot.date), "vantage": vantage(of: snapshot)]))
        }
        if comparison.columns.contains(.grade), let profile = comparison.definition.profile(on: snapshot.date) {
            let now = texts.filled(.captionProfile, ["profile": profile.name])
            let next = comparison.definition.announced(on: snapshot.date).map {
                texts.filled(.captionAnnounced, ["date": texts.longDate($0.from), "profile": $0.profile.name])
            }
            parts.append(snapshot.origin == .measured ? [now, next].compactMap(\.self).joined(separator: ", ") : now)
        }
        return parts.map { "\($0)." }.joined(separator: " ")
    }
}
