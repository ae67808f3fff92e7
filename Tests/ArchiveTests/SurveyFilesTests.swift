import Foundation
import Model
import Survey
import TestSupport
import Testing

@testable import Archive

/// The files of a survey: resumed wherever they were cut off, merged to the same bytes however they were divided.
@Suite struct SurveyFilesTests {
    /// What every line of the resolve pass has, and no more.
    private struct Line: Codable {
        var line: Int
        var domain = "a.test"
        var servers: [SurveyServer] = []
    }

    static func terms(_ shards: Int, list: String = "ab") -> SurveyManifest.Terms {
        SurveyManifest.Terms(pass: .resolve, list: list, seed: "0", shards: shards, version: "pruefstand 1")
    }

    static let now = Instant(milliseconds: 1_000)

    private func line(_ number: Int) throws -> [UInt8] { try JSONText.encodeLine(Line(line: number)) }

    private struct Complete: Error {}

    func begin(
        _ folder: SurveyFolder, _ terms: SurveyManifest.Terms, shard: Int, restart: Int = 0
    ) throws -> ShardDraft {
        guard
            let draft = try ShardDraft.begin(in: folder, terms: terms, shard: shard, restart: restart, now: Self.now)
        else { throw Complete() }
        return draft
    }

    /// Writes one shard: each `shards`th line from `shard` on.
    func write(
        _ folder: SurveyFolder, shard: Int, of shards: Int, restart: Int = 0, lines: Int = 1_200, list: String = "ab"
    ) throws {
        let terms = Self.terms(shards, list: list)
        var draft = try begin(folder, terms, shard: shard, restart: restart)
        let all = stride(from: shard + 1, through: lines, by: shards)
        for number in all.dropFirst(draft.kept) { try draft.add(try line(number)) }
        var counts = SurveyListCounts()
        counts.domains = all.reduce(0) { count, _ in count + 1 }
        try draft.publish { data in
            SurveyManifest(
                terms: terms, shard: shard, restart: restart, vantage: "", started: Self.now, finished: Self.now,
                counts: counts, data: data)
        }
    }

    /// As the end of a process does.
    private func drop(_: consuming ShardDraft) {}

    func read(_ path: String) throws -> [[UInt8]] {
        var reader = try GzipLineReader(path)
        var lines: [[UInt8]] = []
        while let line = try reader.next() { lines.append(line) }
        return lines
    }

    func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    @Test func shardsMergeToTheBytesOfOneRun() throws {
        let one = try TemporaryFolder("survey")
        try write(SurveyFolder(one.path), shard: 0, of: 1)
        let (merged, faults) = try SurveyMerge(SurveyFolder(one.path)).run(.resolve)
        #expect(faults.isEmpty && merged.missing.isEmpty && merged.domains == 1_200)
        let expected = try bytes("\(one.path)/domains.ndjson.gz")
        #expect(try read("\(one.path)/domains.ndjson.gz") == (1...1_200).map { try line($0) })
        for shards in [2, 3, 7] {
            let folder = try TemporaryFolder("survey")
            for shard in (0..<shards).reversed() { try write(SurveyFolder(folder.path), shard: shard, of: shards) }
            for _ in 0..<2 {
                let (merged, faults) = try SurveyMerge(SurveyFolder(folder.path)).run(.resolve)
                #expect(faults.isEmpty && merged.domains == 1_200)
                #expect(try bytes("\(folder.path)/domains.ndjson.gz") == expected, "\(shards) shards")
            }
        }
    }

    @Test func missingShardsAreNamed() throws {
        let folder = try TemporaryFolder("survey")
        for shard in [0, 2] { try write(SurveyFolder(folder.path), shard: shard, of: 4) }
        let (merged, faults) = try SurveyMerge(SurveyFolder(folder.path)).run(.resolve)
        #expect(merged.missing == [1, 3] && merged.shards.map(\.shard) == [0, 2])
        #expect(faults.map(\.rule) == [.missingShard, .missingShard])
        #expect(try read("\(folder.path)/domains.ndjson.gz").count == 600)
        // Merged again with the others it is what all at once are.
        for shard in [1, 3] { try write(SurveyFolder(folder.path), shard: shard, of: 4) }
        #expect(try SurveyMerge(SurveyFolder(folder.path)).run(.resolve).faults.isEmpty)
        #expect(try read("\(folder.path)/domains.ndjson.gz") == (1...1_200).map { try line($0) })
    }

    @Test func anEmptyFolderIsNotAnEmptySurvey() throws {
        let folder = try TemporaryFolder("survey")
        let error = #expect(throws: Diagnostics.self) { try SurveyMerge(SurveyFolder(folder.path)).run(.resolve) }
        #expect(error?.all.map(\.rule) == [.missingShard])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    /// A lost run that goes on beside the restarted one changes nothing, whole or cut off.
    @Test func ofTwoRunsOfAShardOneIsTaken() throws {
        let folder = try TemporaryFolder("survey")
        let survey = SurveyFolder(folder.path)
        try write(survey, shard: 0, of: 2)
        var lost = try begin(survey, Self.terms(2), shard: 1)
        for number in stride(from: 2, through: 1_100, by: 2) { try lost.add(try line(number)) }
        // The restarted one takes over the member that is whole: 500 lines.
        let taken = try begin(survey, Self.terms(2), shard: 1, restart: 1).kept
        #expect(taken == 500)
        try write(survey, shard: 1, of: 2, restart: 1)
        let (merged, faults) = try SurveyMerge(survey).run(.resolve)
        #expect(faults.isEmpty && merged.shards.map(\.restart) == [0, 1])
        let expected = try bytes("\(folder.path)/domains.ndjson.gz")
        for number in stride(from: 1_102, through: 1_200, by: 2) { try lost.add(try line(number)) }
        try lost.publish { data in
            SurveyManifest(
                terms: Self.terms(2), shard: 1, restart: 0, vantage: "", started: Self.now, finished: Self.now,
                counts: SurveyListCounts(), data: data)
        }
        #expect(try SurveyMerge(survey).run(.resolve).merged == merged)
        #expect(try bytes("\(folder.path)/domains.ndjson.gz") == expected)
        // Where its file is cut off, the other counts.
        let broken = "\(folder.path)/resolve-1-of-2.r1.ndjson.gz"
        try Data(try bytes(broken).dropLast(9)).write(to: URL(filePath: broken))
        let repaired = try SurveyMerge(survey).run(.resolve)
        #expect(repaired.faults.map(\.rule) == [.brokenShard])
        #expect(repaired.merged.shards.map(\.restart) == [0, 0])
        #expect(try bytes("\(folder.path)/domains.ndjson.gz") == expected)
    }

    @Test func shardsOfAnotherListAreRefused() throws {
        let folder = try TemporaryFolder("survey")
        let other = try TemporaryFolder("survey")
        try write(SurveyFolder(folder.path), shard: 0, of: 2)
        _ = try SurveyMerge(SurveyFolder(folder.path)).run(.resolve)
        let before = try bytes("\(folder.path)/domains.ndjson.gz")
        // Nobody may begin one there …
        let error = #expect(throws: Diagnostics.self) {
            try write(SurveyFolder(folder.path), shard: 1, of: 2, list: "cd")
        }
        #expect(error?.all.map(\.rule) == [.otherSettings])
        // … and one that was copied there is not merged.
        try write(SurveyFolder(other.path), shard: 1, of: 2, list: "cd")
        for ending in ["ndjson.gz", "json"] {
            try FileManager.default.copyItem(
                atPath: "\(other.path)/resolve-1-of-2.r0.\(ending)",
                toPath: "\(folder.path)/resolve-1-of-2.r0.\(ending)")
        }
        let refusal = #expect(throws: Diagnostics.self) { try SurveyMerge(SurveyFolder(folder.path)).run(.resolve) }
        #expect(refusal?.all.map(\.rule) == [.otherSettings])
        #expect(try bytes("\(folder.path)/domains.ndjson.gz") == before)
    }

    /// SIGKILL can come at any byte.
    @Test(arguments: [0, 1, 17, 400, 999, 1_000, 1_001, 2_000, 100_000]) func resumedFromAnyByte(_ kept: Int) throws {
        let folder = try TemporaryFolder("survey")
        let survey = SurveyFolder(folder.path)
        var draft = try begin(survey, Self.terms(1), shard: 0)
        for number in 1...1_150 { try draft.add(try line(number)) }
        try draft.flush()
        drop(draft)
        let part = "\(folder.path)/resolve-0-of-1.r0.ndjson.gz.part"
        let written = try bytes(part)
        try Data(written.prefix(kept)).write(to: URL(filePath: part))
        try write(survey, shard: 0, of: 1)
        _ = try SurveyMerge(survey).run(.resolve)
        #expect(try read("\(folder.path)/domains.ndjson.gz") == (1...1_200).map { try line($0) })
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.hasSuffix(".part") })
        // Complete is complete.
        #expect(throws: Complete.self) { _ = try begin(survey, Self.terms(1), shard: 0, restart: 3) }
    }

    @Test func aShardIsWrittenByOneRunAtATime() throws {
        let folder = try TemporaryFolder("survey")
        let survey = SurveyFolder(folder.path)
        let draft = try begin(survey, Self.terms(1), shard: 0)
        let error = #expect(throws: Diagnostics.self) { _ = try begin(survey, Self.terms(1), shard: 0) }
        #expect(error?.all.map(\.rule) == [.scanRunning])
        #expect(draft.kept == 0)
    }

    @Test func linesOutOfOrderAreBroken() throws {
        let folder = try TemporaryFolder("survey")
        let survey = SurveyFolder(folder.path)
        var draft = try begin(survey, Self.terms(1), shard: 0)
        for number in [2, 1] { try draft.add(try line(number)) }
        try draft.publish { data in
            SurveyManifest(
                terms: Self.terms(1), shard: 0, restart: 0, vantage: "", started: Self.now, finished: Self.now,
                counts: SurveyListCounts(), data: data)
        }
        let error = #expect(throws: Diagnostics.self) { try SurveyMerge(survey).run(.resolve) }
        #expect(error?.all.map(\.rule) == [.brokenShard])
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/domains.ndjson.gz"))
    }

    @Test func aListThatIsNotThereOrChanges() throws {
        let folder = try TemporaryFolder("survey")
        let missing = #expect(throws: Diagnostics.self) {
            try SurveyListFile.check("\(folder.path)/none", sharding: Sharding(), shard: 0)
        }
        #expect(missing?.all.map(\.rule) == [.noSuchFile])
        let device = #expect(throws: Diagnostics.self) {
            try SurveyListFile.check(folder.path, sharding: Sharding(), shard: 0)
        }
        #expect(device?.all.map(\.rule) == [.unreadableFile])
        try folder.write(Array("a.example\nb.example".utf8), to: "list")
        let (digest, counts, diagnostics) = try SurveyListFile.check(
            "\(folder.path)/list", sharding: Sharding(), shard: 0)
        // printf 'a.example\nb.example' | sha256sum
        #expect(digest == "2a191a2b08b137ec8a456ced0dd264342eef15e085432e31a7c5c072c734654d")
        #expect(counts.domains == 2 && diagnostics.isEmpty)
    }
}
