import FoundationEssentials
import Model
import Text

extension SiteReader {
    /// Reads `templates/`: Mustache files, the texts of every language, and `assets/`. A file of the site's own
    /// replaces the default one of the same name.
    func readTemplates(into content: inout SiteContent) {
        let folders = [folder] + (defaultTemplates.map { [SiteFolder(root: $0, followsLinks: true)] } ?? [])
        report(linkAt: "templates/assets", into: &content)
        let own = folder.exists("templates") && folder.linkFault("templates") == nil
        // The default folder is itself the templates folder, so its paths have no prefix.
        let layers: [(folder: SiteFolder, prefix: String)] =
            (own ? [(folders[0], "templates/")] : []) + folders.dropFirst().map { ($0, "") }
        if layers.isEmpty {
            content.diagnostics.append(
                Diagnostic(
                    file: "templates", rule: .noTemplates, message: "no templates found",
                    hint:
                        "install the program together with its share directory, or add a templates directory to the site"
                ))
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
        content.templates = sources
    }

    private func readTexts(_ layers: Layers, into content: inout SiteContent) {
        for language in content.settings.languages {
            let fileName = "texts.\(language).yaml"
            let layer = layers.first { $0.folder.exists($0.prefix + fileName) }
            var texts: Localization?
            collect("templates/\(fileName)", into: &content) { () throws(Diagnostics) in
                guard let layer else {
                    throw Diagnostics([
                        Diagnostic(
                            file: "templates/\(fileName)", rule: .noTexts,
                            message: "no texts for the language '\(language)'",
                            hint: "translate a copy of templates/texts.de.yaml, or remove the language from site.yaml"
                        )
                    ])
                }
                var source = try layer.folder.text(layer.prefix + fileName)
                source.file = "templates/\(fileName)"
                let (read, diagnostics) = Localization.read(source, language: language)
                texts = read
                return diagnostics
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
