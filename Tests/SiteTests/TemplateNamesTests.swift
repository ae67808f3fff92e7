import Foundation
import Testing
import Text

@testable import Pages
@testable import Templates

/// `templates/README.md` tells editors what their templates see: nothing more than there is, and all of it.
@Suite struct TemplateNamesTests {
    private static let root = URL(filePath: SiteInAString.templates).deletingLastPathComponent()

    /// What stands between backquotes in the README's tables; `after-…` stands for all that begin so.
    private func documented() throws -> Set<String> {
        let text = try String(contentsOf: Self.root.appending(path: "templates/README.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        return Set(rows.flatMap { $0.matches(of: /`([^`]+)`/).map { String($0.1) } })
    }

    private func isDocumented(_ name: String, _ documented: Set<String>) -> Bool {
        documented.contains(name) || name.hasPrefix("has-") && documented.contains(String(name.dropFirst(4)))
            || documented.contains { $0.hasSuffix("…") && name.hasPrefix($0.dropLast()) }
    }

    @Test func everyNameIsDocumented() throws {
        let documented = try documented()
        // `t` has a line of its own above the tables.
        #expect(Templates.names.filter { $0 != "t" && !isDocumented($0, documented) } == [])
    }

    /// The names that templates use, and the same misspelt.
    @Test func everyNameInATemplateIsKnown() throws {
        let folder = URL(filePath: SiteInAString.templates)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".mustache") {
            let name = String(file.dropLast(9))
            let source = SourceText(
                file: file, text: try String(contentsOf: folder.appending(path: file), encoding: .utf8))
            #expect(Templates.read([name: source]).templates.unknownNames == [])
        }
        let text = """
            {{titel}}{{title.text}}{{#rows}}{{.}}{{/rows}}
            {{#has-rows}}{{^has-title}}{{row.row-name}}{{/has-title}}{{/has-rows}}{{qqqqqqqq}}
            """
        let misspelt = Templates.read(["page": SourceText(file: "page", text: text)]).templates.unknownNames
        #expect(
            misspelt.map { "\($0.place.line):\($0.place.column) \($0.message), \($0.hint)" } == [
                "1:1 unknown name 'titel', did you mean 'title'?",
                "2:14 unknown name 'has-title', only lists have 'has-': write {{#title}}",
                "2:28 unknown name 'row.row-name', did you mean 'row-name'?",
                "2:71 unknown name 'qqqqqqqq', templates/README.md lists the names",
            ])
        #expect(misspelt.allSatisfy { $0.file == "templates/page.mustache" && $0.rule == .unknownName })
    }

    /// Every name of a value in the README is one: what looks like a name and is neither set nor a template's nor an
    /// example's is a promise that nothing keeps.
    @Test func everyDocumentedNameIsSet() throws {
        let set = Set(Templates.names)
        let templates = try FileManager.default.contentsOfDirectory(atPath: SiteInAString.templates)
            .filter { $0.hasSuffix(".mustache") }.map { String($0.dropLast(9)) }
        /// Values, not names: states of lines, directions of changes.
        let examples: Set = [
            "good", "plain", "bad", "absent", "unknown", "refused", "not-applicable", "better", "worse", "other",
            "rule", "de",
        ]
        let names = try documented().filter { $0.wholeMatch(of: /[a-z][a-zA-Z-]*/) != nil }
        #expect(names.subtracting(set).subtracting(templates).subtracting(examples).sorted() == [])
    }
}
