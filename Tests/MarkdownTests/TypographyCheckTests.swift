import Foundation
import Model
import Testing

@testable import Markdown

/// `check --typography`: what typists write instead of their language's marks.
@Suite struct TypographyCheckTests {
    private func found(_ text: String, _ language: String = "de", isSet: Bool = false) -> [String] {
        let quotes: QuotationMarks? = isSet ? QuotationMarks(language: language) : nil
        let diagnostics = MarkdownRenderer(
            file: "a.md", quotes: quotes, typography: TypographyCheck(language: language, isSet: isSet)
        ).render(text).diagnostics
        #expect(diagnostics.allSatisfy { $0.level == .warning && $0.rule == .typography && !$0.hint.isEmpty })
        return diagnostics.map {
            "\($0.place.line):\($0.place.column) \($0.message.components(separatedBy: " in '")[0])"
        }
    }

    @Test(arguments: [
        ("Das ist \"so\" und \"so\".", ["1:9 '\"'"]), ("Er sagte “ja”.", ["1:10 '“'", "1:13 '”'"]),
        ("Wie geht's?", ["1:9 '''"]), ("Ja - nein", ["1:4 ' - '"]), ("Ja -- nein", ["1:4 '--'"]),
        ("Und...", ["1:4 '...'"]), ("Viele, z.B. zwei", ["1:8 'z.B.'"]), ("Das sind 5% davon", ["1:11 '%'"]),
        ("Erst\n\nZwei *und \"drei\"*", ["3:11 '\"'"]),
    ])
    func germanTexts(_ text: String, _ expected: [String]) { #expect(found(text) == expected) }

    @Test(arguments: [
        "„Das ist ‚so‘“, sagte er – oder?", "`\"x\" - y`", "```\nz.B. \"x\"\n```", "<https://a.example/x...y>",
        "z.\u{A0}B. 5\u{A0}% …", "Version 1.2.3, a.example, d-a-s", "1. Eins\n- Zwei", "https://a.example/\"x",
    ])
    func whatIsRightIsLeftAlone(_ text: String) { #expect(found(text) == []) }

    @Test func otherLanguages() {
        #expect(found("He said \"yes\"", "en") == ["1:9 '\"'"])
        #expect(found("He said “yes”, e.g. 5%", "en") == [])
    }

    /// What is set when it is rendered need not be written.
    @Test func whatIsSetIsNotToldOf() {
        #expect(found("\"Das\" ist's -- und...", isSet: true) == [])
        #expect(found("Ja - nein, z.B.", isSet: true).count == 2)
    }
}
