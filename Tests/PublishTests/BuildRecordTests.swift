import Foundation
import Glibc
import Pages
import TestSupport
import Testing

@testable import Publish

@Suite struct BuildRecordTests {
    private func record(in root: String, options: String = "", clock: @escaping BuildRecord.Clock) -> BuildRecord {
        BuildRecord(inputs: ["\(root)/content"], directory: "\(root)/site", options: options, clock: clock)
    }

    /// A clock by which the inputs are as old as a record wants them.
    private let settled: BuildRecord.Clock = { _ in .max }

    /// A folder with content, built and remembered.
    private func remembered(in folder: TemporaryFolder) async throws -> BuildRecord {
        try folder.write(Array("a".utf8), to: "content/a.md")
        let record = record(in: folder.path, clock: settled)
        let seen = record.observe()
        #expect(record.isCurrent(seen) == nil)
        let published = try Publisher(directory: "\(folder.path)/site").publish(
            RenderedSite(files: ["a.html": [97], "b/c/d.html": [98]], diagnostics: []))
        record.save(seen, published)
        #expect(record.isCurrent(record.observe()) == 3)
        // Times of change move by the kernel's ticks, of ten milliseconds at most.
        try await Task.sleep(for: .milliseconds(30))
        return record
    }

    @Test func whateverChangesIsSeen() async throws {
        let folder = try TemporaryFolder("record")
        let record = try await remembered(in: folder)

        let other = self.record(in: folder.path, options: "drafts", clock: settled)
        #expect(other.isCurrent(other.observe()) == nil)

        // The same bytes, and the old time of modification: only the time of change tells.
        let file = "\(folder.path)/content/a.md"
        let date = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        try handle.write(contentsOf: Data("b".utf8))
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: try #require(date)], ofItemAtPath: file)
        #expect(record.isCurrent(record.observe()) == nil)
    }

    @Test func aTouchedSiteIsSeen() async throws {
        let folder = try TemporaryFolder("record")
        let record = try await remembered(in: folder)
        try folder.write(Array("x".utf8), to: "site/a.html")
        #expect(record.isCurrent(record.observe()) == nil)
    }

    /// Inputs count from two seconds of age on, and not a nanosecond earlier; by default by the time of the record's file.
    @Test func whatWasJustWrittenIsNotTrusted() throws {
        let folder = try TemporaryFolder("record")
        try folder.write(Array("a".utf8), to: "content/a.md")
        func isTrusted(_ record: BuildRecord) throws -> Bool {
            let seen = record.observe()
            let published = try Publisher(directory: "\(folder.path)/site")
                .publish(RenderedSite(files: ["a": []], diagnostics: []))
            record.save(seen, published)
            return record.isCurrent(record.observe()) != nil
        }
        let inputs = ["\(folder.path)/content"]
        let real = BuildRecord(inputs: inputs, directory: "\(folder.path)/site", options: "")
        #expect(try !isTrusted(real))
        let newest = real.observe().newest
        #expect(BuildRecord.settlingTime == 2_000_000_000)
        #expect(try !isTrusted(record(in: folder.path) { _ in newest + BuildRecord.settlingTime - 1 }))
        #expect(try isTrusted(record(in: folder.path) { _ in newest + BuildRecord.settlingTime }))
        #expect(try !isTrusted(record(in: folder.path) { _ in newest }))
    }

    /// Names, and what lies where, are a part of it, however deep; two files that change places are two changes.
    @Test func deepFilesAndTheirNamesAreSeen() async throws {
        let folder = try TemporaryFolder("record")
        let deep = "\(folder.path)/content/1/2/3"
        for name in ["b", "c"] { try folder.write(Array("same".utf8), to: "content/1/2/3/\(name).md") }
        let record = try await remembered(in: folder)
        #expect(rename("\(deep)/b.md", "\(deep)/d.md") == 0)
        #expect(record.isCurrent(record.observe()) == nil)
        #expect(rename("\(deep)/d.md", "\(deep)/b.md") == 0)
        // A file's time of change tells of its renaming, so only folders can come back to where they were.
        #expect(record.isCurrent(record.observe()) == nil)
    }

    @Test func aFolderIsKnownByItsName() async throws {
        let folder = try TemporaryFolder("record")
        try folder.write(Array("b".utf8), to: "content/1/2/b.md")
        let record = try await remembered(in: folder)
        let content = "\(folder.path)/content"
        #expect(rename("\(content)/1", "\(content)/3") == 0)
        #expect(record.isCurrent(record.observe()) == nil)
        #expect(rename("\(content)/3", "\(content)/1") == 0)
        #expect(record.isCurrent(record.observe()) == 3)
    }
}
