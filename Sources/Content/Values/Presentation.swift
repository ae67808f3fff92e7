import Model

/// How the front matter of an article or page wants its text presented.
package struct Presentation: Hashable, Sendable {
    /// Who wrote it, as plain text; empty where it is the site's author.
    package var authors: [String]
    /// The image that stands for the text elsewhere: beside links to it, in feeds.
    package var image: Image?
    /// Whether a table of contents precedes the text.
    package var hasContents: Bool
    /// A layout of the site's own; `nil` for the default one.
    package var layout: Layout?

    package init(authors: [String] = [], image: Image? = nil, hasContents: Bool = false, layout: Layout? = nil) {
        self.authors = authors
        self.image = image
        self.hasContents = hasContents
        self.layout = layout
    }

    /// An image in `content/files`.
    package struct Image: Hashable, Sendable {
        /// `files/…`, as the editor wrote it.
        package var path: String
        /// What it shows, in words.
        package var alternative: String
        package var place: Diagnostic.Place
    }

    /// `layout: wide` names the template `article-wide.mustache`, or `content-page-wide.mustache`.
    package struct Layout: Hashable, Sendable {
        package var name: String
        package var place: Diagnostic.Place
    }
}
