import Foundation
import Testing
import Text

@testable import Pages
@testable import Templates

/// `templates/README.md` tells editors what their templates see: nothing more than there is, and all of it.
@Suite struct TemplateNamesTests {
    private static let root = URL(filePath: SiteInAString.templates).deletingLastPathComponent()

    /// Names that the composing code sets, by its own words.
    private func namesThatAreSet() throws -> Set<String> {
        var names: Set<String> = []
        let folder = Self.root.appending(path: "Sources/Pages")
        for case let file as String in try #require(FileManager.default.enumerator(atPath: folder.path))
        where file.hasSuffix(".swift") {
            let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for match in source.matches(of: /\.set\(\s*"([^"\\]+)"/) { names.insert(String(match.1)) }
            for start in source.ranges(of: "TemplateContext([") {
                names.formUnion(keys(of: source[start.upperBound...]))
            }
        }
        #expect(names.count > 250)
        return names
    }

    /// The keys of a dictionary literal from behind its bracket on; those of others inside it are not meant.
    private func keys(of literal: Substring) -> [String] {
        var keys: [String] = []
        var depth = 1
        var rest = literal
        while depth > 0, let character = rest.first {
            if depth == 1, let key = rest.prefixMatch(of: /"([^"\\]+)":/) { keys.append(String(key.1)) }
            if character == "\"", let text = rest.prefixMatch(of: /"([^"\\]|\\.)*"/) {
                rest = rest[text.range.upperBound...]
                continue
            }
            depth += "[(".contains(character) ? 1 : ")]".contains(character) ? -1 : 0
            rest = rest.dropFirst()
        }
        return keys
    }

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

    @Test func everyNameThatIsSetIsDocumented() throws {
        let documented = try documented()
        // `t` has a line of its own above the tables.
        let missing = try namesThatAreSet().subtracting(["t"]).filter { !isDocumented($0, documented) }
        #expect(missing.sorted() == [])
    }

    @Test func everyNameInATemplateIsSet() throws {
        let set = try namesThatAreSet()
        let folder = URL(filePath: SiteInAString.templates)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".mustache") {
            let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for tag in TemplateScan(SourceText(file: file, text: source)).tags
            where [.value, .unescapedValue, .section, .inverted].contains(tag.kind) {
                let name =
                    tag.name.hasPrefix("has-") && !set.contains(tag.name) ? String(tag.name.dropFirst(4)) : tag.name
                #expect(name == "." || name.hasPrefix("t.") || set.contains(name), "\(file):\(tag.place.line) \(name)")
            }
        }
    }

    /// Every name of a value in the README is one: what looks like a name and is neither set nor a template's nor an
    /// example's is a promise that nothing keeps.
    @Test func everyDocumentedNameIsSet() throws {
        let set = try namesThatAreSet()
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
