import Content
import Model
import Templates

/// Everything that was added to an article later, and everything that is known to be wrong in a snapshot.
struct CorrectionsPage: TemplateData {
    var title: String
    var updates: [Update]
    var errata: [ErratumEntry]

    /// What was added to an article, with the article.
    struct Update: TemplateData {
        var update: ArticlePage.Update
        var article: String
        var href: String

        static let schema = TemplateSchema<Self>(
            "update with its article", "what was added to an article later, with the article",
            [
                .including { $0.update },
                .text("update-article", "the article's title") { $0.article },
                .text("update-href", "the link to the updates on its page") { $0.href },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "corrections", "what was added to articles later, and what is known to be wrong in snapshots",
        [
            .text("title", "the page's heading") { $0.title },
            .list("updates", "what was added to articles, newest first") { $0.updates },
            .list("errata", "what is known to be wrong in snapshots, newest first") { $0.errata },
        ])
}

extension PageComposer {
    /// The page of corrections.
    func corrections() -> Page {
        let address = addresses.corrections
        let links = Links(from: address)
        let updates = edition.articles.filter { !$0.draft }.flatMap { article in article.updates.map { (article, $0) } }
        let sorted = updates.enumerated().sorted { ($1.element.1.date, $0.offset) < ($0.element.1.date, $1.offset) }
        let data = CorrectionsPage(
            title: texts[.correctionsTitle],
            updates: sorted.map { _, entry in
                CorrectionsPage.Update(
                    update: ArticlePage.Update(
                        date: "\(entry.1.date)", dateLong: texts.longDate(entry.1.date), text: entry.1.text),
                    article: entry.0.title, href: links.page(addresses.article(entry.0), "updates"))
            }, errata: errata(content.errata, links))
        return page(
            address, data, title: texts[.correctionsTitle], source: "templates/corrections.mustache",
            modified: (sorted.map(\.element.1.date) + content.errata.map(\.date)).max(),
            translated: { $0.addresses.corrections })
    }
}
