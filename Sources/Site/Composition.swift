import Findings
import Markdown

/// All pages of a site on their way from content to bytes. Composing finds everything that is wrong; rendering cannot
/// fail any more.
struct Composition {
    let content: SiteContent
    let settings: SiteSettings
    let editions: [Edition]
    let chronicle: Chronicle
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var pages: [Page] = []
    /// Address → the file that made it, to find two pages for one address.
    private var owners: [String: String] = [:]
    /// Every feed that has entries.
    private var feeds: [Feed] = []
    /// Files beside the pages: path → bytes.
    private var attachments: [String: [UInt8]] = [:]
    let stylesheet: Asset?
    let assets: [Asset]

    /// A file of `assets/` under the name it is published by.
    struct Asset {
        var path: String
        var bytes: [UInt8]
    }

    init(_ content: SiteContent, _ options: RenderOptions) {
        var settings = content.settings
        if let base = options.baseURL { settings.baseURL = base }
        self.content = content
        self.settings = settings
        chronicle = Chronicle(snapshots: content.snapshots, tables: content.tables)
        assets = content.assets.sorted { $0.key < $1.key }.map {
            Asset(path: Fingerprint.name($0.key, $0.value), bytes: $0.value)
        }
        stylesheet = content.assets["assets/style.css"].map {
            Asset(path: Fingerprint.name("assets/style.css", $0), bytes: $0)
        }
        editions = settings.languages.compactMap { language in
            content.texts[language].map { texts in
                Edition(
                    language: language, texts: texts,
                    addresses: Addresses(texts: texts, isDefault: language == settings.defaultLanguage),
                    articles: content.articles.filter { $0.language == language && (options.drafts || !$0.draft) },
                    tables: Edition.tables(content))
            }
        }
    }

    /// Plans every page.
    mutating func compose() {
        checkTables()
        checkNotes()
        attachments = SiteFiles.wellKnown(settings, editions)
        for edition in editions {
            let composer = PageComposer(
                content: content, settings: settings, edition: edition, others: editions, chronicle: chronicle)
            feeds += composer.feeds()
            for page in composer.home() + composer.archives() { add(page) }
            for article in edition.articles { add(composer.article(article)) }
            for tag in edition.index.tags { add(composer.tag(tag)) }
            for table in edition.tables {
                for page in composer.tables(table) + composer.changes(table) { add(page) }
            }
            for snapshot in content.snapshots { for page in composer.evidence(snapshot) { add(page) } }
            for (_, provider) in content.providers.sorted(by: { $0.key < $1.key }) { add(composer.provider(provider)) }
            add(composer.providers())
            add(composer.method())
            add(composer.corrections())
            if let imprint = composer.imprint() { add(imprint) }
        }
        if let edition = editions.first {
            let composer = PageComposer(
                content: content, settings: settings, edition: edition, others: editions, chronicle: chronicle)
            add(composer.notFound())
        }
        for link in pages.flatMap(\.links)
        where owners[link.path] == nil && content.files[link.path] == nil && attachments[link.path] == nil {
            diagnostics.append(link.diagnostic)
        }
    }

    /// The bytes of everything.
    func render() -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        let frame = PageFrame(
            settings: settings, editions: editions, stylesheet: stylesheet?.path,
            feeds: Dictionary(feeds.map { ($0.path, $0) }) { first, _ in first })
        for page in pages {
            files[page.path] = Array(content.templates.render(page.template, frame.scope(of: page)).utf8)
        }
        for feed in feeds {
            for file in feed.files(settings) { files[file.path] = file.bytes }
        }
        for asset in assets { files[asset.path] = asset.bytes }
        files.merge(attachments) { page, _ in page }
        for (path, bytes) in content.files { files[path] = bytes }
        files["robots.txt"] = SiteFiles.robots(settings)
        files.merge(SiteFiles.sitemaps(pages, settings)) { _, sitemap in sitemap }
        files[Manifest.path] = Manifest.bytes(of: files)
        files[Publisher.marker] = SiteFiles.marker
        return files
    }

    private mutating func add(_ page: Page) {
        diagnostics += page.diagnostics
        if let owner = owners[page.path] {
            diagnostics.append(
                Diagnostic(
                    file: page.source, rule: "address-taken",
                    message: "the address \(page.address) belongs to \(owner) already",
                    hint: "give one of the two another name"))
            return
        }
        owners[page.path] = page.source
        attachments.merge(page.attachments) { first, _ in first }
        var page = page
        page.attachments = [:]
        pages.append(page)
    }

    /// Notes must name tables.
    private mutating func checkNotes() {
        for (_, page) in content.providers.sorted(by: { $0.key < $1.key }) {
            for (table, place) in page.notePlaces.sorted(by: { $0.key < $1.key })
            where content.tables[table] == nil && !content.broken.contains("content/tables/\(table).yaml") {
                diagnostics.append(
                    Diagnostic(
                        file: page.file, place: place, rule: "no-such-table", message: "there is no table '\(table)'",
                        hint: Suggestion.hint(for: table, among: content.tables.keys)))
            }
        }
    }

    /// Tables must name providers and dates that there are.
    private mutating func checkTables() {
        let known = Set(content.providers.keys).union(content.snapshots.flatMap(\.providers.keys))
        let dates = Set(content.snapshots.map(\.snapshot.date))
        for (_, table) in content.tables.sorted(by: { $0.key < $1.key }) {
            if case .listed(let ids) = table.rows {
                for id in ids where !known.contains(id) && !content.broken.contains("content/providers/\(id).md") {
                    diagnostics.append(
                        Diagnostic(
                            file: table.file, place: table.places[id] ?? .start, rule: "no-such-provider",
                            message: "there is no provider '\(id)'",
                            hint: Suggestion.hint(for: id, among: known)))
                }
            }
            for date in table.snapshots
            where !dates.contains(date) && !content.broken.contains("content/snapshots/\(date)") {
                diagnostics.append(
                    Diagnostic(
                        file: table.file, place: table.places["\(date)"] ?? .start, rule: "no-such-snapshot",
                        message: "there is no snapshot of \(date)",
                        hint: Suggestion.hint(for: "\(date)", among: dates.map(\.description))))
            }
        }
    }
}

/// One language's site.
struct Edition {
    let language: String
    let texts: Texts
    let addresses: Addresses
    /// Newest first.
    let articles: [Article]
    /// The same by tag, month and file.
    let index: ArticleIndex
    let tables: [DatedTable]
    /// The words for templates, as `t`.
    let words: Scope

    init(language: String, texts: Texts, addresses: Addresses, articles: [Article], tables: [DatedTable]) {
        self.language = language
        self.texts = texts
        self.addresses = addresses
        self.articles = articles
        index = ArticleIndex(articles)
        self.tables = tables
        words = Scope(dotted: texts.all)
    }

    /// A table and the snapshots it can be made of, oldest first.
    struct DatedTable {
        var definition: TableDefinition
        var snapshots: [SnapshotContent]
    }

    static func tables(_ content: SiteContent) -> [DatedTable] {
        content.tables.sorted { $0.key < $1.key }.map { _, table in
            DatedTable(definition: table, snapshots: content.snapshots.filter { table.applies(to: $0) })
        }
    }
}

/// A page before it is bytes.
struct Page {
    /// A folder's path with a final slash; see `Addresses`.
    var address: String
    /// The file below the published directory.
    var path: String
    var template: String
    var language: String
    var title: String
    var description: String
    /// The same page in other languages: language → address. Holds its own too.
    var translations: [String: String]
    /// What the template gets beside the frame.
    var scope: Scope
    /// The content file behind it, for diagnostics.
    var source: String
    /// When it changed last, where data say so.
    var modified: Day?
    /// For search engines.
    var isListed = true
    /// The feed that tells of this page beside that of all articles; it may have no entries and then is none.
    var feed: FeedSubject?
    /// What the page is, for machines (JSON-LD); `nil` where nothing more than the page is to say.
    var structured: JSONValue?
    /// Files that come with the page: path → bytes.
    var attachments: [String: [UInt8]] = [:]
    var diagnostics: [Diagnostic] = []
    /// Addresses of this site that editors linked to by hand; they are looked up when all pages are known.
    var links: [InternalLink] = []

    struct InternalLink {
        var path: String
        var diagnostic: Diagnostic
    }
}
