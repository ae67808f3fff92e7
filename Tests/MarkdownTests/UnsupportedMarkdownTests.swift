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
        ("- [ ] offen\n- fertig\n", "1:3 a task list"),
        ("1. [x] fertig\n", "1:4 a task list"),
        ("## Titel {#id}\n", "1:4 an attribute in braces"),
        ("Absatz {.klasse}\n", "1:1 an attribute in braces"),
        ("> [!NOTE]\n> Text\n", "1:3 a callout '[!…]'"),
        ("Begriff\n: Erklärung\n", "2:1 a definition list"),
        ("::: hinweis\nText\n:::\n", "1:1 a container ':::'"),
        ("{{< bild >}}\n", "1:1 a shortcode"), ("{% bild %}\n", "1:1 a shortcode"),
        ("[TOC]\n\n## Titel\n", "1:1 a mark for a table of contents"),
        ("Das ist ==wichtig==.\n", "1:1 text between '=='"),
        ("- [ ]\n", "1:3 a task list"), ("- a\n  - [x] b\n", "2:5 a task list"),
        ("Begriff\n\n: Erklärung\n", "3:1 a definition list"),
        ("Siehe [[Seite]] dort\n", "1:1 a link '[[…]]'"), ("![[bild.png]]\n", "1:1 a link '[[…]]'"),
        ("Ein [Link][ziel] ohne Ziel\n", "1:1 a link '[words][name]' whose name"),
        ("Es gilt $$x^2$$.\n", "1:1 a formula between '$$'"),
        ("Text^[Anmerkung].\n", "1:1 a footnote '^[…]' within the text"),
        ("!!! note\n    Text\n", "1:1 an admonition '!!!'"),
        ("*[DNS]: Domain Name System\n", "1:1 the definition of an abbreviation"),
        ("Gut :smile: so\n", "1:1 the name of an emoji"),
    ])
    func areWarnedOf(_ text: String, _ warning: String) { #expect(warnings(text) == [warning]) }

    /// What would be a table, a footnote, struck out or a link if it were whole.
    @Test(arguments: [
        ("a | b\n--- |\n1 | 2\n", "2:1 a table whose rows have different numbers of cells appears as it"),
        ("Text[^1].\n", "1:1 a reference to a footnote that"),
        ("Das ist ~~falsch.\n", "1:1 '~~' without its counterpart appears as it"),
        (
            "Siehe https://a.example/__init__.py\n",
            "1:1 the rest of a bare URL behind '*', '_', '`' or '[' appears as it"
        ),
    ])
    func areWarnedOfWhereSomethingIsMissing(_ text: String, _ warning: String) {
        #expect(warnings(text).map { $0.prefix(warning.count) } == [warning[...]])
    }

    @Test(arguments: [
        "`| a |\n|---|` und `~~x~~`, `[^1]`, `{#id}`, `https://a.example`\n",
        "```\n| a |\n|---|\n~~x~~ [^1]\nhttps://a.example\n```\n",
        "<https://a.example> [https://a.example](https://a.example)\n",
        "Ein [Link] und [x] im Text, \\~~ und ~~ allein; a | b | c.\n", "- [Link](https://a.example)\n- a ~ b ~ c\n",
        "Mit https:// beginnt {eine} Adresse {}\n", "a\n---\n", "> [a] b\n", "x ^ 2 [^ 1]\n", "a == b, c == d\n",
        "Zwei Dinge: eins\nund: zwei\n", "Um 12:30:45 Uhr, a:b:c, \\:smile:, ::: und :: nicht\n",
        "US$ 5, US$ 6 \\[a][b] [a] [b] a[][]\n",
        "> : a\n", "[a][b]\n\n[b]: https://a.example\n", "`[[a]] $$x$$ :smile: ^[b]`\n", "Ganz toll!!! Ja\n",
        "\\[TOC] \\==a== \\{{< x >}}\n",
    ])
    func ordinaryTextIsNot(_ text: String) { #expect(warnings(text) == []) }

    /// A fenced block whose name is nearly that of a directive is hardly meant as code.
    @Test(arguments: [
        ("tabel", "did you mean 'table'?"), ("tabelle", "did you mean 'table'?"), ("chrt", "did you mean 'chart'?"),
        ("CSV", "write 'csv', in lower case"), ("Table", "write 'table', in lower case"),
    ])
    func unknownFences(_ name: String, _ hint: String) throws {
        for fence in ["```", "~~~"] {
            let found = MarkdownRenderer(file: "a.md").render("Text\n\n\(fence)\(name)\nname: x\n\(fence)\n")
                .diagnostics
            #expect(
                found.map { "\($0.level) \($0.place.line) \($0.rule) \($0.hint)" } == [
                    "error 3 unknown-directive \(hint)"
                ])
        }
        #expect(MarkdownRenderer(file: "a.md").render("```swift\nlet x = 1\n```\n").diagnostics == [])
    }
}
