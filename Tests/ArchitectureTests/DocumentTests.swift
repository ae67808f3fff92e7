import Foundation
import Testing

/// The documents about the tree say what the tree is.
@Suite struct DocumentTests {
    private static let architecture = "ARCHITECTURE.md"

    /// Documents whose paths have to exist; in `ARCHITECTURE.md` every one, elsewhere those below these folders.
    static let documents =
        [architecture, "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "docs/GLOSSARY.md"]
        + ((try? FileManager.default.contentsOfDirectory(atPath: Manifest.root.appending(path: "docs/adr").path)) ?? [])
        .sorted().map { "docs/adr/\($0)" }

    /// A path in backquotes, from the repository's root: `Sources/Scan/Scanner.swift`, `content/site.yaml`.
    @Test(arguments: documents) func pathsExist(_ document: String) throws {
        let text = try read(document)
        var count = 0
        for match in text.matches(of: /`([A-Za-z.]+(?:\/[\w.+-]+)*\/?)`/) {
            let path = String(match.1)
            guard Self.folders.contains(String(path.split(separator: "/")[0])), !Self.hasPlaceholder(path) else {
                continue
            }
            count += 1
            #expect(exists(path), "\(document) names \(path), which does not exist")
        }
        if document == Self.architecture { #expect(count > 80) }
    }

    /// `[text](docs/GLOSSARY.md)`, relative to the document.
    @Test(arguments: documents) func linksLeadToFiles(_ document: String) throws {
        let folder = document.split(separator: "/").dropLast().joined(separator: "/")
        for match in try read(document).matches(of: /\]\(([^)#:]+)\)/) {
            #expect(
                exists(folder.isEmpty ? String(match.1) : "\(folder)/\(match.1)"), "\(document) links to \(match.1)")
        }
    }

    /// The table of rooms is the manifest's, arrows and all.
    @Test func roomsAreTheTargets() throws {
        let targets = try Manifest.read().targets.filter {
            $0.path == nil && ["regular", "executable"].contains($0.type)
        }
        var table: [String: String] = [:]
        for match in try read(Self.architecture).matches(of: /(?m)^\| `(\w+)` \| [^|]+ \| ?([^|]*)\|$/) {
            table[String(match.1)] = String(match.2)
        }
        #expect(Set(table.keys) == Set(targets.map(\.name)))
        for target in targets {
            let cell = table[target.name] ?? ""
            if cell.contains("all") { continue }
            #expect(Set(cell.matches(of: /`(\w+)`/).map { String($0.1) }) == target.names, "\(target.name) depends on")
        }
    }

    /// Every C door is named.
    @Test func doorsAreNamed() throws {
        let text = try read(Self.architecture)
        for target in try Manifest.read().targets where target.type == "system" {
            #expect(text.contains("`\(target.name)`"), "\(target.name)")
        }
    }

    /// Every decision is listed once, and numbers do not repeat.
    @Test func decisionsAreListed() throws {
        let index = try read("docs/adr/README.md")
        let files = Self.documents.filter { $0.hasPrefix("docs/adr/0") }.map { String($0.dropFirst("docs/adr/".count)) }
        #expect(files.count > 10)
        #expect(Set(files.map { $0.prefix(4) }).count == files.count)
        for file in files {
            let title = try #require(try read("docs/adr/\(file)").split(separator: "\n").first).dropFirst(
                "# 0000: ".count)
            #expect(index.contains("| [\(file.prefix(4))](\(file)) | \(title) |"), "docs/adr/README.md lacks \(file)")
        }
    }

    /// What a path can begin with; anything else in backquotes is a word.
    private static let folders: Set<String> = [
        ".ci", "Benchmarks", "Package.swift", "Plugins", "Sources", "Tests", "content", "docs", "templates",
    ]

    /// `content/providers/ID.md` stands for many, and errata are not there before there is one.
    private static func hasPlaceholder(_ path: String) -> Bool {
        let placeholders: Set<Substring> = ["DATE", "ID", "LANGUAGE", "NAME", "PROVIDER"]
        return !placeholders.isDisjoint(with: path.split { !$0.isLetter }) || path == "content/errata.yaml"
    }

    private func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: Manifest.root.appending(path: path).path)
    }

    private func read(_ document: String) throws -> String {
        try String(contentsOf: Manifest.root.appending(path: document), encoding: .utf8)
    }
}
