import Content
import Foundation
import Model
import Pages
import SiteTestSupport
import TestSupport
import Testing

/// Reading again what changed gives what reading everything gives, whatever file of a site it is.
@Suite struct ReloadTests {
    /// A site with a file of every kind.
    private static func site() throws -> SiteInAString {
        let site = try ThreeDates.site()
        let day = try Fixture.day("2015-04-01")
        let providers = [Fixture.transcribed("a", "A")]
        let record = EvidenceRecord.fetch(
            FetchRecord(
                id: 1, at: Instant(milliseconds: 0), url: "https://a.example/", lookups: [], address: "192.0.2.1",
                milliseconds: 1, transcript: [], ending: .closed))
        try site.write(Fixture.snapshot(day, providers), providers, evidence: ["a": [record]])
        try site.write(
            """
            -- content/errata.yaml --
            errata:
              - {snapshot: 2015-01-01, provider: a, date: 2015-01-05, text: A war gemeint}
              - {snapshot: 2015-04-01, date: 2015-04-05, text: Alles}
            -- content/articles/2015-01-01-beitrag.md --
            ---
            title: Beitrag
            date: 2015-01-01
            tags: [eins]
            ---
            Text
            -- content/articles/2015-01-02-entwurf.md --
            ---
            title: Entwurf
            date: 2015-01-02
            draft: true
            ---
            -- content/providers/a.md --
            ---
            name: A
            domains: [a.example]
            ---
            Prosa
            -- content/files/deep/er/a.txt --
            Anhang
            -- templates/404.mustache --
            <p>{{title}}</p>
            -- templates/assets/own.txt --
            Eigenes
            """)
        let texts = URL(filePath: "\(Repository.templates)/texts.de.yaml")
        try site.write(Array(try Data(contentsOf: texts)), to: "templates/texts.de.yaml")
        return site
    }

    private static func files(of site: SiteInAString) throws -> [String] {
        try ["content", "templates"].flatMap { folder in
            let names = try #require(FileManager.default.enumerator(atPath: "\(site.root)/\(folder)"))
            return names.compactMap { $0 as? String }.map { "\(folder)/\($0)" }
        }.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(site.root)/\(path)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    private func same(_ left: SiteContent, _ right: SiteContent) -> Bool {
        left.diagnostics == right.diagnostics && left.broken == right.broken && left.settings == right.settings
            && left.articles.map { "\($0)" } == right.articles.map { "\($0)" } && left.errata == right.errata
            && left.tables == right.tables
            && left.assets == right.assets && left.files == right.files
            && left.templates.mapValues(\.text) == right.templates.mapValues(\.text)
            && left.snapshots.map(\.manifest) == right.snapshots.map(\.manifest)
            && left.snapshots.map(\.providers) == right.snapshots.map(\.providers)
            && left.providers.mapValues(\.provider) == right.providers.mapValues(\.provider)
            && left.texts.mapValues(\.all) == right.texts.mapValues(\.all)
    }

    @Test func everyFileEditedRemovedAndRestored() throws {
        let site = try Self.site()
        let reader = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates)
        var current = reader.read()
        #expect(current.diagnostics.isEmpty, "\(current.diagnostics)")
        let files = try Self.files(of: site)
        #expect(files.count >= 16)
        for path in files {
            let bytes = Array(try Data(contentsOf: URL(filePath: "\(site.root)/\(path)")))
            let edits: [[UInt8]?] = [Array(bytes.prefix(bytes.count / 2)), nil, bytes + Array("\n".utf8), [], bytes]
            for (number, edit) in edits.enumerated() {
                if let edit {
                    try site.write(edit, to: path)
                } else {
                    try FileManager.default.removeItem(atPath: "\(site.root)/\(path)")
                }
                current = reader.read(again: current, changed: [path])
                #expect(same(current, reader.read()), "edit \(number) of \(path)")
            }
            #expect(current.diagnostics.isEmpty, "\(path)")
        }
    }

    /// As a version control system or a file manager does it.
    @Test(arguments: [
        "content", "templates", "content/snapshots", "content/snapshots/2015-01-01", "content/articles",
        "content/providers", "content/tables", "content/files/deep", "templates/assets",
    ])
    func everyFolderMovedAwayAndBack(_ path: String) throws {
        let site = try Self.site()
        let reader = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates)
        var current = reader.read()
        let (from, to) = ("\(site.root)/\(path)", "\(site.root)/away")
        for (from, to) in [(from, to), (to, from)] {
            try FileManager.default.moveItem(atPath: from, toPath: to)
            current = reader.read(again: current, changed: [path])
            #expect(same(current, reader.read()), "\(path)")
        }
        #expect(Site.render(current) == Site.render(reader.read()))
    }
}
