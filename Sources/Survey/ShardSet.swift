/// The shards of one pass that are complete, one result for each. Joining sets is associative and idempotent, and their
/// order does not matter: of several results of one shard the one that was restarted most counts, so that what a lost run
/// still writes changes nothing; of equal ones the one with the smaller digest, and then the older.
package struct ShardSet: Hashable, Sendable {
    package let terms: SurveyManifest.Terms
    /// By shard.
    package private(set) var results: [Int: SurveyManifest] = [:]

    /// Why results do not belong together, as sentences.
    package struct Mismatch: Error, Hashable, Sendable {
        package var differences: [String]
    }

    package init(terms: SurveyManifest.Terms) { self.terms = terms }

    package init(_ manifest: SurveyManifest) {
        self.init(terms: manifest.terms)
        results[manifest.shard] = manifest
    }

    /// Both together.
    package func joined(with other: ShardSet) throws(Mismatch) -> ShardSet {
        let differences = other.terms.differences(to: terms)
        guard differences.isEmpty else { throw Mismatch(differences: differences) }
        var joined = self
        joined.results.merge(other.results) { one, two in Self.counts(two, before: one) ? two : one }
        return joined
    }

    /// Shards without a result, ascending.
    package var missing: [Int] { (0..<terms.shards).filter { results[$0] == nil } }

    /// The results by shard, ascending.
    package var manifests: [SurveyManifest] { results.sorted { $0.key < $1.key }.map(\.value) }

    private static func counts(_ one: SurveyManifest, before two: SurveyManifest) -> Bool {
        (two.restart, one.data.sha256, one.finished, one.started, one.vantage)
            < (one.restart, two.data.sha256, two.finished, two.started, two.vantage)
    }
}
