import Model

/// A snapshot with the excerpts of its evidence that pages show.
package struct SnapshotContent: Sendable {
    package var snapshot: Snapshot
    /// By id.
    package var providers: [String: ProviderFindings]
    /// Ids of those that were measured and are not among `providers`, because their files are broken or were edited.
    package var leftOut: Set<String>
    /// Provider → excerpts of its evidence, by record id.
    package var evidence: [String: EvidenceExcerpts]
    /// Provider → what its findings rest on.
    package var proofs: [String: ProviderProofs]

    package init(
        snapshot: Snapshot, providers: [String: ProviderFindings], evidence: [String: EvidenceExcerpts] = [:],
        proofs: [String: ProviderProofs] = [:], leftOut: Set<String> = []
    ) {
        self.snapshot = snapshot
        self.providers = providers
        self.evidence = evidence
        self.proofs = proofs
        self.leftOut = leftOut
    }
}
