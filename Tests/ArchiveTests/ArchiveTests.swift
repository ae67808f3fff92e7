import Archive
import Foundation
import Model
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

    /// Nobody would look into a second member, or at what follows the data.
    @Test func whatFollowsTheDataIsAnError() throws {
        let packed = try Gzip.compress(Array("hello\n".utf8))
        for tail in [[0], Array("\n".utf8), packed, [UInt8](repeating: 0, count: 1 << 17)] {
            #expect(throws: Gzip.Corrupt.self) { try Gzip.decompress(packed + tail, limit: 1 << 20) }
        }
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
            try JSONText.decode(SnapshotManifest.self, from: Array(text.utf8), file: "snapshot.json")
        }
        let diagnostic = try #require(error?.all.first)
        #expect(diagnostic.rule.rawValue == "broken-json")
        #expect(diagnostic.place == Diagnostic.Place(line: line, column: column))
    }

    @Test func aWrongTypeNamesItsKeyAndLine() throws {
        let text = "{\n  \"schema\": 1,\n  \"date\": \"2014-02-30\"\n}"
        let error = #expect(throws: Diagnostics.self) {
            try JSONText.decode(SnapshotManifest.self, from: Array(text.utf8), file: "snapshot.json")
        }
        let diagnostic = try #require(error?.all.first)
        #expect(diagnostic.rule.rawValue == "wrong-snapshot-format")
        #expect(diagnostic.place.line == 3)
        #expect(diagnostic.message.contains("2014-02-30"))
    }
}

@Suite struct EvidenceFileTests {
    /// The packed lines are those that other tools unpack, however many there are.
    @Test func packedLineByLine() throws {
        let records = (0..<3_000).map { number in
            EvidenceRecord.certificate(
                CertificateRecord(
                    sha256: "\(number)", der: Bytes((0..<97).map { UInt8(truncatingIfNeeded: $0 &* number) })))
        }
        let packed = try EvidenceFile.encode(records)
        #expect(try EvidenceFile.decode(packed, file: "e") == records)
        var lines: [UInt8] = []
        for record in records { lines += try JSONText.encodeLine(record) + [10] }
        #expect(try Gzip.decompress(packed, limit: 1 << 24) == lines)
        #expect(packed.count < lines.count)
    }
}

@Suite struct SnapshotDraftTests {
    let root = FileManager.default.temporaryDirectory.appending(path: "draft-\(UUID().uuidString)").path

    private func findings(_ versions: Int = 0) -> ProviderFindings {
        ProviderFindings(
            provider: "a", name: "A",
            domains: [DomainFindings(domain: "a.test", dnssec: .measured(.secure))],
            services: [
                ServiceFindings(
                    service: .xmppClient, domain: "a.test", discovery: .measured(versions),
                    endpoints: [])
            ])
    }

    private func snapshot(_ date: Day) -> SnapshotManifest {
        SnapshotManifest(date: date, origin: .measured, vantage: "here", tool: "test", connections: 0, providers: ["a"])
    }

    private let terms = RunConfiguration(started: Instant(milliseconds: 0), settings: ["--depth": "full"])

    private func begin(
        _ day: Day, _ policy: SnapshotDraft.EvidencePolicy = .all, _ terms: RunConfiguration? = nil,
        resuming: Bool = false
    ) throws -> SnapshotDraft {
        try SnapshotDraft.begin(
            root: root, displayPath: "s", date: day, policy: policy, terms: terms ?? self.terms, resuming: resuming)
    }

    /// Writes one provider as a run does.
    private func write(
        _ findings: ProviderFindings, _ records: [EvidenceRecord] = [], into draft: inout SnapshotDraft
    ) throws {
        let plan = PlanRecord(provider: findings.provider, name: findings.name, domains: ["a.test"], services: [])
        try draft.write(
            findings, ProviderProofs(provider: findings.provider), packed: try EvidenceFile.encode(records),
            FinishedProvider(plan, findings, evidence: records))
    }

    private func findings(of id: String) -> ProviderFindings {
        var findings = findings()
        findings.provider = id
        return findings
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
            var draft = try begin(day)
            try write(findings(), records, into: &draft)
            #expect(SnapshotFolder.all(below: root, displayPath: "s").isEmpty)
            #expect(throws: Diagnostics.self) { _ = try begin(day) }
            try draft.publish(snapshot(day))
        }
        let folder = try #require(SnapshotFolder.all(below: root, displayPath: "s").first).folder
        let loaded = try folder.load().snapshot
        #expect(loaded.providers == ["a": findings()])
        #expect(try folder.evidence(of: "a") == records)
        let error = #expect(throws: Diagnostics.self) { _ = try begin(day) }
        #expect(error?.all.first?.rule.rawValue == "snapshot-exists")
        #expect(try names() == [".lock", "\(day)"])
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: root).sorted() }

    @Test func anAbandonedDraftWithNothingInItLeavesNothing() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let day = try #require(Day("2026-11-23"))
        do { _ = try begin(day) }
        #expect(try names() == [".lock"])
        do {
            var draft = try begin(day)
            try write(findings(), into: &draft)
            draft.discard()
        }
        #expect(try names() == [".lock"])
    }

    @Test func whatWasFinishedIsTakenUp() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let day = try #require(Day("2026-11-23"))
        do {
            var draft = try begin(day)
            try write(findings(of: "a"), into: &draft)
            try write(findings(of: "b"), into: &draft)
        }
        #expect(SnapshotFolder.all(below: root, displayPath: "s").isEmpty)
        // As a kill leaves it: a provider whose files are there and not noted, and half a line.
        let folder = "\(root)/.\(day).draft"
        try Data("{}".utf8).write(to: URL(filePath: "\(folder)/snapshot/c.json"))
        try Data("{}".utf8).write(to: URL(filePath: "\(folder)/snapshot/evidence/c.ndjson.gz"))
        let journal = URL(filePath: "\(folder)/journal.ndjson")
        try (try Data(contentsOf: journal) + Data("{\"plan\":{\"provid".utf8)).write(to: journal)
        do {
            let later = RunConfiguration(started: Instant(milliseconds: 5_000), settings: terms.settings)
            var draft = try begin(day, .all, later, resuming: true)
            #expect(draft.finished.keys.sorted() == ["a", "b"])
            #expect(draft.terms.started == terms.started)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/snapshot/c.json"))
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/snapshot/evidence/c.ndjson.gz"))
            draft.drop("a")
            try write(findings(of: "c"), into: &draft)
        }
        do {
            var draft = try begin(day, resuming: true)
            #expect(draft.finished.keys.sorted() == ["b", "c"])
            try write(findings(of: "a"), into: &draft)
            var whole = snapshot(day)
            whole.providers = ["a", "b", "c"]
            try draft.publish(whole)
        }
        #expect(try names() == [".lock", "\(day)"])
        let published = try #require(SnapshotFolder.all(below: root, displayPath: "s").first).folder
        #expect(try published.load().snapshot.providers.keys.sorted() == ["a", "b", "c"])
    }

    @Test func nothingIsTakenUpThatIsNotThereOrWasToldOtherwise() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let (day, other) = (try #require(Day("2026-11-23")), try #require(Day("2026-11-24")))
        let nothing = #expect(throws: Diagnostics.self) { _ = try begin(day, resuming: true) }
        #expect(nothing?.all.map(\.rule.rawValue) == ["nothing-to-resume"])
        do {
            var draft = try begin(day)
            try write(findings(), into: &draft)
        }
        let elsewhere = #expect(throws: Diagnostics.self) { _ = try begin(other, resuming: true) }
        #expect(elsewhere?.all.first?.hint.contains("2026-11-23") == true)
        let quick = RunConfiguration(started: terms.started, settings: ["--depth": "quick", "--jobs": "8"])
        let error = #expect(throws: Diagnostics.self) { _ = try begin(day, .all, quick, resuming: true) }
        #expect(
            error?.all.map(\.message) == [
                "the options differ from those of the unfinished scan: --depth was full, now quick",
                "the options differ from those of the unfinished scan: --jobs was not set, now 8",
            ])
        // None of it cost the finished one; beginning anew does, and says so.
        do {
            let draft = try begin(day, resuming: true)
            #expect(draft.finished.count == 1)
        }
        let draft = try begin(other)
        #expect(draft.dropped.map(\.date) == [day] && draft.dropped.map(\.finished) == [1])
        #expect(draft.finished.isEmpty)
        #expect(try names() == [".\(other).draft", ".lock"])
    }

    @Test func aProviderThatCannotBeWrittenCostsNoOther() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let day = try #require(Day("2026-11-23"))
        do {
            var draft = try begin(day)
            try write(findings(of: "a"), into: &draft)
            let obstacle = "\(root)/.\(day).draft/snapshot/b.json"
            try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: true)
            let error = #expect(throws: Diagnostics.self) { try write(findings(of: "b"), into: &draft) }
            #expect(error?.all.map(\.rule.rawValue) == ["cannot-write"])
            try write(findings(of: "c"), into: &draft)
        }
        let draft = try begin(day, resuming: true)
        #expect(draft.finished.keys.sorted() == ["a", "c"])
    }

    @Test func evidenceIsKeptWhereSomethingChangedOrAMonthBegan() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        func scan(_ text: String, _ value: Int) throws -> Day {
            let day = try #require(Day(text))
            var draft = try begin(day, .changed)
            try write(findings(value), into: &draft)
            try draft.publish(snapshot(day))
            return day
        }
        func read(_ day: Day) throws -> SnapshotManifest {
            try SnapshotFolder(path: "\(root)/\(day)", displayPath: "s").manifest()
        }
        let first = try scan("2026-11-23", 1)
        #expect(evidence(first))
        #expect(try read(first).unchanged == nil)
        // Each later one names the snapshot that has the evidence, however many lie between.
        for text in ["2026-11-24", "2026-11-25"] {
            let day = try scan(text, 1)
            #expect(!evidence(day))
            let reference = try #require(try read(day).unchanged?["a"])
            #expect(reference.snapshot == first)
            #expect(
                reference.sha256
                    == SnapshotFolder(path: "\(root)/\(first)", displayPath: "").digest("evidence/a.ndjson.gz"))
        }
        #expect(evidence(try scan("2026-11-26", 2)))
        #expect(evidence(try scan("2026-12-01", 2)))
    }

    /// A format of a later version may have any keys; the number is all there is to say of it.
    @Test func anUnknownFormatIsRefused() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try Data("{\"schema\": 3}".utf8).write(to: URL(filePath: "\(root)/snapshot.json"))
        let error = #expect(throws: Diagnostics.self) {
            try SnapshotFolder(path: root, displayPath: "s/2030-01-01").load()
        }
        #expect(
            error?.all.map(\.description) == [
                "s/2030-01-01/snapshot.json:1:1: error: unknown format 3 of a snapshot; this version reads formats 1 to 2 "
                    + "[wrong-snapshot-format]\n    use a newer version of the program"
            ])
    }

    @Test func everyBrokenFileIsSaidInOneRun() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let day = try #require(Day("2026-11-23"))
        var whole = snapshot(day)
        whole.providers = ["a", "b", "../etc"]
        do {
            var draft = try begin(day)
            try write(findings(), into: &draft)
            try draft.publish(whole)
        }
        let path = "\(root)/\(day)/a.json"
        let bytes = try Data(contentsOf: URL(filePath: path))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
        let loaded = try SnapshotFolder(path: "\(root)/\(day)", displayPath: "s/\(day)").load()
        #expect(Set(loaded.broken.map(\.rule.rawValue)) == ["broken-json", "unreadable-file", "bad-provider-id"])
        #expect(loaded.snapshot.providers.isEmpty && loaded.snapshot.leftOut == ["a", "b"])
    }

    /// What could not be read again, or what a forge would refuse, is not written, and says so.
    @Test func noFileIsLargerThanCanBeKept() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let day = try #require(Day("2026-11-23"))
        var draft = try begin(day)
        let large = [UInt8](repeating: 0, count: 50_000_001)
        let plan = PlanRecord(provider: "a", name: "A", domains: [], services: [])
        do throws(Diagnostics) {
            try draft.write(
                findings(), ProviderProofs(provider: "a"), packed: large,
                FinishedProvider(plan: plan, endpoints: 0, measured: 0, connections: 0))
            Issue.record("it was written")
        } catch {
            #expect(error.all.map(\.rule) == [.tooLarge])
        }
        #expect(draft.finished.isEmpty)
        let bytes = Bytes([UInt8](repeating: 0, count: 16 << 20))
        let records = (0..<20).map { EvidenceRecord.certificate(CertificateRecord(sha256: "\($0)", der: bytes)) }
        #expect(throws: Gzip.Corrupt.self) { try EvidenceFile.encode(records) }
    }
}
