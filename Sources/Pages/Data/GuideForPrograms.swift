import Content
import Markdown
import Model

/// `llms.txt` (llmstxt.org): what there is, and where it is to be had as Markdown and as data, for programs that read
/// texts.
enum GuideForPrograms {
    static let path = "llms.txt"
    /// Articles that it lists of each language, the newest ones.
    private static let articlesAtMost = 50

    static func bytes(_ settings: SiteSettings, _ editions: [LocalizedSite], composer: (LocalizedSite) -> PageComposer)
        -> [UInt8]
    {
        guard let first = editions.first else { return [] }
        let base = settings.baseURL
        func link(_ title: String, _ path: String, _ what: String) -> String {
            "- [\(MarkdownText.escaped(title))](\(base)\(path))"
                + (what.isEmpty ? "" : ": \(MarkdownText.escaped(what))")
        }
        var lines = ["# \(MarkdownText.escaped(settings.title[first.language] ?? ""))", ""]
        if let description = settings.description[first.language], !description.isEmpty {
            lines += ["> \(MarkdownText.escaped(description))", ""]
        }
        for edition in editions {
            let texts = edition.texts
            let composer = composer(edition)
            let tables = edition.tables.filter { !$0.entries.isEmpty }.map { table in
                link(
                    composer.title(of: table.definition), edition.addresses.table(table.definition.name) + "index.md",
                    "")
            }
            let articles = edition.articles.filter { !$0.draft }.prefix(articlesAtMost).map { article in
                link(
                    article.title,
                    edition.addresses.article(article) + (settings.articleMarkdown ? "index.md" : ""), article.summary)
            }
            let pages =
                [
                    link(texts[.providersTitle], edition.addresses.providers, ""),
                    link(texts[.methodTitle], edition.addresses.method, ""),
                ]
                + edition.pages.filter { !$0.draft }.map { page in
                    link(page.title, edition.addresses.page(page), page.summary)
                }
            for (title, entries) in [
                (texts[.homeTables], tables), (texts[.homeArticles], articles), (texts[.sitePages], pages),
            ]
            where !entries.isEmpty {
                lines += ["## \(title)", ""] + entries + [""]
            }
        }
        if !first.tables.allSatisfy(\.entries.isEmpty) {
            lines += [
                "## \(first.texts[.downloadsTitle])", "", link("datapackage.json", "datapackage.json", ""),
                link("CITATION.cff", "CITATION.cff", ""), "",
            ]
        }
        while lines.last == "" { lines.removeLast() }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
