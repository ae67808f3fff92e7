import Content
import Model
import Templates

/// What stands at an address where an article once was.
struct RedirectPage: TemplateData {
    var title: String
    var targetHref: String
    var targetURL: String

    static let schema = TemplateSchema<Self>(
        "redirect", "the page at each of the `aliases` of an article",
        [
            .text("title", "the article's title") { $0.title },
            .text("target-href", "the link to the article") { $0.targetHref },
            .text("target-url", "the article's address as a whole") { $0.targetURL },
        ])
}

extension PageComposer {
    /// The page at an address where an article once was: it sends on at once, without a script, and says where to for
    /// those who are not sent.
    func redirect(_ alias: Article.Alias, to article: Article) -> Page {
        let target = addresses.article(article)
        let isFolder = alias.address.hasSuffix("/")
        let data = RedirectPage(
            title: article.title, targetHref: Links(from: alias.address).page(target),
            targetURL: settings.baseURL + target)
        var page = page(
            alias.address, data, title: article.title, source: article.file, translated: { _ in nil })
        if !isFolder { page.path = alias.address }
        page.sourcePlace = alias.place
        page.isListed = false
        return page
    }
}
