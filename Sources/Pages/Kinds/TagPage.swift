import Content
import Model
import Templates

/// The articles with a tag.
struct TagPage: TemplateData {
    var tag: String
    var title: String
    var articles: [RenderedEntry]

    static let schema = TemplateSchema<Self>(
        "tag", "the articles with a tag",
        [
            .text("tag", "the tag") { $0.tag },
            .list("articles", "its articles, newest first") { $0.articles },
            .text("title", "the page's heading") { $0.title },
        ])
}

extension PageComposer {
    /// A tag's posts.
    func tag(_ tag: ArticleIndex.Tag) -> Page {
        let address = addresses.tag(slug: tag.slug)
        let links = Links(from: address)
        let title = texts.filled(.tagTitle, ["tag": tag.name])
        var page = page(
            address, TagPage(tag: tag.name, title: title, articles: entries(tag.articles, links)), title: title,
            source: tag.articles.first?.file ?? "content/articles", modified: tag.articles.map(\.modified).max(),
            translated: { $0.index.tag(slug: tag.slug) == nil ? nil : $0.addresses.tag(slug: tag.slug) })
        page.feed = .tag(tag.slug)
        return page
    }
}
