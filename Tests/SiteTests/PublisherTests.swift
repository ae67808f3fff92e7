import Foundation
import Glibc
import Model
import Pages
import Publish
import Testing

/// A directory as it lies there.
struct Directory {
    var bytes: [String: [UInt8]] = [:]
    /// Inode and modification time in nanoseconds.
    var marks: [String: [Int]] = [:]

    init(_ root: String) throws {
        for case let path as String in FileManager.default.enumerator(atPath: root) ?? .init() {
            var status = stat()
            guard lstat("\(root)/\(path)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            bytes[path] = Array(try Data(contentsOf: URL(filePath: "\(root)/\(path)")))
            marks[path] = [Int(status.st_ino), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
        }
    }
}

struct PublisherTests {
    private func site(_ files: [String: String]) -> RenderedSite {
        RenderedSite(files: files.mapValues { Array($0.utf8) }, diagnostics: [])
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "publish-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        try body(root)
    }

    @Test func onlyWhatChangedIsWritten() throws {
        try inFolder { root in
            let publisher = Publisher(directory: "\(root)/deep/site")
            let first = try publisher.publish(site(["a.html": "a", "b/c/index.html": "c", "d": ""]))
            #expect(first.written.count == 4 && first.kept == 0)
            let before = try Directory(publisher.directory)
            let second = try publisher.publish(site(["a.html": "A", "b/c/index.html": "c", "e": "e"]))
            #expect(second.written == ["a.html", "e"] && second.kept == 2 && second.removed == ["d"])
            let after = try Directory(publisher.directory)
            #expect(after.marks["b/c/index.html"] == before.marks["b/c/index.html"])
            #expect(after.marks["a.html"] != before.marks["a.html"])
            #expect(after.bytes["a.html"] == Array("A".utf8) && after.bytes["d"] == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(root)/deep") == ["site"])
        }
    }

    @Test func nothingChangedNothingWritten() throws {
        try inFolder { root in
            let publisher = Publisher(directory: "\(root)/site")
            _ = try publisher.publish(site(["a.html": "a", "b/index.html": "b"]))
            var folder = stat()
            lstat("\(root)/site", &folder)
            let before = try Directory(publisher.directory)
            let again = try publisher.publish(site(["a.html": "a", "b/index.html": "b"]))
            var same = stat()
            lstat("\(root)/site", &same)
            #expect(again.isUnchanged && again.kept == 3)
            #expect(folder.st_ino == same.st_ino && folder.st_mtim.tv_nsec == same.st_mtim.tv_nsec)
            #expect(try Directory(publisher.directory).marks == before.marks)
        }
    }

    @Test func aStrangersDirectoryIsNeverReplaced() throws {
        try inFolder { root in
            try FileManager.default.createDirectory(atPath: "\(root)/site", withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: URL(filePath: "\(root)/site/letter.txt"))
            #expect(throws: Diagnostics.self) { try Publisher(directory: "\(root)/site").publish(site(["a": "a"])) }
            #expect(try Directory("\(root)/site").bytes == ["letter.txt": Array("mine".utf8)])
        }
    }

    @Test func leftoversOfAKilledBuildAreCleared() throws {
        try inFolder { root in
            let publisher = Publisher(directory: "\(root)/site")
            _ = try publisher.publish(site(["a": "a"]))
            // Killed while it built: a part of a new tree beside the old one.
            try FileManager.default.createDirectory(atPath: "\(root)/.site.new/x", withIntermediateDirectories: true)
            try Data("half".utf8).write(to: URL(filePath: "\(root)/.site.new/x/half"))
            #expect(try publisher.publish(site(["a": "a"])).isUnchanged)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root) == ["site"])
            // Killed between the two renames of a file system that cannot exchange.
            try FileManager.default.moveItem(atPath: "\(root)/site", toPath: "\(root)/.site.old")
            #expect(try publisher.publish(site(["a": "a"])).isUnchanged)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root) == ["site"])
        }
    }

    @Test func twoBuildsAtOnce() throws {
        try inFolder { root in
            let descriptor = open(root, O_RDONLY | O_DIRECTORY)
            defer { close(descriptor) }
            #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            let error = #expect(throws: Diagnostics.self) {
                try Publisher(directory: "\(root)/site").publish(site(["a": "a"]))
            }
            #expect(error?.all.first?.message.contains("another build") == true)
        }
    }

    @Test(arguments: ["../a", "/a", "a//b", "a/../../b", "", ".", "a\0b"])
    func pathsStayInside(_ path: String) throws {
        try inFolder { root in
            #expect(throws: Diagnostics.self) { try Publisher(directory: "\(root)/site").publish(site([path: "x"])) }
            let names = try FileManager.default.contentsOfDirectory(atPath: root)
            #expect(names.isEmpty)
        }
    }

    @Test func aLinkIsReplacedNotFollowed() throws {
        try inFolder { root in
            let publisher = Publisher(directory: "\(root)/site")
            _ = try publisher.publish(site(["a": "a"]))
            try Data("outside".utf8).write(to: URL(filePath: "\(root)/outside"))
            try FileManager.default.removeItem(atPath: "\(root)/site/a")
            try FileManager.default.createSymbolicLink(atPath: "\(root)/site/a", withDestinationPath: "\(root)/outside")
            _ = try publisher.publish(site(["a": "outside"]))
            #expect(try Directory("\(root)/site").bytes["a"] == Array("outside".utf8))
            #expect(try String(contentsOfFile: "\(root)/outside", encoding: .utf8) == "outside")
        }
    }

    @Test func aReadOnlyPlaceIsADiagnostic() throws {
        let error = #expect(throws: Diagnostics.self) {
            try Publisher(directory: "/proc/nowhere/site").publish(site(["a": "a"]))
        }
        #expect(error?.all.map(\.rule.rawValue) == ["cannot-write"])
    }
}
