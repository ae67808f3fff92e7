import Content
import Model
import Templates

extension PageComposer {
    /// The page at an address where an article once was: it sends on at once, without a script, and says where to for
    /// those who are not sent.
    func redirect(_ alias: Article.Alias, to article: Article) -> Page {
        let target = addresses.article(article)
        let isFolder = alias.address.hasSuffix("/")
        var scope = TemplateContext()
        scope.set(.title, article.title)
        scope.set(.targetHref, Links(from: alias.address).page(target))
        scope.set(.targetUrl, settings.baseURL + target)
        var page = page(
            alias.address, template: "redirect", title: article.title, source: article.file,
            translated: { _ in nil }, scope: scope)
        if !isFolder { page.path = alias.address }
        page.isListed = false
        return page
    }
}
