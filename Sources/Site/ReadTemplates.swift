import FoundationEssentials
import Markdown
import Model

extension SiteReader {
    /// Reads `templates/`: Mustache files, the texts of every language, and `assets/`. A file of the site's own
    /// replaces the default one of the same name.
    func readTemplates(into content: inout SiteContent) {
        let folders = [folder] + (defaultTemplates.map { [SiteFolder(root: $0)] } ?? [])
        let own = folder.exists("templates")
        // The default folder is a templates folder itself, so its paths have no `templates/` in front.
        let layers: [(folder: SiteFolder, prefix: String)] =
            (own ? [(folders[0], "templates/")] : []) + folders.dropFirst().map { ($0, "") }
        if layers.isEmpty {
            content.diagnostics.append(
                Diagnostic(
                    file: "templates", rule: "no-templates", message: "the site has no templates",
                    hint: "put a templates folder beside content"))
            return
        }
        readMustache(layers, into: &content)
        readTexts(layers, into: &content)
        readAssets(layers, into: &content)
    }

    private typealias Layers = [(folder: SiteFolder, prefix: String)]

    private func readMustache(_ layers: Layers, into content: inout SiteContent) {
        var sources: [String: SourceText] = [:]
        for layer in layers {
            for fileName in layer.folder.names(in: layer.prefix.isEmpty ? "." : "templates", ending: ".mustache") {
                let name = String(fileName.dropLast(9))
                guard sources[name] == nil else { continue }
                collect("templates/\(fileName)", into: &content) { () throws(Diagnostics) in
                    var source = try layer.folder.text(layer.prefix + fileName)
                    source.file = "templates/\(fileName)"
                    sources[name] = source
                    return []
                }
            }
        }
        for name in Templates.required where sources[name] == nil {
            content.diagnostics.append(
                Diagnostic(
                    file: "templates/\(name).mustache", rule: "no-such-template", message: "the template is missing",
                    hint: "restore it from the default templates"))
        }
        let (templates, diagnostics) = Templates.read(sources)
        content.templates = templates
        content.diagnostics += diagnostics
    }

    private func readTexts(_ layers: Layers, into content: inout SiteContent) {
        for language in content.settings.languages {
            let fileName = "texts.\(language).yaml"
            let layer = layers.first { $0.folder.exists($0.prefix + fileName) }
            var texts: Texts?
            let templates = content.templates
            collect("templates/\(fileName)", into: &content) { () throws(Diagnostics) in
                guard let layer else {
                    throw Diagnostics([
                        Diagnostic(
                            file: "templates/\(fileName)", rule: "no-texts",
                            message: "there are no texts in the language '\(language)'",
                            hint: "copy templates/texts.de.yaml and translate it, or take the language out of site.yaml"
                        )
                    ])
                }
                var source = try layer.folder.text(layer.prefix + fileName)
                source.file = "templates/\(fileName)"
                let (read, diagnostics) = Texts.read(source, language: language)
                texts = read
                return diagnostics + templates.missingTexts(in: read)
            }
            if let texts { content.texts[language] = texts }
        }
    }

    private func readAssets(_ layers: Layers, into content: inout SiteContent) {
        for layer in layers {
            let assets = layer.prefix + "assets"
            for name in layer.folder.filesBelow(assets) where content.assets["assets/\(name)"] == nil {
                var bytes: [UInt8]?
                collect("templates/assets/\(name)", into: &content) { () throws(Diagnostics) in
                    bytes = try layer.folder.bytes("\(assets)/\(name)")
                    return []
                }
                content.assets["assets/\(name)"] = bytes
            }
        }
    }
}

extension Templates {
    /// A diagnostic for every `{{t.…}}` in a template that a texts file does not have.
    func missingTexts(in texts: Texts?) -> [Diagnostic] {
        guard let texts else { return [] }
        return tags.sorted { $0.key < $1.key }.flatMap { name, tags in
            tags
                .filter { $0.name.hasPrefix("t.") && $0.sigil == " " && texts.all[String($0.name.dropFirst(2))] == nil }
                .map { tag in
                    Diagnostic(
                        file: "templates/\(name).mustache", place: tag.place, rule: "missing-text",
                        message: "\(texts.file) has no text '\(tag.name.dropFirst(2))'",
                        hint: Suggestion.closest(to: String(tag.name.dropFirst(2)), among: texts.all.keys)
                            .map { "did you mean '\($0)'?" } ?? "add it")
                }
        }
    }
}
