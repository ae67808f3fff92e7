import Comparison
import Content
import Model
import Text
import YAML

/// A new article's file, ready to be written into.
package struct ArticleDraft: Sendable {
    /// `content/articles/2026-11-24-dane-lost.md`
    package var path: String
    package var text: String

    /// - Parameters:
    ///   - language: one of the site's; its first where it is `nil`.
    ///   - column: what it is about, by the name of a column: it then says how many rows of a table say yes.
    /// - Throws: a diagnostic where nothing of the title can be an address, the site has no such language, or no table
    ///   counts the column.
    package init(
        title: String, date: Day, language: String? = nil, about column: String? = nil, in content: SiteContent
    ) throws(Diagnostics) {
        let settings = content.settings
        let language = language ?? settings.defaultLanguage
        let slug = Slug.make(title)
        guard settings.languages.contains(language) else {
            throw Diagnostics([
                Diagnostic(
                    file: "content/site.yaml", rule: .unknownLanguage,
                    message: "unknown language '\(language)'",
                    hint: Suggestion.hint(for: language, among: settings.languages))
            ])
        }
        guard !slug.isEmpty else {
            throw Diagnostics([
                Diagnostic(
                    file: "content/articles", rule: .badTitle,
                    message: "the title '\(title)' contains nothing that can be used in a URL",
                    hint: "use some Latin letters or digits")
            ])
        }
        let ending = language == settings.defaultLanguage ? "md" : "\(language).md"
        // A file's name must fit with its date and ending (NAME_MAX is 255), and nobody reads longer addresses.
        path = "content/articles/\(date)-\(Self.shortened(slug)).\(ending)"
        let body: String
        if let column {
            body = try CountsDraft(about: column, in: language, content).text
        } else {
            body = Self.table(content)
        }
        text = """
            ---
            title: \(YAMLScalar.quoted(title))
            date: \(date)
            tags: []
            # One or two sentences for the lists, the feeds and the search engines.
            summary: ""
            # What is added or corrected later: {date: \(date), text: …}
            updates: []
            # Not published until this is false; the preview and build --drafts show it.
            draft: true
            ---
            \(body)

            <!-- A claim is held against the measurement at each build, and links to its evidence:
            [A](finding:DATE/PROVIDER/SERVICE/grade), [47 von 50](finding:DATE/TABLE/SERVICE/certificates=gültig). -->

            """
    }

    /// Cut between words to at most 80 bytes.
    private static func shortened(_ slug: String) -> String {
        guard slug.utf8.count > 80 else { return slug }
        let cut = slug.prefix(80)
        return String(cut.lastIndex(of: "-").map { cut[..<$0] } ?? cut)
    }

    /// A directive for the first table that there is something of; a comment that shows one where there is none.
    private static func table(_ content: SiteContent) -> String {
        let tables = content.tables.values.sorted { $0.name < $1.name }
        for table in tables {
            if let newest = content.snapshots.last(where: { table.applies(to: $0) }) {
                return "```table\nname: \(table.name)\ndate: \(newest.manifest.date)\n```"
            }
        }
        let name = tables.first?.name ?? "NAME"
        return
            "<!-- After the first scan, insert a table like this:\n\n```table\nname: \(name)\ndate: latest\n```\n-->"
    }
}
