import Findings

/// What every page has around its content: head, navigation, footer.
struct PageFrame {
    let settings: SiteSettings
    let editions: [Edition]
    let stylesheet: String?
    /// By the path of the Atom file.
    let feeds: [String: Feed]
    let templates: Templates

    /// The whole scope of a page. `templates/README.md` lists the names.
    func scope(of page: Page) -> Scope {
        guard let edition = editions.first(where: { $0.language == page.language }) else { return page.scope }
        let links = page.links(settings)
        var scope = page.scope
        scope.set("t", edition.words)
        scope.set("lang", page.language)
        scope.set("page-title", page.title)
        scope.set("site-title", settings.title[page.language])
        scope.set("is-home", page.address == edition.addresses.home)
        scope.set("description", page.description)
        scope.set("author", settings.author)
        scope.set("licence", settings.licence)
        scope.set("licence-href", settings.licenceURL)
        scope.set("root", links.root)
        scope.set("home-href", links.page(edition.addresses.home))
        scope.set("feeds", feeds(edition, page, links))
        scope.set("locale", edition.texts.all["locale"])
        scope.set("structuredHTML", page.structured?.line)
        scope.set("is-article", page.template == "article")
        scope.set("kind", page.template)
        scope.set("stylesheet-href", stylesheet.map { links.file($0) })
        if page.isListed { scope.set("canonical", settings.baseURL + page.address) }
        scope.set("navigationHTML", part("navigation", navigation(edition), edition, page, links))
        scope.set("colophonHTML", part("colophon", footer(edition), edition, page, links))
        let translations = translations(page, links)
        if translations.count > 1 { scope.set("translations", translations) }
        return scope
    }

    private typealias Entries = [(address: String, text: String)]

    private func navigation(_ edition: Edition) -> Entries {
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
    private func footer(_ edition: Edition) -> Entries {
        var entries = [(edition.addresses.corrections, edition.texts[.correctionsTitle])]
        if settings.imprint[edition.language]?.isEmpty == false {
            entries.append((edition.addresses.imprint, edition.texts[.imprintTitle]))
        }
        return entries
    }

    /// A list of links, the same on all pages that lie equally deep, but for those that it leads to.
    private func part(_ template: String, _ entries: Entries, _ edition: Edition, _ page: Page, _ links: Links)
        -> String
    {
        let current = entries.first { $0.address == page.address }?.address
        let name = "\(current ?? "-") \(page.feed?.path(edition.addresses) ?? "")"
        return edition.parts.html(template, root: links.root, name: name, from: templates) {
            Scope {
                $0.set("t", edition.words)
                $0.set(
                    "links",
                    entries.map { address, text in
                        Scope {
                            $0.set("href", links.page(address))
                            $0.set("text", text)
                            $0.set("current", address == current)
                        }
                    })
                $0.set("licence", settings.licence)
                $0.set("contact", settings.contact)
                $0.set("contact-href", contactHref)
                $0.set("feeds", feeds(edition, page, links))
                $0.set("root", links.root)
            }
        }
    }

    /// The feed of all articles, and the page's own before it.
    private func feeds(_ edition: Edition, _ page: Page, _ links: Links) -> [Scope] {
        let subjects = [page.feed, .all].compactMap { $0 }.unique
        return subjects.compactMap { feeds[$0.path(edition.addresses)] }.map { feed in
            Scope {
                $0.set("feed-title", feed.title)
                $0.set("atom-href", links.file(feed.path))
                $0.set("json-href", links.file(feed.jsonPath))
            }
        }
    }

    private func translations(_ page: Page, _ links: Links) -> [Scope] {
        editions.compactMap { edition in
            guard let address = page.translations[edition.language] else { return nil }
            return Scope {
                $0.set("lang", edition.language)
                $0.set("name", edition.texts[.languageName])
                $0.set("href", links.page(address))
                $0.set("url", settings.baseURL + address)
                $0.set("current", edition.language == page.language)
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
