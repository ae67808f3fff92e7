import Model

extension SiteReader {
    /// Reads a site again after some of its files changed, as far as those files matter. The result is that of `read()`.
    /// - Parameters:
    ///   - old: the result of the previous reading.
    ///   - changed: paths relative to the root of files that were edited, created or removed. An empty path means that
    ///     anything may have changed.
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
            // Incidents name providers.
            content.forget { $0.hasPrefix("content/incidents") }
            readIncidents(into: &content)
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
        content.sortDiagnostics()
        return content
    }

    /// Whether a file with that path may be a part of a site; editors create many others.
    package static func concerns(_ path: String) -> Bool {
        switch Part(path) {
        case .nothing: false
        case .articles, .providers: path.hasSuffix(".md")
        case .tables: path.hasSuffix(".yaml")
        default: true
        }
    }

    /// The part of the content that a file belongs to.
    private enum Part: String {
        case everything = ""
        case providers = "content/providers/"
        case tables = "content/tables/"
        case articles = "content/articles/"
        case snapshots = "content/snapshots/"
        case files = "content/files/"
        case templates = "templates/"
        /// Not a part of the site.
        case nothing = "-"

        init(_ path: String) {
            let parts: [Part] = [.providers, .tables, .articles, .snapshots, .files, .templates]
            // Other files may affect everything, as the settings do.
            let rest: Part = path.isEmpty || path == "content" || path.hasPrefix("content/") ? .everything : .nothing
            self = parts.first { path.hasPrefix($0.rawValue) } ?? (path == "templates" ? .templates : rest)
        }
    }
}

extension SiteContent {
    /// Removes the diagnostics of some files.
    fileprivate mutating func forget(_ isMeant: (String) -> Bool) {
        diagnostics.removeAll { isMeant($0.file) }
        broken = broken.filter { !isMeant($0) }
    }
}
