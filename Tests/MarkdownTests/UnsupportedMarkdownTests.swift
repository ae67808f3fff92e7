import Model
import Testing

@testable import Markdown

/// What other programs add to CommonMark is warned of where it would appear as it is written, and only there.
@Suite struct UnsupportedMarkdownTests {
    private func warnings(_ text: String) -> [String] {
        let found = MarkdownRenderer(file: "a.md").render(text).diagnostics
        #expect(found.allSatisfy { $0.level == .warning && $0.rule == .unsupportedMarkdown && !$0.hint.isEmpty })
        return found.map { "\($0.place.line):\($0.place.column) \($0.message.split(separator: " is not ")[0])" }
    }

    @Test(arguments: [
        ("a\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n", "4:1 a table of pipes"),
        ("a | b\n--- | ---\n1 | 2\n", "2:1 a table of pipes"),
        ("Text[^1] und mehr[^2].\n\n", "1:1 a footnote"),
        ("Das ist ~~falsch~~ richtig.\n", "1:1 text between '~~'"),
        ("Das ist ~~*falsch*~~ richtig.\n", "1:1 text between '~~'"),
        ("- [ ] offen\n- fertig\n", "1:3 a task list"),
        ("1. [x] fertig\n", "1:4 a task list"),
        ("## Titel {#id}\n", "1:4 an attribute in braces"),
        ("Absatz {.klasse}\n", "1:1 an attribute in braces"),
        ("> [!NOTE]\n> Text\n", "1:3 a callout '[!…]'"),
        ("Siehe https://a.example/x_y, *dort*.\n", "1:1 a bare URL"),
    ])
    func areWarnedOf(_ text: String, _ warning: String) { #expect(warnings(text) == [warning]) }

    @Test(arguments: [
        "`| a |\n|---|` und `~~x~~`, `[^1]`, `{#id}`, `https://a.example`\n",
        "```\n| a |\n|---|\n~~x~~ [^1]\nhttps://a.example\n```\n",
        "<https://a.example> [https://a.example](https://a.example)\n",
        "Ein [Link] und [x] im Text, \\~~ und ~~ allein; a | b | c.\n", "- [Link](https://a.example)\n- a ~ b ~ c\n",
        "Mit https:// beginnt {eine} Adresse {}\n", "a\n---\n", "> [a] b\n", "x ^ 2 [^ 1]\n",
    ])
    func ordinaryTextIsNot(_ text: String) { #expect(warnings(text) == []) }
}
