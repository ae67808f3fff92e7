import Foundation
import Model
import SiteTestSupport
import TestSupport
import Testing
import Text

@testable import Content

struct TextsTests {
    @Test(arguments: [
        ("{day}. {month} {year}", "29. Juli 2014"), ("{month}", "Juli"), ("", ""), ("März", "März"),
        ("ä{day}ö{month}ü", "ä29öJuliü"), ("{none} {day}", "{none} 29"), ("{}{day}", "{}29"),
        // What is filled in is not looked at again, and what nobody closes stays as it is.
        ("{tricky}", "{day}"), ("a {day", "a {day"), ("{day} } {", "29 } {"),
    ])
    func fillsInWhatHasAName(_ text: String, _ filled: String) {
        let values = ["day": "29", "month": "Juli", "year": "2014", "tricky": "{day}"]
        #expect(Localization.fill(text, values) == filled)
    }

    /// Everything below `paths` becomes a part of URLs.
    @Test(arguments: [
        "table", "evidence", "provider", "method", "tag", "changes", "page", "corrections", "imprint", "sorted",
    ])
    func pathsMustBeSlugs(_ key: String) throws {
        let file = URL(filePath: "\(Repository.templates)/texts.de.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        // `paths` comes first in the file.
        let line = try #require(try Regex("\\b\(key): [a-z]+").firstMatch(in: text))
        let source = SourceText(
            file: "texts.yaml", text: text.replacingCharacters(in: line.range, with: "\(key): ../x"))
        let found = Localization.read(source, language: "de").diagnostics
        #expect(found.map(\.rule) == [.badAddress] && found.first?.message.contains("paths.\(key)") == true)
    }
}
