import Comparison
import Content
import Markdown
import Model
import Templates

/// One language's site. Held by reference: everything that composes pages asks it for something.
final class LocalizedSite: Sendable {
    let language: String
    let texts: Localization
    let addresses: Addresses
    /// Newest first.
    let articles: [Article]
    /// The same by tag, month and file.
    let index: ArticleIndex
    let tables: [TableHistory]
    /// The words for templates, as `t`.
    let words: TemplateContext
    /// What the program says in an editor's Markdown.
    let proseLabels: MarkdownLabels
    let parts = EntryCache()
    /// How templates show a day.
    let dates = Memo<Day, DateParts>()
    let tagLinks = Memo<TagFromDepth, TagLink>()

    /// A tag, seen from all pages that lie equally deep.
    struct TagFromDepth: Hashable {
        var tag: String
        var root: String
    }

    init(language: String, texts: Localization, addresses: Addresses, articles: [Article], tables: [TableHistory]) {
        self.language = language
        self.texts = texts
        self.addresses = addresses
        self.articles = articles
        index = ArticleIndex(articles)
        self.tables = tables
        words = TemplateContext(dotted: texts.all)
        proseLabels = MarkdownLabels(
            table: texts[.proseTable], footnotes: texts[.proseFootnotes], backToText: texts[.proseBack],
            anchor: texts[.proseAnchor])
    }
}
