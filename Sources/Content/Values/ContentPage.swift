import Model

/// `content/pages/NAME.md`, or its translation `NAME.LANGUAGE.md`: a text without a date.
package struct ContentPage: Hashable, Sendable {
    package var file: String
    package var language: String
    /// The file's name without language and ending; translations share it.
    package var name: String
    /// The last part of its URL.
    package var slug: String
    /// What gives the URL: the front matter's `slug`, or the front matter.
    package var slugPlace: Diagnostic.Place
    package var title: String
    /// The link in the navigation; `nil` where it has none.
    package var navigationTitle: String?
    package var summary: String
    package var draft: Bool
    package var presentation: Presentation
    /// Former URLs, which redirect to the page.
    package var aliases: [Article.Alias]
    /// Markdown.
    package var body: [UInt8]
    package var bodyLine: Int
}
