import Foundation
import SiteTestSupport
import TestSupport
import Testing
import Text

@testable import Pages
@testable import Templates

/// Templates see what the schemas of pages say, `templates/README.md` lists it, and a name that has no value where it
/// stands is a fault.
@Suite struct TemplateNamesTests {
    private static let page = "\(Repository.templates)/README.md"

    /// The names of values as a chapter of the README, from the schemas.
    private var chapter: String {
        var lines = ["## On every page", ""]
        for names in TemplateCatalogue.frame { lines += section(names, of: "") }
        lines += ["## By page", ""]
        for names in TemplateCatalogue.pages { lines += section(names, of: "`\(names.title)`: ") }
        lines += ["## Parts that are rendered by themselves", ""]
        for names in TemplateCatalogue.parts { lines += section(names, of: "`\(names.title)`: ") }
        lines += ["## Inside lists", ""]
        let outer = TemplateCatalogue.frame + TemplateCatalogue.pages + TemplateCatalogue.parts
        var seen = Set(outer.map(\.title))
        for names in outer.flatMap(\.withInner) where seen.insert(names.title).inserted {
            lines += section(names, of: "\(names.title): ")
        }
        return lines.joined(separator: "\n")
    }

    private func section(_ names: TemplateNames, of title: String) -> [String] {
        ["### \(title)\(names.about)", "", "| name | holds | what |", "|---|---|---|"]
            + names.entries.map { "| `\($0.name)` | \(holds($0.holds)) | \($0.about) |" } + [""]
    }

    private func holds(_ holds: TemplateNames.Holds) -> String {
        switch holds {
        case .text: "text"
        case .html: "HTML"
        case .truth: "Boolean"
        case .texts: "texts, each as `{{.}}`"
        case .list(let names): "list: \(names.title)"
        case .one(let names): "one: \(names.title)"
        }
    }

    @Test func theReadmeListsTheNamesOfTheSchemas() throws {
        let text = try String(contentsOfFile: Self.page, encoding: .utf8)
        let start = try #require(text.range(of: "## On every page\n")).lowerBound
        let end = try #require(text.range(of: "## Blocks of the layout\n")).lowerBound
        if ProcessInfo.processInfo.environment["RECORD_EXAMPLES"] != nil {
            let whole = text[..<start] + chapter + "\n" + text[end...]
            try String(whole).write(toFile: Self.page, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOfFile: Self.page, encoding: .utf8).contains(chapter + "\n## Blocks of the layout\n"),
            "look at what changed: RECORD_EXAMPLES=1 make unit-test FILTER=TemplateNamesTests")
    }

    /// A title stands for one kind of data, in the README and in messages.
    @Test func titlesAndNamesAreUnambiguous() {
        let all = TemplateCatalogue.roots.flatMap(\.contexts).flatMap(\.withInner)
        for (title, same) in Dictionary(grouping: all, by: \.title) {
            #expect(Set(same.map { $0.entries.map(\.name) }).count == 1, "\(title)")
        }
        for names in all {
            #expect(Set(names.entries.map(\.name)).count == names.entries.count, "\(names.title)")
            #expect(names.entries.allSatisfy { !$0.about.isEmpty && !$0.about.contains("\n") }, "\(names.title)")
            for entry in names.entries {
                if case .html = entry.holds { #expect(entry.name.hasSuffix("HTML")) }
                if case .text = entry.holds { #expect(!entry.name.hasSuffix("HTML")) }
            }
        }
    }

    private func faults(_ sources: [String: String]) throws -> [String] {
        let folder = URL(filePath: Repository.templates)
        var texts: [String: SourceText] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".mustache") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            texts[String(file.dropLast(9))] = SourceText(file: file, text: text)
        }
        for (name, text) in sources { texts[name] = SourceText(file: name, text: text) }
        let (templates, diagnostics) = Templates.read(texts)
        #expect(diagnostics == [])
        let unknown = templates.unknownNames(TemplateCatalogue.roots)
        #expect(unknown.allSatisfy { $0.rule == .unknownName })
        return unknown.map { "\($0.file):\($0.place.line):\($0.place.column) \($0.message), \($0.hint)" }
    }

    @Test func ourTemplatesHaveNoUnknownNames() throws { #expect(try faults([:]) == []) }

    @Test func misspeltNamesAreReportedWithTheNearest() throws {
        let text = """
            {{titel}}{{title.text}}{{#tables}}{{table-href}}{{/tables}}
            {{#has-tables}}{{^has-title}}{{#yeers}}{{year-hreff}}{{/yeers}}{{/has-title}}{{/has-tables}}{{qqqqqqqq}}
            """
        #expect(
            try faults(["home": text]) == [
                "templates/home.mustache:1:1 unknown name 'titel', did you mean 'title'?",
                "templates/home.mustache:1:10 unknown name 'title.text', templates/README.md lists the names",
                "templates/home.mustache:2:16 unknown name 'has-title', only lists have 'has-': write {{#title}}",
                "templates/home.mustache:2:30 unknown name 'yeers', did you mean 'years'?",
                "templates/home.mustache:2:40 unknown name 'year-hreff', did you mean 'year-href'?",
                "templates/home.mustache:2:93 unknown name 'qqqqqqqq', templates/README.md lists the names",
            ])
    }

    /// A name of another kind of page, and one of a list outside it.
    @Test func namesOfOtherPagesHaveNoValue() throws {
        #expect(
            try faults([
                "home":
                    "{{website}}{{year-count}}{{#years}}{{year-count}}{{title}}{{/years}}{{site-title}}{{t.home.x}}",
                "entry": "{{article-title}}{{site-title}}",
            ]) == [
                "templates/entry.mustache:1:18 'site-title' has no value here, "
                    + "templates/README.md lists it for 'all pages of a language'",
                "templates/home.mustache:1:1 'website' has no value here, templates/README.md lists it for 'provider'",
                "templates/home.mustache:1:12 'year-count' has no value here, write it inside {{#years}}…{{/years}}",
            ])
    }

    /// A partial may use what only one of the pages that include it has; what none has is a fault, told once. One that no
    /// page includes may use any name.
    @Test func partialsAreJudgedByThePagesThatIncludeThem() throws {
        #expect(
            try faults([
                "home": "{{>shared}}", "tag": "{{>shared}}",
                "shared": "{{tag}}{{is-first}}{{website}}{{#articles}}{{{entryHTML}}}{{/articles}}",
                "spare": "{{website}}{{tag}}{{webseite}}",
            ]) == [
                "templates/shared.mustache:1:20 'website' has no value here, templates/README.md lists it for 'provider'",
                "templates/spare.mustache:1:19 unknown name 'webseite', did you mean 'website'?",
            ])
    }
}
