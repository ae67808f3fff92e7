import Archive
import Model

/// What findings rest on, read when a page shows it: the evidence of a year is more than memory should hold.
package final class EvidenceReader: Sendable {
    /// The evidence of a provider in a snapshot.
    package struct Evidence: Sendable {
        package var excerpts = EvidenceExcerpts()
        package var proofs: ProviderProofs
        /// What could not be read.
        package var faults: [Diagnostic] = []
    }

    private struct Key: Hashable {
        var date: Day
        var provider: String
    }

    private let folders: [Day: SnapshotFolder]
    /// The newest last. Pages of one provider and date follow each other.
    private let recent = Locked<[(key: Key, evidence: Evidence)]>([])
    private static let recentCount = 8

    /// - Parameter folders: by the dates of their snapshots.
    init(_ folders: [Day: SnapshotFolder] = [:]) { self.folders = folders }

    /// The evidence behind a provider's findings, here or where the snapshot refers to.
    package func evidence(of provider: String, in snapshot: Snapshot) -> Evidence {
        // Of snapshots without digests it was read already, to know that it can be.
        if snapshot.proofs[provider] != nil || snapshot.evidence[provider] != nil {
            return Evidence(
                excerpts: snapshot.evidence[provider] ?? EvidenceExcerpts(),
                proofs: snapshot.proofs[provider] ?? ProviderProofs(provider: provider))
        }
        let key = Key(date: snapshot.manifest.date, provider: provider)
        if let known = recent.withLock({ $0.last { $0.key == key } }) { return known.evidence }
        let evidence = read(provider, snapshot)
        recent.withLock { recent in
            if recent.count == Self.recentCount { recent.removeFirst() }
            recent.append((key, evidence))
        }
        return evidence
    }

    private func read(_ provider: String, _ snapshot: Snapshot) -> Evidence {
        var evidence = Evidence(proofs: ProviderProofs(provider: provider))
        let manifest = snapshot.manifest
        let elsewhere = manifest.unchanged?[provider] ?? snapshot.pruned[provider]
        guard let folder = folders[elsewhere?.snapshot ?? manifest.date] else { return evidence }
        do throws(Diagnostics) {
            evidence.excerpts = EvidenceExcerpts(of: try folder.evidence(of: provider))
            evidence.proofs = try folder.proofs(of: provider) ?? evidence.proofs
        } catch {
            evidence.faults = error.all.map {
                var warning = $0
                warning.level = .warning
                warning.message += "; the page of evidence does not show it"
                return warning
            }
        }
        return evidence
    }
}
