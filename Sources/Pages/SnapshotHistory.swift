import Comparison
import Content
import Model

/// What pages read out of all snapshots together.
struct SnapshotHistory: Sendable {
    /// What was known of every provider and since when.
    let chronicle: ProviderHistories
    /// On which dates every provider was found in which state.
    let states: ProviderStates
    /// Each table on the dates that it can be made of, by the tables' names.
    let tables: [TableHistory]

    fileprivate init(of content: SiteContent) {
        states = ProviderStates(content.snapshots)
        let chronicle = ProviderHistories(snapshots: content.snapshots, tables: content.tables)
        self.chronicle = chronicle
        let definitions = content.tables.sorted { $0.key < $1.key }.map(\.value)
        tables = Parallel.map(definitions, stride: 1) { TableHistory($0, content.snapshots, chronicle) }
    }
}

extension SiteContent {
    /// Computed once for all copies that have the same snapshots and tables.
    var history: SnapshotHistory { derivedFromSnapshots.value { SnapshotHistory(of: self) } }
}
