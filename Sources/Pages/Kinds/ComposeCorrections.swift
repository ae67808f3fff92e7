import Content
import Model
import Templates

extension PageComposer {
    /// Everything that was added to an article later, and everything that is known to be wrong in a snapshot.
    func corrections() -> Page {
        let address = addresses.corrections
        let links = Links(from: address)
        let updates = edition.articles.filter { !$0.draft }.flatMap { article in article.updates.map { (article, $0) } }
        let sorted = updates.enumerated().sorted { ($1.element.1.date, $0.offset) < ($0.element.1.date, $1.offset) }
        var scope = TemplateContext()
        scope.set(.title, texts[.correctionsTitle])
        scope.set(
            .updates,
            sorted.map { _, entry in
                TemplateContext {
                    $0.set(.updateDate, "\(entry.1.date)")
                    $0.set(.updateDateLong, texts.longDate(entry.1.date))
                    $0.set(.updateText, entry.1.text)
                    $0.set(.updateArticle, entry.0.title)
                    $0.set(.updateHref, links.page(addresses.article(entry.0), "updates"))
                }
            })
        scope.set(.errata, errata(content.errata, links))
        return page(
            address, template: "corrections", title: texts[.correctionsTitle],
            source: "templates/corrections.mustache",
            modified: (sorted.map(\.element.1.date) + content.errata.map(\.date)).max(),
            translated: { $0.addresses.corrections }, scope: scope)
    }

    /// Errata, newest first as they come.
    func errata(_ errata: [Erratum], _ links: Links) -> [TemplateContext] {
        errata.map { erratum in
            TemplateContext {
                $0.set(.erratumDate, "\(erratum.date)")
                $0.set(.erratumDateLong, texts.longDate(erratum.date))
                $0.set(.erratumText, erratum.text[edition.language])
                $0.set(.erratumSnapshot, "\(erratum.snapshot)")
                $0.set(.erratumSnapshotLong, texts.longDate(erratum.snapshot))
                guard let provider = erratum.provider else { return }
                let name = content.providers[provider]?.provider.name ?? chronicle.histories[provider]?.name
                $0.set(.erratumProvider, name ?? provider)
                $0.set(.erratumHref, links.page(addresses.evidence(provider, erratum.snapshot)))
            }
        }
    }

    /// Who answers for the site; `nil` where the settings do not say.
    func imprint() -> Page? {
        guard let text = settings.imprint[edition.language], !text.isEmpty else { return nil }
        let address = addresses.imprint
        let prose = ProseHandlers(composer: self, file: "content/site.yaml", links: Links(from: address))
        let rendered = prose.render(Array(text.utf8), firstLine: 1)
        var scope = TemplateContext()
        scope.set(.title, texts[.imprintTitle])
        scope.set(.bodyHTML, html: rendered.markdown.bytes)
        var page = page(
            address, template: "imprint", title: texts[.imprintTitle], source: "content/site.yaml",
            translated: { settings.imprint[$0.language]?.isEmpty == false ? $0.addresses.imprint : nil }, scope: scope)
        // The text stands somewhere within the settings; its own line numbers would lead astray.
        page.diagnostics = rendered.markdown.diagnostics.map { found in
            var moved = found
            moved.place = .start
            return moved
        }
        page.links = rendered.links
        return page
    }
}
