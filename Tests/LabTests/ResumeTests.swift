import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A scan that is ended in the middle loses none of the finished providers, and goes on from there when it is asked to.
@Suite(.serialized) struct ResumeTests {
    /// The last two take their time: one never answers, the other a byte a second.
    private static let ids = ["eichenpost", "ebereschenpost", "fichtenpost", "oleanderpost", "salbeipost"]
    private static let date = "2026-05-01"

    private func arguments(_ site: String, _ more: String...) throws -> [String] {
        ["scan"] + Self.ids + ["--site", site, "--date", Self.date, "--depth", "quick"] + more + (try Tree.labOptions())
    }

    private func draft(_ site: String) -> String { "\(site)/content/snapshots/.\(Self.date).draft" }

    /// Ids of the providers that the journal calls finished.
    private func finished(_ site: String) throws -> Set<String> {
        guard let data = FileManager.default.contents(atPath: "\(draft(site))/journal.ndjson") else { return [] }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().dropFirst()
        return Set(
            try lines.compactMap { line in
                let one = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
                return (one?["plan"] as? [String: Any])?["provider"] as? String
            })
    }

    /// Runs a scan until some providers are finished and others are not, then ends it with a signal. On a busy machine
    /// the scan may be done before the signal comes; then it is removed and run again.
    private func scan(_ site: String, endedBy signal: Int32, errors: String) async throws -> Int32 {
        let published = "\(site)/content/snapshots/\(Self.date)"
        var status: Int32 = 0
        for _ in 1...5 {
            let program = try Program.start(Tree.pruefstand, try arguments(site), errors: errors)
            try await wait(seconds: 600) {
                try finished(site).count >= 2 || FileManager.default.fileExists(atPath: published)
            }
            Glibc.kill(program.process, signal)
            status = await program.end()
            guard FileManager.default.fileExists(atPath: published) else { break }
            try FileManager.default.removeItem(atPath: published)
        }
        return status
    }

    @Test func goesOnAfterAKill() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        #expect(try await scan(site, endedBy: SIGKILL, errors: "/dev/null") == 128 + SIGKILL)
        let kept = try finished(site)
        #expect((2..<Self.ids.count).contains(kept.count), "finished: \(kept)")
        // Half a snapshot is none.
        #expect(!FileManager.default.fileExists(atPath: "\(site)/content/snapshots/\(Self.date)"))
        #expect(try await run(Tree.pruefstand, ["verify", Self.date, "--site", site]).status == 1)
        let before = try files(below: "\(draft(site))/snapshot").filter { kept.contains(id(of: $0.key)) }
        // Findings, evidence, and what they rest on in it.
        #expect(before.count == kept.count * 3)

        // Told something else it does not go on, and nothing is lost by it.
        let otherwise = try await run(Tree.pruefstand, try arguments(site, "--resume", "--jobs", "8"))
        #expect(otherwise.status == 1)
        #expect(otherwise.errors.contains("[other-settings]") && otherwise.errors.contains("jobs 50, now "))

        let resumed = try await run(Tree.pruefstand, try arguments(site, "--resume"))
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.errors.contains("finished by an earlier run: \(kept.count) provider"))
        #expect(resumed.errors.contains("\(Self.date): \(Self.ids.count - kept.count) provider"))
        // The finished ones are the files of the killed run, down to the inode.
        let after = try files(below: "\(site)/content/snapshots/\(Self.date)")
        for (name, state) in before { #expect(after[name] == state, "\(name) was written again") }
        #expect(after.count == Self.ids.count * 3 + 1)
        #expect(!FileManager.default.fileExists(atPath: draft(site)))
        let verify = try await run(Tree.pruefstand, ["verify", Self.date, "--site", site])
        #expect(verify.status == 0, "\(verify.errors)")
        #expect(verify.errors.contains("\(Self.ids.count) providers verified, 0 failed"))
        // The whole snapshot's connections are those of both runs.
        let snapshot = try object("\(site)/content/snapshots/\(Self.date)/snapshot.json")
        #expect(snapshot["providers"] as? [String] == Self.ids.sorted())
        let version = try await run(Tree.pruefstand, ["--version"]).output
        #expect(snapshot["tool"] as? String == version.trimmingCharacters(in: .newlines))
        let evidence = Self.ids.map { "\(site)/content/snapshots/\(Self.date)/evidence/\($0).ndjson.gz" }
        let lines = try await run("zcat", evidence).output.split(separator: "\n")
        let connections = lines.count { line in
            line.hasPrefix("{\"probe\"") || line.hasPrefix("{\"fetch\"") && !line.contains("\"address\":\"\"")
        }
        #expect(connections > 20)
        #expect(snapshot["connections"] as? Int == connections)
    }

    @Test func aProviderThatFailsCostsNoOther() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let errors = "\(site)/interrupted"
        #expect(try await scan(site, endedBy: SIGINT, errors: errors) == 130)
        #expect(try String(contentsOfFile: errors, encoding: .utf8).contains("--resume"))
        let kept = try finished(site)
        // Where a file has to be there is a folder: of this one nothing can be written. The slowest, so that the folder is
        // there before its file.
        let failing = try #require(["salbeipost", "oleanderpost", "fichtenpost"].first { !kept.contains($0) })
        let program = try Program.start(Tree.pruefstand, try arguments(site, "--resume"), errors: errors)
        // Going on removes what is not finished, so the obstacle comes after that.
        try await wait(seconds: 600) { try String(contentsOfFile: errors, encoding: .utf8).contains("measuring") }
        try FileManager.default.createDirectory(
            atPath: "\(draft(site))/snapshot/\(failing).json/obstacle", withIntermediateDirectories: true)
        #expect(await program.end() == 1)
        let said = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(said.contains("snapshot/\(failing).json:1:1: error: the file cannot be written: Is a directory"))
        #expect(said.contains("\(Self.ids.count - 1) of \(Self.ids.count) providers are finished and kept"))
        #expect(try finished(site) == Set(Self.ids).subtracting([failing]))
        let resumed = try await run(Tree.pruefstand, try arguments(site, "--resume"))
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.errors.contains("\(Self.date): 1 provider, "))
        #expect(try await run(Tree.pruefstand, ["verify", Self.date, "--site", site]).status == 0)
    }

    @Test func withoutResumeItBeginsAnewAndSaysSo() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let nothing = try await run(Tree.pruefstand, try arguments(site, "--resume"))
        #expect(nothing.status == 1 && nothing.errors.contains("[nothing-to-resume]"))
        _ = try await scan(site, endedBy: SIGTERM, errors: "/dev/null")
        let kept = try finished(site).count
        let scan = try await run(Tree.pruefstand, try arguments(site))
        #expect(scan.status == 0, "\(scan.errors)")
        #expect(
            scan.errors.contains("discarded an unfinished scan of \(Self.date) with \(kept) finished provider"))
        #expect(scan.errors.contains("\(Self.date): \(Self.ids.count) providers, "))
    }

    /// The provider whose file this is.
    private func id(of name: String) -> String {
        String(name.split(separator: "/").last?.split(separator: ".").first ?? "")
    }

    private func object(_ file: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(filePath: file))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
