import Archive
import Foundation
import Model
import Testing

@testable import pruefstand

/// `build` and `check` do not publish what somebody wrote into a snapshot after it was measured.
@Suite struct EditedSnapshotTests {
    private func build(_ site: PublishedSnapshots) throws -> BuiltProgram.Result {
        try BuiltProgram.run(["build", "--site", site.root])
    }

    private func page(_ site: PublishedSnapshots, _ id: String, _ date: String = PublishedSnapshots.first) -> Bool {
        PublishedPages(site.root).lead(to: id, on: date)
    }

    @Test func trueSnapshotsArePublished() throws {
        let site = try PublishedSnapshots()
        let result = try build(site)
        #expect(result.status == 0 && !result.errors.contains("warning:"), "\(result.errors)")
        for id in PublishedSnapshots.ids { #expect(page(site, id)) }
    }

    /// A provider whose files are not those that were measured is left out, with a warning, and nobody else.
    @Test(arguments: ["findings", "evidence", "no evidence", "a link"])
    func anEditedFileIsNotPublished(_ what: String) throws {
        let site = try PublishedSnapshots()
        let (date, id) = (PublishedSnapshots.second, PublishedSnapshots.added)
        var (name, rule) = ("\(id).json", "wrong-digest")
        switch what {
        case "findings":
            let text = String(decoding: try site.bytes(date, name), as: UTF8.self)
            let edited = text.replacing("\"secure\"", with: "\"insecure\"")
                .replacing("\"state\" : \"notOffered\"", with: "\"state\" : \"notApplicable\"")
            try #require(edited != text)
            try site.write(Array(edited.utf8), date, name)
        case "evidence":
            name = "evidence/\(id).ndjson.gz"
            // The same records, packed by another program.
            let text = try Gzip.decompress(try site.bytes(date, name), limit: 1 << 26)
            try site.write(try Gzip.compress(text + [10]), date, name)
        case "no evidence":
            (name, rule) = ("evidence/\(id).ndjson.gz", "missing-evidence")
            try FileManager.default.removeItem(atPath: site.path(date, name))
        default:
            rule = "unreadable-file"
            try FileManager.default.moveItem(atPath: site.path(date, name), toPath: "\(site.root)/elsewhere")
            try FileManager.default.createSymbolicLink(
                atPath: site.path(date, name), withDestinationPath: "\(site.root)/elsewhere")
        }
        // Both read alike.
        for command in what == "findings" ? ["check", "build"] : ["build"] {
            let result = try BuiltProgram.run([command, "--site", site.root])
            #expect(result.status == 0, "\(result.errors)")
            let warnings = result.errors.split(separator: "\n").filter { $0.contains("warning:") }
            #expect(warnings.count == 1, "\(result.errors)")
            #expect(warnings.first?.hasPrefix("content/snapshots/\(date)/\(name):1:1: warning: ") == true)
            #expect(warnings.first?.hasSuffix("; the provider is left out of this snapshot [\(rule)]") == true)
        }
        #expect(!page(site, id, date))
        for other in PublishedSnapshots.ids { #expect(page(site, other, date)) }
    }

    /// Nor is it compared with another as if nothing were wrong.
    @Test func anEditedFileIsNotCompared() throws {
        let site = try PublishedSnapshots()
        try site.write(Array("{}".utf8), PublishedSnapshots.second, "\(PublishedSnapshots.added).json")
        let result = try BuiltProgram.run(
            ["diff", PublishedSnapshots.first, PublishedSnapshots.second, "--site", site.root])
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.errors.hasPrefix(
                "content/snapshots/\(PublishedSnapshots.second)/\(PublishedSnapshots.added).json:1:1: warning: "),
            "\(result.errors)")
    }

    /// Where other dates refer to a file that is not what it was, none of them is published.
    @Test(arguments: [
        ("lahm.json", "edited", "wrong-digest"), ("lahm.json", "missing", "dangling-reference"),
        ("evidence/lahm.ndjson.gz", "edited", "wrong-digest"),
        ("evidence/lahm.ndjson.gz", "missing", "dangling-reference"),
        ("", "missing", "dangling-reference"),
    ])
    func aFileThatOthersReferToStopsTheBuild(_ name: String, _ what: String, _ rule: String) throws {
        let site = try PublishedSnapshots()
        #expect(try build(site).status == 0)
        let published = try site.tree()
        let path = site.path(PublishedSnapshots.first, name)
        if what == "missing" {
            try FileManager.default.removeItem(atPath: path)
        } else if name.hasPrefix("evidence/") {
            let text = try Gzip.decompress(try site.bytes(PublishedSnapshots.first, name), limit: 1 << 26)
            try site.write(try Gzip.compress(text + [10]), PublishedSnapshots.first, name)
        } else {
            try site.write(
                try site.bytes(PublishedSnapshots.first, name) + [10], PublishedSnapshots.first, name)
        }
        for command in ["check", "build"] {
            let result = try BuiltProgram.run([command, "--site", site.root])
            #expect(result.status == 1, "\(result.errors)")
            let file = name.isEmpty ? "lahm.json" : name
            let errors = result.errors.split(separator: "\n").filter {
                $0.hasPrefix("content/snapshots/\(PublishedSnapshots.first)/\(file):") && $0.contains(": error: ")
            }
            #expect(errors.count == 1 && errors.first?.hasSuffix("[\(rule)]") == true, "\(result.errors)")
        }
        #expect(try site.tree() == published)
        let found = site.verify(PublishedSnapshots.second).diagnostics.filter { $0.level == .error }
        #expect(found.map(\.rule.rawValue).contains(rule), "\(found)")
    }

    /// A copy of a snapshot under another date is no second measurement.
    @Test func aSecondSnapshotOfADateStopsTheBuild() throws {
        let site = try PublishedSnapshots()
        try FileManager.default.copyItem(
            atPath: "\(site.snapshots)/\(PublishedSnapshots.second)", toPath: "\(site.snapshots)/2026-11-03")
        let result = try build(site)
        #expect(result.status == 1, "\(result.errors)")
        #expect(
            result.errors.contains(
                "content/snapshots/2026-11-03/snapshot.json:1:1: error: a second snapshot of \(PublishedSnapshots.second) "
                    + "[duplicate-snapshot]"), "\(result.errors)")
    }

    /// All that read findings follow references.
    @Test func referencesAreFollowed() throws {
        let site = try PublishedSnapshots()
        let files = try FileManager.default.contentsOfDirectory(
            atPath: "\(site.snapshots)/\(PublishedSnapshots.second)")
        #expect(Set(files) == ["snapshot.json", "\(PublishedSnapshots.added).json", "evidence"])
        #expect(try build(site).status == 0)
        for id in PublishedSnapshots.ids + [PublishedSnapshots.added] {
            #expect(page(site, id, PublishedSnapshots.second))
        }
        let result = try BuiltProgram.run(
            ["diff", PublishedSnapshots.first, PublishedSnapshots.second, "--site", site.root])
        #expect(result.status == 0, "\(result.errors)")
    }

    /// Where `snapshot.json` itself was edited, it is not known which of the files are true.
    @Test func anEditedListIsAnError() throws {
        let site = try PublishedSnapshots()
        #expect(try build(site).status == 0)
        let published = try site.tree()
        let original = try site.bytes(PublishedSnapshots.first, "snapshot.json")
        for key in ["\"vantage\"", "\"tool\"", "\"digest\"", "\"lahm.json\""] {
            let edited = Self.edited(String(decoding: original, as: UTF8.self), key)
            try #require(Array(edited.utf8) != original)
            try site.write(Array(edited.utf8), PublishedSnapshots.first, "snapshot.json")
            let result = try build(site)
            #expect(result.status == 1 && result.errors.contains("error: "), "\(result.errors)")
            #expect(result.errors.contains("[wrong-digest]"), "\(result.errors)")
        }
        #expect(try site.tree() == published)
    }

    /// The last character of a key's value is another one.
    private static func edited(_ text: String, _ key: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.contains("\(key) : \""), let quote = line.lastIndex(of: "\"") else { return String(line) }
            let last = line.index(before: quote)
            return String(line[..<last]) + (line[last] == "0" ? "1" : "0") + line[quote...]
        }.joined(separator: "\n")
    }

    /// A file that is none of the snapshot's is not published, and said to be there.
    @Test func aForeignFileIsReported() throws {
        let site = try PublishedSnapshots()
        try site.write(Array("{}".utf8), PublishedSnapshots.first, "note.json")
        let result = try build(site)
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.errors.contains(
                "content/snapshots/\(PublishedSnapshots.first)/note.json:1:1: warning: the file is not part of the snapshot"
            ), "\(result.errors)")
    }
}

extension PublishedSnapshots {
    /// The published files with their bytes.
    fileprivate func tree() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: "\(root)/site") ?? .init() {
            files[name] = FileManager.default.contents(atPath: "\(root)/site/\(name)")
        }
        return files
    }
}
