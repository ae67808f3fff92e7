import Findings
import Foundation
import Markdown
import Testing

@testable import Site

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

    private static let scope = Scope {
        $0.set("title", "A & <b> \"c\"")
        $0.set("bodyHTML", "<p>x</p>\n")
        $0.set("yes", true)
        $0.set("words", ["one", "<two>"])
        $0.set("empty", "")
        $0.set("deep", Scope { $0.set("in", Scope { $0.set("side", "here") }) })
        $0.set(
            "rows",
            [
                Scope {
                    $0.set("name", "first")
                    $0.set("title", "inner")
                },
                Scope { $0.set("cells", [Scope { $0.set("name", "cell") }, Scope { $0.set("yes", true) }]) },
            ])
    }

    @Test(arguments: [
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
    ])
    func rendersWhatTheLibraryRenders(_ source: String) throws {
        let templates = try templates([
            "page": source, "part": "part of {{title}}\n",
            "frame": "<{{$head}}no head{{/head}}>\n{{$content}}\nnone\n{{/content}}\n",
            "child": "{{<frame}}{{$head}}H{{/head}}{{$content}}child{{/content}}{{/frame}}",
        ])
        #expect(templates.notCompiled == [])
        let rendered = templates.render("page", Self.scope)
        #expect(rendered == templates.renderedByLibrary("page", [Self.scope]))
        #expect(!rendered.isEmpty)
    }

    /// Scopes that stand inside each other are one for the library.
    @Test func innerScopesHideOuterOnes() throws {
        let templates = try templates(["page": "{{a}}{{b}}{{#c}}{{a}}{{/c}}"])
        let scopes = [Scope(["a": "1", "b": "2"]), Scope(["a": "3", "c": "4"])]
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
        var content = SiteReader(root: root).read()
        #expect(content.templates.notCompiled == [])
        let compiled = Site.render(content)
        content.templates = content.templates.interpreted
        #expect(content.templates.notCompiled.count > 20)
        let interpreted = Site.render(content)
        #expect(compiled.files.count > 40)
        #expect(compiled.files.keys.sorted() == interpreted.files.keys.sorted())
        for (path, bytes) in compiled.files { #expect(bytes == interpreted.files[path], "\(path)") }
    }
}
