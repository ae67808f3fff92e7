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
    /// By the names of their files.
    let pages: [ContentPage]
    /// Articles of later days are marked; `nil` where the day is not known.
    private let today: Day?
    /// Finds what typists write; `nil` where nobody asked.
    let typography: TypographyCheck?
    let tables: [TableHistory]
    /// What every template sees: the texts as `t`, an editor's data as `data`.
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

    init(
        language: String, texts: Localization, addresses: Addresses, articles: [Article], pages: [ContentPage] = [],
        data: [String: DataValue] = [:], tables: [TableHistory], today: Day? = nil, typography: TypographyCheck? = nil
    ) {
        self.language = language
        self.texts = texts
        self.addresses = addresses
        self.articles = articles
        self.pages = pages
        self.today = today
        self.typography = typography
        index = ArticleIndex(articles)
        self.tables = tables
        words = TemplateContext(texts: TemplateContext(dotted: texts.all), data: TemplateContext(data))
        proseLabels = MarkdownLabels(
            table: texts[.proseTable], footnotes: texts[.proseFootnotes], backToText: texts[.proseBack],
            anchor: texts[.proseAnchor])
    }

    /// The same for titles and summaries, in which nothing is set.
    var titleTypography: TypographyCheck? { typography.map { _ in TypographyCheck(language: language, isSet: false) } }

    /// Whether an article's day is yet to come.
    func isAhead(_ article: Article) -> Bool { today.map { article.date > $0 } ?? false }

    func page(named name: String) -> ContentPage? { pages.first { $0.name == name } }
}
