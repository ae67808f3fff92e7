import Content
import Model
import Templates

/// What stands at an address where an article or a page once was.
struct RedirectPage: TemplateData {
    var title: String
    var targetHref: String
    var targetURL: String

    static let schema = TemplateSchema<Self>(
        "redirect", "the page at each of the `aliases` of an article or page",
        [
            .text("title", "the title of the article or page") { $0.title },
            .text("target-href", "the link to it") { $0.targetHref },
            .text("target-url", "its address as a whole") { $0.targetURL },
        ])
}

extension PageComposer {
    func redirects(_ aliases: [Article.Alias], to target: String, _ title: String, _ file: String) -> [DeferredPage] {
        aliases.map { alias in DeferredPage { redirect(alias, to: target, title: title, file: file) } }
    }

    /// The page at an address where an article or a page once was: it sends on at once, without a script, and says where to for
    /// those who are not sent.
    /// - Parameters:
    ///   - target: where it is now.
    ///   - file: its content file.
    func redirect(_ alias: Article.Alias, to target: String, title: String, file: String) -> Page {
        let isFolder = alias.address.hasSuffix("/")
        let data = RedirectPage(
            title: title, targetHref: Links(from: alias.address).page(target),
            targetURL: settings.baseURL + target)
        var page = page(
            alias.address, data, title: title, source: file, translated: { _ in nil })
        if !isFolder { page.path = alias.address }
        page.sourcePlace = alias.place
        page.isListed = false
        return page
    }
}
