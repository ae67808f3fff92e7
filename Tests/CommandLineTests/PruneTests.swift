import Archive
import Foundation
import Model
import TestSupport
import Testing

@testable import pruefstand

/// `prune` deletes evidence that nobody needs, and nothing else.
@Suite struct PruneTests {
    private static let third = "2026-11-03"
    private static let fourth = "2026-11-04"
    private static let all = (PublishedSnapshots.ids + [PublishedSnapshots.added]).sorted()
    private static let dates = [PublishedSnapshots.first, PublishedSnapshots.second, third, fourth]
    private static let prunable = all.map { "content/snapshots/\(third)/evidence/\($0).ndjson.gz" }

    /// After the first two come two that keep all evidence, of findings that did not change.
    private func site(
        _ policies: [SnapshotDraft.EvidencePolicy] = [.all, .all], signedWith key: String? = nil
    ) throws -> PublishedSnapshots {
        let site = try PublishedSnapshots(signedWith: key)
        for (date, policy) in zip([Self.third, Self.fourth, "2026-11-05"], policies) {
            try site.publish(date, Self.all, key, keeping: policy)
        }
        return site
    }

    private func prune(_ site: PublishedSnapshots, _ arguments: [String] = []) throws -> BuiltProgram.Result {
        try BuiltProgram.run(["prune", "--site", site.root, "--date", "2027-06-01"] + arguments)
    }

    private func listed(_ result: BuiltProgram.Result) -> [String] {
        result.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    }

    private func files(_ site: PublishedSnapshots) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in SnapshotFolder(path: site.root, displayPath: "").files() where !name.hasPrefix("site/") {
            guard !name.hasSuffix("/.lock") else { continue }
            files[name] = FileManager.default.contents(atPath: "\(site.root)/\(name)")
        }
        return files
    }

    @Test func nothingIsDeletedWithoutApply() throws {
        let site = try site()
        let before = try files(site)
        let result = try prune(site)
        #expect(result.status == 0 && listed(result) == Self.prunable, "\(result)")
        #expect(result.output.contains("\(PublishedSnapshots.added).ndjson.gz (that of \(PublishedSnapshots.second) "))
        #expect(result.errors == "4 files not needed; use --apply to delete\n")
        #expect(try files(site) == before)
    }

    @Test func prunedSnapshotsAreReadBuiltAndVerified() throws {
        let keys = try TemporaryFolder()
        let key = "\(keys.path)/key"
        let made = try BuiltProgram.run(
            ["-q", "-t", "ed25519", "-N", "", "-f", key], program: "/usr/bin/ssh-keygen", in: keys.path)
        try #require(made.status == 0, "\(made.errors)")
        let site = try site(signedWith: key)
        let checked = try BuiltProgram.run(["check", "--site", site.root, "--date", "2026-11-05"])
        #expect(checked.status == 0, "\(checked.errors)")
        var before = try files(site)
        let result = try prune(site, ["--apply"])
        #expect(result.status == 0 && listed(result) == Self.prunable, "\(result)")
        #expect(result.errors == "4 files deleted\n")
        var after = try files(site)
        #expect(after.removeValue(forKey: "content/snapshots/\(Self.third)/pruned.json") != nil)
        for name in Self.prunable { #expect(before.removeValue(forKey: name) != nil, "\(name)") }
        #expect(after == before)
        for date in Self.dates {
            let found = site.verify(date)
            #expect(found.diagnostics.isEmpty, "\(date): \(found.diagnostics)")
            let isPruned = found.conclusions.first?.contains("4 whose own evidence was pruned") == true
            #expect(isPruned == (date == Self.third), "\(found.conclusions)")
        }
        let again = try BuiltProgram.run(["check", "--site", site.root, "--date", "2026-11-05"])
        #expect(again.status == 0 && again.errors == checked.errors, "\(again.errors)")
        let built = try BuiltProgram.run(["build", "--site", site.root])
        #expect(built.status == 0 && !built.errors.contains("warning:"), "\(built.errors)")
        for id in Self.all {
            #expect(PublishedPages(site.root).lead(to: id, on: Self.third))
        }
        // Twice is once, and scans go on.
        #expect(try prune(site, ["--apply"]).errors == "0 files deleted\n")
        try site.publish("2026-11-05", Self.all, key)
        #expect(site.verify("2026-11-05").diagnostics.isEmpty)
    }

    /// A run that was killed before it renamed its record leaves a file beside the snapshots: it disturbs nobody, and the
    /// next run removes it, whatever else it does. Other files that lie there are not its own.
    @Test func anUnfinishedRecordIsRemoved() throws {
        let site = try site()
        let folder = "\(site.root)/content/snapshots"
        let left = "\(folder)/\(Self.third).pruned"
        let strangers = ["\(folder)/notes.pruned", "\(folder)/\(Self.third).pruned.txt"]
        let commands = [["check", "--date", "2026-11-05"], ["build"], ["prune", "--date", "2027-06-01"]]
        func results() throws -> [String] {
            try commands.map { command in
                let result = try BuiltProgram.run(command + ["--site", site.root])
                #expect(result.status == 0, "\(result.errors)")
                return result.output + (command[0] == "build" ? "" : result.errors)
            } + [site.verify(Self.third).conclusions.joined()]
        }
        let before = try results()
        for file in [left] + strangers { try Data("{\"schema\"".utf8).write(to: URL(filePath: file)) }
        #expect(try results() == before)
        #expect(site.verify(Self.third).diagnostics.isEmpty)
        #expect(FileManager.default.fileExists(atPath: left), "nothing but --apply changes anything")
        #expect(try prune(site, ["--apply"]).errors == "4 files deleted\n")
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(strangers.allSatisfy(FileManager.default.fileExists(atPath:)))
    }

    /// A run that was killed behind its record is repeated.
    @Test func anInterruptedRunIsRepeated() throws {
        let site = try site()
        let (name, id) = ("evidence/lahm.ndjson.gz", "lahm")
        let bytes = try site.bytes(Self.third, name)
        #expect(try prune(site, ["--apply"]).status == 0)
        try site.write(bytes, Self.third, name)
        #expect(site.verify(Self.third).diagnostics.isEmpty)
        #expect(try listed(prune(site, ["--apply"])) == ["content/snapshots/\(Self.third)/evidence/\(id).ndjson.gz"])
        #expect(site.verify(Self.third).conclusions.first?.contains("4 whose own evidence was pruned") == true)
    }

    @Test func agesCount() throws {
        let site = try site()
        let days = (Day("2027-06-01") ?? .first).days(since: Day(Self.third) ?? .first)
        #expect(try listed(prune(site, ["--evidence-days", "\(days)"])).isEmpty)
        #expect(try listed(prune(site, ["--evidence-days", "\(days - 1)"])) == Self.prunable)
        #expect(try prune(site, ["--evidence-days", "-1"]).status == 2)
    }

    /// Whatever text names a date keeps all of it.
    @Test(arguments: [
        (
            "content/articles/2026-12-01-a.md",
            "---\ntitle: A\ndate: 2026-12-01\n---\n[x](finding:2026-11-03/lahm/dnssec)\n"
        ),
        ("content/providers/b.md", "---\nname: B\ndomains: [b.example]\n---\nSee 2026-11-03.\n"),
        (
            "content/tables/t.yaml",
            "title: T\ncolumns: [dnssec]\nrows: all\norder: name\nsnapshots: [2026-11-03]\n"
        ),
        ("content/errata.yaml", "errata:\n  - {date: 2026-12-01, snapshot: 2026-11-03, provider: lahm, text: A}\n"),
    ])
    func whatATextNamesIsKept(_ file: String, _ text: String) throws {
        let site = try site()
        let path = URL(filePath: "\(site.root)/\(file)")
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: path)
        #expect(try NamedDates.days(in: site.root).contains(try #require(Day(Self.third))))
        let before = try files(site)
        let result = try prune(site, ["--apply"])
        #expect(result.status == 0 && listed(result).isEmpty, "\(result)")
        #expect(try files(site) == before)
    }

    /// The last snapshot refers to evidence of the third, which also stands first in its line.
    @Test func whatALaterSnapshotRefersToIsKept() throws {
        let site = try site([.all, .changed, .all])
        let manifest = try SnapshotFolder(path: "\(site.snapshots)/\(Self.fourth)", displayPath: "").manifest()
        try #require(manifest.unchanged?["lahm"]?.snapshot == Day(Self.third))
        #expect(try listed(prune(site)).isEmpty)
    }

    /// The first of a month, the newest, and where findings are others.
    @Test func onlyRepetitionsGo() throws {
        let site = try site([.all])
        #expect(try listed(prune(site)).isEmpty)
        try site.publish("2026-12-05", Self.all, keeping: .all)
        #expect(try listed(prune(site)) == Self.prunable)
        try site.publish("2026-12-06", PublishedSnapshots.ids, keeping: .all)
        try site.publish("2026-12-07", Self.all, keeping: .all)
        try site.publish("2026-12-08", Self.all, keeping: .all)
        let repeated =
            PublishedSnapshots.ids.map { "content/snapshots/2026-12-06/evidence/\($0).ndjson.gz" }
            + PublishedSnapshots.ids.map { "content/snapshots/2026-12-07/evidence/\($0).ndjson.gz" }
        #expect(try listed(prune(site)) == Self.prunable + repeated)
    }

    @Test(arguments: [
        ("2026-11-01", "lahm.json"), ("2026-11-01", "evidence/lahm.ndjson.gz"), ("2026-11-03", "snapshot.json"),
        ("2026-11-04", "evidence/lahm.ndjson.gz"),
    ])
    func aBrokenSnapshotStopsIt(_ date: String, _ name: String) throws {
        let site = try site()
        try site.write(try site.bytes(date, name) + [10], date, name)
        let before = try files(site)
        let result = try prune(site, ["--apply"])
        #expect(result.status == 1 && result.output.isEmpty, "\(result)")
        #expect(result.errors.contains("content/snapshots/\(date)/"), "\(result.errors)")
        #expect(try files(site) == before)
    }

    @Test func itWaitsForNoScan() throws {
        let site = try site()
        let before = try files(site)
        let lock = try SnapshotLock.take(below: site.snapshots, file: "")
        let result = try prune(site, ["--apply"])
        lock.release()
        #expect(result.status == 1 && result.errors.contains("[scan-running]"), "\(result)")
        #expect(try files(site) == before)
        #expect(try prune(site).status == 0)
    }

    /// Without its record nothing is deleted.
    @Test func whereNothingCanBeWrittenNothingIsDeleted() throws {
        let site = try site()
        let before = try files(site)
        try FileManager.default.createDirectory(
            atPath: "\(site.snapshots)/\(Self.third).pruned", withIntermediateDirectories: false)
        let result = try prune(site, ["--apply"])
        #expect(result.status == 1, "\(result)")
        #expect(
            result.errors.contains("content/snapshots/\(Self.third)/pruned.json:1:1: error: cannot "), "\(result)")
        #expect(try files(site) == before)
    }

    /// What `pruned.json` says is not believed but compared.
    @Test(arguments: [
        (nil, "missing-evidence"), ("{", "broken-json"), ("{}", "wrong-snapshot-format"),
        (#"{"schema": 3, "evidence": {}}"#, "wrong-snapshot-format"),
        (#"{"schema": 2, "evidence": {"lahm": "2026-11-03"}}"#, "circular-reference"),
        (#"{"schema": 2, "evidence": {"lahm": "2026-11-02"}}"#, "dangling-reference"),
        (#"{"schema": 2, "evidence": {"tlsa-wechsel": "2026-11-01"}}"#, "dangling-reference"),
        (#"{"schema": 2, "evidence": {"../lahm": "2026-11-01"}}"#, "missing-evidence"),
        (#"{"schema": 2, "evidence": {"lahm": "2026-11-01"}}"#, "missing-evidence"),
        (#"{"schema": 2, "evidence": {}}"#, "unlisted-file"),
    ])
    func aFalseRecordIsAFault(_ text: String?, _ rule: String) throws {
        let site = try site()
        #expect(try prune(site, ["--apply"]).status == 0)
        let found = try site.tamper(Self.third, "pruned.json", with: text.map { Array($0.utf8) })
        #expect(found.map(\.rule.rawValue).contains(rule), "\(found)")
        #expect(site.verify(Self.third).diagnostics.isEmpty)
    }

    /// The evidence that stands for what was pruned is as needed as any.
    @Test func theEvidenceThatStandsForItIsNeeded() throws {
        let site = try site()
        #expect(try prune(site, ["--apply"]).status == 0)
        let (first, name) = (PublishedSnapshots.first, "evidence/lahm.ndjson.gz")
        try FileManager.default.removeItem(atPath: site.path(first, name))
        #expect(site.verify(Self.third).diagnostics.map(\.rule).contains(.danglingReference))
        let result = try BuiltProgram.run(["build", "--site", site.root])
        #expect(result.status == 1 && result.errors.contains("[dangling-reference]"), "\(result.errors)")
    }
}
