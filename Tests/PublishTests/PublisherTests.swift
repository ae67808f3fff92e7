import Foundation
import Glibc
import Model
import Pages
import SiteTestSupport
import Testing

@testable import Publish

struct PublisherTests {
    private func site(_ files: [String: String]) -> RenderedSite {
        var files = files
        let digest = String(repeating: "0", count: 64)
        files["manifest.sha256"] = files.keys.sorted().map { "\(digest)  \($0)\n" }.joined()
        return RenderedSite(files: files.mapValues { Array($0.utf8) }, diagnostics: [])
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
            #expect(first.written.count == 5 && first.kept == 0)
            let before = try Directory(publisher.directory)
            let second = try publisher.publish(site(["a.html": "A", "b/c/index.html": "c", "e": "e"]))
            #expect(
                second.written == ["a.html", "e", "manifest.sha256"] && second.kept == 2 && second.removed == ["d"])
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
            #expect(again.isUnchanged && again.kept == 4)
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

    /// A repository, a name for the host, downloads: none of it came from a build, so no build removes it.
    @Test func whatIsNotOfABuildIsKeptAndNamed() throws {
        try inFolder { root in
            let publisher = Publisher(directory: "\(root)/site")
            _ = try publisher.publish(site(["a.html": "a", "b/index.html": "b", "old/index.html": "old"]))
            func put(_ text: String, _ path: String) throws {
                let file = URL(filePath: "\(root)/site/\(path)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            try put("core", ".git/config")
            try put("example.org", "CNAME")
            try put("zip", "b/download.zip")
            try FileManager.default.createDirectory(
                atPath: "\(root)/site/.git/refs/tags", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/site/.git/link", withDestinationPath: "/nowhere")
            let second = try publisher.publish(site(["a.html": "A", "b/index.html": "b"]))
            #expect(second.foreign == [".git/", "CNAME", "b/download.zip"])
            #expect(second.removed == ["old/index.html"])
            let now = try Directory("\(root)/site")
            #expect(now.bytes["CNAME"] == Array("example.org".utf8) && now.bytes["b/download.zip"] == Array("zip".utf8))
            #expect(now.bytes[".git/config"] == Array("core".utf8) && now.bytes["a.html"] == Array("A".utf8))
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(root)/site/.git/refs/tags")
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(root)/site/.git/link") == "/nowhere")
            #expect(!FileManager.default.fileExists(atPath: "\(root)/site/old"))
            // Nothing new: nothing is touched, and it is named all the same.
            let third = try publisher.publish(site(["a.html": "A", "b/index.html": "b"]))
            #expect(third.isUnchanged && third.foreign == second.foreign)
        }
    }

    /// Where a build wants to write what somebody else has put there, it says so, and all stays as it was.
    @Test(arguments: ["CNAME", "CNAME/index.html"])
    func whatIsNotOfABuildIsNotOverwritten(_ path: String) throws {
        try inFolder { root in
            let publisher = Publisher(directory: "\(root)/site")
            _ = try publisher.publish(site(["a.html": "a"]))
            try Data("example.org".utf8).write(to: URL(filePath: "\(root)/site/CNAME"))
            let error = #expect(throws: Diagnostics.self) {
                try publisher.publish(site(["a.html": "A", path: "other"]))
            }
            #expect(error?.all.map(\.rule) == [.cannotWrite], "\(String(describing: error))")
            #expect(error?.all.first?.message.contains("did not come from a build") == true)
            let now = try Directory("\(root)/site")
            #expect(now.bytes["CNAME"] == Array("example.org".utf8) && now.bytes["a.html"] == Array("a".utf8))
            // The same bytes are nobody's any more.
            if path == "CNAME" {
                #expect(try publisher.publish(site(["a.html": "A", "CNAME": "example.org"])).foreign.isEmpty)
            }
        }
    }

    /// Paths that a manifest has to escape are a build's, too.
    @Test func oddNamesAreReadFromTheManifest() {
        let digest = String(repeating: "0", count: 64)
        let text = "\(digest)  a b\n\\\(digest)  c\\nd\\\\e\\r\nno line of it\n\(digest) *f\n"
        #expect(PublishedManifest.paths(in: Array(text.utf8)) == ["a b", "c\nd\\e\r"])
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
