import Archive
import Findings
import Foundation
import Testing

@Suite struct GzipTests {
    /// `printf 'hello\n' | gzip -n9 | base64`
    @Test func readsWhatGzipWrote() throws {
        let packed = try #require(Data(base64Encoded: "H4sIAAAAAAACA8tIzcnJ5wIAIDA6NgYAAAA="))
        #expect(try Gzip.decompress(Array(packed), limit: 100) == Array("hello\n".utf8))
    }

    @Test func roundTripOfMuchAndOfNothing() throws {
        let much = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        for bytes in [much, []] {
            #expect(try Gzip.decompress(try Gzip.compress(bytes), limit: 1 << 20) == bytes)
        }
        #expect(try Gzip.compress(much) == Gzip.compress(much))
    }

    @Test func cutOffAndBombsAreErrors() throws {
        let packed = try Gzip.compress([UInt8](repeating: 0, count: 1_000_000))
        #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress(Array(packed.dropLast(9)), limit: 2_000_000) }
        #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress(packed, limit: 10_000) }
        #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress(Array("no gzip".utf8), limit: 100) }
        #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress([], limit: 100) }
    }
}

@Suite struct JSONTextTests {
    @Test(arguments: [
        ("{\n  \"schema\": 1,\n  \"date\": \"2014-", 3, 17), ("", 1, 1), ("{\"a\": 1 2}", 1, 9), ("[1, 2", 1, 6),
        ("{\"a\" 1}", 1, 6), ("nul", 1, 1),
    ])
    func brokenTextHasAPlace(_ text: String, _ line: Int, _ column: Int) throws {
        let error = #expect(throws: Diagnostics.self) {
            try JSONText.decode(Snapshot.self, from: Array(text.utf8), file: "snapshot.json")
        }
        let diagnostic = try #require(error?.all.first)
        #expect(diagnostic.rule == "broken-json")
        #expect(diagnostic.place == Diagnostic.Place(line: line, column: column))
    }

    @Test func aWrongTypeNamesItsKeyAndLine() throws {
        let text = "{\n  \"schema\": 1,\n  \"date\": \"2014-02-30\"\n}"
        let error = #expect(throws: Diagnostics.self) {
            try JSONText.decode(Snapshot.self, from: Array(text.utf8), file: "snapshot.json")
        }
        let diagnostic = try #require(error?.all.first)
        #expect(diagnostic.rule == "wrong-snapshot-format")
        #expect(diagnostic.place.line == 3)
        #expect(diagnostic.message.contains("2014-02-30"))
    }
}

@Suite struct SnapshotDraftTests {
    let root = FileManager.default.temporaryDirectory.appending(path: "draft-\(UUID().uuidString)").path

    private func findings(_ versions: Int = 0) -> ProviderFindings {
        ProviderFindings(
            provider: "a", name: "A",
            domains: [DomainFindings(domain: "a.test", dnssec: .measured(.secure), lookups: [])],
            services: [
                ServiceFindings(
                    service: .xmppClient, domain: "a.test", discovery: .measured(versions), lookups: [1, 2],
                    endpoints: [])
            ], observations: [])
    }

    private func snapshot(_ date: Day) -> Snapshot {
        Snapshot(date: date, origin: .measured, vantage: "here", tool: "test", connections: 0, providers: ["a"])
    }

    private func evidence(_ date: Day) -> Bool {
        FileManager.default.fileExists(atPath: "\(root)/\(date)/evidence/a.ndjson.gz")
    }

    @Test func publishedOnceAndReadBack() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let day = try #require(Day("2026-11-23"))
        let records = [
            EvidenceRecord.plan(PlanRecord(provider: "a", name: "A", domains: ["a.test"], services: [])),
            .certificate(CertificateRecord(sha256: "00", der: Bytes([1, 2, 3]))),
        ]
        do {
            let draft = try SnapshotDraft.begin(root: root, shownAs: "s", date: day, policy: .all)
            try draft.write(findings(), evidence: records)
            #expect(SnapshotFolder.all(below: root, shownAs: "s").isEmpty)
            #expect(throws: Diagnostics.self) {
                _ = try SnapshotDraft.begin(root: root, shownAs: "s", date: day, policy: .all)
            }
            try draft.publish(snapshot(day))
        }
        let folder = try #require(SnapshotFolder.all(below: root, shownAs: "s").first).folder
        let loaded = try folder.load()
        #expect(loaded.providers == [findings()])
        #expect(try folder.evidence(of: "a") == records)
        let error = #expect(throws: Diagnostics.self) {
            _ = try SnapshotDraft.begin(root: root, shownAs: "s", date: day, policy: .all)
        }
        #expect(error?.all.first?.rule == "snapshot-exists")
    }

    @Test func anAbandonedDraftLeavesNothing() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let day = try #require(Day("2026-11-23"))
        do {
            let draft = try SnapshotDraft.begin(root: root, shownAs: "s", date: day, policy: .all)
            try draft.write(findings(), evidence: [])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: root) == [".lock"])
    }

    @Test func evidenceIsKeptWhereSomethingChangedOrAMonthBegan() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        func scan(_ text: String, _ value: Int) throws -> Day {
            let day = try #require(Day(text))
            let draft = try SnapshotDraft.begin(root: root, shownAs: "s", date: day, policy: .changed)
            try draft.write(findings(value), evidence: [])
            try draft.publish(snapshot(day))
            return day
        }
        #expect(evidence(try scan("2026-11-23", 1)))
        #expect(!evidence(try scan("2026-11-24", 1)))
        #expect(evidence(try scan("2026-11-25", 2)))
        #expect(evidence(try scan("2026-12-01", 2)))
    }

    @Test func everyBrokenFileIsSaidInOneRun() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let day = try #require(Day("2026-11-23"))
        var whole = snapshot(day)
        whole.providers = ["a", "b", "../etc"]
        do {
            let draft = try SnapshotDraft.begin(root: root, shownAs: "s", date: day, policy: .all)
            try draft.write(findings(), evidence: [])
            try draft.publish(whole)
        }
        let path = "\(root)/\(day)/a.json"
        let bytes = try Data(contentsOf: URL(filePath: path))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
        let error = #expect(throws: Diagnostics.self) {
            try SnapshotFolder(path: "\(root)/\(day)", shownAs: "s/\(day)").load()
        }
        #expect(Set((error?.all ?? []).map(\.rule)) == ["broken-json", "unreadable-file", "bad-provider-id"])
    }
}
