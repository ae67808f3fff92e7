/// What a survey's shards were merged to; `survey.json`.
package struct MergedSurvey: Hashable, Codable, Sendable {
    package var terms: SurveyManifest.Terms
    /// The results that were taken, one a shard, by shard.
    package var shards: [SurveyManifest]
    /// Shards without a result: their domains were not measured, or what was measured is not here.
    package var missing: [Int]
    /// Over all shards that were taken.
    package var domains: Int
    /// Lines of the list that could not be used, and those whose domain is on an earlier line.
    package var unusable: Int
    package var duplicates: Int
    /// The merged lines, `domains.ndjson.gz`.
    package var data: SurveyManifest.Data

    package init(_ set: ShardSet, data: SurveyManifest.Data) {
        terms = set.terms
        shards = set.manifests
        missing = set.missing
        domains = shards.reduce(0) { $0 + $1.counts.domains }
        // Each shard reads the whole list.
        unusable = shards.first?.counts.unusable ?? 0
        duplicates = shards.reduce(0) { $0 + $1.counts.duplicates }
        self.data = data
    }
}
