import Content
import Model
import Templates

/// An article in a list.
struct ArticleEntry: TemplateData {
    var title: String
    var href: String
    var summary: String
    var tags: [TagLink]
    var isDraft: Bool
    /// When it appears, where its day is yet to come.
    var appears: String?
    var date: DateParts

    static let schema = TemplateSchema<Self>(
        "entry", "an article in a list",
        [
            .text("article-title", "the article's title") { $0.title },
            .text("article-href", "the link to its page") { $0.href },
            .text("article-summary", "its summary, if it has one") { $0.summary },
            .list("article-tags", "its tags") { $0.tags },
            .truth("article-draft", "whether it is a draft") { $0.isDraft },
            .text("article-appears", "on what day it appears, in words, if that day is yet to come") { $0.appears },
            .including { $0.date },
        ])
}

/// An article in a list, rendered by the template `entry`.
struct RenderedEntry: TemplateData {
    var html: [UInt8]

    static let schema = TemplateSchema<Self>(
        "rendered entry", "an article in a list of articles",
        [.html("entryHTML", "the article, rendered by the template `entry`") { $0.html }])
}

extension PageComposer {
    /// Posts in a list, each as the template `entry` shows it. A post stands in the home pages, in its month's and under
    /// each of its tags, and is rendered once for all of them that lie equally deep.
    func entries(_ articles: some Sequence<Article>, _ links: Links) -> [RenderedEntry] {
        articles.map { article in
            RenderedEntry(html: edition.parts.html(article, root: links.root) { part(entry(article, links)) })
        }
    }

    /// A post in a list.
    func entry(_ article: Article, _ links: Links) -> ArticleEntry {
        ArticleEntry(
            title: article.title, href: links.page(addresses.article(article)), summary: article.summary,
            tags: tagLinks(article.tags, links), isDraft: article.draft,
            appears: appears(article), date: dateParts(article.date))
    }
}

extension Article {
    /// The day of the newest update, or of the article.
    var modified: Day { updates.map(\.date).reduce(date, max) }
}
