import Content
import Model
import Templates
import Text

/// The templates of a site, compiled, and what is wrong with them.
struct SiteTemplates: Sendable {
    let templates: Templates
    let diagnostics: [Diagnostic]

    fileprivate init(of content: SiteContent) {
        let (templates, diagnostics) = Templates.read(content.templates)
        self.templates = templates
        let roots = TemplateCatalogue.roots + TemplateCatalogue.layouts(among: content.templates.keys)
        self.diagnostics =
            diagnostics + templates.unknownNames(roots, data: Self.data(content)) + Self.missing(content)
    }

    /// The names of data files, those that are broken too.
    private static func data(_ content: SiteContent) -> Set<String> {
        let prefix = "content/data/"
        let broken = content.broken.filter { $0.hasPrefix(prefix) }.map { file in
            String(file.dropFirst(prefix.utf8.count).prefix { $0 != "." })
        }
        return Set(content.data.keys).union(broken)
    }

    /// Templates that pages are rendered by and that the site does not have.
    private static func missing(_ content: SiteContent) -> [Diagnostic] {
        TemplateCatalogue.roots.map(\.template).compactMap { name in
            let file = "templates/\(name).mustache"
            guard content.templates[name] == nil, !content.broken.contains(file) else { return nil }
            return Diagnostic(
                file: file, rule: .noSuchTemplate, message: "missing template",
                hint: "restore it from the default templates")
        }
    }
}

extension SiteContent {
    /// Compiled once for all copies that have the same templates.
    var siteTemplates: SiteTemplates { derivedFromTemplates.value { SiteTemplates(of: self) } }
}

extension Templates {
    /// A diagnostic for every `{{t.…}}` in a template that a texts file does not have.
    func missingTexts(in texts: Localization?) -> [Diagnostic] {
        guard let texts else { return [] }
        return tags.sorted { $0.key < $1.key }.flatMap { name, tags in
            tags
                .filter {
                    $0.name.hasPrefix("t.") && $0.kind == .value && texts.all[String($0.name.dropFirst(2))] == nil
                }
                .map { tag in
                    Diagnostic(
                        file: "templates/\(name).mustache", place: tag.place, rule: .missingText,
                        message: "unknown text '\(tag.name.dropFirst(2))' (not in \(texts.file))",
                        hint: Suggestion.closest(to: String(tag.name.dropFirst(2)), among: texts.all.keys)
                            .map { "did you mean '\($0)'?" } ?? "add it to \(texts.file)")
                }
        }
    }
}
