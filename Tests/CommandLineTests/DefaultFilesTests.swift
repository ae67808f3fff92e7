import Foundation
import TestSupport
import Testing

/// The program needs no file beside it: it has its templates, texts, recipes and schemas inside, and writes them out.
@Suite struct DefaultFilesTests {
    private func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func theProgramAlone() throws {
        let folder = try TemporaryFolder()
        let program = "\(folder.path)/pruefstand"
        // By another process: one that a test starts meanwhile would hold a file open that is written here, and nobody
        // could run it.
        #expect(try BuiltProgram.run([BuiltProgram.path, program], program: "/bin/cp").status == 0)
        func run(_ arguments: [String]) throws {
            let result = try BuiltProgram.run(arguments, program: program, in: folder.path)
            #expect(result.status == 0, "\(arguments): \(result.errors)")
        }
        try run(["new", "site", "site", "--date", "2026-11-24"])
        #expect(
            try read("\(folder.path)/site/content/README.md") == read("\(Repository.templates)/content.md"))
        try run(["build", "--site", "site", "--strict"])
        #expect(try read("\(folder.path)/site/site/index.html").contains("<title>"))

        // A file of the site's own replaces the one inside the program.
        try folder.write(
            Array("{{<page}}{{$content}}<p>Eigenes: {{title}}</p>{{/content}}{{/page}}".utf8),
            to: "site/templates/404.mustache")
        try folder.write(Array("/* own */\n".utf8), to: "site/templates/assets/own.css")
        try run(["build", "--site", "site"])
        #expect(try read("\(folder.path)/site/site/404.html").contains("<p>Eigenes: "))
        let assets = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/site/site/assets")
        #expect(assets.contains { $0.hasPrefix("own.") } && assets.contains { $0.hasPrefix("style.") })

        // Writing them out keeps what the editor has, and a script a script.
        try run(["new", "templates", "--site", "site"])
        #expect(try read("\(folder.path)/site/templates/404.mustache").contains("Eigenes"))
        #expect(
            try read("\(folder.path)/site/templates/texts.de.yaml") == read("\(Repository.templates)/texts.de.yaml"))
        let publishing = "\(folder.path)/site/templates/publishing"
        #expect(FileManager.default.isExecutableFile(atPath: "\(publishing)/publish-rsync"))
        #expect(!FileManager.default.isExecutableFile(atPath: "\(publishing)/nginx.conf"))
    }

    /// The examples make room for the first provider of one's own, but not what an editor made of one.
    @Test func examplesGoAsLongAsNobodyEditedThem() throws {
        let folder = try TemporaryFolder()
        func run(_ arguments: [String]) throws -> BuiltProgram.Result {
            // Without root hints nobody is asked.
            try BuiltProgram.run(arguments + ["--root-hints", "none.zone"], in: folder.path)
        }
        func providers() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/site/content/providers").sorted()
        }
        #expect(try BuiltProgram.run(["new", "site", "site", "--date", "2026-11-24"], in: folder.path).status == 0)
        #expect(try providers() == ["ahornchat.md", "fichtenmail.md", "lindenpost.md"])
        try folder.write(
            Array("---\nname: Meine\ndomains: [a.example]\n---\n".utf8), to: "site/content/providers/lindenpost.md")
        let result = try run(["new", "provider", "a.example", "--site", "site", "--date", "2026-11-24"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("content/providers/ahornchat.md: removed, it was only an example\n"))
        #expect(try providers() == ["a-example.md", "lindenpost.md"])
        #expect(try read("\(folder.path)/site/content/providers/lindenpost.md").contains("Meine"))
    }

    @Test func schemas() throws {
        let folder = try TemporaryFolder()
        let result = try BuiltProgram.run(["new", "schemas", "formats/json"], in: folder.path)
        #expect(result.status == 0, "\(result.errors)")
        let source = "\(Repository.root)/content/schema"
        let names = try FileManager.default.contentsOfDirectory(atPath: source).sorted()
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/formats/json").sorted() == names)
        for name in names { #expect(try read("\(folder.path)/formats/json/\(name)") == read("\(source)/\(name)")) }
        let again = try BuiltProgram.run(["new", "schemas", "formats/json"], in: folder.path)
        #expect(again.status == 1 && again.errors.contains("[file-exists]"))
    }

    /// The workflow is where its host looks for it, and the page that says what else is to be done is in the site.
    @Test(arguments: [("github", "github-pages.md"), ("netlify", "netlify.md")])
    func aWorkflowWithItsPage(_ host: String, _ page: String) throws {
        let folder = try TemporaryFolder()
        let result = try BuiltProgram.run(["new", "workflow", host], in: folder.path)
        #expect(result.status == 0 && result.errors.hasSuffix("/templates/publishing/\(page)\n"), "\(result.errors)")
        let path = "\(folder.path)/templates/publishing/\(page)"
        #expect(try read(path) == read("\(Repository.templates)/publishing/\(page)"))
    }

    @Test(arguments: ["github", "forgejo"]) func theWorkflowThatWatches(_ host: String) throws {
        let folder = try TemporaryFolder()
        let result = try BuiltProgram.run(["new", "workflow", host, "--watch"], in: folder.path)
        #expect(
            result.status == 0 && result.errors.hasSuffix("/templates/publishing/watching.md\n"), "\(result.errors)")
        #expect(
            try read("\(folder.path)/.\(host)/workflows/pruefstand-watch.yaml")
                == read("\(Repository.templates)/publishing/\(host)-watch.yaml"))
        // Beside the one that scans.
        #expect(try BuiltProgram.run(["new", "workflow", host], in: folder.path).status == 0)
    }

    @Test(arguments: ["gitlab", "netlify"]) func hostsWithoutAWorkflowThatWatches(_ host: String) throws {
        let folder = try TemporaryFolder()
        let result = try BuiltProgram.run(["new", "workflow", host, "--watch"], in: folder.path)
        #expect(result.status == 2 && result.errors.contains(host), "\(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
