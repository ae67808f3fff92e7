import Content
import Model
import Templates

/// What every page has around its content: head, navigation, footer.
struct PageFrame: Sendable {
    let settings: SiteSettings
    let editions: [LocalizedSite]
    let stylesheet: String?
    /// The script for tables.
    let script: String?
    /// Whether there is an image for links to the site.
    let hasCard: Bool
    /// By the path of the Atom file.
    let feeds: [String: Feed]
    let templates: Templates
    /// Whether there is a page of incidents.
    let hasIncidents: Bool
    /// The addresses that the frame leads to.
    private var framed: Set<String> = []
    private let shared = Memo<FrameKey, SharedContext>()

    init(
        settings: SiteSettings, editions: [LocalizedSite], stylesheet: String?, script: String?, hasCard: Bool,
        feeds: [Feed], templates: Templates, hasIncidents: Bool
    ) {
        self.hasIncidents = hasIncidents
        self.settings = settings
        self.editions = editions
        self.stylesheet = stylesheet
        self.script = script
        self.hasCard = hasCard
        self.feeds = Dictionary(feeds.map { ($0.path, $0) }) { first, _ in first }
        self.templates = templates
        framed = Set(editions.flatMap { navigation($0) + footer($0) }.map(\.address))
    }

    /// Renders a page to the bytes of its file.
    func bytes(of page: Page) -> [UInt8] {
        guard let edition = editions.first(where: { $0.language == page.language }) else {
            return templates.bytes(page.template, [page.context])
        }
        let links = page.links(settings)
        let alike = alike(edition, page, links)
        let own = TemplateContext(own(page, edition, links))
        if let subject = page.feed, feeds[subject.path(edition.addresses)] != nil {
            var data = alike.data
            data.feeds = feeds([subject, .all], edition, links)
            data.colophon = colophon([subject, .all], edition, page, links)
            return templates.bytes(
                page.template, [page.context, own, TemplateContext(data, words: edition.words)])
        }
        let program = alike.programs.value(page.template) { templates.program(page.template, knowing: alike.context) }
        let contexts = [page.context, own, alike.context]
        return program?.render(contexts, expected: 16_384) ?? templates.bytes(page.template, contexts)
    }

    /// What is the frame's, but of this page alone.
    private func own(_ page: Page, _ edition: LocalizedSite, _ links: Links) -> FrameOfPage {
        FrameOfPage(
            title: page.title, isHome: page.address == edition.addresses.home, description: page.description,
            structured: page.structured?.bytes ?? [], isArticle: page.kind == ArticlePage.schema.names.title,
            kind: page.kind, canonical: page.isListed ? settings.baseURL + page.address : nil,
            translations: page.translations.count > 1 ? translations(page, links) : [],
            scriptHref: page.usesScript ? script.map { links.file($0) } : nil,
            markdownHref: page.attachments[page.markdownPath] == nil ? nil : "index.md",
            authors: edition.texts.list(page.authors), image: page.image)
    }

    /// What is the same for all pages of a language that lie equally deep, but for those that the frame leads to.
    private func alike(_ edition: LocalizedSite, _ page: Page, _ links: Links) -> SharedContext {
        let current = framed.contains(page.address) ? page.address : nil
        return shared.value(FrameKey(language: edition.language, root: links.root, current: current)) {
            let data = SharedFrame(
                language: edition.language, siteTitle: settings.title[edition.language] ?? "",
                author: settings.author, licence: settings.licence, licenceHref: settings.licenceURL,
                root: links.root, homeHref: links.page(edition.addresses.home),
                feeds: feeds([.all], edition, links), locale: edition.texts.all["locale"],
                stylesheetHref: stylesheet.map { links.file($0) },
                cardURL: hasCard ? settings.baseURL + SocialCard.path : nil,
                navigation: navigation(edition, page, links),
                colophon: colophon([.all], edition, page, links))
            return SharedContext(data: data, context: TemplateContext(data, words: edition.words))
        }
    }

    private struct SharedContext: Sendable {
        var data: SharedFrame
        var context: TemplateContext
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
        templates.part(around(footer(edition), subjects, edition, page, links), words: edition.words)
    }

    private typealias Entries = [(address: String, text: String)]

    /// The most characters that fit into one line beside the site's title, by a width that is narrow for a page.
    private static let lineLimit = 88

    private func navigation(_ edition: LocalizedSite, _ page: Page, _ links: Links) -> [UInt8] {
        let tables = tables(edition)
        let all = navigation(edition)
        let title = settings.title[edition.language] ?? ""
        // Each link has a gap beside it, as wide as three characters.
        let length = (all.map(\.text) + [title]).reduce(0) { $0 + $1.unicodeScalars.count + 3 }
        let isLong = length + 3 * editions.count > Self.lineLimit
        let entries = isLong ? all.filter { entry in !tables.contains { $0.address == entry.address } } : all
        return templates.part(
            Navigation(
                data: around(entries, [.all], edition, page, links),
                tables: isLong ? tables.map { link($0, page, links) } : []), words: edition.words)
    }

    private func navigation(_ edition: LocalizedSite) -> Entries {
        [(edition.addresses.home, edition.texts.all["site.home"] ?? "")] + tables(edition)
            + [
                (edition.addresses.providers, edition.texts.all["site.providers"] ?? ""),
                (edition.addresses.method, edition.texts.all["site.method"] ?? ""),
            ]
            + edition.pages.compactMap { page in
                page.navigationTitle.map { (edition.addresses.page(page), $0) }
            }
    }

    private func tables(_ edition: LocalizedSite) -> Entries {
        edition.tables.map(\.definition).map { table in
            (
                edition.addresses.table(table.name),
                table.shortTitle[edition.language] ?? table.title[edition.language] ?? table.name
            )
        }
    }

    private func link(_ entry: (address: String, text: String), _ page: Page, _ links: Links) -> FrameLink {
        FrameLink(href: links.page(entry.address), text: entry.text, isCurrent: entry.address == page.address)
    }

    /// What every page leads to at its foot.
    private func footer(_ edition: LocalizedSite) -> Entries {
        var entries = [(edition.addresses.corrections, edition.texts[.correctionsTitle])]
        if hasIncidents { entries.insert((edition.addresses.incidents, edition.texts[.incidentsTitle]), at: 0) }
        if settings.imprint[edition.language]?.isEmpty == false {
            entries.append((edition.addresses.imprint, edition.texts[.imprintTitle]))
        }
        return entries
    }

    /// What stands around the content of a page.
    private func around(
        _ entries: Entries, _ subjects: [FeedSubject], _ edition: LocalizedSite, _ page: Page, _ links: Links
    ) -> Colophon {
        Colophon(
            links: entries.map { link($0, page, links) }, licence: settings.licence, contact: settings.contact,
            contactHref: settings.contactHref,
            feeds: feeds(subjects, edition, links), root: links.root)
    }

    /// Feeds as the head and the foot show them; those without entries are none.
    private func feeds(_ subjects: [FeedSubject], _ edition: LocalizedSite, _ links: Links) -> [FeedLink] {
        subjects.unique.compactMap { feeds[$0.path(edition.addresses)] }.map { feed in
            FeedLink(title: feed.title, atomHref: links.file(feed.path), jsonHref: links.file(feed.jsonPath))
        }
    }

    private func translations(_ page: Page, _ links: Links) -> [FrameOfPage.Translation] {
        editions.compactMap { edition in
            guard let address = page.translations[edition.language] else { return nil }
            return FrameOfPage.Translation(
                language: edition.language, name: edition.texts[.languageName], href: links.page(address),
                url: settings.baseURL + address, isCurrent: edition.language == page.language)
        }
    }
}

extension SiteSettings {
    /// The link to the authors; `nil` where the contact is no address.
    var contactHref: String? {
        if contact.contains("@"), !contact.contains(":") { return "mailto:\(contact)" }
        return contact.hasPrefix("https://") || contact.hasPrefix("mailto:") ? contact : nil
    }
}

extension Page {
    /// The links out of this page.
    func links(_ settings: SiteSettings) -> Links {
        template == "404" ? Links(absolute: settings.basePath) : Links(from: address)
    }
}
