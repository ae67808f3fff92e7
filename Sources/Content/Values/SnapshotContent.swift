import Model

/// A snapshot with the excerpts of its evidence that pages show.
package struct SnapshotContent: Sendable {
    package var snapshot: Snapshot
    /// By id.
    package var providers: [String: ProviderFindings]
    /// Provider → excerpts of its evidence, by record id.
    package var evidence: [String: EvidenceExcerpts]

    package init(
        snapshot: Snapshot, providers: [String: ProviderFindings], evidence: [String: EvidenceExcerpts] = [:]
    ) {
        self.snapshot = snapshot
        self.providers = providers
        self.evidence = evidence
    }
}
