import Content
import Model

extension Site {
    /// Renders the pages of some articles only, and says only what is wrong with those: what a preview shows first,
    /// while the whole site is still on its way. Links to pages are not looked up. An article with errors has no page.
    /// - Parameter files: `content/articles/…`
    package static func render(
        articles files: Set<String>, of content: SiteContent, _ options: RenderOptions = RenderOptions()
    ) -> RenderedSite {
        let composition = Composition(content, options)
        // The frame of an article names no other feed.
        let feeds = composition.editions.compactMap { composition.composer($0.language)?.feedOfArticles() }
        let frame = PageFrame(
            settings: composition.settings, editions: composition.editions, stylesheet: composition.stylesheet?.path,
            script: composition.script?.path, hasCard: content.socialCard != nil, feeds: feeds,
            templates: composition.templates,
            hasIncidents: !content.incidents.isEmpty || content.availability.measured != nil)
        var rendered = RenderedSite(files: [:], diagnostics: content.diagnostics.filter { files.contains($0.file) })
        for edition in composition.editions {
            guard let composer = composition.composer(edition.language) else { continue }
            for article in edition.articles where files.contains(article.file) {
                let page = composer.article(article)
                rendered.diagnostics += page.diagnostics
                if page.diagnostics.contains(where: { $0.level == .error }) { continue }
                rendered.files[page.path] = frame.bytes(of: page)
            }
        }
        rendered.diagnostics.sort()
        return rendered
    }
}
