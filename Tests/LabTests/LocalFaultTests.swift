import Foundation
import Testing

/// What this machine lacks is nobody's finding: the scan ends with a diagnostic and publishes nothing of it.
@Suite struct LocalFaultTests {
    private static let date = "2026-05-02"

    private func arguments(_ site: String) throws -> [String] {
        [Tree.pruefstand, "scan", "--site", site, "--date", Self.date, "--depth", "quick"] + (try Tree.labOptions())
    }

    @Test func tooFewDescriptorsAreToldAtTheStart() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        for limit in [24, 64] {
            let scan = try await run("prlimit", ["--nofile=\(limit):\(limit)"] + (try arguments(site)))
            #expect(scan.status == 1, "\(scan.errors)")
            #expect(scan.errors.contains("needs 210 file descriptors; the limit is \(limit) [local-fault]"))
        }
        #expect(!FileManager.default.fileExists(atPath: "\(site)/content/snapshots"))
    }

    /// The soft limit is raised as far as the hard one allows.
    @Test func theSoftLimitIsRaised() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let scan = try await run("prlimit", ["--nofile=64:4096"] + (try arguments(site)) + ["eichenpost"])
        #expect(scan.status == 0, "\(scan.errors)")
    }

    /// Descriptors that are gone in the middle: what was finished is kept, and nothing is called unreachable.
    @Test func descriptorsThatRunOutEndTheRun() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let errors = "\(site)/errors"
        let words = try arguments(site)
        let program = try Program.start(words[0], Array(words.dropFirst()), errors: errors)
        let journal = "\(site)/content/snapshots/.\(Self.date).draft/journal.ndjson"
        try await wait(seconds: 600) {
            (try? String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").count > 3) ?? false
        }
        // Three are left, as when others had used up the rest. With none at all the runtime may trap before anybody asks
        // for one: libdispatch opens a file each second.
        // Again as long as it runs, since what it had open at one moment may be closed at the next.
        async let status = program.end()
        var lowest = Int.max
        while let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(program.process)/fd") {
            let open = Set(names.compactMap(Int.init))
            if open.isEmpty { break }
            let limit = try #require((0...open.count + 2).filter { !open.contains($0) }.dropFirst(2).first) + 1
            if limit < lowest {
                lowest = limit
                _ = try await run("prlimit", ["--pid", "\(program.process)", "--nofile=\(limit):\(limit)"])
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(lowest < Int.max)
        #expect(await status == 1)
        let said = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(said.contains("[local-fault]") || said.contains("[cannot-write]"), "\(said)")
        #expect(said.contains("repeat the command with --resume"), "\(said)")
        let resumed = try await run(words[0], Array(words.dropFirst()) + ["--resume"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let findings = try FileManager.default.contentsOfDirectory(atPath: "\(site)/content/snapshots/\(Self.date)")
        for name in findings where name.hasSuffix(".json") {
            let text = try String(contentsOfFile: "\(site)/content/snapshots/\(Self.date)/\(name)", encoding: .utf8)
            #expect(!text.contains("\"interrupted\""), "\(name)")
        }
    }

    /// A disk that is full before anything is finished: nothing is promised that does not hold.
    @Test func aDiskThatIsFullBeforeTheFirstProvider() async throws {
        let site = try Tree.labSite()
        defer { try? FileManager.default.removeItem(atPath: site) }
        let script = """
            set -eu
            site=$1
            shift
            mkdir "$site/content/snapshots"
            mount -t tmpfs -o size=64k tmpfs "$site/content/snapshots"
            dd if=/dev/zero of="$site/content/snapshots/large" bs=4k count=12 2> /dev/null || true
            if "$@" eichenpost 2> "$site/full"; then exit 71; fi
            ls -A "$site/content/snapshots" | grep -vx -e large -e [.]lock > "$site/left" || true
            rm "$site/content/snapshots/large"
            mount -o remount,size=8m "$site/content/snapshots"
            "$@" eichenpost
            """
        let result = try await run("unshare", ["--mount", "sh", "-c", script, "sh", site] + (try arguments(site)))
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let said = try String(contentsOfFile: "\(site)/full", encoding: .utf8)
        #expect(said.contains("No space left on device"), "\(said)")
        #expect(said.contains("[cannot-write]"), "\(said)")
        #expect(!said.contains("with --resume"), "\(said)")
        #expect(try String(contentsOfFile: "\(site)/left", encoding: .utf8).isEmpty)
    }
}
