import Comparison
import Content
import Model
import Templates

/// Makes the pages of one language. Each kind of page is an extension in a file of its own.
struct PageComposer: Sendable {
    private let context: Context

    /// What pages are made of. It is held by reference: each of ten thousand pages is a closure over its composer, and
    /// copying all of this counts a hundred references up and down.
    private final class Context: Sendable {
        let content: SiteContent
        let settings: SiteSettings
        let templates: Templates
        let edition: LocalizedSite
        let others: [LocalizedSite]
        let chronicle: ProviderHistories

        init(
            _ content: SiteContent, _ settings: SiteSettings, _ templates: Templates, _ edition: LocalizedSite,
            _ others: [LocalizedSite], _ chronicle: ProviderHistories
        ) {
            self.content = content
            self.settings = settings
            self.templates = templates
            self.edition = edition
            self.others = others
            self.chronicle = chronicle
        }
    }

    /// - Parameter others: all editions, this one too.
    package init(
        content: SiteContent, settings: SiteSettings, templates: Templates, edition: LocalizedSite,
        others: [LocalizedSite],
        chronicle: ProviderHistories
    ) {
        context = Context(content, settings, templates, edition, others, chronicle)
    }

    var content: SiteContent { context.content }
    var settings: SiteSettings { context.settings }
    var templates: Templates { context.templates }
    var edition: LocalizedSite { context.edition }
    /// All editions, this one too.
    var others: [LocalizedSite] { context.others }
    var chronicle: ProviderHistories { context.chronicle }

    var texts: Localization { edition.texts }
    var addresses: Addresses { edition.addresses }
    var words: CellFormatter { CellFormatter(texts: edition.texts) }

    /// A page with everything the frame needs.
    func page(
        _ address: String, template: String, title: String, description: String = "", source: String,
        modified: Day? = nil, translated: (LocalizedSite) -> String?, scope: TemplateContext
    ) -> Page {
        var translations: [String: String] = [:]
        for edition in others { translations[edition.language] = translated(edition) }
        return Page(
            address: address, path: "\(address)index.html", template: template, language: edition.language,
            title: title,
            description: description, translations: translations, scope: scope, source: source, modified: modified)
    }

    /// A tag's posts.
    func tag(_ tag: ArticleIndex.Tag) -> Page {
        let address = addresses.tag(slug: tag.slug)
        let links = Links(from: address)
        var scope = TemplateContext()
        scope.set(.tag, tag.name)
        scope.set(.articles, entries(tag.articles, links))
        let title = texts.filled(.tagTitle, ["tag": tag.name])
        scope.set(.title, title)
        var page = page(
            address, template: "tag", title: title, source: tag.articles.first?.file ?? "content/articles",
            modified: tag.articles.map(\.modified).max(),
            translated: { $0.index.tag(slug: tag.slug) == nil ? nil : $0.addresses.tag(slug: tag.slug) }, scope: scope)
        page.feed = .tag(tag.slug)
        return page
    }

    /// The page for addresses that do not exist.
    func notFound() -> Page {
        var scope = TemplateContext()
        scope.set(.title, texts[.notFoundTitle])
        var page = page(
            "404/", template: "404", title: texts[.notFoundTitle], source: "templates/404.mustache",
            translated: { _ in nil }, scope: scope)
        page.path = "404.html"
        page.isListed = false
        return page
    }

    /// Posts in a list, each as the template `entry` shows it. A post stands in the home pages, in its month's and under
    /// each of its tags, and is rendered once for all of them that lie equally deep.
    func entries(_ articles: some Sequence<Article>, _ links: Links) -> [TemplateContext] {
        articles.map { article in
            let html = edition.parts.html(article, root: links.root) {
                var scope = entry(article, links)
                scope.set(.t, edition.words)
                return templates.part("entry", scope)
            }
            return TemplateContext { $0.set(.entryHTML, html: html) }
        }
    }

    /// A post in a list.
    func entry(_ article: Article, _ links: Links) -> TemplateContext {
        TemplateContext {
            $0.set(.articleTitle, article.title)
            $0.set(.articleHref, links.page(addresses.article(article)))
            $0.set(.articleSummary, article.summary)
            $0.set(.articleTags, tagLinks(article.tags, links))
            $0.set(.articleDraft, article.draft)
            setDate(article.date, in: &$0)
        }
    }

    /// Day, month and year apart, as the blog had them beside each post, and the whole date.
    func setDate(_ date: Day, in scope: inout TemplateContext) {
        let words = edition.dates.value(date) {
            TemplateContext {
                $0.set(.date, "\(date)")
                $0.set(.dateLong, texts.longDate(date))
                $0.set(.dateDay, "\(date.day)")
                $0.set(.dateMonth, texts.shortMonth(date))
                $0.set(.dateYear, "\(date.year)")
            }.fitted
        }
        scope.set(all: words)
    }

    func tagLinks(_ tags: [String], _ links: Links) -> [TemplateContext] {
        tags.map { tag in
            edition.tagLinks.value(LocalizedSite.TagLink(tag: tag, root: links.root)) {
                TemplateContext {
                    $0.set(.tagName, tag)
                    $0.set(.tagHref, links.page(addresses.tag(slug: edition.index.slug(ofTag: tag))))
                }
            }
        }
    }

    /// The tables with their newest dates.
    func tableEntries(_ links: Links) -> [TemplateContext] {
        edition.tables.compactMap { table in
            guard let newest = table.snapshots.last else { return nil }
            return TemplateContext {
                $0.set(.tableTitle, title(of: table.definition))
                $0.set(.tableHref, links.page(addresses.table(table.definition.name)))
                $0.set(.tableDate, "\(newest.snapshot.date)")
                $0.set(.tableDateLong, texts.longDate(newest.snapshot.date))
            }
        }
    }

    func title(of table: TableDefinition) -> String { table.title[edition.language] ?? table.name }
}

extension Article {
    /// The day of the newest update, or of the article.
    var modified: Day { updates.map(\.date).reduce(date, max) }
}
