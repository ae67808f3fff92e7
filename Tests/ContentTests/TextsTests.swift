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

    private func texts(_ language: String) throws -> Localization {
        let file = "\(Repository.templates)/texts.\(language).yaml"
        let source = SourceText(file: file, text: try String(contentsOf: URL(filePath: file), encoding: .utf8))
        return try #require(Localization.read(source, language: language).texts)
    }

    /// A name that only one of them fills in would stay in the other's pages as it is.
    @Test func textsSayTheSameInBothLanguages() throws {
        let (german, english) = (try texts("de").all, try texts("en").all)
        #expect(Set(german.keys) == Set(english.keys))
        func names(_ text: String) -> Set<String> { Set(text.matches(of: #/{[a-z]+}/#).map { String($0.0) }) }
        let different = german.filter { names($0.value) != names(english[$0.key] ?? "") }.keys.sorted()
        #expect(different.isEmpty, "\(different)")
    }

    @Test(arguments: [("de", "29.\u{a0}Juli 2014", "29.\u{a0}Jul"), ("en", "29\u{a0}July 2014", "29\u{a0}Jul")])
    func nothingBreaksBetweenADayAndItsMonth(_ language: String, _ long: String, _ short: String) throws {
        let texts = try texts(language)
        let day = try #require(Day("2014-07-29"))
        #expect(texts.longDate(day) == long && texts.shortDate(day) == short)
    }

    /// Quotation marks, apostrophes and dashes as they are printed.
    @Test(arguments: ["de", "en"]) func textsAreTypeset(_ language: String) throws {
        let found = try texts(language).all.filter { $0.value.contains(#/["'`]| - |\.\.\.|\s\s|^\s|\s$/#) }
        #expect(found.isEmpty, "\(found.keys.sorted())")
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
