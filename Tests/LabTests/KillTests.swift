import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Whatever moment a scan or a build is killed at, the last snapshot and the last site stay whole.
@Suite(.serialized) struct KillTests {
    @Test func aKilledScanLeavesTheLastSnapshot() async throws {
        let site = try await copyOfTheSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let snapshots = "\(site)/content/snapshots"
        let before = try files(below: "\(snapshots)/\(ScannedLab.date)")
        var published = 0
        for round in 1...25 {
            // Each in a month of its own: the first snapshot of a month keeps its evidence, whatever came before.
            let date = "\(2026 + round)-01-01"
            try await kill(
                after: .random(in: 0...2.2),
                ["scan", "ahornpost", "--site", site, "--date", date, "--jobs", "8"] + Tree.labOptions())
            #expect(try files(below: "\(snapshots)/\(ScannedLab.date)") == before)
            let folder = "\(snapshots)/\(date)"
            guard FileManager.default.fileExists(atPath: folder) else { continue }
            // It became visible, so it must be whole.
            published += 1
            let verify = try await run(Tree.pruefstand, ["verify", date, "--site", site])
            #expect(verify.status == 0, "\(verify.errors)")
            #expect(verify.errors.contains("1 providers derived again and equal"))
        }
        // The site still builds, and a scan after all of these goes through.
        let scan = try await run(
            Tree.pruefstand,
            ["scan", "ahornpost", "--site", site, "--date", "2090-01-01", "--jobs", "8"] + Tree.labOptions())
        #expect(scan.status == 0, "\(scan.errors)")
        #expect(try await run(Tree.pruefstand, ["build", "--site", site]).status == 0)
    }

    @Test func aKilledBuildLeavesTheOldSiteOrTheNew() async throws {
        let site = try await copyOfTheSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let article = "\(site)/content/articles/2026-11-24-neu.md"
        let text = "---\ntitle: Neu\ndate: 2026-11-24\ntags: [neu]\nsummary: Neu.\n---\n\nEin Absatz.\n"
        #expect(try await run(Tree.pruefstand, ["build", "--site", site]).status == 0)
        let without = try files(below: "\(site)/site").mapValues(\.bytes)
        try text.write(toFile: article, atomically: true, encoding: .utf8)
        let clock = ContinuousClock.now
        #expect(try await run(Tree.pruefstand, ["build", "--site", site]).status == 0)
        let whole = (ContinuousClock.now - clock) / .seconds(1)
        let with = try files(below: "\(site)/site").mapValues(\.bytes)
        #expect(with != without)
        for round in 1...25 {
            if round % 2 == 1 {
                try FileManager.default.removeItem(atPath: article)
            } else {
                try text.write(toFile: article, atomically: true, encoding: .utf8)
            }
            try await kill(after: .random(in: 0...(whole * 1.2)), ["build", "--site", site])
            let now = try files(below: "\(site)/site").mapValues(\.bytes)
            #expect(now == with || now == without, "round \(round): neither the old site nor the new")
        }
        try? FileManager.default.removeItem(atPath: article)
        #expect(try await run(Tree.pruefstand, ["build", "--site", site]).status == 0)
        #expect(try files(below: "\(site)/site").mapValues(\.bytes) == without)
    }

    private func copyOfTheSite() async throws -> String {
        let site = try await ScannedLab.shared.site()
        let copy = try Tree.temporaryFolder() + "/copy"
        try FileManager.default.copyItem(atPath: site, toPath: copy)
        return copy
    }

    /// Starts the program and kills it (SIGKILL) after so many seconds, if it still runs.
    private func kill(after seconds: Double, _ arguments: [String]) async throws {
        let program = try Program.start(Tree.pruefstand, arguments)
        try await Task.sleep(for: .seconds(seconds))
        // Not waited for yet, so the number is still its own, even where it has ended.
        Glibc.kill(program.process, SIGKILL)
        _ = await program.end()
    }
}
