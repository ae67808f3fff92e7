import Content
import Model

/// Which path below the published directory belongs to what, so that nothing overwrites another thing.
struct AddressRegister {
    /// Path → the content file behind it, or what it is.
    private var owners: [String: String] = [:]
    /// Folders that files are in. Filled only while folders are looked at.
    private var folders: [String: String] = [:]

    var paths: some Collection<String> { owners.keys }

    subscript(_ path: String) -> String? { owners[path] }

    /// - Parameter owner: of the path, unless it has one already.
    mutating func add(_ path: String, _ owner: String) {
        if owners[path] == nil { owners[path] = owner }
    }

    /// Takes a path for a page.
    /// - Parameter shown: the path as the page's address, for the message.
    /// - Returns: a diagnostic if it belongs to something else.
    mutating func take(_ path: String, for source: String, at place: Diagnostic.Place, shown: String) -> Diagnostic? {
        guard let owner = owners[path] else {
            owners[path] = source
            return nil
        }
        return Self.taken(shown, by: owner, source, place)
    }

    private static func taken(
        _ shown: String, by owner: String, _ source: String, _ place: Diagnostic.Place
    ) -> Diagnostic {
        Diagnostic(
            file: source, place: place, rule: .addressTaken,
            message: "the address \(shown) is already used by \(owner)",
            hint: "rename one of the two")
    }
}

extension AddressRegister {
    /// The same for a path that an editor chose, which may also be a file where others have a folder, or the reverse.
    mutating func take(alias: Article.Alias, of file: String) -> Diagnostic? {
        let path = alias.path
        if folders.isEmpty { for (path, owner) in owners { addFolders(of: path, owner) } }
        if let owner = folders[path] ?? Self.folders(of: path).compactMap({ owners[$0] }).first {
            return Self.taken(alias.address, by: owner, file, alias.place)
        }
        if let fault = take(path, for: file, at: alias.place, shown: alias.address) { return fault }
        addFolders(of: path, file)
        return nil
    }

    private mutating func addFolders(of path: String, _ owner: String) {
        for folder in Self.folders(of: path) where folders[folder] == nil { folders[folder] = owner }
    }

    /// `a` and `a/b` of `a/b/c`.
    private static func folders(of path: String) -> [String] {
        path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }.map { String(path[..<$0]) }
    }
}

extension Article.Alias {
    /// The file below the published directory.
    var path: String { address.hasSuffix("/") ? "\(address)index.html" : address }
}

extension Composition {
    /// What the site has beside its pages.
    /// - Parameter feeds: all of them.
    func addressesBesidePages(_ feeds: [Feed]) -> AddressRegister {
        var register = AddressRegister()
        for path in content.files.keys { register.add(path, "content/\(path)") }
        for path in SiteFiles.wellKnown(settings, editions).keys { register.add(path, "content/site.yaml") }
        for asset in assets { register.add(asset.path, "templates/assets") }
        for feed in feeds {
            register.add(feed.path, "the feed '\(feed.title)'")
            register.add(feed.jsonPath, "the feed '\(feed.title)'")
        }
        register.add("robots.txt", "the file for search engines")
        register.add(SocialCard.path, "the image for links to the site")
        for path in [GuideForPrograms.path, "CITATION.cff", "datapackage.json"] {
            register.add(path, "a file for programs")
        }
        register.add("sitemap.xml", "the sitemap")
        register.add(Manifest.path, "the manifest")
        return register
    }

    /// Aliases that would overwrite something which is known before any page is made, or each other.
    func checkAliases(_ beside: AddressRegister) -> [Diagnostic] {
        let aliases = editions.flatMap { edition in
            edition.articles.map { ($0.aliases, $0.file) } + edition.pages.map { ($0.aliases, $0.file) }
        }
        guard aliases.contains(where: { !$0.0.isEmpty }) else { return [] }
        var register = beside
        register.add("404.html", "templates/404.mustache")
        for edition in editions {
            for article in edition.articles {
                register.add("\(edition.addresses.article(article))index.html", article.file)
            }
            for page in edition.pages { register.add("\(edition.addresses.page(page))index.html", page.file) }
        }
        return aliases.flatMap { aliases, file in aliases.compactMap { register.take(alias: $0, of: file) } }
    }
}
