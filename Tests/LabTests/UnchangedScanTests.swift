import Foundation
import Testing

/// Two scans of the lab, one right after the other (`Tests/Lab/again`): no server changed, so no finding does.
@Suite struct UnchangedScanTests {
    private func lines(_ file: String) throws -> [Substring] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    }

    @Test(arguments: ExpectationTests.ids) func findingsAreTheSameBytes(_ id: String) throws {
        let snapshots = "\(try ScannedLab.siteScannedAgain)/content/snapshots"
        let (first, second) = (
            try lines("\(snapshots)/\(ScannedLab.date)/\(id).json"),
            try lines("\(snapshots)/\(ScannedLab.dateAgain)/\(id).json")
        )
        let differing = zip(first, second).filter { $0 != $1 }.prefix(5).map { "\($0) → \($1)" }
        #expect(first == second, "\(differing.joined(separator: "\n"))")
    }

    /// All that is new is what the snapshot says of itself.
    @Test func theEvidenceOfTheFirstStandsForThatOfTheSecond() async throws {
        let site = try ScannedLab.siteScannedAgain
        let names = try files(below: "\(site)/content/snapshots/\(ScannedLab.dateAgain)").keys
        #expect(!names.contains { $0.hasPrefix("evidence/") }, "\(names.sorted())")
        let result = try await run(Tree.pruefstand, ["verify", ScannedLab.dateAgain, "--site", site])
        #expect(result.status == 0, "\(result.errors)")
        let count = ExpectationTests.ids.count
        #expect(
            result.errors.contains(
                "\(count) providers verified, 0 failed, \(count) by the evidence of an earlier snapshot"),
            "\(result.errors)")
    }
}
