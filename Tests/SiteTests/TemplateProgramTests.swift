import Foundation
import Model
import Testing
import Text

@testable import Content
@testable import Pages
@testable import Templates

/// What templates were compiled to must render what the library renders from the same templates.
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

    private static let sources = [
        "{{title}} {{{bodyHTML}}}|{{&bodyHTML}}",
        "{{#yes}}\nyes\n{{/yes}}\n{{^yes}}\nno\n{{/yes}}\n",
        "{{#no}}no{{/no}}{{^no}}none {{title}}{{/no}}{{#empty}}x{{/empty}}{{^empty}}e{{/empty}}",
        "{{#words}}<{{.}}>{{/words}}{{#has-words}} {{yes}}{{/has-words}}",
        "{{deep.in.side}}{{deep.in.none}}{{deep.none.side}}{{title.in}}{{#deep}}{{in.side}}{{title}}{{/deep}}",
        "{{#rows}}\n  {{name}}-{{title}}\n  {{#cells}}[{{name}}{{title}}{{#yes}}!{{/yes}}]{{/cells}}\n{{/rows}}\n",
        "{{#title}}{{title}}{{.}}{{/title}}{{^rows}}none{{/rows}}{{^title}}none{{/title}}",
        "a {{! comment }} b\n{{! alone }}\nc\n{{>part}}\nd {{>part}} e\n",
        "{{<frame}}\n{{$content}}\n<i>{{title}}</i>\n{{>part}}\n{{/content}}\n{{/frame}}\n",
        "{{<child}}{{$content}}grandchild {{title}}{{/content}}{{/child}}",
        "{{#rows}}{{<frame}}{{$head}}{{name}}{{/head}}{{/frame}}{{/rows}}",
    ]

    private static let partials = [
        "part": "part of {{title}}\n",
        "frame": "<{{$head}}no head{{/head}}>\n{{$content}}\nnone\n{{/content}}\n",
        "child": "{{<frame}}{{$head}}H{{/head}}{{$content}}child{{/content}}{{/frame}}",
    ]

    @Test(arguments: sources)
    func rendersWhatTheLibraryRenders(_ source: String) throws {
        let templates = try templates(Self.partials.merging(["page": source]) { $1 })
        #expect(templates.notCompiled == [])
        let rendered = templates.render("page", Self.scope)
        #expect(rendered == templates.renderedByLibrary("page", [Self.scope]))
        #expect(!rendered.isEmpty)
    }

    /// Whatever a program is told beforehand of what it will see.
    @Test(arguments: sources)
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

    /// Scopes that stand inside each other are one for the library.
    @Test func innerScopesHideOuterOnes() throws {
        let templates = try templates(["page": "{{a}}{{b}}{{#c}}{{a}}{{/c}}"])
        let scopes = [TemplateContext(["a": "1", "b": "2"]), TemplateContext(["a": "3", "c": "4"])]
        #expect(templates.bytes("page", scopes) == Array("323".utf8))
        #expect(templates.renderedByLibrary("page", scopes) == "323")
    }

    @Test(arguments: [
        "{{#rows}}\n  {{>part}}\n{{/rows}}\n", "{{#words}}{{index()}}{{/words}}", "{{#rows}}{{.title}}{{/rows}}",
    ])
    func leavesToTheLibraryWhatItDoesNotKnow(_ source: String) throws {
        let templates = try templates(["page": source, "part": "a\nb\n", "whole": "{{<page}}{{/page}}"])
        #expect(templates.notCompiled == ["page", "whole"])
        let rendered = templates.render("page", Self.scope)
        #expect(rendered == templates.renderedByLibrary("page", [Self.scope]))
        #expect(!rendered.isEmpty)
    }

    /// Whether the library still keeps what it parsed as we read it; and every page of the site that we ship.
    @Test func theProgramsTemplatesAreCompiledAndGiveTheSameSite() throws {
        let root = URL(filePath: SiteInAString.templates).deletingLastPathComponent().path
        let content = SiteReader(root: root).read()
        let templates = content.siteTemplates.templates
        #expect(templates.notCompiled == [])
        let compiled = Site.render(content)
        #expect(templates.interpreted.notCompiled.count > 20)
        let interpreted = Site.render(content, templates: templates.interpreted)
        #expect(compiled.files.count > 40)
        #expect(compiled.files.keys.sorted() == interpreted.files.keys.sorted())
        for (path, bytes) in compiled.files { #expect(bytes == interpreted.files[path], "\(path)") }
    }
}
