import Model
import Testing
import Text

@testable import Templates

/// What is wrong with a template, and where.
@Suite struct TemplateFaultsTests {
    /// A template, and `LINE:COLUMN RULE` of each of its faults.
    @Test(arguments: [
        ("<p>\n ä{{title}", ["2:3 broken-template"]),
        ("{{title}\n{{other}} {{", ["1:1 broken-template", "2:11 broken-template"]),
        ("{{{titleHTML}} x", ["1:1 broken-template"]),
        ("a {{! comment", ["1:3 broken-template"]),
        ("{{#a}}\n{{/b}}", ["2:1 broken-template"]),
        ("{{#a}}\n x {{^b}}", ["1:1 broken-template", "2:4 broken-template"]),
        ("{{#a}}{{#b}}{{/a}}", ["1:7 broken-template"]),
        ("{{#a}}\n{{#b}}{{/a}}{{/b}}", ["2:1 broken-template", "2:13 broken-template"]),
        ("{{/a}}", ["1:1 broken-template"]),
        ("{{}}{{#}}{{/}}", ["1:1 broken-template", "1:5 broken-template"]),
        ("{{a b}}{{a..b}}{{.a}}{{a<}}", (0..<4).map { "1:\([1, 8, 16, 22][$0]) broken-template" }),
        ("{{ #a }}", ["1:1 broken-template"]),
        ("{{a()}}{{#f(a)}}{{/f(a)}}", ["1:1 unsupported-tag", "1:8 unsupported-tag"]),
        ("{{%PRAGMA}}", ["1:1 unsupported-tag"]),
        ("{{= | | =}}", ["1:1 unsupported-tag"]),
        ("{{>*a}}{{<*b}}{{/*b}}", ["1:1 unsupported-tag", "1:8 unsupported-tag"]),
        ("{{{a}}}\n{{& b }}", ["1:1 unescaped-variable", "2:1 unescaped-variable"]),
        ("{{<part}}\n text {{a}}{{$x}}{{/x}}{{/part}}", ["2:2 broken-template", "2:7 broken-template"]),
        ("{{>prat}}", ["1:1 no-such-template"]),
        ("x\n{{>page}}", ["2:1 template-includes-itself"]),
        ("{{#a}}{{>circle}}{{/a}}", ["1:7 template-includes-itself"]),
    ])
    func haveAPlace(_ text: String, _ expected: [String]) {
        let (templates, diagnostics) = read(["page": text, "part": "{{$x}}{{/x}}", "circle": "{{>page}}"])
        #expect(
            diagnostics.filter { $0.file == "page" }.sorted().map { "\($0.place.line):\($0.place.column) \($0.rule)" }
                == expected)
        #expect(diagnostics.allSatisfy { !$0.hint.isEmpty })
        #expect(templates.render("page", TemplateContext(["a": "x"])) == "")
    }

    @Test func sayWhatToDo() {
        let (_, diagnostics) = read(["page": "{{#rows}}\n{{/row}}\n{{>prat}}", "part": ""])
        #expect(
            diagnostics.map(\.description) == [
                "page:2:1: error: {{/row}} does not match {{#rows}} in line 1 [broken-template]\n    write {{/rows}}",
                "page:3:1: error: unknown template 'prat' [no-such-template]\n    did you mean 'part'?",
            ])
    }

    /// Each section takes stack space where the template is compiled and rendered.
    @Test func nestingIsBounded() {
        func nested(_ depth: Int) -> String {
            String(repeating: "{{#a}}", count: depth) + "x" + String(repeating: "{{/a}}", count: depth)
        }
        let deepest = ParsedTemplate.maximumDepth
        let (templates, diagnostics) = read(["page": nested(deepest)])
        #expect(diagnostics == [])
        #expect(templates.render("page", TemplateContext(["a": "y"])) == "x")
        #expect(read(["page": nested(deepest + 1)]).diagnostics.map(\.rule) == [.brokenTemplate])
        // However many there are beside each other, the cost is that of reading them.
        let many = read(["page": String(repeating: "{{#a}}b{{/a}}c{{! d }}", count: 20_000)])
        #expect(many.diagnostics == [])
        #expect(many.templates.render("page", TemplateContext(["a": "y"])).utf8.count == 40_000)
        #expect(read(["page": nested(100_000)]).diagnostics.map(\.rule) == [.brokenTemplate])
        // The levels of a partial come on top.
        let parts = ["page": "{{#a}}{{>part}}{{/a}}", "part": nested(deepest - 1)]
        #expect(read(parts).diagnostics.map(\.file) == ["page"])
    }

    private func read(_ sources: [String: String]) -> (templates: Templates, diagnostics: [Diagnostic]) {
        Templates.read(
            Dictionary(uniqueKeysWithValues: sources.map { ($0.key, SourceText(file: $0.key, text: $0.value)) }))
    }
}
