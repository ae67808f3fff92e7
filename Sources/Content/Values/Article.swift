import Model

/// `content/articles/DATE-slug.md`, or its translation `DATE-slug.LANGUAGE.md`. It never changes, and is held by
/// reference: an article stands in half a dozen lists, and a preview makes them anew at each edit.
package final class Article: Sendable {
    package let file: String
    package let language: String
    /// The address's last part.
    package let slug: String
    package let date: Day
    package let title: String
    package let tags: [String]
    package let summary: String
    package let updates: [Update]
    package let draft: Bool
    /// Where it once was; whoever comes there is sent on.
    package let aliases: [Alias]
    /// Markdown.
    package let body: [UInt8]
    package let bodyLine: Int

    package init(
        file: String, language: String, slug: String, date: Day, title: String, tags: [String], summary: String,
        updates: [Update], draft: Bool, aliases: [Alias], body: [UInt8], bodyLine: Int
    ) {
        self.file = file
        self.language = language
        self.slug = slug
        self.date = date
        self.title = title
        self.tags = tags
        self.summary = summary
        self.updates = updates
        self.draft = draft
        self.aliases = aliases
        self.body = body
        self.bodyLine = bodyLine
    }

    /// An address of the site: a folder's with a final slash (`2014/old/`), or a file's (`old.html`).
    package struct Alias: Hashable, Sendable {
        package var address: String
        package var place: Diagnostic.Place
    }

    /// What was added or corrected later.
    package struct Update: Hashable, Sendable {
        package var date: Day
        package var text: String
    }
}
