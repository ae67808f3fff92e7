import Model
import Text
import YAML

extension SiteReader {
    private static let keys =
        ["title", "navigation", "summary", "slug", "draft", "aliases"] + presentationKeys

    /// Reads `content/pages`.
    func readContentPages(into content: inout SiteContent) {
        let settings = content.settings
        for name in names(in: "content/pages", ending: ".md", into: &content) {
            let file = "content/pages/\(name)"
            var page: ContentPage?
            collect(file, into: &content) { () throws(Diagnostics) in
                let front = try FrontMatter(of: try folder.text(file))
                let reader = YAMLValidator(file: file, firstLine: front.yamlLine)
                page = self.page(String(name.dropLast(3)), file, front, reader, settings)
                return reader.diagnostics
            }
            if let page { content.pages.append(page) }
        }
    }

    private func page(
        _ fileName: String, _ file: String, _ front: FrontMatter, _ reader: YAMLValidator, _ settings: SiteSettings
    ) -> ContentPage? {
        let named = stem(fileName, languages: settings.languages, reader: reader)
        if let named, !Slug.isSlug(named.stem) {
            reader.report(
                at: .start, .badFileName, "invalid page name '\(named.stem)'",
                hint: "name the file with lower-case letters, digits and hyphens, as in about-us.md")
        }
        guard let node = reader.mapping(front.yaml, keys: Self.keys) else { return nil }
        let title = node.requiredString("title")
        let slug = node.string("slug")
        if let slug, !Slug.isSlug(slug[...]) {
            node.report(
                "slug", .badAddress, "invalid value '\(reader.excerpt(slug))' for 'slug', which becomes part of a URL",
                hint: "use lower-case letters, digits and hyphens")
        }
        let navigation = navigation(node, title: title ?? "")
        let presentation = presentation(node)
        let aliases = aliases(node, settings)
        let draft = node.bool("draft", default: false)
        guard let title, let named, Slug.isSlug(named.stem) else { return nil }
        return ContentPage(
            file: file, language: named.language, name: String(named.stem), slug: slug ?? String(named.stem),
            slugPlace: node.place(of: "slug"), title: title, navigationTitle: navigation,
            summary: node.string("summary") ?? "", draft: draft,
            presentation: presentation, aliases: aliases, body: front.body, bodyLine: front.bodyLine)
    }

    /// `true` for the page's own title, or another text.
    private func navigation(_ node: YAMLMapping, title: String) -> String? {
        switch node.string("navigation") {
        case nil, "false": nil
        case "true": title
        case let text: text
        }
    }
}
