import Model
import TestSupport
import Testing

@testable import Survey

@Suite struct ShardSetTests {
    private static let terms = SurveyManifest.Terms(
        pass: .resolve, list: "ab", seed: "0", shards: 4, version: "pruefstand 1")

    private func manifest(
        _ shard: Int, restart: Int = 0, digest: String = "0", finished: Int64 = 0,
        terms: SurveyManifest.Terms = Self.terms
    ) -> SurveyManifest {
        SurveyManifest(
            terms: terms, shard: shard, restart: restart, vantage: "", started: Instant(milliseconds: 0),
            finished: Instant(milliseconds: finished), counts: SurveyListCounts(),
            data: SurveyManifest.Data(size: 1, sha256: digest))
    }

    /// Whatever is joined in whatever order, and however often, the same comes of it.
    @Test(arguments: 1...50) func joiningIsAssociativeAndIdempotent(_ seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        func any() -> ShardSet {
            var set = ShardSet(terms: Self.terms)
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let one = manifest(
                    Int.random(in: 0..<4, using: &random), restart: Int.random(in: 0...2, using: &random),
                    digest: "\(Int.random(in: 0...1, using: &random))",
                    finished: Int64.random(in: 0...1, using: &random))
                if let joined = try? set.joined(with: ShardSet(one)) { set = joined }
            }
            return set
        }
        let (one, two, three) = (any(), any(), any())
        let left = try one.joined(with: two).joined(with: three)
        #expect(left == (try one.joined(with: try two.joined(with: three))))
        #expect(left == (try three.joined(with: one).joined(with: two)))
        #expect(left == (try left.joined(with: left)))
        #expect(left == (try left.joined(with: two)))
        #expect(Set(left.missing).union(left.results.keys) == Set(0..<4))
        #expect(Set(left.missing).isDisjoint(with: left.results.keys))
    }

    @Test func theRunThatWasRestartedMostCounts() throws {
        let lost = ShardSet(manifest(1, restart: 0, digest: "0", finished: 9))
        let restarted = ShardSet(manifest(1, restart: 1, digest: "f"))
        #expect(try lost.joined(with: restarted) == restarted)
        #expect(try restarted.joined(with: lost) == restarted)
        #expect(restarted.missing == [0, 2, 3])
    }

    @Test func whatDoesNotBelongTogetherIsRefused() throws {
        func other(_ change: (inout SurveyManifest.Terms) -> Void) -> ShardSet {
            var terms = Self.terms
            change(&terms)
            return ShardSet(manifest(0, terms: terms))
        }
        let own = ShardSet(manifest(1))
        let strangers = [
            other { $0.list = "cd" }, other { $0.seed = "1" }, other { $0.shards = 5 },
            other { $0.version = "pruefstand 2" }, other { $0.format = 2 },
        ]
        for stranger in strangers {
            #expect(throws: ShardSet.Mismatch.self) { try own.joined(with: stranger) }
            #expect(throws: ShardSet.Mismatch.self) { try stranger.joined(with: own) }
        }
    }

    @Test func namesOfFiles() {
        let name = ShardName(pass: .resolve, shard: 3, shards: 8, restart: 1)
        #expect(name.file(.data) == "resolve-3-of-8.r1.ndjson.gz")
        for ending in ShardName.Ending.allCases {
            #expect(ShardName(name.file(ending), ending: ending) == name)
            for other in ShardName.Ending.allCases where other != ending {
                #expect(ShardName(name.file(ending), ending: other) == nil)
            }
        }
        let others = [
            "resolve-8-of-8.r1.json", "resolve-03-of-8.r1.json", "resolve-3-of-8.json", "resolve-3-of-8.r-1.json",
            "probe-3-of-8.r1.json.json", "survey.json", "resolve-+3-of-8.r1.json", ".json", "resolve--of-.r.json",
        ]
        for other in others { #expect(ShardName(other, ending: .manifest) == nil, "\(other)") }
    }

    @Test(arguments: 1...20) func headsComeInOrder(_ seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var sequences = (0..<6).map { _ in
            (0..<Int.random(in: 0...8, using: &random)).map { _ in Int.random(in: 0..<1_000, using: &random) }.sorted()
        }
        let all = sequences.flatMap(\.self).sorted()
        var order = MergeOrder()
        for (source, sequence) in sequences.enumerated() where !sequence.isEmpty { order.add(sequence[0], of: source) }
        var merged: [Int] = []
        while let source = order.next() {
            merged.append(sequences[source].removeFirst())
            if let head = sequences[source].first { order.add(head, of: source) }
        }
        #expect(merged == all)
    }
}
