import Foundation
import Testing

/// Two scans of the lab, one right after the other (`Tests/Lab/again`): no server changed, so no finding does.
@Suite struct UnchangedScanTests {
    /// What the second snapshot says of itself is all that it adds.
    @Test func theSecondAddsOnlyItsManifest() async throws {
        let site = try ScannedLab.siteScannedAgain
        let snapshots = "\(site)/content/snapshots"
        let added = try files(below: "\(snapshots)/\(ScannedLab.dateAgain)")
        for id in ExpectationTests.ids where added["\(id).json"] != nil {
            let (one, other) = (
                try lines("\(snapshots)/\(ScannedLab.date)/\(id).json"),
                try lines("\(snapshots)/\(ScannedLab.dateAgain)/\(id).json")
            )
            let differing = zip(one, other).filter { $0 != $1 }.prefix(5).map { "\($0) → \($1)" }
            Issue.record("\(id): \(differing.joined(separator: "\n"))")
        }
        #expect(added.keys.sorted() == ["snapshot.json"])
        let bytes = added.values.reduce(0) { $0 + $1.bytes.count }
        #expect(bytes <= 30_000)
        let result = try await run(Tree.pruefstand, ["verify", ScannedLab.dateAgain, "--site", site])
        #expect(result.status == 0, "\(result.errors)")
        let count = ExpectationTests.ids.count
        #expect(
            result.errors.contains(
                "\(count) providers verified, 0 failed, \(count) by the evidence of an earlier snapshot"),
            "\(result.errors)")
    }

    private func lines(_ file: String) throws -> [Substring] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    }
}
