import Foundation
import Testing

/// Two scans of the lab, one right after the other (`Tests/Lab/again`): no server changed, so no finding does.
@Suite struct UnchangedScanTests {
    /// So many providers may have been answered too late for one of the scans: the machine that both run on has other tests
    /// to run as well.
    private static let mostStarved = 3

    /// What the second snapshot says of itself is all that it adds.
    @Test func theSecondAddsOnlyItsManifest() async throws {
        let site = try ScannedLab.siteScannedAgain
        let snapshots = "\(site)/content/snapshots"
        let added = try files(below: "\(snapshots)/\(ScannedLab.dateAgain)")
        var starved: [String] = []
        for id in ExpectationTests.ids where added["\(id).json"] != nil {
            let (one, other) = (
                try lines("\(snapshots)/\(ScannedLab.date)/\(id).json"),
                try lines("\(snapshots)/\(ScannedLab.dateAgain)/\(id).json")
            )
            if (one + other).contains(where: { $0.contains("\"timeout\"") }) {
                starved.append(id)
                continue
            }
            let differing = zip(one, other).filter { $0 != $1 }.prefix(5).map { "\($0) → \($1)" }
            Issue.record("\(id): \(differing.joined(separator: "\n"))")
        }
        #expect(starved.count <= Self.mostStarved, "\(starved)")
        let others = added.filter { file in
            !starved.contains { file.key == "\($0).json" || file.key.hasPrefix("evidence/\($0).") }
        }
        #expect(others.keys.sorted() == ["snapshot.json"])
        let bytes = others.values.reduce(0) { $0 + $1.bytes.count }
        #expect(bytes <= 30_000)
        let result = try await run(Tree.pruefstand, ["verify", ScannedLab.dateAgain, "--site", site])
        #expect(result.status == 0, "\(result.errors)")
        let count = ExpectationTests.ids.count
        #expect(
            result.errors.contains(
                "\(count) providers verified, 0 failed, \(count - starved.count) by the evidence of an earlier snapshot"
            ),
            "\(result.errors)")
    }

    private func lines(_ file: String) throws -> [Substring] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    }
}
