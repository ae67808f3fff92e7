import Archive
import Foundation
import Model
import Testing

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

    /// A scan of one provider with these findings; ends as a run does.
    private func scan(_ text: String, _ value: Int, _ policy: SnapshotDraft.EvidencePolicy = .changed) throws -> Day {
        let day = try #require(Day(text))
        var draft = try begin(day, policy)
        try write(findings(value), into: &draft)
        try draft.publish(snapshot(day))
        return day
    }

    private func folder(_ day: Day) -> SnapshotFolder {
        SnapshotFolder(path: "\(root)/\(day)", displayPath: "s/\(day)")
    }

    private func state(_ day: Day) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(day)/a.json") }

    @Test func whatDidNotChangeIsWrittenOnce() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let first = try scan("2026-11-23", 1)
        #expect(evidence(first) && state(first))
        #expect(try folder(first).manifest().unchanged == nil && folder(first).manifest().findings == nil)
        // Each later one names the snapshot that has the files, however many lie between.
        for text in ["2026-11-24", "2026-11-25"] {
            let day = try scan(text, 1)
            #expect(!evidence(day) && !state(day))
            #expect(folder(day).files() == ["snapshot.json"])
            let manifest = try folder(day).manifest()
            for (reference, name) in [
                (manifest.findings?["a"], "a.json"), (manifest.unchanged?["a"], "evidence/a.ndjson.gz"),
            ] {
                #expect(reference?.snapshot == first)
                #expect(reference?.sha256 == folder(first).digest(name))
            }
            let (read, broken) = try folder(day).load()
            #expect(broken.isEmpty && folder(day).fileFaults(read).isEmpty)
            #expect(read.providers == ["a": findings(1)])
        }
        let other = try scan("2026-11-26", 2)
        #expect(evidence(other) && state(other))
        // A month begins with evidence of its own; the findings are where they were.
        let december = try scan("2026-12-01", 2)
        #expect(evidence(december) && !state(december))
        #expect(try folder(december).manifest().findings?["a"]?.snapshot == other)
        let all = try scan("2026-12-02", 2, .all)
        #expect(evidence(all) && !state(all))
        #expect(try folder(december).load().snapshot.providers == ["a": findings(2)])
    }

    /// Two servers behind one address that are asked by turns: each day refers to the day that has its findings.
    @Test func knownFindingsComeBackWithoutANewFile() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let known = [1: try scan("2026-11-10", 1), 2: try scan("2026-11-11", 2)]
        for (day, value) in [(12, 1), (13, 2), (14, 2), (15, 1)] {
            let date = try scan("2026-11-\(day)", value)
            #expect(folder(date).files() == ["snapshot.json"], "\(date)")
            let manifest = try folder(date).manifest()
            #expect(manifest.findings?["a"]?.snapshot == known[value])
            #expect(manifest.unchanged?["a"]?.snapshot == known[value])
            #expect(try folder(date).load().snapshot.providers == ["a": findings(value)])
        }
        // Evidence of another month does not stand for them.
        for (text, value, isKept) in [("2026-12-01", 1, true), ("2026-12-02", 2, true), ("2026-12-03", 1, false)] {
            let date = try scan(text, value)
            #expect(!state(date) && evidence(date) == isKept, "\(date)")
        }
    }

    /// Nothing refers to a file that is gone, or is another by now.
    @Test func onlyWhatIsThereIsReferredTo() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let first = try scan("2026-11-23", 1)
        let path = "\(root)/\(first)/evidence/a.ndjson.gz"
        try FileManager.default.removeItem(atPath: path)
        let second = try scan("2026-11-24", 1)
        #expect(evidence(second) && !state(second))
        try Data("{}".utf8).write(to: URL(filePath: "\(root)/\(first)/a.json"))
        let third = try scan("2026-11-25", 1)
        #expect(evidence(third) && state(third))
    }

    /// A run that goes on has what is unchanged, too; unless it is gone since.
    @Test func whatIsUnchangedIsTakenUp() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let first = try scan("2026-11-23", 1)
        let day = try #require(Day("2026-11-24"))
        do {
            var draft = try begin(day, .changed)
            try write(findings(1), into: &draft)
        }
        #expect(try begin(day, .changed, resuming: true).finished.keys.sorted() == ["a"])
        try FileManager.default.removeItem(atPath: "\(root)/\(first)/a.json")
        #expect(try begin(day, .changed, resuming: true).finished.isEmpty)
    }

    @Test(arguments: ["missing", "another", "broken", "itself", "later"])
    func aReferenceThatLeadsNowhereIsSaid(_ what: String) throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let first = try scan("2026-11-23", 1)
        let day = try scan("2026-11-24", 1)
        let path = URL(filePath: "\(root)/\(first)/a.json")
        var manifest = try folder(day).manifest()
        let wanted: (rule: String, file: String)
        switch what {
        case "missing":
            try FileManager.default.removeItem(at: path)
            wanted = ("dangling-reference", "s/\(first)/a.json")
        case "another":
            try Data(try FindingsFile.encode(findings(2))).write(to: path)
            wanted = ("wrong-digest", "s/\(first)/a.json")
        case "broken":
            try Data("{".utf8).write(to: path)
            wanted = ("broken-json", "s/\(first)/a.json")
        default:
            let later = try scan("2026-11-25", 1)
            manifest.findings?["a"]?.snapshot = what == "itself" ? day : later
            try Data(try JSONText.encode(manifest)).write(to: URL(filePath: "\(root)/\(day)/snapshot.json"))
            wanted = ("circular-reference", "s/\(day)/snapshot.json")
        }
        let (read, broken) = try folder(day).load()
        #expect(broken.map(\.diagnostic.rule.rawValue) == [wanted.rule])
        // It is no fault of this provider's file in this snapshot.
        #expect(broken.map(\.diagnostic.file) == [wanted.file] && broken.map(\.provider) == [nil])
        #expect(read.providers.isEmpty && read.leftOut == ["a"])
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
        let rules = loaded.broken.map(\.diagnostic.rule.rawValue)
        #expect(Set(rules) == ["broken-json", "unreadable-file", "bad-provider-id"])
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
