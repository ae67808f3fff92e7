import Comparison
import Content
import Markdown
import Model
import Synchronization
import Templates
import Text

/// All pages of a site on their way from content to bytes: planned as a list, then composed, rendered and handed over
/// one by one. Composing finds everything that is wrong; rendering cannot fail any more.
struct Composition: Sendable {
    let content: SiteContent
    let settings: SiteSettings
    let editions: [LocalizedSite]
    let chronicle: ProviderHistories
    private let published: PublishedDates
    let stylesheet: Asset?
    let script: Asset?
    let assets: [Asset]
    let templates: Templates
    /// What all pages are made of; see `RenderOptions`.
    private let basis: String?

    /// A file of `assets/` under the name it is published by.
    struct Asset: Sendable {
        var path: String
        var bytes: [UInt8]
    }

    /// - Parameter templates: instead of those of the content, which are then not checked.
    init(_ content: SiteContent, _ options: RenderOptions, templates: Templates? = nil) {
        var settings = content.settings
        if let base = options.baseURL { settings.baseURL = base }
        self.content = content
        self.settings = settings
        basis = options.basis
        self.templates = templates ?? content.siteTemplates.templates
        chronicle = content.history.chronicle
        published = PublishedDates(content, settings)
        assets = content.assets.sorted { $0.key < $1.key }.map {
            Asset(path: Fingerprint.name($0.key, $0.value), bytes: $0.value)
        }
        func asset(_ path: String) -> Asset? {
            content.assets[path].map { Asset(path: Fingerprint.name(path, $0), bytes: $0) }
        }
        stylesheet = asset("assets/style.css")
        script = asset("assets/tables.js")
        editions = settings.languages.compactMap { language in
            content.texts[language].map { texts in
                LocalizedSite(
                    language: language, texts: texts,
                    addresses: Addresses(texts: texts, isDefault: language == settings.defaultLanguage),
                    articles: content.articles.filter { $0.language == language && options.publishes($0) },
                    pages: content.pages.filter { $0.language == language && (options.drafts || !$0.draft) },
                    data: content.data, tables: content.history.tables, today: options.today,
                    typography: options.checksTypography
                        ? TypographyCheck(language: language, isSet: settings.typography) : nil)
            }
        }
    }

    /// Every page of the site, each to be composed when its turn comes: those that list many others first.
    private func plan(_ feeds: [Feed]) -> [DeferredPage] {
        var plan: [DeferredPage] = []
        let keys = basis.map {
            PageKeys(basis: "\($0) \(content.socialCard != nil)", feeds: feeds, snapshots: content.snapshots)
        }
        for edition in editions {
            let composer = composer(edition, keys)
            for tag in edition.index.tags { plan.append(DeferredPage { composer.tag(tag) }) }
            plan += composer.home() + composer.archives()
            for article in edition.articles {
                plan.append(DeferredPage { composer.article(article) })
                plan += composer.redirects(
                    article.aliases, to: composer.addresses.article(article), article.title, article.file)
            }
            for page in edition.pages {
                plan.append(DeferredPage { composer.contentPage(page) })
                plan += composer.redirects(page.aliases, to: composer.addresses.page(page), page.title, page.file)
            }
            for table in edition.tables { plan += composer.tables(table) + composer.changes(table) }
            for (_, provider) in content.providers.sorted(by: { $0.key < $1.key }) {
                plan.append(DeferredPage { composer.provider(provider) })
                if let comparison = composer.comparison(provider) { plan.append(comparison) }
            }
            plan.append(DeferredPage { composer.providers() })
            if let selection = composer.selection() { plan.append(selection) }
            plan.append(DeferredPage { composer.method() })
            plan.append(DeferredPage { composer.corrections() })
            if composer.hasIncidents { plan.append(DeferredPage { composer.incidents() }) }
            for incident in content.incidents { plan.append(DeferredPage { composer.incident(incident) }) }
            if let imprint = composer.imprint() { plan.append(DeferredPage { imprint }) }
        }
        // What a page of evidence shows is read once for all languages.
        let composers = editions.map { composer($0, keys) }
        for snapshot in content.snapshots {
            if published.publishesMeasurement(of: snapshot.manifest.date) {
                for composer in composers { plan.append(composer.deferredMeasurement(snapshot)) }
            }
            for id in snapshot.providers.keys.sorted() {
                for composer in composers { plan += composer.evidence(id, snapshot) }
            }
        }
        if let edition = editions.first {
            let composer = composer(edition)
            plan.append(DeferredPage { composer.notFound() })
        }
        return plan
    }

    /// Composes and renders everything. Where something is wrong already, pages are still composed, for what else is
    /// wrong, but no longer rendered.
    /// - Parameters:
    ///   - spread: over which threads.
    ///   - isWanted: asked before each page and each feed; once it says no, the rest is left out.
    ///   - output: gets each file, and may keep pages that it has; see `FileSource`.
    /// - Returns: what composing found wrong; `nil` where it was not wanted to its end.
    func produce(
        _ spread: Parallel.Spread, while isWanted: @Sendable () -> Bool,
        into output: some FileOutput
    ) -> [Diagnostic]? {
        guard isWanted() else { return nil }
        let feeds = editions.flatMap { composer($0).feeds() }
        let register = addressesBesidePages(feeds)
        let found =
            checkTemplates() + checkTables() + checkNotes() + checkTags() + checkAliases(register)
            + SiteFiles.wellKnownFaults(settings)
        let failed = Atomic<Bool>((content.diagnostics + found).contains { $0.level == .error })
        let card = content.socialCard
        let manifest = Manifest()
        @Sendable func give(_ path: String, _ bytes: [UInt8]) -> FileDigest {
            output.take(path, bytes)
            return manifest.note(path, bytes)
        }
        let frame = PageFrame(
            settings: settings, editions: editions, stylesheet: stylesheet?.path,
            script: script?.path, hasCard: card != nil, feeds: feeds, templates: templates,
            hasIncidents: !content.incidents.isEmpty || content.availability.measured != nil)
        let made: [PageSummary?] = Parallel.map(plan(feeds), spread: spread) { deferred in
            guard isWanted() else { return nil }
            if let outline = deferred.outline, let files = output.keep(outline.path, madeOf: outline.key) {
                manifest.note(files)
                return PageSummary(outline, files: files)
            }
            let page = deferred.compose()
            if page.diagnostics.contains(where: { $0.level == .error }) { failed.store(true, ordering: .relaxed) }
            if !failed.load(ordering: .relaxed) {
                let files = [give(page.path, frame.bytes(of: page))] + page.attachments.map { give($0.key, $0.value) }
                if let outline = deferred.outline, page.diagnostics.isEmpty, page.links.isEmpty {
                    output.note(outline.path, madeOf: outline.key, files: files)
                }
            }
            return PageSummary(page)
        }
        let pages = made.compactMap(\.self)
        guard pages.count == made.count else { return nil }
        if failed.load(ordering: .relaxed) { return found + faults(of: pages, register) }
        let rest: [Rest] = feeds.map { .feed($0) } + [.sitemaps, .faults]
        let diagnostics = Parallel.map(rest, stride: 1, spread: spread) { rest -> [Diagnostic] in
            guard isWanted() else { return [] }
            switch rest {
            case .feed(let feed): for file in feed.files(settings) { _ = give(file.path, file.bytes) }
            case .sitemaps: for (path, bytes) in SiteFiles.sitemaps(pages, settings) { _ = give(path, bytes) }
            case .faults: return found + faults(of: pages, register)
            }
            return []
        }.flatMap(\.self)
        guard isWanted() else { return nil }
        for asset in assets { _ = give(asset.path, asset.bytes) }
        for (path, bytes) in SiteFiles.wellKnown(settings, editions) { _ = give(path, bytes) }
        for (path, bytes) in content.files { _ = give(path, bytes) }
        _ = give("robots.txt", SiteFiles.robots(settings))
        if let card { _ = give(SocialCard.path, card) }
        for (path, bytes) in forPrograms { _ = give(path, bytes) }
        let listing = manifest.bytes
        output.take(Manifest.path, listing)
        guard let target = settings.publish else { return diagnostics }
        let published = manifest.sizes + [(Manifest.path, listing.count)]
        return diagnostics + HostLimitCheck(target: target).diagnostics(published)
    }

    /// What tells programs of the site as a whole: what there is, its data, and how to cite them.
    var forPrograms: [String: [UInt8]] {
        guard let edition = editions.first else { return [:] }
        var files = [GuideForPrograms.path: GuideForPrograms.bytes(settings, editions) { composer($0) }]
        if let newest = content.snapshots.last?.manifest.date {
            files["CITATION.cff"] = SiteFiles.citation(settings, edition.texts, newest: newest)
            files["datapackage.json"] = composer(edition).dataPackage(newest: newest).file
        }
        return files
    }

    /// What is left to do when all pages are made.
    private enum Rest: Sendable {
        case feed(Feed)
        case sitemaps
        case faults
    }

    /// What makes the pages of a language; `nil` where the site does not have it.
    func composer(_ language: String) -> PageComposer? {
        editions.first { $0.language == language }.map { composer($0) }
    }

    private func composer(_ edition: LocalizedSite, _ keys: PageKeys? = nil) -> PageComposer {
        PageComposer(
            content: content, settings: settings, templates: templates, edition: edition, others: editions,
            chronicle: chronicle, published: published, keys: keys)
    }

    private static let suggestionsAtMost = 200

    /// What is wrong with the pages, alone and together: two for one address, links to none.
    /// - Parameter beside: what the site has beside them.
    private func faults(of pages: [PageSummary], _ beside: AddressRegister) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var register = beside
        // Where an editor chose an address that a page has, the choice is what is wrong.
        let chosen = pages.filter { $0.sourcePlace != .start }
        for page in pages.filter({ $0.sourcePlace == .start }) + chosen {
            diagnostics += page.diagnostics
            for path in [page.path] + page.attachments {
                let shown = path == page.path ? page.address : path
                guard let fault = register.take(path, for: page.source, at: page.sourcePlace, shown: shown) else {
                    continue
                }
                // Two pages of one address have the same files, too.
                diagnostics.append(fault)
                break
            }
        }
        var suggestions = 0
        for link in pages.flatMap(\.links) where register[link.path] == nil {
            var diagnostic = link.diagnostic
            suggestions += 1
            // Each is looked for among all addresses; whoever moved half a site finds the pattern in the first ones.
            if suggestions <= Self.suggestionsAtMost, let close = Self.closest(to: link.path, among: register) {
                diagnostic.hint = "did you mean '/\(close)'?"
            }
            diagnostics.append(diagnostic)
        }
        return diagnostics
    }

    /// The address nearest to one that does not exist: that of a folder where only the slash is missing.
    private static func closest(to path: String, among register: AddressRegister) -> String? {
        if register["\(path)/index.html"] != nil { return "\(path)/" }
        func address(_ path: String) -> String { path.hasSuffix("/index.html") ? String(path.dropLast(10)) : path }
        return Suggestion.closest(to: address(path), among: register.paths.map(address))
    }

    /// Each tag should have a page of its own.
    private func checkTags() -> [Diagnostic] {
        editions.flatMap(\.index.clashes).map { clash in
            Diagnostic(
                file: clash.file, level: .warning, rule: .tagTaken,
                message: "the tags '\(clash.tag)' and '\(clash.other)' have the same address",
                hint: "use one spelling, or tags that differ in more than punctuation")
        }
    }

    /// Templates must be whole, and every text that they ask for must be there.
    private func checkTemplates() -> [Diagnostic] {
        content.siteTemplates.diagnostics
            + settings.languages.flatMap { templates.missingTexts(in: content.texts[$0]) }
    }

    /// Notes must name tables.
    private func checkNotes() -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for (_, page) in content.providers.sorted(by: { $0.key < $1.key }) {
            for (table, place) in page.notePlaces.sorted(by: { $0.key < $1.key })
            where content.tables[table] == nil && !content.broken.contains("content/tables/\(table).yaml") {
                diagnostics.append(
                    Diagnostic(
                        file: page.file, place: place, rule: .noSuchTable, message: "unknown table '\(table)'",
                        hint: Suggestion.hint(for: table, among: content.tables.keys)))
            }
        }
        return diagnostics
    }

    /// Tables must name providers and dates that there are.
    private func checkTables() -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        let known = Set(content.providers.keys)
            .union(content.snapshots.flatMap { Array($0.providers.keys) + Array($0.leftOut) })
        let dates = Set(content.snapshots.map(\.manifest.date))
        for (_, table) in content.tables.sorted(by: { $0.key < $1.key }) {
            if case .listed(let ids) = table.rows {
                for id in ids where !known.contains(id) && !content.broken.contains("content/providers/\(id).md") {
                    diagnostics.append(
                        Diagnostic(
                            file: table.file, place: table.places[id] ?? .start, rule: .noSuchProvider,
                            message: "unknown provider '\(id)'",
                            hint: Suggestion.hint(for: id, among: known)))
                }
            }
            for date in table.snapshots
            where !dates.contains(date) && !content.broken.contains("content/snapshots/\(date)") {
                diagnostics.append(
                    Diagnostic(
                        file: table.file, place: table.places["\(date)"] ?? .start, rule: .noSuchSnapshot,
                        message: "no snapshot of \(date)",
                        hint: Suggestion.hint(for: "\(date)", among: dates.map(\.description))))
            }
        }
        return diagnostics
    }
}
