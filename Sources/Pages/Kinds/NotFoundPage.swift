import Templates

/// The page for addresses that do not exist.
struct NotFoundPage: TemplateData {
    var title: String

    static let schema = TemplateSchema<Self>(
        "404", "the page for addresses that do not exist; its links are relative to the path of the base URL",
        [.text("title", "the page's heading") { $0.title }])
}

extension PageComposer {
    /// The page for addresses that do not exist.
    func notFound() -> Page {
        var page = page(
            "404/", NotFoundPage(title: texts[.notFoundTitle]), title: texts[.notFoundTitle],
            source: "templates/404.mustache", translated: { _ in nil })
        page.path = "404.html"
        page.isListed = false
        return page
    }
}
