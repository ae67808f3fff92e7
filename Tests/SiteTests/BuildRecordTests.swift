import Foundation
import Glibc
import Pages
import Publish
import Testing

@Suite struct BuildRecordTests {
    /// A folder with content, built and remembered; two seconds old, as a record wants it.
    private func remembered(in root: String) async throws -> (record: BuildRecord, publisher: Publisher) {
        try FileManager.default.createDirectory(atPath: "\(root)/content", withIntermediateDirectories: true)
        try Data("a".utf8).write(to: URL(filePath: "\(root)/content/a.md"))
        try await Task.sleep(for: .seconds(2.2))
        let record = BuildRecord(inputs: ["\(root)/content"], directory: "\(root)/site", options: "")
        let seen = record.observe()
        #expect(record.isCurrent(seen) == nil)
        let publisher = Publisher(directory: "\(root)/site")
        let published = try publisher.publish(
            RenderedSite(files: ["a.html": [97], "b/c/d.html": [98]], diagnostics: []))
        record.save(seen, published)
        #expect(record.isCurrent(record.observe()) == 3)
        return (record, publisher)
    }

    @Test func whateverChangesIsSeen() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let (record, _) = try await remembered(in: root)

        let other = BuildRecord(inputs: ["\(root)/content"], directory: "\(root)/site", options: "drafts")
        #expect(other.isCurrent(other.observe()) == nil)

        // The same bytes, and the old time of modification: only the time of change tells.
        let file = "\(root)/content/a.md"
        let date = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        try handle.write(contentsOf: Data("b".utf8))
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: try #require(date)], ofItemAtPath: file)
        #expect(record.isCurrent(record.observe()) == nil)
    }

    @Test func aTouchedSiteIsSeen() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let (record, _) = try await remembered(in: root)
        try Data("x".utf8).write(to: URL(filePath: "\(root)/site/a.html"))
        #expect(record.isCurrent(record.observe()) == nil)
    }

    @Test func whatWasJustWrittenIsNotTrusted() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: "\(root)/content", withIntermediateDirectories: true)
        try Data("a".utf8).write(to: URL(filePath: "\(root)/content/a.md"))
        let record = BuildRecord(inputs: ["\(root)/content"], directory: "\(root)/site", options: "")
        let seen = record.observe()
        let published = try Publisher(directory: "\(root)/site")
            .publish(RenderedSite(files: ["a": []], diagnostics: []))
        record.save(seen, published)
        #expect(record.isCurrent(record.observe()) == nil)
    }

    /// Names, and what lies where, are a part of it, however deep; two files that change places are two changes.
    @Test func deepFilesAndTheirNamesAreSeen() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let deep = "\(root)/content/1/2/3"
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        for name in ["b", "c"] { try Data("same".utf8).write(to: URL(filePath: "\(deep)/\(name).md")) }
        let (record, _) = try await remembered(in: root)
        #expect(rename("\(deep)/b.md", "\(deep)/d.md") == 0)
        #expect(record.isCurrent(record.observe()) == nil)
        #expect(rename("\(deep)/d.md", "\(deep)/b.md") == 0)
        // A file's time of change tells of its renaming, so only folders can come back to where they were.
        #expect(record.isCurrent(record.observe()) == nil)
    }

    @Test func aFolderIsKnownByItsName() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: "\(root)/content/1/2", withIntermediateDirectories: true)
        try Data("b".utf8).write(to: URL(filePath: "\(root)/content/1/2/b.md"))
        let (record, _) = try await remembered(in: root)
        #expect(rename("\(root)/content/1", "\(root)/content/3") == 0)
        #expect(record.isCurrent(record.observe()) == nil)
        #expect(rename("\(root)/content/3", "\(root)/content/1") == 0)
        #expect(record.isCurrent(record.observe()) == 3)
    }
}
