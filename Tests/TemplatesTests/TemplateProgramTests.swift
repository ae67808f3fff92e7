import Model
import Testing
import Text

@testable import Templates

/// What compiled templates render.
@Suite struct TemplateProgramTests {
    private func templates(_ sources: [String: String]) throws -> Templates {
        let read = Templates.read(
            Dictionary(
                uniqueKeysWithValues: sources.map {
                    ($0.key, SourceText(file: "templates/\($0.key).mustache", text: $0.value))
                }))
        #expect(read.diagnostics.isEmpty)
        return read.templates
    }

    /// Each sets a name or two of a scope.
    private static let parts: [@Sendable (inout TemplateContext) -> Void] = [
        { $0.set("title", "A & <b> \"c\"") },
        { $0.set("bodyHTML", "<p>x</p>\n") },
        { $0.set("yes", true) },
        { $0.set("words", ["one", "<two>"]) },
        { $0.set("empty", "") },
        { $0.set("deep", TemplateContext { $0.set("in", TemplateContext { $0.set("side", "here") }) }) },
        { scope in
            scope.set(
                "rows",
                [
                    TemplateContext {
                        $0.set("name", "first")
                        $0.set("title", "inner")
                    },
                    TemplateContext {
                        $0.set(
                            "cells",
                            [TemplateContext { $0.set("name", "cell") }, TemplateContext { $0.set("yes", true) }])
                    },
                ])
        },
    ]

    private static let scope = TemplateContext { for part in parts { part(&$0) } }

    /// Templates, and what they render with `scope` and `partials`.
    private static let examples = [
        ("{{title}} {{{bodyHTML}}}|{{&bodyHTML}}", "A &amp; &lt;b&gt; &quot;c&quot; <p>x</p>\n|<p>x</p>\n"),
        ("{{#yes}}\nyes\n{{/yes}}\n{{^yes}}\nno\n{{/yes}}\n", "yes\n"),
        (
            "{{#no}}no{{/no}}{{^no}}none {{title}}{{/no}}{{#empty}}x{{/empty}}{{^empty}}e{{/empty}}",
            "none A &amp; &lt;b&gt; &quot;c&quot;e"
        ),
        ("{{#words}}<{{.}}>{{/words}}{{#has-words}} {{yes}}{{/has-words}}", "<one><&lt;two&gt;> true"),
        (
            "{{deep.in.side}}{{deep.in.none}}{{deep.none.side}}{{title.in}}{{#deep}}{{in.side}}{{title}}{{/deep}}",
            "herehereA &amp; &lt;b&gt; &quot;c&quot;"
        ),
        (
            "{{#rows}}\n  {{name}}-{{title}}\n  {{#cells}}[{{name}}{{title}}{{#yes}}!{{/yes}}]{{/cells}}\n{{/rows}}\n",
            """
              first-inner
              \("")
              -A &amp; &lt;b&gt; &quot;c&quot;
              [cellA &amp; &lt;b&gt; &quot;c&quot;!][A &amp; &lt;b&gt; &quot;c&quot;!]

            """
        ),
        (
            "{{#title}}{{title}}{{.}}{{/title}}{{^rows}}none{{/rows}}{{^title}}none{{/title}}",
            "A &amp; &lt;b&gt; &quot;c&quot;A &amp; &lt;b&gt; &quot;c&quot;"
        ),
        (
            "a {{! comment }} b\n{{! alone }}\nc\n{{>part}}\nd {{>part}} e\n",
            """
            a  b
            c
            part of A &amp; &lt;b&gt; &quot;c&quot;
            d part of A &amp; &lt;b&gt; &quot;c&quot;
             e

            """
        ),
        (
            "{{<frame}}\n{{$content}}\n<i>{{title}}</i>\n{{>part}}\n{{/content}}\n{{/frame}}\n",
            """
            <no head>
            <i>A &amp; &lt;b&gt; &quot;c&quot;</i>
            part of A &amp; &lt;b&gt; &quot;c&quot;

            """
        ),
        (
            "{{<child}}{{$content}}grandchild {{title}}{{/content}}{{/child}}",
            "<H>\ngrandchild A &amp; &lt;b&gt; &quot;c&quot;"
        ),
        ("{{#rows}}{{<frame}}{{$head}}{{name}}{{/head}}{{/frame}}{{/rows}}", "<first>\nnone\n<>\nnone\n"),
    ]

    private static let partials = [
        "part": "part of {{title}}\n",
        "frame": "<{{$head}}no head{{/head}}>\n{{$content}}\nnone\n{{/content}}\n",
        "child": "{{<frame}}{{$head}}H{{/head}}{{$content}}child{{/content}}{{/frame}}",
    ]

    @Test(arguments: examples)
    func rendersWhatTheExampleSays(_ source: String, _ expected: String) throws {
        let templates = try templates(Self.partials.merging(["page": source]) { $1 })
        #expect(templates.render("page", Self.scope) == expected)
    }

    /// Whatever a program is told beforehand of what it will see.
    @Test(arguments: examples.map(\.0))
    func knowingAScopeChangesNothing(_ source: String) throws {
        let templates = try templates(Self.partials.merging(["page": source]) { $1 })
        for choice in 0..<1 << Self.parts.count {
            var (outer, known) = (TemplateContext(), TemplateContext())
            for (place, part) in Self.parts.enumerated() { choice >> place & 1 == 0 ? part(&outer) : part(&known) }
            // A name that both have is the known one's.
            outer.set("yes", "outer")
            let program = try #require(templates.program("page", knowing: known))
            #expect(
                program.render([outer, known], expected: 0) == templates.bytes("page", [outer, known]), "\(choice)")
        }
    }

    /// It is not looked up once more for each page.
    @Test(arguments: [
        "{{title}} {{{bodyHTML}}}|{{#words}}<{{.}}>{{/words}}{{#has-words}} {{yes}}{{/has-words}}{{^yes}}{{none}}{{/yes}}",
        "{{#yes}}{{deep.in.side}}{{/yes}}{{#deep}}{{in.side}}{{title}}{{/deep}}{{deep.none.side}}{{^deep.none}}!{{/deep.none}}",
        "{{<frame}}{{$content}}<i>{{title}}</i>{{>part}}{{/content}}{{/frame}}",
    ])
    func whatIsKnownIsRendered(_ source: String) throws {
        let templates = try templates(Self.partials.merging(["page": source]) { $1 })
        let program = try #require(templates.program("page", knowing: Self.scope))
        #expect(program.render([], expected: 0) == templates.bytes("page", [Self.scope]))
        #expect(!program.render([], expected: 0).isEmpty)
    }

    @Test func innerScopesHideOuterOnes() throws {
        let templates = try templates(["page": "{{a}}{{b}}{{#c}}{{a}}{{/c}}"])
        let scopes = [TemplateContext(["a": "1", "b": "2"]), TemplateContext(["a": "3", "c": "4"])]
        #expect(templates.bytes("page", scopes) == Array("323".utf8))
    }

    /// A quotation mark with a combining character after it is one grapheme, and another than a quotation mark; in HTML
    /// it ends the attribute.
    @Test func escapesBytesAndNotGraphemes() throws {
        let templates = try templates(["page": "<a title=\"{{title}}\">"])
        #expect(
            templates.render("page", TemplateContext(["title": "\"\u{301} onclick="]))
                == "<a title=\"&quot;\u{301} onclick=\">")
    }
}
