import Content
import Model
import Templates

/// Who answers for the site.
struct ImprintPage: TemplateData {
    var title: String
    var body: [UInt8]

    static let schema = TemplateSchema<Self>(
        "imprint", "who answers for the site",
        [
            .text("title", "the page's heading") { $0.title },
            .html("bodyHTML", "the text of `imprint` in `site.yaml`") { $0.body },
        ])
}

extension PageComposer {
    /// The imprint; `nil` where the settings do not have one.
    func imprint() -> Page? {
        guard let text = settings.imprint[edition.language], !text.isEmpty else { return nil }
        let address = addresses.imprint
        let prose = ProseHandlers(composer: self, file: "content/site.yaml", links: Links(from: address))
        let rendered = prose.render(Array(text.utf8), firstLine: 1)
        var page = page(
            address, ImprintPage(title: texts[.imprintTitle], body: rendered.markdown.bytes),
            title: texts[.imprintTitle], source: "content/site.yaml",
            translated: { settings.imprint[$0.language]?.isEmpty == false ? $0.addresses.imprint : nil })
        // The text stands somewhere within the settings; its own line numbers would lead astray.
        page.diagnostics = rendered.markdown.diagnostics.map { found in
            var moved = found
            moved.place = .start
            return moved
        }
        page.links = rendered.links
        return page
    }
}
