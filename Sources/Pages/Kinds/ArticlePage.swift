import Content
import Markdown
import Model
import Templates

/// An article.
struct ArticlePage: TemplateData {
    var title: String
    var summary: String
    var body: [UInt8]
    var tags: [TagLink]
    var isDraft: Bool
    /// When it appears, where its day is yet to come.
    var appears: String?
    var contents: [ContentsEntry]
    var older: Neighbour?
    var newer: Neighbour?
    var date: DateParts
    var updates: [Update]

    /// The article before or after one.
    struct Neighbour: TemplateData {
        var href: String
        var title: String

        static let schema = TemplateSchema<Self>(
            "neighbour of an article", "the article before or after one",
            [
                .text("neighbour-href", "the link to it") { $0.href },
                .text("neighbour-title", "its title") { $0.title },
            ])
    }

    /// What was added to an article later.
    struct Update: TemplateData {
        var date: String
        var dateLong: String
        var text: String

        static let schema = TemplateSchema<Self>(
            "update of an article", "what was added to an article later",
            [
                .text("update-date", "when it was added, `2014-07-29`") { $0.date },
                .text("update-date-long", "the same in words") { $0.dateLong },
                .text("update-text", "what was added") { $0.text },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "article", "an article",
        [
            .text("title", "the article's title") { $0.title },
            .text("summary", "its summary, if it has one") { $0.summary },
            .html("bodyHTML", "its text") { $0.body },
            .list("tags", "its tags") { $0.tags },
            .truth("draft", "whether it is a draft") { $0.isDraft },
            .text("appears", "on what day it appears, in words, if that day is yet to come") { $0.appears },
            .list("contents", "its headings, if its front matter asks for a table of contents") { $0.contents },
            .truth("neighbours", "whether there is an article before or after it") {
                $0.older != nil || $0.newer != nil
            },
            .one("older", "the article before it, if there is one") { $0.older },
            .one("newer", "the article after it, if there is one") { $0.newer },
            .including { $0.date },
            .list("updates", "what was added later, oldest first") { $0.updates },
        ])
}

extension PageComposer {
    /// An article's page.
    func article(_ article: Article) -> Page {
        let address = addresses.article(article)
        let links = Links(from: address)
        let presentation = article.presentation
        let prose = ProseHandlers(composer: self, file: article.file, links: links)
        let rendered = prose.render(article.body, firstLine: article.bodyLine)
        let (older, newer) = edition.index.neighbours(of: article)
        let data = ArticlePage(
            title: article.title, summary: article.summary, body: rendered.markdown.bytes,
            tags: tagLinks(article.tags, links), isDraft: article.draft, appears: appears(article),
            contents: presentation.hasContents ? ContentsEntry.entries(rendered.markdown.headings) : [],
            older: older.map { neighbour($0, links) }, newer: newer.map { neighbour($0, links) },
            date: dateParts(article.date),
            updates: article.updates.map { update in
                ArticlePage.Update(
                    date: "\(update.date)", dateLong: texts.longDate(update.date), text: update.text)
            })
        var page = page(
            address, data, title: article.title, description: article.summary, source: article.file,
            modified: article.modified,
            translated: { other in
                if other.language == edition.language { return address }
                return other.index.article(date: article.date, slug: article.slug)
                    .map { other.addresses.article($0) }
            })
        present(&page, presentation, file: article.file)
        page.isListed = !article.draft
        page.structured = .object([
            "@context": "https://schema.org", "@type": "Article",
            "author": structuredAuthor(presentation),
            "dateModified": .text("\(article.modified)"), "datePublished": .text("\(article.date)"),
            "description": .filled(article.summary), "headline": .text(article.title),
            "image": page.image.map { .text($0.url) }, "inLanguage": .text(edition.language),
            "keywords": article.tags.isEmpty ? nil : .list(article.tags.map { .text($0) }),
            "url": .text(settings.baseURL + address),
        ])
        page.diagnostics +=
            rendered.markdown.diagnostics + typographyFaults(article.updates.map(\.text), file: article.file)
        page.links = rendered.links
        if settings.articleMarkdown { page.attachments[page.markdownPath] = markdown(of: article, at: address) }
        return page
    }

    private func neighbour(_ article: Article, _ links: Links) -> ArticlePage.Neighbour {
        ArticlePage.Neighbour(href: links.page(addresses.article(article)), title: article.title)
    }

    /// The day of an article that is yet to come; `nil` of others.
    func appears(_ article: Article) -> String? {
        edition.isAhead(article) ? texts.filled(.articleAppears, ["date": texts.longDate(article.date)]) : nil
    }

    private func structuredAuthor(_ presentation: Presentation) -> JSONValue? {
        let authors = presentation.authors.map { JSONValue.object(["@type": "Person", "name": .text($0)]) }
        switch authors.count {
        case 0: return .filled(settings.author).map { .object(["@type": "Organization", "name": $0]) }
        case 1: return authors.first
        default: return .list(authors)
        }
    }

    /// What the front matter of a text says of its page, and what of that does not exist.
    func present(_ page: inout Page, _ presentation: Presentation, file: String) {
        page.authors = presentation.authors
        page.image = image(presentation)
        page.diagnostics += faults(of: presentation, file: file, template: page.kind)
        page.diagnostics += typographyFaults([page.title, page.description], file: file)
        if let layout = presentation.layout, let template = template(layout, of: page.kind) { page.template = template }
    }
}
