/// All findings of a date, as they were read.
package struct Snapshot: Hashable, Sendable {
    package var manifest: SnapshotManifest
    /// By id.
    package var providers: [String: ProviderFindings]
    /// Provider → what its findings rest on.
    package var proofs: [String: ProviderProofs]
    /// Provider → excerpts of its evidence, by record id.
    package var evidence: [String: EvidenceExcerpts]
    /// Ids of those that were measured and are not among `providers`, because their files are broken or were edited.
    package var leftOut: Set<String>
    /// SHA-256, hexadecimal, of the files that were read, by their names. What is judged by it is what was read.
    package var digests: [String: String]
    /// Provider → the evidence that stands for its own, which was deleted after the snapshot was published.
    package var pruned: [String: SnapshotManifest.FileReference]

    package init(
        manifest: SnapshotManifest, providers: [String: ProviderFindings] = [:], proofs: [String: ProviderProofs] = [:],
        evidence: [String: EvidenceExcerpts] = [:], leftOut: Set<String> = [], digests: [String: String] = [:],
        pruned: [String: SnapshotManifest.FileReference] = [:]
    ) {
        self.manifest = manifest
        self.providers = providers
        self.proofs = proofs
        self.evidence = evidence
        self.leftOut = leftOut
        self.digests = digests
        self.pruned = pruned
    }

    /// Takes a provider out whose files are not those that were measured.
    package mutating func leaveOut(_ id: String) {
        (providers[id], proofs[id], evidence[id]) = (nil, nil, nil)
        leftOut.insert(id)
    }
}
