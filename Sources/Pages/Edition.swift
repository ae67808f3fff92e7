import Content
import Model
import Templates

/// One language's site. Held by reference: everything that composes pages asks it for something.
final class Edition: Sendable {
    let language: String
    let texts: Texts
    let addresses: Addresses
    /// Newest first.
    let articles: [Article]
    /// The same by tag, month and file.
    let index: ArticleIndex
    let tables: [DatedTable]
    /// The words for templates, as `t`.
    let words: Scope
    let parts = RenderedParts()
    /// How templates show a day.
    let dates = Memo<Day, Scope>()
    let tagLinks = Memo<TagLink, Scope>()

    /// A link to a tag, from all pages that lie equally deep.
    struct TagLink: Hashable {
        var tag: String
        var root: String
    }

    init(language: String, texts: Texts, addresses: Addresses, articles: [Article], tables: [DatedTable]) {
        self.language = language
        self.texts = texts
        self.addresses = addresses
        self.articles = articles
        index = ArticleIndex(articles)
        self.tables = tables
        words = Scope(dotted: texts.all)
    }

    /// A table and the snapshots it can be made of, oldest first.
    struct DatedTable: Sendable {
        var definition: TableDefinition
        var snapshots: [SnapshotContent]
    }
}
