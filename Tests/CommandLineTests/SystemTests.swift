import Files
import Foundation
import Model
import Testing

@testable import pruefstand

/// What the command line does by system calls: time zones, other programs, files that options name.
@Suite struct SystemTests {
    private static let settings = "title: Prüfstand\nbase-url: https://pruefstand.example/\n"

    /// The zones that are ahead most and behind most: they never have the same date, whatever the time is.
    @Test(arguments: ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin"])
    func todayInTheSitesTimeZone(_ zone: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array((Self.settings + "time-zone: \(zone)\n").utf8), to: "content/site.yaml")
        func today() throws -> String {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = try #require(TimeZone(identifier: zone))
            let parts = calendar.dateComponents([.year, .month, .day], from: Date())
            return try #require(Day(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)).description
        }
        // Midnight may come meanwhile.
        let before = try today()
        let result = try BuiltProgram.run(["new", "article", "Titel", "--site", folder.path])
        let after = try today()
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        #expect([before, after].contains { result.output.hasSuffix("/content/articles/\($0)-titel.md\n") })
    }

    @Test(arguments: ["Europe/Berln", "../../../etc/passwd", "/etc/localtime", "zone.tab", "Europe", "Europe//Berlin"])
    func aZoneThatIsNotKnownIsTold(_ zone: String) throws {
        #expect(SystemTimeZone(zone) == nil)
        let folder = try TemporaryFolder()
        try folder.write(Array((Self.settings + "time-zone: \(zone)\n").utf8), to: "content/site.yaml")
        let result = try BuiltProgram.run(["new", "article", "Titel", "--site", folder.path])
        #expect(result.status == 0 && result.errors.hasPrefix("the time zone '\(zone)' is not known here; "))
    }

    @Test func anotherProgram() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("given\n".utf8), to: "input")
        let ended = try ChildProcess.run(
            ["sh", "-c", "cat; echo said >&2; echo $LC_ALL; exit 3"], input: "\(folder.path)/input")
        #expect(ended.output == "given\nC\n" && ended.errors == "said\n" && ended.status == 3)
        #expect(try ChildProcess.run(["sh", "-c", "kill -9 $$"], input: "/dev/null").status == 137)
        // More than a pipe holds.
        let long = try ChildProcess.run(["head", "-c", "200000", "/dev/zero"], input: "/dev/null")
        #expect(long.output.utf8.count == 200_000)
        let missing = #expect(throws: FileError.self) {
            try ChildProcess.run(["pruefstand-no-such-program"], input: "/dev/null")
        }
        #expect(missing?.operation == "run" && missing?.code == ENOENT)
        let unreadable = #expect(throws: FileError.self) {
            try ChildProcess.run(["true"], input: "\(folder.path)/missing")
        }
        #expect(unreadable?.operation == "read")
    }

    @Test func aFileThatAnOptionNames() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/report"
        try ReportFile.write(Array("first, which is longer\n".utf8), to: path)
        try ReportFile.write(Array("second\n".utf8), to: path)
        #expect(try folder.text("report") == "second\n")
        // What is no file of its own is written to and stays: shells hand over pipes.
        let device = "\(folder.path)/device"
        try FileManager.default.createSymbolicLink(atPath: device, withDestinationPath: "/dev/null")
        try ReportFile.write([1], to: device)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: device) == "/dev/null")
        let error = #expect(throws: Diagnostics.self) { try ReportFile.write([1], to: "\(path)/below") }
        #expect(error?.all.map(\.message) == ["the report cannot be written: Not a directory"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["device", "report"])
    }

    /// As a program has one that is being started while the lock is released.
    @Test func aCopyOfADescriptorHoldsNoLock() throws {
        let folder = try TemporaryFolder()
        func opened() -> CInt { open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        let lock = try FileLock(opened())
        let failure = #expect(throws: FileLock.Failure.self) { try FileLock(opened()) }
        #expect(failure?.code == EWOULDBLOCK)
        // Every descriptor of this process that leads to the folder.
        let copies = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(CInt.init).filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == folder.path
        }.map { dup($0) }
        #expect(!copies.isEmpty)
        lock.release()
        #expect(throws: Never.self) { try FileLock(opened()).release() }
        for copy in copies { close(copy) }
    }

    @Test(arguments: [(0.0, 1, "0.0"), (2.345, 1, "2.3"), (2.96, 1, "3.0"), (-1.5, 0, "-2"), (1e9, 2, "1000000000.00")])
    func numbers(_ value: Double, _ digits: Int, _ text: String) {
        #expect(value.formatted(digits) == text)
    }
}
