import Model
import Testing
import Text

@testable import Templates

/// The rules of the Mustache specification (https://github.com/mustache/spec), each by the name of its test there, with
/// examples of our own. What is empty or false is not in a context at all, so rules about such values are rules about
/// missing ones. Lambdas, custom delimiters, dynamic names and recursive partials are not supported: they have
/// diagnostics (`TemplateFaultsTests`).
@Suite struct MustacheRulesTests {
    struct Rule: CustomTestStringConvertible, Sendable {
        let name: String
        let template: String
        let partials: [String: String]
        let expected: String

        init(_ name: String, _ template: String, _ expected: String, partials: [String: String] = [:]) {
            (self.name, self.template, self.partials, self.expected) = (name, template, partials, expected)
        }

        var testDescription: String { name }
    }

    static let context = TemplateContext {
        $0.set("yes", true)
        $0.set("word", "Moos")
        $0.set("hostile", "<&\"'>")
        $0.set("hostileHTML", "<&\"'>")
        $0.set("template", "{{word}}")
        $0.set("words", ["eins", "<zwei>"])
        $0.set("person", TemplateContext { $0.set("name", TemplateContext(["first": "Ada", "word": "inner"])) })
        $0.set("name", TemplateContext(["last": "Root"]))
        $0.set("rows", [TemplateContext(["n": "1"]), TemplateContext(["n": "2", "word": "Farn"])])
        $0.set("pair", TemplateContext { $0.set("rows", [TemplateContext(["n": "3"])]) })
    }

    static let interpolation = [
        Rule("No Interpolation", "Hello {Mustache} } { }}!\n", "Hello {Mustache} } { }}!\n"),
        Rule("Basic Interpolation", "Hello, {{word}}!\n", "Hello, Moos!\n"),
        Rule("No Re-interpolation", "{{template}}: {{word}}", "{{word}}: Moos"),
        Rule("HTML Escaping", "{{hostile}}", "&lt;&amp;&quot;&#39;&gt;"),
        Rule("Triple Mustache", "{{{hostileHTML}}}", "<&\"'>"),
        Rule("Ampersand", "{{&hostileHTML}}", "<&\"'>"),
        Rule("Context Misses", "({{none}}{{{noneHTML}}}{{&noneHTML}})", "()"),
        Rule("Dotted Names - Arbitrary Depth", "{{person.name.first}}", "Ada"),
        Rule("Dotted Names - Broken Chains", "({{person.none.first}})", "()"),
        Rule("Dotted Names - Broken Chain Resolution", "({{person.name.last}})", "()"),
        Rule("Dotted Names - Initial Resolution", "{{#person}}{{name.first}}{{/person}}", "Ada"),
        Rule("Dotted Names - Context Precedence", "{{#person}}({{name.last}}){{/person}}", "()"),
        Rule("Implicit Iterators", "{{#words}}{{.}},{{/words}}", "eins,&lt;zwei&gt;,"),
        Rule("Interpolation - Surrounding Whitespace", "| {{word}} |", "| Moos |"),
        Rule("Triple Mustache - Surrounding Whitespace", "| {{{hostileHTML}}} |", "| <&\"'> |"),
        Rule("Interpolation - Standalone", "  {{word}}\n", "  Moos\n"),
        Rule("Triple Mustache - Standalone", "  {{{hostileHTML}}}\n", "  <&\"'>\n"),
        Rule("Interpolation With Padding", "|{{ word }}{{\tword\n}}|", "|MoosMoos|"),
        Rule("Triple Mustache With Padding", "|{{{ hostileHTML }}}|{{& hostileHTML }}|", "|<&\"'>|<&\"'>|"),
    ]

    static let sections = [
        Rule("Truthy", "{{#yes}}shown{{/yes}}", "shown"),
        Rule("Falsey", "({{#none}}hidden{{/none}})", "()"),
        Rule("Context", "{{#person.name}}Hi {{first}}.{{/person.name}}", "Hi Ada."),
        Rule(
            "Parent contexts", "{{#person.name}}{{word}}/{{hostile}}{{/person.name}}", "inner/&lt;&amp;&quot;&#39;&gt;"),
        Rule("Variable test", "{{#word}}{{.}} is {{word}}{{/word}}", "Moos is Moos"),
        Rule("List Contexts", "{{#pair}}{{#rows}}{{n}}{{word}}{{/rows}}{{/pair}}", "3Moos"),
        Rule("List", "{{#rows}}{{n}}{{word}};{{/rows}}", "1Moos;2Farn;"),
        Rule("Empty List", "({{#none}}x{{/none}})", "()"),
        Rule("Doubled", "{{#yes}}\n* a\n{{/yes}}\n* b\n{{#yes}}\n* c\n{{/yes}}\n", "* a\n* b\n* c\n"),
        Rule("Nested (Truthy)", "| A {{#yes}}B {{#yes}}C{{/yes}} D{{/yes}} E |", "| A B C D E |"),
        Rule("Nested (Falsey)", "| A {{#none}}B {{#none}}C{{/none}} D{{/none}} E |", "| A  E |"),
        Rule("Implicit Iterator - HTML Escaping", "{{#hostile}}{{.}}{{/hostile}}", "&lt;&amp;&quot;&#39;&gt;"),
        Rule("Dotted Names - Truthy", "{{#person.name.first}}here{{/person.name.first}}", "here"),
        Rule("Dotted Names - Broken Chains", "({{#person.none.first}}here{{/person.none.first}})", "()"),
        Rule("Surrounding Whitespace", " | {{#yes}}\t|\t{{/yes}} | \n", " | \t|\t | \n"),
        Rule("Internal Whitespace", " | {{#yes}} {{! c }}\n {{/yes}} | \n", " |  \n  | \n"),
        Rule("Indented Inline Sections", " {{#yes}}A{{/yes}}\n {{#yes}}B{{/yes}}\n", " A\n B\n"),
        Rule("Standalone Lines", "| This\n{{#yes}}\n|\n{{/yes}}\n| Line\n", "| This\n|\n| Line\n"),
        Rule("Indented Standalone Lines", "| This\n  {{#yes}}\n|\n\t{{/yes}} \n| Line\n", "| This\n|\n| Line\n"),
        Rule("Standalone Line Endings", "|\r\n{{#yes}}\r\n{{/yes}}\r\n|", "|\n|"),
        Rule("Standalone Without Previous Line", "  {{#yes}}\n#{{/yes}}\n/", "#\n/"),
        Rule("Standalone Without Newline", "#{{#yes}}\n/\n  {{/yes}}", "#\n/\n"),
        Rule("Padding", "|{{# yes }}={{/ yes }}|", "|=|"),
    ]

    static let inverted = [
        Rule("Falsey", "{{^none}}shown{{/none}}", "shown"),
        Rule("Truthy", "({{^yes}}hidden{{/yes}})", "()"),
        Rule("Context", "({{^person}}hidden{{/person}})", "()"),
        Rule("List", "({{^rows}}hidden{{/rows}})", "()"),
        Rule("Doubled", "{{^none}}\n* a\n{{/none}}\n* b\n{{^none}}\n* c\n{{/none}}\n", "* a\n* b\n* c\n"),
        Rule("Nested (Truthy)", "| A {{^yes}}B {{^yes}}C{{/yes}} D{{/yes}} E |", "| A  E |"),
        Rule("Nested (Falsey)", "| A {{^none}}B {{^none}}C{{/none}} D{{/none}} E |", "| A B C D E |"),
        Rule("Dotted Names - Broken Chains", "{{^person.none.first}}none{{/person.none.first}}", "none"),
        Rule("Surrounding Whitespace", " | {{^none}}\t|\t{{/none}} | \n", " | \t|\t | \n"),
        Rule("Standalone Indented Lines", "| This\n  {{^none}}\n|\n  {{/none}}\n| Line\n", "| This\n|\n| Line\n"),
        Rule("Standalone Without Newline", "^{{^none}}\n/\n  {{/none}}", "^\n/\n"),
        Rule("Padding", "|{{^ none }}={{/ none }}|", "|=|"),
    ]

    static let comments = [
        Rule("Inline", "12345{{! comment {{ > = % }}67890", "1234567890"),
        Rule("Multiline", "12345{{!\n  first\n  second\n}}67890\n", "1234567890\n"),
        Rule("Standalone", "Begin.\n{{! comment }}\nEnd.\n", "Begin.\nEnd.\n"),
        Rule("Indented Standalone", "Begin.\n  {{! comment }}\nEnd.\n", "Begin.\nEnd.\n"),
        Rule("Standalone Line Endings", "|\r\n{{! comment }}\r\n|", "|\n|"),
        Rule("Standalone Without Previous Line", "  {{! comment }}\n!", "!"),
        Rule("Standalone Without Newline", "!\n  {{! comment }}", "!\n"),
        Rule("Indented Multiline Standalone", "Begin.\n  {{!\n  text\n  }}\nEnd.\n", "Begin.\nEnd.\n"),
        Rule("Indented Inline", "  12 {{! 34 }}\n", "  12 \n"),
        Rule("Surrounding Whitespace", "12345 {{! comment }} 67890", "12345  67890"),
        Rule("Variable Name Collision", "({{! word }}{{!word}})", "()"),
    ]

    static let partials = [
        Rule("Basic Behavior", "({{>part}})", "(of it)", partials: ["part": "of it"]),
        Rule("Context", "({{>part}})", "(*Moos*)", partials: ["part": "*{{word}}*"]),
        Rule("Nested", "{{>outer}}", "*Moos x!*", partials: ["outer": "*{{word}} {{>inner}}*", "inner": "x!"]),
        Rule("Surrounding Whitespace", "| {{>part}} |", "| \t|\t |", partials: ["part": "\t|\t"]),
        Rule("Inline Indentation", "  {{word}}  {{> part}}\n", "  Moos  >\n>\n", partials: ["part": ">\n>"]),
        Rule("Standalone Line Endings", "|\r\n{{>part}}\r\n|", "|\n>|", partials: ["part": ">"]),
        Rule("Standalone Without Previous Line", "  {{>part}}\n>", "  >\n  >>", partials: ["part": ">\n>"]),
        Rule("Standalone Without Newline", ">\n  {{>part}}", ">\n  >\n  >", partials: ["part": ">\n>"]),
        Rule(
            "Standalone Indentation", "\\\n {{>part}}\n/\n", "\\\n |\n <\n->\n\n |\n/\n",
            partials: ["part": "|\n{{#lines}}\n{{{linesHTML}}}\n{{/lines}}\n\n|\n"]),
        Rule("Padding Whitespace", "|{{> part }}|", "|[]|", partials: ["part": "[]"]),
    ]

    static let inheritance = [
        Rule("Default", "{{$title}}Default{{/title}}\n", "Default\n"),
        Rule("Variable", "{{$title}}of {{word}}{{/title}}", "of Moos"),
        Rule("Inherit", "{{<p}}{{/p}}", "default", partials: ["p": "{{$x}}default{{/x}}"]),
        Rule("Overridden content", "{{<p}}{{$x}}own{{/x}}{{/p}}", ".own.", partials: ["p": ".{{$x}}default{{/x}}."]),
        Rule(
            "Data does not override block", "{{<p}}{{$word}}own{{/word}}{{/p}}", "own",
            partials: ["p": "{{$word}}d{{/word}}"]),
        Rule(
            "Two overridden parents", "{{<p}}{{$x}}1{{/x}}{{/p}} {{<p}}{{$x}}2{{/x}}{{/p}}", "|1 d| |2 d|",
            partials: ["p": "|{{$x}}..{{/x}}{{$y}} d{{/y}}|"]),
        Rule(
            "a line with two tags is not standalone", "{{<p}}{{$x}}\npeaked\n\n:(\n{{/x}}{{/p}}", "\npeaked\n\n:(\n",
            partials: ["p": "{{$x}}d{{/x}}"]),
        Rule(
            "Only one override", "{{<p}}{{$y}}two{{/y}}{{/p}}", "d1, two",
            partials: ["p": "{{$x}}d1{{/x}}, {{$y}}d2{{/y}}"]),
        Rule("Parent template", "{{>p}}|{{<p}}{{/p}}", "d|d", partials: ["p": "{{$x}}d{{/x}}"]),
        Rule(
            "Multi-level inheritance", "{{<p}}{{$a}}c{{/a}}{{/p}}", "c",
            partials: ["p": "{{<o}}{{$a}}p{{/a}}{{/o}}", "o": "{{<g}}{{$a}}o{{/a}}{{/g}}", "g": "{{$a}}g{{/a}}"]),
        Rule(
            "Multi-level inheritance, no sub child", "{{<p}}{{/p}}", "p",
            partials: ["p": "{{<o}}{{$a}}p{{/a}}{{/o}}", "o": "{{<g}}{{$a}}o{{/a}}{{/g}}", "g": "{{$a}}g{{/a}}"]),
        Rule(
            "Block scope", "{{<p}}{{$x}}I say {{first}}.{{/x}}{{/p}}", "I say Ada.",
            partials: ["p": "{{#person.name}}{{$x}}You say.{{/x}}{{/person.name}}"]),
        Rule(
            "a block inside the override of the same block", "{{<p}}{{$x}}({{$x}}inner{{/x}}){{/x}}{{/p}}", "(inner)",
            partials: ["p": "{{$x}}d{{/x}}"]),
    ]

    @Test(arguments: interpolation + sections + inverted + comments + partials + inheritance)
    func holds(_ rule: Rule) throws {
        var sources = try rule.partials.mapValues { try source($0) }
        sources["page"] = try source(rule.template)
        let (templates, diagnostics) = Templates.read(sources)
        #expect(diagnostics == [])
        let lines = TemplateContext {
            $0.set("lines", true)
            $0.set("linesHTML", "<\n->")
        }
        #expect(String(decoding: templates.bytes("page", [lines, Self.context]), as: UTF8.self) == rule.expected)
    }

    private func source(_ text: String) throws -> SourceText {
        try SourceText(file: "page.mustache", bytes: Array(text.utf8), limit: 1_000)
    }
}
