import Comparison
import Content
import Model

/// What pages read out of all snapshots together.
struct SnapshotHistory: Sendable {
    /// What was known of every provider and since when.
    let chronicle: ProviderHistories
    /// Each table with the snapshots it can be made of, by the tables' names.
    let tables: [LocalizedSite.DatedTable]

    fileprivate init(of content: SiteContent) {
        chronicle = ProviderHistories(snapshots: content.snapshots, tables: content.tables)
        tables = content.tables.sorted { $0.key < $1.key }.map { _, table in
            LocalizedSite.DatedTable(definition: table, snapshots: content.snapshots.filter { table.applies(to: $0) })
        }
    }
}

extension SiteContent {
    /// Computed once for all copies that have the same snapshots and tables.
    var history: SnapshotHistory { derivedFromSnapshots.value { SnapshotHistory(of: self) } }
}
