/// What the shards of a pass were merged to; `merged-resolve.json`, `merged-probe.json`.
package struct MergedSurvey: Hashable, Codable, Sendable {
    package var terms: SurveyManifest.Terms
    /// The results that were taken, one a shard, by shard.
    package var shards: [SurveyManifest]
    /// Shards without a result: what is theirs was not measured, or what was measured is not here.
    package var missing: [Int]
    /// Over all shards that were taken.
    package var domains: Int
    /// The same; `nil` in the resolve pass.
    package var servers: Int?
    /// Lines of the list that could not be used, and those whose domain is on an earlier line.
    package var unusable: Int
    package var duplicates: Int
    /// The merged lines, `domains.ndjson.gz` or `servers.ndjson.gz`.
    package var data: SurveyManifest.Data
    /// The servers that the domains name, `targets.ndjson.gz`; `nil` in the probe pass.
    package var targets: SurveyManifest.Data?

    package init(_ set: ShardSet, data: SurveyManifest.Data, targets: SurveyManifest.Data? = nil) {
        self.targets = targets
        terms = set.terms
        shards = set.manifests
        missing = set.missing
        domains = shards.reduce(0) { $0 + $1.counts.domains }
        let counts = shards.compactMap(\.counts.servers)
        servers = counts.isEmpty ? nil : counts.reduce(0, +)
        // Each shard reads the whole list.
        unusable = shards.first?.counts.unusable ?? 0
        duplicates = shards.reduce(0) { $0 + $1.counts.duplicates }
        self.data = data
    }
}
