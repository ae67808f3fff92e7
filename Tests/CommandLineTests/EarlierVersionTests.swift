import Archive
import Foundation
import Model
import TestSupport
import Testing

@testable import pruefstand

/// Snapshots as version 0.1.0 wrote them, before findings were corrected (`Earlier`: evidence, and the findings that it
/// gave then): today's program reads them, and derives what it derived then, with the exceptions that CHANGELOG.md names.
@Suite struct EarlierVersionTests {
    private static let date = "2026-11-25"
    private static let tool = "pruefstand 0.1.0"

    private func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(Repository.root)/Tests/CommandLineTests/Earlier/\(name)")))
    }

    /// Verifies a snapshot of these providers.
    private func verify(
        _ ids: [String], _ change: (String) -> String = { $0 }
    ) throws -> (rules: [Diagnostic.Rule], conclusion: String, messages: String) {
        let folder = try TemporaryFolder()
        let root = "\(folder.path)/content/snapshots"
        let files = "content/snapshots/\(Self.date)"
        var times: [Instant] = []
        var connections = 0
        for id in ids {
            let packed = try bytes("\(id).ndjson.gz")
            let records = try EvidenceFile.decode(packed, file: id)
            times += SnapshotVerification.times(of: records)
            connections += FinishedProvider.connections(in: records)
            let findings = try Gzip.decompress(try bytes("\(id).findings.json.gz"), limit: 1 << 20)
            try folder.write(Array(change(String(decoding: findings, as: UTF8.self)).utf8), to: "\(files)/\(id).json")
            try folder.write(packed, to: "\(files)/evidence/\(id).ndjson.gz")
        }
        let snapshot = SnapshotManifest(
            schema: 1, date: try #require(Day(Self.date)), origin: .measured, started: times.min(),
            finished: times.max(), vantage: "a test", tool: Self.tool, manners: Manners(), connections: connections,
            providers: ids)
        try folder.write(try JSONText.encode(snapshot), to: "\(files)/snapshot.json")
        let one = try #require(SnapshotFolder.all(below: root, displayPath: "content/snapshots").first)
        let found = SnapshotVerification(of: one.date, in: one.folder, below: root)
        let diagnostics = found.diagnostics.filter { $0.rule != .notProven }
        return (
            diagnostics.map(\.rule), found.conclusions.first ?? "", diagnostics.map(\.message).joined(separator: "; ")
        )
    }

    @Test func whatWasNotCorrectedIsDerivedAgain() throws {
        let found = try verify(["abgelaufen", "dornpost", "hagebuttenpost", "lahm"])
        #expect(found.rules == [], "\(found.messages)")
        #expect(found.conclusion == "4 providers verified, 0 failed, 4 in the wording of \(Self.tool)")
    }

    /// That today's program concludes more is no licence to change what was concluded then.
    @Test func aChangedFindingIsNoticed() throws {
        for (old, new) in [("\"connection-refused\"", "\"timeout\""), ("\"measured\"", "\"notOffered\"")] {
            let found = try verify(["hagebuttenpost"]) { $0.replacing(old, with: new) }
            #expect(found.rules == [.notDerivable], "\(old) \(found.conclusion)")
        }
    }

    /// A DMARC record with an address for failure reports that cannot be read: the record was called unusable. RFC 9989
    /// §4.7 discards the part, as the changelog says.
    @Test func whatWasCorrectedIsTold() throws {
        let found = try verify(["lahm", "zeichen"])
        #expect(found.rules == [.notDerivable] && found.messages.contains("fields other than services"))
        #expect(found.conclusion.hasPrefix("1 provider verified, 1 failed"))
        let changelog = try String(contentsOfFile: "\(Repository.root)/CHANGELOG.md", encoding: .utf8)
        let parts = changelog.components(separatedBy: "What follows changes findings.")
        #expect(parts.count == 2)
        for words in ["DMARC (RFC 9989)", "unreadable parts of a record are discarded"] {
            #expect(parts.last?.contains(words) == true, "\(words)")
        }
    }
}
