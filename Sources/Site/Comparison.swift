import Findings
import Grading

/// A comparison table with its data: a definition, a snapshot, and the rows that come of them.
struct Comparison {
    var definition: TableDefinition
    var snapshot: SnapshotContent
    var columns: [TableDefinition.Column]
    var rows: [Row]

    struct Row {
        var provider: String
        /// As the snapshot has it: names change.
        var name: String
        var cells: [Cell]
    }

    /// Puts a table together. Providers that the snapshot does not have get no row.
    /// - Parameters:
    ///   - rows: the ids of the rows in their order, instead of the definition's.
    ///   - columns: the columns, instead of the definition's.
    init(
        _ definition: TableDefinition, snapshot: SnapshotContent, providers: [String: ProviderPage], texts: Texts,
        rows: [String]? = nil, columns: [TableDefinition.Column]? = nil
    ) {
        self.definition = definition
        self.snapshot = snapshot
        let chosen = columns ?? definition.columns
        self.columns = chosen
        let words = CellWords(texts: texts)
        let composed: [(row: Row, rank: Int)] = Self.ids(definition, snapshot, rows).compactMap { id in
            guard let findings = snapshot.providers[id] else { return nil }
            let view = ProviderOnDate(findings: findings, snapshot: snapshot.snapshot)
            guard rows != nil || view.says(anythingOf: definition) else { return nil }
            let notes = providers[id]?.provider.notes ?? [:]
            let row = Row(
                provider: id, name: findings.name,
                cells: chosen.map { view.cell($0, of: definition, notes: notes, words: words) })
            return (row, definition.order == .grade && rows == nil ? view.rank(in: definition) : 0)
        }
        self.rows =
            switch rows == nil ? definition.order : .listed {
            case .listed: composed.map(\.row)
            case .name:
                composed.map(\.row).sorted { ($0.name.lowercased(), $0.provider) < ($1.name.lowercased(), $1.provider) }
            case .grade:
                composed.sorted {
                    ($0.rank, $0.row.name.lowercased(), $0.row.provider) < (
                        $1.rank, $1.row.name.lowercased(), $1.row.provider
                    )
                }
                .map(\.row)
            }
    }

    private static func ids(_ definition: TableDefinition, _ snapshot: SnapshotContent, _ rows: [String]?) -> [String] {
        if let rows { return rows }
        switch definition.rows {
        case .all: return snapshot.providers.keys.sorted()
        case .listed(let ids): return ids
        }
    }
}

extension TableDefinition {
    /// The profile's name on a day; empty where the table has no grades.
    func profileName(on day: Day) -> String {
        profiles.last { $0.from.map { $0 <= day } ?? true }?.name ?? profiles.first?.name ?? ""
    }

    /// The profile that counts on a day.
    func profile(on day: Day) -> Profile? { Profile.named(profileName(on: day)) }

    /// True where the table can be made of a snapshot: it is not ruled out, and one row at least says something.
    func applies(to snapshot: SnapshotContent) -> Bool {
        guard snapshots.isEmpty || snapshots.contains(snapshot.snapshot.date) else { return false }
        let ids: [String] =
            switch rows {
            case .all: snapshot.providers.keys.sorted()
            case .listed(let ids): ids
            }
        return ids.contains { id in
            snapshot.providers[id].map {
                ProviderOnDate(findings: $0, snapshot: snapshot.snapshot).says(anythingOf: self)
            } ?? false
        }
    }
}

extension ProviderOnDate {
    /// For sorting by grade: the worst of the table's services counts. Unknown stands last, it is no grade.
    func rank(in table: TableDefinition) -> Int {
        let profile = table.profile(on: snapshot.date)
        return table.services.map { labelled -> Int in
            switch verdict(of: labelled.service, by: profile)?.grade {
            case .measured(let letter): -Profile.rank(letter)
            case .notOffered: 1
            default: 2
            }
        }.max() ?? 0
    }
}
