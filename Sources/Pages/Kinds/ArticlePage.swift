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
    var date: DateParts
    var updates: [Update]

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
            .including { $0.date },
            .list("updates", "what was added later, oldest first") { $0.updates },
        ])
}

extension PageComposer {
    /// An article's page.
    func article(_ article: Article) -> Page {
        let address = addresses.article(article)
        let links = Links(from: address)
        let prose = ProseHandlers(composer: self, file: article.file, links: links)
        let rendered = prose.render(article.body, firstLine: article.bodyLine)
        let data = ArticlePage(
            title: article.title, summary: article.summary, body: rendered.markdown.bytes,
            tags: tagLinks(article.tags, links), isDraft: article.draft, date: dateParts(article.date),
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
        page.isListed = !article.draft
        page.structured = .object([
            "@context": "https://schema.org", "@type": "Article",
            "author": .filled(settings.author).map { .object(["@type": "Organization", "name": $0]) },
            "dateModified": .text("\(article.modified)"), "datePublished": .text("\(article.date)"),
            "description": .filled(article.summary), "headline": .text(article.title),
            "inLanguage": .text(edition.language),
            "keywords": article.tags.isEmpty ? nil : .list(article.tags.map { .text($0) }),
            "url": .text(settings.baseURL + address),
        ])
        page.diagnostics = rendered.markdown.diagnostics
        page.links = rendered.links
        page.attachments[page.markdownPath] = markdown(of: article, at: address)
        return page
    }
}
