import Content
import Grading
import Model
import Text

/// A comparison table with its data: a definition, a snapshot, and the rows that come of them.
package struct Comparison {
    package var definition: TableDefinition
    package var snapshot: Snapshot
    package var columns: [TableDefinition.Column]
    package var rows: [Row]

    package struct Row {
        package var provider: String
        /// As the snapshot has it: names change.
        package var name: String
        package var cells: [Cell]
        /// The day its cells are of, where it is an older one than the table's: the provider is missing in this snapshot.
        package var staleSince: Day?
        /// For sorting by grade.
        var rank: Int
        /// What the cells were made of.
        package var view: ProviderOnDate
    }

    /// Puts a table together. Providers that the snapshot does not have get no row.
    /// - Parameters:
    ///   - rows: the ids of the rows in their order, instead of the definition's.
    ///   - columns: the columns, instead of the definition's.
    ///   - staying: providers that the snapshot lacks, with the newest earlier one that has them: they keep the row of that,
    ///     unless they have no file any more or do not want to be measured.
    package init(
        _ definition: TableDefinition, snapshot: Snapshot, providers: [String: ProviderFile],
        texts: Localization,
        chronicle: ProviderHistories, rows: [String]? = nil, columns: [TableDefinition.Column]? = nil,
        staying: [String: Snapshot] = [:]
    ) {
        self.definition = definition
        self.snapshot = snapshot
        let chosen = columns ?? definition.columns
        self.columns = chosen
        let words = CellFormatter(texts: texts)
        let staying = staying.filter { providers[$0.key]?.provider.optOut == false }
        let ids = rows ?? definition.ids(of: snapshot, staying: staying)
        let composed: [Row] = ids.compactMap { id in
            let stale = snapshot.providers[id] == nil
            guard let source = stale ? staying[id] : snapshot, let findings = source.providers[id] else { return nil }
            let view = ProviderOnDate(findings: findings, manifest: source.manifest)
            guard rows != nil || view.says(anythingOf: definition) else { return nil }
            let notes = providers[id]?.provider.notes ?? [:]
            let cells = chosen.map { view.cell($0, of: definition, notes: notes, words: words) }
            return Row(
                provider: id, name: findings.name,
                cells: cells.map {
                    $0.remembering(chronicle.histories[id], definition, until: source.manifest.date, words)
                }, staleSince: stale ? source.manifest.date : nil, rank: view.rank(in: definition), view: view)
        }
        self.rows =
            switch rows == nil ? definition.order : .listed {
            case .listed: composed
            case .name: Self.sorted(composed) { _ in 0 }
            case .grade: Self.sorted(composed) { $0.rank }
            }
    }

    /// The same rows, the best in a column first; what is unknown stands last.
    package func sorted(by column: TableDefinition.Column) -> Comparison {
        var copy = self
        guard let place = columns.firstIndex(of: column) else { return copy }
        copy.rows = Self.sorted(rows) { row in
            column == .grade ? row.rank : row.cells[place].lines.map(\.state.rank).max() ?? 0
        }
        return copy
    }

    /// The same rows by name.
    package func sortedByName() -> Comparison {
        var copy = self
        copy.rows = Self.sorted(rows) { _ in 0 }
        return copy
    }

    private static func sorted(_ rows: [Row], by key: (Row) -> Int) -> [Row] {
        let keyed = rows.map { (key: key($0), name: Collation.key($0.name), row: $0) }
        return keyed.sorted { ($0.key, $0.name, $0.row.provider) < ($1.key, $1.name, $1.row.provider) }.map(\.row)
    }
}

extension Cell {
    /// The same with the last known value beside each that is not known.
    fileprivate func remembering(
        _ history: ProviderHistories.History?, _ table: TableDefinition, until date: Day, _ words: CellFormatter
    ) -> Cell {
        guard let history, lines.contains(where: \.state.isUnknown) else { return self }
        var copy = self
        for place in lines.indices where lines[place].state.isUnknown {
            let service = column.isPerService ? table.services[place].service : nil
            let question = CellKey(column, of: service, in: table.name)
            guard let run = history.run(question, on: date) else { continue }
            copy.lines[place].last = CellLine.LastKnown(
                text: ChangeFormatter(words: words).said(run.fact, question), date: history.lastSeen(run, until: date),
                anchor: question.anchor)
        }
        return copy
    }
}

extension CellLine.State {
    package var isUnknown: Bool { self == .unknown || self == .refused }

    /// From the best to the worst; what is not known comes last.
    package var rank: Int {
        switch self {
        case .good: 0
        case .plain: 1
        case .bad: 2
        case .absent: 3
        case .notApplicable: 4
        case .refused: 5
        case .unknown: 6
        }
    }
}

extension TableDefinition {
    /// The profile's name on a day; empty where the table has no grades.
    package func profileName(on day: Day) -> String {
        profiles.last { $0.from.map { $0 <= day } ?? true }?.name ?? profiles.first?.name ?? ""
    }

    /// The profile that counts on a day.
    package func profile(on day: Day) -> Profile? { Profile.named(profileName(on: day)) }

    /// The profile that is the next to count after a day; `nil` where none is announced.
    package func announced(on day: Day) -> (profile: Profile, from: Day)? {
        for dated in profiles {
            guard let from = dated.from, from > day, let profile = Profile.named(dated.name) else { continue }
            return (profile, from)
        }
        return nil
    }

    /// Whether the definition does not rule a date out.
    func isMeant(for date: Day) -> Bool {
        (snapshots.isEmpty || snapshots.contains(date)) && since.map { $0 <= date } ?? true
    }

    /// True where the table can be made of a snapshot: it is not ruled out, and one row at least says something.
    package func applies(to snapshot: Snapshot) -> Bool {
        guard isMeant(for: snapshot.manifest.date) else { return false }
        let ids: [String] =
            switch rows {
            case .all: Array(snapshot.providers.keys)
            case .listed(let ids): ids
            }
        return ids.contains { id in
            snapshot.providers[id].map {
                ProviderOnDate(findings: $0, manifest: snapshot.manifest).says(anythingOf: self)
            } ?? false
        }
    }
}

extension ProviderOnDate {
    /// For sorting by grade: the worst grade of the table's services counts, and among equals one that is not known.
    /// Who has no grade at all stands last.
    package func rank(in table: TableDefinition) -> Int {
        let profile = table.profile(on: manifest.date)
        let grades = table.services.map { verdict(of: $0.service, by: profile)?.grade }
        let letters = grades.compactMap { grade -> Int? in
            if case .measured(let letter)? = grade { Profile.rank(letter) } else { nil }
        }
        if let worst = letters.min() { return -2 * worst + (letters.count < grades.count ? 1 : 0) }
        return grades.contains(.notOffered) ? 2 : 3
    }
}
