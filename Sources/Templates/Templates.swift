import Model
import Mustache
import Text

/// The Mustache templates of a site, checked and parsed.
package struct Templates: Sendable {
    private var library = MustacheLibrary()
    /// Name → how it is rendered; what has none is rendered by the library.
    private var programs: [String: TemplateProgram] = [:]
    /// Name → source.
    package private(set) var sources: [String: String] = [:]
    /// Name → what is asked for in it.
    package private(set) var tags: [String: [TemplateScan.Tag]] = [:]

    /// Every template that the program renders itself; the others are partials of these.
    package static let required = [
        "navigation", "colophon", "home", "article", "entry", "tag", "table", "changes", "comparison", "csv",
        "evidence", "provider", "providers",
        "method", "404", "redirect",
        "archive", "corrections", "imprint", "drawing", "unmeasured",
    ]

    package init() {}

    /// Parses templates.
    /// - Parameter sources: name (the file's name without `.mustache`) → text.
    /// - Returns: the templates, and a diagnostic for each fault.
    package static func read(_ sources: [String: SourceText]) -> (templates: Templates, diagnostics: [Diagnostic]) {
        ByteEscaping.register()
        var templates = Templates()
        var diagnostics: [Diagnostic] = []
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            let scan = TemplateScan(source)
            diagnostics += scan.diagnostics
            guard scan.diagnostics.isEmpty else { continue }
            do {
                // The pragma stands on a line of its own before the text; partials need it each, the library falls
                // back to its own escaping in them.
                try templates.library.register("{{% CONTENT_TYPE:\(ByteEscaping.name)}}\n" + source.text, named: name)
                templates.sources[name] = source.text
                templates.tags[name] = scan.tags
            } catch let error as MustacheTemplate.ParserError {
                diagnostics.append(TemplateScan.diagnostic(error, file: source.file, linesBefore: 1))
            } catch {
                diagnostics.append(
                    Diagnostic(file: source.file, rule: .brokenTemplate, message: "\(error)"))
            }
        }
        diagnostics += TemplateScan.includeFaults(sources)
        templates.compile()
        return (templates, diagnostics)
    }

    private mutating func compile() {
        var parsed: [String: ParsedTemplate] = [:]
        for name in sources.keys {
            if let template = library.getTemplate(named: name) { parsed[name] = ParsedTemplate(template) }
        }
        for name in parsed.keys { programs[name] = TemplateProgram(name, of: parsed) }
    }

    /// Renders; empty where there is no such template.
    package func render(_ name: String, _ scope: TemplateContext) -> String {
        String(decoding: bytes(name, [scope]), as: UTF8.self)
    }

    /// Renders a part of a page, without a final newline.
    package func part(_ name: String, _ scope: TemplateContext) -> [UInt8] {
        let html = bytes(name, [scope], expected: 1_024)
        // A copy, since parts are kept and must not keep what they did not need.
        return Array(html.last == UInt8(ascii: "\n") ? html.dropLast() : html[...])
    }

    /// Renders to the bytes of a file.
    /// - Parameters:
    ///   - scopes: the innermost last.
    ///   - expected: how many bytes there will be about.
    package func bytes(_ name: String, _ scopes: [TemplateContext], expected: Int = 16_384) -> [UInt8] {
        programs[name]?.render(scopes, expected: expected) ?? Array(renderedByLibrary(name, scopes).utf8)
    }

    /// How a template is rendered for many pages that all have the same innermost scope; `nil` where the library must.
    package func program(_ name: String, knowing scope: TemplateContext) -> TemplateProgram? {
        programs[name]?.knowing(scope)
    }

    /// The same by the library itself, which is the measure of what a template means.
    package func renderedByLibrary(_ name: String, _ scopes: [TemplateContext]) -> String {
        library.render(scopes.reduce(TemplateContext()) { $0.covered(by: $1) }, withTemplate: name) ?? ""
    }

    /// These templates, all rendered by the library.
    package var interpreted: Templates {
        var templates = self
        templates.programs = [:]
        return templates
    }

    /// The templates that the library must render.
    package var notCompiled: [String] { sources.keys.filter { programs[$0] == nil }.sorted() }
}

/// Escaping by bytes. The library's own looks at graphemes, and a quotation mark with a combining character after it
/// is another grapheme than a quotation mark: it would leave an attribute's value as it is and let the text out of it.
private struct ByteEscaping: MustacheContentType {
    static let name = "PRUEFSTAND"

    func escapeText(_ text: String) -> String { HTML.escaped(text) }

    private static let registered: Void = MustacheContentTypes.register(ByteEscaping(), named: name)
    static func register() { registered }
}
