import Model

/// Which evidence a retention policy does not need any more: that of scans that found what the scan before had found, and
/// for which the evidence of an earlier snapshot of the same month stands. What is left is what `scan --evidence changed`
/// would have written.
package struct EvidencePruning: Sendable {
    /// `evidence/PROVIDER.ndjson.gz` of one snapshot.
    package struct Item: Hashable, Sendable {
        package var date: Day
        package var provider: String
        /// The date whose evidence stands for it.
        package var standing: Day
    }

    private struct Place: Hashable {
        var date: Day
        var provider: String
    }

    /// In the order of dates and providers.
    package let items: [Item]

    /// - Parameters:
    ///   - snapshots: as they were read, all of them.
    ///   - days: evidence is kept for so many days.
    ///   - kept: dates of which nothing may be deleted.
    package init(_ snapshots: [Snapshot], olderThan days: Int, on today: Day, keeping kept: Set<Day>) {
        let measured = snapshots.filter { $0.manifest.origin == .measured }
            .sorted { $0.manifest.date < $1.manifest.date }
        let byDate = Dictionary(measured.map { ($0.manifest.date, $0) }, uniquingKeysWith: { first, _ in first })
        var needed: Set<Place> = []
        for snapshot in measured {
            for (id, reference) in (snapshot.manifest.unchanged ?? [:]) {
                needed.insert(Place(date: reference.snapshot, provider: id))
            }
            for (id, reference) in snapshot.pruned {
                needed.insert(Place(date: reference.snapshot, provider: id))
            }
        }
        var found: [Item] = []
        /// Provider → the date whose evidence stands for what the snapshot before found.
        var standing: [String: Day] = [:]
        for (place, snapshot) in measured.enumerated() {
            let manifest = snapshot.manifest
            let date = manifest.date
            let before = place > 0 ? measured[place - 1].manifest : nil
            // The newest is what the site speaks of as the present.
            let mayGo =
                manifest.schema == SnapshotManifest.format && place < measured.count - 1
                && before.map { $0.date.year == date.year && $0.date.month == date.month } == true
                && today.days(since: date) > days && !kept.contains(date)
            var stands: [String: Day] = [:]
            for id in manifest.providers.sorted() {
                let digest = manifest.digest(ofFindings: id)
                guard snapshot.hasEvidence(of: id) else {
                    stands[id] = manifest.unchanged?[id]?.snapshot ?? snapshot.pruned[id]?.snapshot
                    continue
                }
                stands[id] = date
                guard mayGo, !needed.contains(Place(date: date, provider: id)), digest != nil,
                    before?.digest(ofFindings: id) == digest, let other = standing[id], let holder = byDate[other],
                    holder.hasEvidence(of: id), holder.manifest.digest(ofFindings: id) == digest
                else { continue }
                found.append(Item(date: date, provider: id, standing: other))
                stands[id] = other
            }
            standing = stands
        }
        items = found
    }
}

extension Snapshot {
    /// Whether evidence of its own was read for a provider.
    fileprivate func hasEvidence(of id: String) -> Bool { digests["evidence/\(id).ndjson.gz"] != nil }
}
