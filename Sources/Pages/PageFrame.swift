import Content
import Model
import Templates

/// What every page has around its content: head, navigation, footer.
struct PageFrame: Sendable {
    let settings: SiteSettings
    let editions: [LocalizedSite]
    let stylesheet: String?
    /// By the path of the Atom file.
    let feeds: [String: Feed]
    let templates: Templates
    /// The addresses that the frame leads to.
    private var framed: Set<String> = []
    private let shared = Memo<FrameKey, SharedContext>()

    init(settings: SiteSettings, editions: [LocalizedSite], stylesheet: String?, feeds: [Feed], templates: Templates) {
        self.settings = settings
        self.editions = editions
        self.stylesheet = stylesheet
        self.feeds = Dictionary(feeds.map { ($0.path, $0) }) { first, _ in first }
        self.templates = templates
        framed = Set(editions.flatMap { navigation($0) + footer($0) }.map(\.address))
    }

    /// Renders a page to the bytes of its file.
    func bytes(of page: Page) -> [UInt8] {
        guard let edition = editions.first(where: { $0.language == page.language }) else {
            return templates.bytes(page.template, [page.scope])
        }
        let links = page.links(settings)
        let alike = alike(edition, page, links)
        var scopes = [page.scope, own(page, edition, links), alike.scope]
        if let subject = page.feed, feeds[subject.path(edition.addresses)] != nil {
            scopes[2].set(.feeds, feeds([subject, .all], edition, links))
            scopes[2].set(.colophonHTML, html: colophon([subject, .all], edition, page, links))
            return templates.bytes(page.template, scopes)
        }
        let program = alike.programs.value(page.template) { templates.program(page.template, knowing: alike.scope) }
        return program?.render(scopes, expected: 16_384) ?? templates.bytes(page.template, scopes)
    }

    /// What is the frame's, but of this page alone. `templates/README.md` lists the names; none is also in `alike`.
    private func own(_ page: Page, _ edition: LocalizedSite, _ links: Links) -> TemplateContext {
        TemplateContext {
            $0.set(.pageTitle, page.title)
            $0.set(.isHome, page.address == edition.addresses.home)
            $0.set(.description, page.description)
            if let structured = page.structured { $0.set(.structuredHTML, html: structured.bytes) }
            $0.set(.isArticle, page.template == "article")
            $0.set(.kind, page.template)
            if page.isListed { $0.set(.canonical, settings.baseURL + page.address) }
            if page.translations.count > 1 { $0.set(.translations, translations(page, links)) }
        }
    }

    /// What is the same for all pages of a language that lie equally deep, but for those that the frame leads to.
    private func alike(_ edition: LocalizedSite, _ page: Page, _ links: Links) -> SharedContext {
        let current = framed.contains(page.address) ? page.address : nil
        return shared.value(FrameKey(language: edition.language, root: links.root, current: current)) {
            let scope = TemplateContext {
                $0.set(.t, edition.words)
                $0.set(.lang, edition.language)
                $0.set(.siteTitle, settings.title[edition.language])
                $0.set(.author, settings.author)
                $0.set(.licence, settings.licence)
                $0.set(.licenceHref, settings.licenceURL)
                $0.set(.root, links.root)
                $0.set(.homeHref, links.page(edition.addresses.home))
                $0.set(.feeds, feeds([.all], edition, links))
                $0.set(.locale, edition.texts.all["locale"])
                $0.set(.stylesheetHref, stylesheet.map { links.file($0) })
                $0.set(.navigationHTML, html: part("navigation", navigation(edition), [.all], edition, page, links))
                $0.set(.colophonHTML, html: colophon([.all], edition, page, links))
            }
            return SharedContext(scope: scope)
        }
    }

    private struct SharedContext: Sendable {
        var scope: TemplateContext
        /// By the template's name.
        let programs = Memo<String, TemplateProgram?>()
    }

    private struct FrameKey: Hashable {
        var language: String
        var root: String
        /// The address, where the frame leads to it.
        var current: String?
    }

    private func colophon(_ subjects: [FeedSubject], _ edition: LocalizedSite, _ page: Page, _ links: Links) -> [UInt8]
    {
        part("colophon", footer(edition), subjects, edition, page, links)
    }

    private typealias Entries = [(address: String, text: String)]

    private func navigation(_ edition: LocalizedSite) -> Entries {
        var entries = [(edition.addresses.home, edition.texts.all["site.home"] ?? "")]
        for table in edition.tables {
            entries.append(
                (
                    edition.addresses.table(table.definition.name),
                    table.definition.title[edition.language] ?? table.definition.name
                ))
        }
        entries.append((edition.addresses.providers, edition.texts.all["site.providers"] ?? ""))
        entries.append((edition.addresses.method, edition.texts.all["site.method"] ?? ""))
        return entries
    }

    /// What every page leads to at its foot.
    private func footer(_ edition: LocalizedSite) -> Entries {
        var entries = [(edition.addresses.corrections, edition.texts[.correctionsTitle])]
        if settings.imprint[edition.language]?.isEmpty == false {
            entries.append((edition.addresses.imprint, edition.texts[.imprintTitle]))
        }
        return entries
    }

    /// A list of links, without a final newline.
    private func part(
        _ template: String, _ entries: Entries, _ subjects: [FeedSubject], _ edition: LocalizedSite, _ page: Page,
        _ links: Links
    ) -> [UInt8] {
        let scope = TemplateContext {
            $0.set(.t, edition.words)
            $0.set(
                .links,
                entries.map { address, text in
                    TemplateContext {
                        $0.set(.href, links.page(address))
                        $0.set(.text, text)
                        $0.set(.current, address == page.address)
                    }
                })
            $0.set(.licence, settings.licence)
            $0.set(.contact, settings.contact)
            $0.set(.contactHref, contactHref)
            $0.set(.feeds, feeds(subjects, edition, links))
            $0.set(.root, links.root)
        }
        return templates.part(template, scope)
    }

    /// Feeds as the head and the foot show them; those without entries are none.
    private func feeds(_ subjects: [FeedSubject], _ edition: LocalizedSite, _ links: Links) -> [TemplateContext] {
        subjects.unique.compactMap { feeds[$0.path(edition.addresses)] }.map { feed in
            TemplateContext {
                $0.set(.feedTitle, feed.title)
                $0.set(.atomHref, links.file(feed.path))
                $0.set(.jsonHref, links.file(feed.jsonPath))
            }
        }
    }

    private func translations(_ page: Page, _ links: Links) -> [TemplateContext] {
        editions.compactMap { edition in
            guard let address = page.translations[edition.language] else { return nil }
            return TemplateContext {
                $0.set(.lang, edition.language)
                $0.set(.name, edition.texts[.languageName])
                $0.set(.href, links.page(address))
                $0.set(.url, settings.baseURL + address)
                $0.set(.current, edition.language == page.language)
            }
        }
    }

    private var contactHref: String? {
        if settings.contact.contains("@"), !settings.contact.contains(":") { return "mailto:\(settings.contact)" }
        return settings.contact.hasPrefix("https://") || settings.contact.hasPrefix("mailto:") ? settings.contact : nil
    }
}

extension Page {
    /// The links out of this page.
    func links(_ settings: SiteSettings) -> Links {
        template == "404" ? Links(absolute: settings.basePath) : Links(from: address)
    }
}
