import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Whatever moment a scan or a build is killed at, the last snapshot and the last site stay whole. The moments are drawn
/// at random; `KILL_SEED` draws those of another run again.
@Suite struct KillTests {
    private static let seed = {
        let told = ProcessInfo.processInfo.environment["KILL_SEED"].flatMap { UInt64($0) }
        let seed = told ?? .random(in: 0 ... .max)
        print("KillTests: KILL_SEED=\(seed)")
        return seed
    }()

    /// A scan mostly waits, so three are killed side by side. They are short: of two providers, the first of which is
    /// finished before the second, and with few connections, so that many moments are those of reading and writing.
    @Test(arguments: 0..<3) func aKilledScanLeavesTheLastSnapshot(number: UInt64) async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        var random = SeededGenerator(state: Self.seed &+ number)
        let snapshots = "\(site)/content/snapshots"
        func scan(_ date: String) throws -> [String] {
            ["scan", "ahornpost", "eichenpost", "--site", site, "--date", date, "--depth", "quick", "--jobs", "8"]
                + (try Tree.labOptions())
        }
        let first = try await run(Tree.pruefstand, scan(ScannedLab.date))
        #expect(first.status == 0, "\(first.errors)")
        let before = try files(below: "\(snapshots)/\(ScannedLab.date)")
        #expect(before.count == 7, "the snapshot, and findings, evidence and proofs of two: \(before.keys)")
        var whole = try await seconds { try await run(Tree.pruefstand, scan("2026-12-01")) }
        for round in 1...9 {
            let told: Comment = "KILL_SEED=\(Self.seed), site \(number), round \(round)"
            // Each in a month of its own: the first snapshot of a month keeps its evidence, whatever came before.
            let date = "\(2026 + round)-01-01"
            let ended = try await kill(after: .random(in: 0...(whole * 1.2), using: &random), scan(date))
            whole = min(whole, ended ?? whole)
            #expect(try files(below: "\(snapshots)/\(ScannedLab.date)") == before, told)
            let folder = "\(snapshots)/\(date)"
            guard FileManager.default.fileExists(atPath: folder) else { continue }
            // It became visible, so it must be whole.
            let verify = try await run(Tree.pruefstand, ["verify", date, "--site", site])
            #expect(verify.status == 0, "\(told): \(verify.errors)")
            #expect(verify.errors.contains("2 providers verified, 0 failed"), told)
        }
        // The site still builds, and a scan after all of these goes through.
        let after = try await run(Tree.pruefstand, scan("2090-01-01"))
        #expect(after.status == 0, "\(after.errors)")
        if number == 0 { #expect(try await run(Tree.pruefstand, ["build", "--site", site]).status == 0) }
    }

    /// A site with every kind of page and without evidence, which takes long to read: most of a build is rendering and
    /// publishing.
    @Test func aKilledBuildLeavesTheOldSiteOrTheNew() async throws {
        let site = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: site) }
        #expect(try await run("python3", ["\(Tree.root)/Tests/Pages/example", site]).status == 0)
        var random = SeededGenerator(state: Self.seed)
        let article = "\(site)/content/articles/2015-11-24-neu.md"
        let text = "---\ntitle: Neu\ndate: 2015-11-24\ntags: [neu]\nsummary: Neu.\n---\n\nEin Absatz.\n"
        let build = ["build", "--site", site]
        #expect(try await run(Tree.pruefstand, build).status == 0)
        let without = try files(below: "\(site)/site").mapValues(\.bytes)
        try text.write(toFile: article, atomically: true, encoding: .utf8)
        var whole = try await seconds { try await run(Tree.pruefstand, build) }
        let with = try files(below: "\(site)/site").mapValues(\.bytes)
        #expect(with != without)
        for round in 1...25 {
            if round % 2 == 1 {
                try FileManager.default.removeItem(atPath: article)
            } else {
                try text.write(toFile: article, atomically: true, encoding: .utf8)
            }
            let ended = try await kill(after: .random(in: 0...(whole * 1.2), using: &random), build)
            whole = min(whole, ended ?? whole)
            let now = try files(below: "\(site)/site").mapValues(\.bytes)
            #expect(
                now == with || now == without,
                "KILL_SEED=\(Self.seed), round \(round): neither the old site nor the new")
        }
        try? FileManager.default.removeItem(atPath: article)
        #expect(try await run(Tree.pruefstand, build).status == 0)
        #expect(try files(below: "\(site)/site").mapValues(\.bytes) == without)
    }

    /// How long a run takes that nobody kills.
    private func seconds(_ run: () async throws -> CommandResult) async throws -> Double {
        let clock = ContinuousClock.now
        let result = try await run()
        #expect(result.status == 0, "\(result.errors)")
        return (ContinuousClock.now - clock) / .seconds(1)
    }

    /// Starts the program and kills it (SIGKILL) after so many seconds, if it still runs.
    ///
    /// - Returns: how many seconds it took, where it ended before: the first run, beside all other tests that begin, may
    ///   have taken much longer than those that are killed.
    private func kill(after seconds: Double, _ arguments: [String]) async throws -> Double? {
        let start = ContinuousClock.now
        let program = try Program.start(Tree.pruefstand, arguments)
        try await wait(seconds: seconds) { program.hasEnded }
        let ended = program.hasEnded ? (ContinuousClock.now - start) / .seconds(1) : nil
        // Not waited for yet, so the number is still its own, even where it has ended.
        Glibc.kill(program.process, SIGKILL)
        _ = await program.end()
        return ended
    }
}
