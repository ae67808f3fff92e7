import FoundationEssentials
import Model
import Text

extension SiteReader {
    /// Reads `templates/`: Mustache files, the texts of every language, and `assets/`. A file of the site's own
    /// replaces the default one of the same name.
    func readTemplates(into content: inout SiteContent) {
        report(linkAt: "templates/assets", into: &content)
        let own = folder.exists("templates") && folder.linkFault("templates") == nil
        let layers = (own ? [TemplateLayer.folder(folder)] : []) + [.defaults(defaultTemplates)]
        readMustache(layers, into: &content)
        readTexts(layers, into: &content)
        readAssets(layers, into: &content)
    }

    private func readMustache(_ layers: [TemplateLayer], into content: inout SiteContent) {
        var sources: [String: SourceText] = [:]
        for layer in layers {
            for fileName in layer.names(ending: ".mustache") {
                let name = String(fileName.dropLast(9))
                guard sources[name] == nil else { continue }
                collect("templates/\(fileName)", into: &content) { () throws(Diagnostics) in
                    sources[name] = try layer.text(fileName)
                    return []
                }
            }
        }
        content.templates = sources
    }

    private func readTexts(_ layers: [TemplateLayer], into content: inout SiteContent) {
        for language in content.settings.languages {
            let fileName = "texts.\(language).yaml"
            let layer = layers.first { $0.exists(fileName) }
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
                let (read, diagnostics) = Localization.read(try layer.text(fileName), language: language)
                texts = read
                return diagnostics
            }
            if let texts { content.texts[language] = texts }
        }
    }

    private func readAssets(_ layers: [TemplateLayer], into content: inout SiteContent) {
        for layer in layers {
            for name in layer.filesBelow("assets") where content.assets["assets/\(name)"] == nil {
                var bytes: [UInt8]?
                collect("templates/assets/\(name)", into: &content) { () throws(Diagnostics) in
                    bytes = try layer.bytes("assets/\(name)")
                    return []
                }
                content.assets["assets/\(name)"] = bytes
            }
        }
    }
}
