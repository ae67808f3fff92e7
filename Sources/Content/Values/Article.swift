import Model

/// `content/articles/DATE-slug.md`, or its translation `DATE-slug.LANGUAGE.md`. Immutable, and a
/// class, because an article is in several lists, which a preview rebuilds at each edit.
package final class Article: Sendable {
    package let file: String
    package let language: String
    /// The last part of its URL.
    package let slug: String
    package let date: Day
    package let title: String
    package let tags: [String]
    package let summary: String
    package let updates: [Update]
    package let draft: Bool
    package let presentation: Presentation
    /// Former URLs, which redirect to the article.
    package let aliases: [Alias]
    /// Markdown.
    package let body: [UInt8]
    package let bodyLine: Int

    package init(
        file: String, language: String, slug: String, date: Day, title: String, tags: [String], summary: String,
        updates: [Update], draft: Bool, presentation: Presentation = Presentation(), aliases: [Alias], body: [UInt8],
        bodyLine: Int
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
        self.presentation = presentation
        self.aliases = aliases
        self.body = body
        self.bodyLine = bodyLine
    }

    /// A path of the site: of a folder, with a final slash (`2014/old/`), or of a file (`old.html`).
    package struct Alias: Hashable, Sendable {
        package var address: String
        package var place: Diagnostic.Place
    }

    /// A later addition or correction.
    package struct Update: Hashable, Sendable {
        package var date: Day
        package var text: String
    }
}
