import Archive
import Foundation
import Model
import Testing

/// Recorded evidence gives the findings, verdicts and cells that are written down beside it, without a network.
///
/// Where the derivation changed on purpose, `RECORD_REPLAY=1 make unit-test FILTER=ReplayTests` prints what is different
/// and writes it down. `Tests/Replay/record` records the evidence anew.
@Suite struct ReplayTests {
    private static let again = "if this is meant: RECORD_REPLAY=1 make unit-test FILTER=ReplayTests"

    @Test(arguments: Corpus.names) func evidenceGivesWhatIsExpected(_ name: String) throws {
        let derived = try JSONTree(
            encoding: Expectation(evidence: Corpus.evidence(name), file: Corpus.evidencePath(name)))
        guard !Corpus.isRecording else { return try Recording.write(derived, of: name) }
        let expected = try #require(try? Corpus.expected(name), "nothing is expected of \(name); \(Self.again)")
        let found = JSONDifference.all(from: expected, to: derived)
        if found.isEmpty { return }
        Issue.record("\(Report.text(found, of: name))\n\(Self.again)")
    }

    /// Our own decoder is there for its speed alone: it reads what Foundation's reads.
    @Test(arguments: Corpus.names) func evidenceIsDecodedAsByFoundation(_ name: String) throws {
        let packed = try Corpus.evidence(name)
        let lines = try Gzip.decompress(packed, limit: 64 << 20).split(separator: UInt8(ascii: "\n"))
        let decoder = JSONDecoder()
        let expected = try lines.map { try decoder.decode(EvidenceRecord.self, from: Data($0)) }
        #expect(try EvidenceFile.decode(packed, file: name) == expected)
    }

    @Test func theCorpusIsComplete() throws {
        #expect(Corpus.names.count >= 40)
        if Corpus.isRecording {
            for name in Set(Corpus.expectedNames).subtracting(Corpus.names) { try Corpus.removeExpected(of: name) }
        } else {
            #expect(Corpus.expectedNames == Corpus.names)
        }
        let readme = try Corpus.readme()
        for name in Corpus.names {
            #expect(readme.contains("| `\(name)` |"), "README.md does not say what \(name) models")
        }
    }

    /// It is cloned by everybody and read by every test run.
    @Test(.disabled(if: Corpus.isRecording)) func theCorpusIsSmall() throws {
        var total = 0
        for name in Corpus.names {
            let sizes = try Corpus.sizes(name)
            #expect(sizes.allSatisfy { $0 <= 512 << 10 }, "\(name): \(sizes)")
            total += sizes.reduce(0, +)
        }
        #expect(total <= 3 << 20, "\(total) bytes")
    }
}

extension JSONDifference {
    /// Differs from one recording to the next though the servers are the same: what findings rest on, and what follows
    /// from keys that the lab makes at each start.
    fileprivate var isOfTheRun: Bool {
        let fields: Set<String> = ["delegations", "keys", "proofs"]
        return steps.contains { if case .key(let key) = $0 { fields.contains(key) } else { false } }
    }
}

private enum Report {
    static let limit = 60

    static func text(_ differences: [JSONDifference], of name: String) -> String {
        var lines = ["\(name) is not as expected, fields: \(differences.count)"]
        lines += differences.prefix(limit).map { "  \($0)" }
        if differences.count > limit { lines.append("  … and \(differences.count - limit) more") }
        return lines.joined(separator: "\n")
    }
}

private enum Recording {
    /// Writes down what is expected from now on, and prints what is different.
    static func write(_ tree: JSONTree, of name: String) throws {
        guard let before = try? Corpus.expected(name) else {
            try Corpus.write(tree, of: name)
            return print("\(name): new")
        }
        let found = JSONDifference.all(from: before, to: tree)
        if found.isEmpty { return }
        try Corpus.write(tree, of: name)
        let steady = found.filter { !$0.isOfTheRun }
        let rest = "\(found.count - steady.count) that differ in every recording are not shown"
        print(steady.isEmpty ? "\(name): \(rest)" : "\(Report.text(steady, of: name))\n  \(rest)")
    }
}
