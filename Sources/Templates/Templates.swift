import Model
import Text

/// The Mustache templates of a site, checked and compiled.
package struct Templates: Sendable {
    /// Name → how it is rendered.
    private var programs: [String: TemplateProgram] = [:]
    /// Name → source.
    package private(set) var sources: [String: String] = [:]
    /// Name → its tags.
    package private(set) var tags: [String: [TemplateScan.Tag]] = [:]

    /// Name → as a tree.
    private(set) var parsed: [String: ParsedTemplate] = [:]

    package init() {}

    /// Parses templates.
    /// - Parameter sources: name (the file's name without `.mustache`) → text.
    /// - Returns: the templates, and a diagnostic for each fault. A template with a fault of its own is left out.
    package static func read(_ sources: [String: SourceText]) -> (templates: Templates, diagnostics: [Diagnostic]) {
        var templates = Templates()
        var diagnostics: [Diagnostic] = []
        var tags: [String: [TemplateScan.Tag]] = [:]
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            let scan = TemplateScan(source)
            let template = ParsedTemplate(scan, of: source)
            tags[name] = scan.tags
            diagnostics += template.diagnostics
            guard template.diagnostics.isEmpty else { continue }
            templates.sources[name] = source.text
            templates.tags[name] = scan.tags
            templates.parsed[name] = template
        }
        let faults = TemplateIncludes(tags).diagnostics(sources)
        diagnostics += faults
        for name in templates.parsed.keys.sorted() {
            templates.programs[name] = TemplateProgram(name, of: templates.parsed)
            if templates.programs[name] == nil, faults.isEmpty {
                diagnostics.append(
                    Diagnostic(
                        file: sources[name]?.file ?? name, rule: .brokenTemplate,
                        message: "sections and included templates are nested more than "
                            + "\(TemplateProgram.maximumDepth) levels deep",
                        hint: "include fewer templates in each other"))
            }
        }
        return (templates, diagnostics)
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
        programs[name]?.render(scopes, expected: expected) ?? []
    }

    /// How a template is rendered for many pages that all have the same innermost scope; `nil` where there is no such
    /// template.
    package func program(_ name: String, knowing scope: TemplateContext) -> TemplateProgram? {
        programs[name]?.knowing(scope)
    }
}
