import Comparison
import Content
import Model

/// Drawings of how many of a table's providers say yes in its columns.
extension PageComposer {
    /// A column, or a service of it.
    struct CountedColumn {
        var column: TableDefinition.Column
        var service: TableDefinition.ServiceLabel?
        var label: String
    }

    /// What the foot of a table's newest page shows over time: the columns about providers, and the grades.
    func countedColumns(_ table: TableDefinition) -> [CountedColumn] {
        table.columns.filter { $0.isCounted && (!$0.isPerService || $0 == .grade) }.flatMap { counted($0, in: table) }
    }

    /// A column with its services, each by its label; by the column's name where it has none.
    func counted(_ column: TableDefinition.Column, in table: TableDefinition) -> [CountedColumn] {
        guard column.isPerService else {
            return [CountedColumn(column: column, label: words.name(of: column))]
        }
        return table.services.map { labelled in
            CountedColumn(
                column: column, service: labelled,
                label: labelled.label.isEmpty
                    ? texts[.services, labelled.service.rawValue, fallback: labelled.service.rawValue] : labelled.label)
        }
    }

    /// `Verschlüsselung der E-Mail-Dienste: IPv6`
    func countsTitle(_ table: TableDefinition, _ column: TableDefinition.Column) -> String {
        texts.filled(.countsTitle, ["table": title(of: table), "what": words.name(of: column)])
    }

    /// Bars over time; `nil` where there are not two dates, or nothing is known on any. Dates of publications are left
    /// out: they counted by other columns.
    func countsDrawing(_ table: TableHistory, _ columns: [CountedColumn], title: String, id: String) -> Chart? {
        let dates = Self.drawn(table.entries.filter { $0.snapshot.manifest.origin == .measured }.map(\.date))
        guard dates.count > 1, !columns.isEmpty else { return nil }
        let counts = dates.map { date in columns.map { count($0, table.definition, on: date) } }
        guard counts.joined().contains(where: { $0.known > 0 }) else { return nil }
        let width = 1 / Double(dates.count)
        let rows = columns.enumerated().map { place, column -> Chart.Row in
            let parts = counts.enumerated().compactMap { at, sums -> Chart.Part? in
                guard sums[place].yes > 0 else { return nil }
                return Chart.Part(
                    start: Double(at) * width, end: (Double(at) + 0.92) * width, height: sums[place].share,
                    state: "good")
            }
            return Chart.Row(label: column.label, parts: parts, total: counts.last.map { of($0[place]) } ?? "")
        }
        let lines = zip(dates, counts).map { date, sums in [texts.longDate(date)] + sums.map(said) }
        let values = ["from": texts.longDate(dates[0]), "to": texts.longDate(dates[dates.count - 1])]
        return Chart(
            id: id, title: title, summary: texts.filled(.countsSummary, values), rows: rows,
            ticks: Chart.ticks(dates.map(\.description)),
            table: [[texts[.csvDate]] + columns.map { heading($0, table.definition, on: dates[dates.count - 1]) }]
                + lines)
    }

    /// One bar for each service of a column, on one date: yes, no, and what could not be measured.
    func countsDrawing(
        _ table: TableDefinition, _ columns: [CountedColumn], on date: Day, title: String, id: String
    ) -> Chart? {
        let counts = columns.map { count($0, table, on: date) }
        let most = counts.map { $0.known + $0.unknown }.max() ?? 0
        guard most > 0 else { return nil }
        let rows = zip(columns, counts).map { column, count -> Chart.Row in
            var start = 0.0
            let widths = [("good", count.yes), ("plain", count.known - count.yes), ("unknown", count.unknown)]
            let parts = widths.filter { $0.1 > 0 }.map { state, number in
                let end = start + Double(number) / Double(most)
                defer { start = end }
                return Chart.Part(start: start, end: end, state: state, text: "\(number)")
            }
            return Chart.Row(label: column.label, parts: parts, total: of(count))
        }
        let what = columns.first.map { counted($0.column, table, on: date) } ?? ""
        let lines = zip(columns, counts).map { column, count in
            [column.label, "\(count.yes)", "\(count.known - count.yes)", "\(count.unknown)"]
        }
        return Chart(
            id: id, title: title,
            summary: texts.filled(.countsSummaryOfDate, ["date": texts.longDate(date)]), rows: rows,
            ticks: Chart.ticks((0...most).map { "\($0)" }) { Double($0) / Double(most) },
            table: [["", what, texts[.countsOthers], texts[.countsUnknown]]] + lines)
    }

    /// `17/30`: words would not fit beside a bar.
    private func of(_ count: ColumnCount) -> String { "\(count.yes)/\(count.known)" }

    private func heading(_ column: CountedColumn, _ table: TableDefinition, on date: Day) -> String {
        texts.filled(.labelled, ["label": column.label, "value": counted(column.column, table, on: date)])
    }

    /// The same as the foot of the table of that date.
    func count(_ column: CountedColumn, _ table: TableDefinition, on date: Day) -> ColumnCount {
        let question = CellKey(column.column, of: column.service?.service, in: table.name)
        return chronicle.histories.reduce(into: ColumnCount()) { sum, entry in
            let history = entry.value
            guard table.hasRow(entry.key), history.dates.hasSorted(date), history.answers(table) else { return }
            guard let run = history.run(question, on: date), !run.gaps.hasSorted(date) else { return sum.add(.unknown) }
            sum.add(run.fact.reading(column.column))
        }
    }
}

extension ColumnCount {
    /// Of what is known, from 0 to 1.
    fileprivate var share: Double { known == 0 ? 0 : Double(yes) / Double(known) }
}

extension ProviderHistories.History {
    /// Whether it has anything to say to a table; else the provider has no row there.
    fileprivate func answers(_ table: TableDefinition) -> Bool {
        runs.keys.contains(where: table.asks) || unknown.keys.contains(where: table.asks)
    }
}
