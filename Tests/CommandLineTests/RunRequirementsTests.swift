import Foundation
import Model
import Testing

@testable import pruefstand

/// What a scan needs of the machine: file descriptors, memory, and a clock that is not set back.
@Suite struct RunRequirementsTests {
    @Test func tooFewDescriptorsAreToldBeforeAnythingIsMeasured() throws {
        let error = #expect(throws: Diagnostic.self) { try DescriptorLimit(of: 209, jobs: 50, sockets: 50) }
        #expect(error?.message == "a run with 50 concurrent connections needs 210 file descriptors; the limit is 209")
        _ = try DescriptorLimit(of: 210, jobs: 50, sockets: 50)
    }

    @Test(arguments: [210, 256, 512, 1_024, 4_096, 65_536])
    func connectionsAndLookUpsShareThem(limit: Int) throws {
        let share = try DescriptorLimit(of: limit, jobs: 50, sockets: 2_000)
        #expect(share.sockets >= 50 && share.sockets <= 2_000)
        #expect(share.lookups >= 32 && share.lookups <= 500)
        #expect(64 + share.sockets + 3 * share.lookups <= limit)
        if limit >= DescriptorLimit.wanted(sockets: 2_000) { #expect(share.sockets == 2_000 && share.lookups == 500) }
    }

    @Test func tooLittleMemoryIsToldBeforeAnythingIsMeasured() throws {
        let need = MemoryLimit.Need(ScanLimits(), providers: 50, threads: 6)
        #expect(need.provider == 16 && need.evidence == 64)
        var limit = MemoryLimit(kind: .controlGroup("/sys/fs/cgroup/a"), limit: 79_999_999, used: 40_000_000)
        let error = #expect(throws: Diagnostic.self) { try limit.check(need) }
        #expect(
            error?.message
                == "a run needs at least 80 MB of memory in the control group /sys/fs/cgroup/a; the limit is 79 MB")
        limit.limit = 140_000_000
        let warning = try #require(try limit.check(need))
        #expect(warning.level == .warning && warning.message.contains("up to 152 MB"))
        #expect(warning.hint.contains("set limits: run-memory to 52 in content/site.yaml"), "\(warning.hint)")
        // As the hint says.
        var settings = ScanLimits()
        settings.runMemory = 52
        #expect(try limit.check(MemoryLimit.Need(settings, providers: 50, threads: 6)) == nil)
        #expect(try limit.check(MemoryLimit.Need(ScanLimits(), providers: 3, threads: 6)) == nil)
        limit.limit = 152_000_000
        #expect(try limit.check(need) == nil)
        // Stacks take addresses, and no memory before they are used.
        limit.kind = .addressSpace
        #expect(try #require(try limit.check(need)).hint.contains("ulimit -v 195313"))
    }

    /// The control group's own limit, those above it, and what of the hierarchy is to be seen from inside.
    @Test(
        arguments: [
            ("/a/b", "/", ["/a/b/memory.max": "max", "/a/memory.max": "200\n", "/memory.max": "300"], "/a", 200),
            ("/a/b", "/", ["/a/b/memory.max": "100", "/a/memory.max": "200"], "/a/b", 100),
            // A container: with a namespace of its own, and without one.
            ("/", "/", ["/memory.max": "100"], "", 100), ("/docker/x", "/docker/x", ["/memory.max": "100"], "", 100),
            ("/../y", "/", ["/y/memory.max": "7", "/memory.max": "max"], "/y", 7),
            ("/a", "/", ["/a/memory.max": "max"], "", 0), ("/a", "/", ["/a/memory.max": "9x"], "", 0),
        ] as [(String, String, [String: String], String, Int)])
    func theLowestLimitOfControlGroups(
        _ own: String, _ root: String, _ files: [String: String], _ path: String, _ bytes: Int
    ) {
        let mounts = """
            24 1 0:22 / /proc rw,nosuid - proc proc rw
            31 24 0:26 \(root) /sys/fs/cgroup ro,nosuid shared:9 - cgroup2 cgroup rw,nsdelegate
            """
        let found = MemoryLimit.controlGroup(cgroup: "4:memory:/other\n0::\(own)\n", mounts: mounts) { file in
            file.hasPrefix("/sys/fs/cgroup") ? files[String(file.dropFirst("/sys/fs/cgroup".count))] : nil
        }
        #expect(found?.bytes ?? 0 == bytes)
        if bytes > 0 { #expect(found?.path == "/sys/fs/cgroup\(path)") }
    }

    /// Version 1 alone, or nothing at all.
    @Test func withoutControlGroupsThereIsNoLimit() {
        let mounts = "31 24 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory"
        #expect(MemoryLimit.controlGroup(cgroup: "4:memory:/a", mounts: mounts) { _ in "1" } == nil)
        #expect(MemoryLimit.controlGroup(cgroup: "0::/a", mounts: mounts) { _ in "1" } == nil)
        #expect(MemoryLimit.controlGroup(cgroup: "", mounts: "") { _ in "1" } == nil)
    }

    /// The process's own limits of addresses (RLIMIT_AS) and descriptors, by the program that has them. Near the limit of
    /// addresses the system refuses threads, and what waits for one waits for ever: it has to be noticed before the first.
    @Test func aProcessWithTooLittleEndsBeforeItMeasures() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("title: Test\nbase-url: https://test.example/\n".utf8), to: "content/site.yaml")
        try folder.write(
            Array("---\nname: A\ndomains: [a.example]\n---\n".utf8), to: "content/providers/a.md")
        for arguments in [["scan", "--site", folder.path], ["test", "a.test"], ["probe", "imaps://127.0.0.1"]] {
            let result = try BuiltProgram.run(
                ["--as=130000000", BuiltProgram.path] + arguments, program: "/usr/bin/prlimit")
            #expect(result.status == 1, "\(arguments): \(result.errors)")
            #expect(
                result.errors.contains("MB of address space; the limit is 130 MB [local-fault]"), "\(result.errors)")
        }
        // And descriptors, for all of them.
        for arguments in [["scan", "--site", folder.path], ["test", "a.test"], ["probe", "imaps://127.0.0.1"]] {
            let result = try BuiltProgram.run(
                ["--nofile=64:64", BuiltProgram.path] + arguments, program: "/usr/bin/prlimit")
            #expect(result.status == 1, "\(arguments): \(result.errors)")
            #expect(result.errors.contains("file descriptors; the limit is 64 [local-fault]"), "\(result.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/content/snapshots"))
    }

    /// What was finished after the last sign of life is measured again; what was finished before is kept.
    @Test func whatMayBeOurOwnSilenceIsNotKept() {
        #expect(ScanRun.silenced(["a": 4, "b": 7, "c": 7, "d": 0], signsOfLife: 7) == ["b", "c"])
        #expect(ScanRun.silenced([:], signsOfLife: 0) == [])
    }

    private func watch(_ readings: [(wall: Int64, elapsed: Duration)]) -> ClockWatch {
        let walls = Locked(readings.map { Instant(milliseconds: $0.wall) }[...])
        let elapsed = Locked(readings.map(\.elapsed)[...])
        @Sendable func next<Value: Sendable>(_ values: Locked<ArraySlice<Value>>) -> Value {
            values.withLock { $0.count > 1 ? $0.removeFirst() : $0[$0.startIndex] }
        }
        return ClockWatch(wall: { next(walls) }, elapsed: { next(elapsed) })
    }

    @Test func aClockSetBackIsAFault() {
        let watch = watch([
            (1_000_000, .zero), (1_010_000, .seconds(10)), (1_010_000 - 7_200_000, .seconds(11)),
            (1_030_000, .seconds(30)),
        ])
        #expect(watch.now() == Instant(milliseconds: 1_010_000))
        #expect(watch.fault?.message == "the scan cannot go on: the system clock was set back by 7201 s")
        // Setting it right again does not mend what was recorded.
        #expect(watch.fault != nil)
    }

    /// A clock that runs a little slow, or was set forward, contradicts nothing.
    @Test func driftAndStepsForwardAreNone() {
        let watch = watch([
            (1_000_000, .zero), (1_009_500, .seconds(10)), (1_019_000, .seconds(20)), (9_000_000, .seconds(30)),
        ])
        for _ in 0..<3 { _ = watch.now() }
        #expect(watch.fault == nil)
    }
}
