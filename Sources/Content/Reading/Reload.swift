import Model

extension SiteReader {
    /// Reads a site again after some of its files changed: only what those files are a part of. The result is what
    /// `read()` gives.
    /// - Parameters:
    ///   - old: what was read before by this reader.
    ///   - changed: paths relative to the root; files that came or went count too. An empty path means that it is not
    ///     known what changed. Files in the program's own templates are named as if they were the site's.
    package func read(again old: SiteContent, changed: Set<String>) -> SiteContent {
        let parts = Set(changed.map(Part.init))
        if parts.contains(.everything) { return read() }
        var content = old
        if parts.contains(.templates) {
            content.forget { $0 == "templates" || $0.hasPrefix("templates/") }
            content.templates = [:]
            content.texts = [:]
            content.assets = [:]
            readTemplates(into: &content)
        }
        if parts.contains(.providers) {
            content.forget { $0.hasPrefix(Part.providers.rawValue) }
            content.providers = [:]
            readProviders(into: &content)
        }
        if parts.contains(.tables) {
            content.forget { $0.hasPrefix(Part.tables.rawValue) }
            content.tables = [:]
            readTables(into: &content)
        }
        if parts.contains(.articles) {
            let files = changed.filter { $0.hasPrefix(Part.articles.rawValue) }
            content.forget(files.contains)
            content.articles.removeAll { files.contains($0.file) }
            readArticles(into: &content, only: files)
        }
        if parts.contains(.snapshots) {
            content.forget { $0.hasPrefix(Part.snapshots.rawValue) }
            content.snapshots = []
            readSnapshots(into: &content)
            // Errata are checked against the snapshots that they name.
            content.forget { $0 == Self.errataFile }
            readErrata(into: &content)
        }
        if parts.contains(.files) {
            content.forget { $0.hasPrefix(Part.files.rawValue) }
            content.files = [:]
            readFiles(into: &content)
        }
        content.diagnostics.sort()
        return content
    }

    /// Whether a site is made of a file of that path, among others; editors leave many files about.
    package static func concerns(_ path: String) -> Bool {
        switch Part(path) {
        case .nothing: false
        case .articles, .providers: path.hasSuffix(".md")
        case .tables: path.hasSuffix(".yaml")
        default: true
        }
    }

    /// What a file belongs to.
    private enum Part: String {
        case everything = ""
        case providers = "content/providers/"
        case tables = "content/tables/"
        case articles = "content/articles/"
        case snapshots = "content/snapshots/"
        case files = "content/files/"
        case templates = "templates/"
        /// Nothing that the site is made of.
        case nothing = "-"

        init(_ path: String) {
            let parts: [Part] = [.providers, .tables, .articles, .snapshots, .files, .templates]
            // What has no part of its own may touch everything, as the settings do.
            let rest: Part = path.isEmpty || path == "content" || path.hasPrefix("content/") ? .everything : .nothing
            self = parts.first { path.hasPrefix($0.rawValue) } ?? (path == "templates" ? .templates : rest)
        }
    }
}

extension SiteContent {
    /// Takes back what was said about some files.
    fileprivate mutating func forget(_ isMeant: (String) -> Bool) {
        diagnostics.removeAll { isMeant($0.file) }
        broken = broken.filter { !isMeant($0) }
    }
}
