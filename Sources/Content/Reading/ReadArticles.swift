import Model
import Text
import YAML

extension SiteReader {
    private static let keys =
        ["title", "date", "tags", "summary", "updates", "draft", "aliases"] + presentationKeys

    /// - Parameters:
    ///   - files: paths `content/articles/…` of those to read; `nil` for all.
    ///   - other: work to do concurrently.
    func readArticles(
        into content: inout SiteContent, only files: Set<String>? = nil, beside other: (@Sendable () -> Void)? = nil
    ) {
        let settings = content.settings
        let names = self.names(in: "content/articles", ending: ".md", into: &content).filter {
            files?.contains("content/articles/\($0)") ?? true
        }
        let articles = Parallel.map(names, concurrently: other) { name in article(name, settings) }
        for (name, read) in zip(names, articles) {
            collect("content/articles/\(name)", into: &content) { () throws(Diagnostics) in read.diagnostics }
            if let article = read.article { content.articles.append(article) }
        }
        content.articles.sort { ($1.date, $1.file) < ($0.date, $0.file) }
    }

    /// Reads one file of `content/articles`.
    private func article(_ name: String, _ settings: SiteSettings) -> (article: Article?, diagnostics: [Diagnostic]) {
        let file = "content/articles/\(name)"
        do throws(Diagnostics) {
            let front = try FrontMatter(of: try folder.text(file))
            let reader = YAMLValidator(file: file, firstLine: front.yamlLine)
            let named = self.name(String(name.dropLast(3)), languages: settings.languages, reader: reader)
            guard let node = reader.mapping(front.yaml, keys: Self.keys) else { return (nil, reader.diagnostics) }
            let title = node.requiredString("title")
            let date = date(node, named: named?.date)
            let updates = updates(node)
            let tags = tags(node)
            let summary = node.string("summary") ?? ""
            let draft = node.bool("draft", default: false)
            let presentation = presentation(node)
            let aliases = aliases(node, settings)
            guard let title, let date, let named else { return (nil, reader.diagnostics) }
            let article = Article(
                file: file, language: named.language, slug: named.slug, date: date, title: title, tags: tags,
                summary: summary, updates: updates, draft: draft, presentation: presentation, aliases: aliases,
                body: front.body, bodyLine: front.bodyLine)
            return (article, reader.diagnostics)
        } catch {
            return (nil, error.all)
        }
    }

    /// `2014-07-29-jabber-server` or `2014-07-29-jabber-server.en`.
    private func name(
        _ name: String, languages: [String], reader: YAMLValidator
    ) -> (date: Day, slug: String, language: String)? {
        guard let (stem, language) = stem(name, languages: languages, reader: reader) else { return nil }
        let slug = stem.dropFirst(11)
        guard let date = Day(stem.prefix(10)), stem.dropFirst(10).first == "-", Slug.isSlug(slug) else {
            reader.report(
                at: .start, .badFileName, "the file name does not have the form DATE-SLUG.md",
                hint: "use lower-case letters, digits and hyphens, as in 2014-07-29-jabber-server.md")
            return nil
        }
        return (date, String(slug), language)
    }

    /// A file's name without its ending, and the language that it ends in; `nil` where the site does not have that.
    func stem(
        _ name: String, languages: [String], reader: YAMLValidator
    ) -> (stem: Substring, language: String)? {
        guard let dot = name.lastIndex(of: ".") else { return (name[...], languages.first ?? "de") }
        let ending = String(name[name.index(after: dot)...])
        guard languages.contains(ending) else {
            reader.report(
                at: .start, .unknownLanguage, "unknown language '\(ending)'",
                hint: Suggestion.hint(for: ending, among: languages))
            return nil
        }
        return (name[..<dot], ending)
    }

    private func date(_ node: YAMLMapping, named: Day?) -> Day? {
        guard let date = node.requiredDay("date") else { return nil }
        if let named, named != date {
            node.report(
                "date", .dateContradiction, "the date is \(date), but the file name says \(named)",
                hint: "rename the file or correct the date")
        }
        return date
    }

    private func updates(_ node: YAMLMapping) -> [Article.Update] {
        node.nodes("updates", keys: ["date", "text"]).compactMap { update in
            let date = update.requiredDay("date")
            let text = update.requiredString("text")
            guard let date, let text else { return nil }
            return Article.Update(date: date, text: text)
        }
    }

    /// Former URLs of an article or page.
    func aliases(_ node: YAMLMapping, _ settings: SiteSettings) -> [Article.Alias] {
        node.placedStrings("aliases").compactMap { text, place in
            let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            let names = parts.last == "" ? parts.dropLast() : parts
            let isAddress = names.allSatisfy { name in
                !name.isEmpty && !name.hasPrefix(".")
                    && name.utf8.allSatisfy {
                        (97...122).contains($0 | 0x20) || (48...57).contains($0) || [45, 46, 95].contains($0)
                    }
            }
            guard text.hasPrefix("/"), !names.isEmpty, isAddress else {
                node.reader.report(
                    at: place, .badAlias, "'\(node.reader.excerpt(text))' is not a valid path on this site",
                    hint: "begin with a slash, as in /2014/07/old-name/")
                return nil
            }
            if settings.basePath != "/", text.hasPrefix(settings.basePath) {
                node.reader.report(
                    at: place, .badAlias,
                    "'\(node.reader.excerpt(text))' begins with the path of base-url, which is added to every alias",
                    hint: "write '/\(text.dropFirst(settings.basePath.utf8.count))'", level: .warning)
            }
            let isFile = names.last?.contains(".") == true && parts.last != ""
            return Article.Alias(
                address: names.joined(separator: "/") + (isFile ? "" : "/"), place: place)
        }
    }

    /// Each tag has a page that shows all tags of its articles: their number counts squared.
    static let tagsAtMost = 50

    private func tags(_ node: YAMLMapping) -> [String] {
        var tags: [String] = []
        /// Slug → tag.
        var slugs: [String: String] = [:]
        for (text, place) in node.placedStrings("tags") {
            let slug = Slug.make(tag: text)
            if slug.isEmpty {
                node.reader.report(
                    at: place, .badTag, "invalid tag '\(text)'", hint: "use Latin letters and digits")
            } else if let other = slugs[slug] {
                node.reader.report(
                    at: place, .duplicateTag,
                    other == text
                        ? "duplicate tag '\(text)'" : "the tags '\(other)' and '\(text)' have the same address",
                    hint: "remove one of them")
            } else if tags.count == Self.tagsAtMost {
                node.reader.report(
                    at: place, .tooManyTags, "the article has more than \(Self.tagsAtMost) tags",
                    hint: "keep those by which readers would look for it")
                break
            } else {
                tags.append(text)
                slugs[slug] = text
            }
        }
        return tags
    }
}
