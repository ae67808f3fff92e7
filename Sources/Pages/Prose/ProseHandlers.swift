import Content
import Markdown
import Model
import Templates
import Text

/// What directives, links and images in an editor's prose become.
struct ProseHandlers {
    let composer: PageComposer
    let file: String
    let links: Links

    /// Renders a text; the links that are still to be looked up come beside it.
    func render(_ text: [UInt8], firstLine: Int) -> (markdown: RenderedMarkdown, links: [Page.InternalLink]) {
        var internalLinks: [Page.InternalLink] = []
        var warnings: [Diagnostic] = []
        let handlers = MarkdownHandlers(
            directive: { directive($0) }, link: { resolve($0, &internalLinks, &warnings) }, image: { image($0) },
            page: links.page)
        var markdown = MarkdownRenderer(
            file: file, firstLine: firstLine, handlers: handlers, labels: composer.edition.proseLabels,
            quotes: composer.settings.typography ? QuotationMarks(language: composer.edition.language) : nil,
            anchors: composer.settings.headingLinks, typography: composer.edition.typography
        ).render(text)
        markdown.diagnostics += warnings
        return (markdown, internalLinks)
    }

    private func directive(_ directive: Directive) -> MarkdownHandlers.Answer {
        switch directive.name {
        case "table": return table(directive)
        case "csv": return csv(directive)
        case "chart": return chart(directive)
        default: return .pass
        }
    }

    private func csv(_ directive: Directive) -> MarkdownHandlers.Answer {
        do {
            let rows = try CSVText.rows(directive.text, file: file, firstLine: directive.firstLine)
            return .renders(composer.rendered(HandWrittenTable(rows, caption: composer.texts[.handWritten])))
        } catch {
            return .fails(error.all)
        }
    }

    private func resolve(
        _ link: MarkdownLink, _ found: inout [Page.InternalLink], _ warnings: inout [Diagnostic]
    ) -> MarkdownHandlers.Answer {
        if link.target.hasPrefix(ClaimPath.scheme) { return claim(link, &warnings) }
        guard WebAddress.scheme(of: link.target) == nil, !link.target.hasPrefix("//") else { return .pass }
        let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts.first ?? "")
        let anchor = parts.count == 2 ? String(parts[1]) : nil
        if path.hasSuffix(".md") { return contentFile(path, anchor, link) }
        if path.hasPrefix("files/") {
            guard let name = composer.content.fileName(path) else {
                return fails(
                    link.place, .noSuchFile, "file content/\(path) not found",
                    Suggestion.hint(for: path, among: composer.content.files.keys))
            }
            return .becomes(links.file(name))
        }
        guard path.hasPrefix("/") else { return .pass }
        let address = String(path.drop { $0 == "/" })
        if let name = composer.content.fileName(address) { return .becomes(links.file(name)) }
        let target = address.isEmpty || address.hasSuffix("/") ? "\(address)index.html" : address
        if let leftOut = leftOutPage(target) { return unchecked(link, because: [leftOut], &warnings) }
        let diagnostic = Diagnostic(
            file: file, place: link.place, rule: .deadLink, message: "broken link: no page '\(path)'",
            hint: "link to an article by its file name, as in 2014-07-29-jabber-server.md")
        found.append(Page.InternalLink(path: target, diagnostic: diagnostic))
        let found = links.isElsewhere && target.hasSuffix("index.html") ? String(target.dropLast(10)) : target
        return .becomes(links.file(found) + (anchor.map { "#\($0)" } ?? ""))
    }

    /// A link to another content file leads to its page.
    private func contentFile(_ path: String, _ anchor: String?, _ link: MarkdownLink) -> MarkdownHandlers.Answer {
        let name = String(path.split(separator: "/").last ?? "")
        if path.contains("providers/") {
            let id = String(name.dropLast(3))
            if composer.content.providers[id] != nil {
                return .becomes(links.page(composer.addresses.provider(id), anchor))
            }
        }
        for edition in composer.others {
            if let article = edition.index.article(file: "content/articles/\(name)") {
                return .becomes(links.page(edition.addresses.article(article), anchor))
            }
        }
        for edition in composer.others {
            if let page = edition.pages.first(where: { $0.file == "content/pages/\(name)" }) {
                return .becomes(links.page(edition.addresses.page(page), anchor))
            }
        }
        if ["articles", "pages"].contains(where: { composer.content.broken.contains("content/\($0)/\(name)") }) {
            return .becomes("#")
        }
        if let article = composer.content.articles.first(where: { $0.file == "content/articles/\(name)" }) {
            // It is there, but has no page.
            return article.draft
                ? fails(
                    link.place, .deadLink, "broken link: '\(name)' is a draft",
                    "publish it first: remove 'draft: true' from it")
                : fails(
                    link.place, .deadLink, "broken link: '\(name)' is held back until \(article.date)",
                    "make this article a draft until then, or remove the link")
        }
        if composer.content.pages.contains(where: { $0.file == "content/pages/\(name)" }) {
            return fails(
                link.place, .deadLink, "broken link: '\(name)' is a draft",
                "publish it first: remove 'draft: true' from it")
        }
        let files = composer.others.flatMap { $0.articles.map(\.file) + $0.pages.map(\.file) }
        let names = files.map { String($0.split(separator: "/").last ?? "") }
        return fails(
            link.place, .deadLink, "broken link: no page is made from '\(path)'",
            Suggestion.hint(for: name, among: names))
    }

    private func image(_ image: MarkdownLink) -> MarkdownHandlers.Answer {
        guard image.target.hasPrefix("files/"), let name = composer.content.fileName(image.target) else { return .pass }
        guard !image.text.isEmpty else {
            return fails(
                image.place, .missingAlt, "missing alternative text",
                "write ![alternative text](\(image.target))")
        }
        let source = HTML.escaped(links.file(name))
        // With its size known the page does not jump when the image comes.
        let facts = ImageFacts(composer.content.files[name] ?? [])
        let size = facts?.size.map { " width=\"\($0.width)\" height=\"\($0.height)\"" } ?? ""
        return .becomes("<img src=\"\(source)\" alt=\"\(HTML.escaped(image.text))\"\(size) loading=\"lazy\">")
    }

    func fails(_ place: Diagnostic.Place, _ rule: Diagnostic.Rule, _ message: String, _ hint: String)
        -> MarkdownHandlers.Answer
    {
        .fails([Diagnostic(file: file, place: place, rule: rule, message: message, hint: hint)])
    }
}
