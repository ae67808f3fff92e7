import Model

/// A fenced block that is replaced, because its info string names a directive.
package struct Directive: Hashable, Sendable {
    /// The info string's first word: `table`, `csv`, `chart`.
    package var name: String
    /// The block's text.
    package var text: String
    /// The line of the file where the text begins.
    package var firstLine: Int
    /// Where the fence is.
    package var place: Diagnostic.Place
}

/// A link in the text.
package struct MarkdownLink: Hashable, Sendable {
    /// The destination as written.
    package var target: String
    /// Its text without markup.
    package var text: String
    package var place: Diagnostic.Place
}

/// Resolves directives, and the links that are neither safe web addresses nor fragments of the same page.
package struct MarkdownHandlers {
    /// The result of a handler.
    package enum Answer {
        /// The URL of a link, or the HTML of an image.
        case becomes(String)
        /// The HTML of a directive.
        case renders([UInt8])
        /// A link leads nowhere: its text alone is shown.
        case unlinked
        /// Not handled: the block is code, the link or image is invalid.
        case pass
        /// Invalid, for the reasons in the diagnostics.
        case fails([Diagnostic])
    }

    package var directive: (Directive) -> Answer
    package var link: (MarkdownLink) -> Answer
    package var image: (MarkdownLink) -> Answer
    /// The address of the page, to stand before links to places on it (`#place`) where its text is read elsewhere.
    package var page: String

    /// Handlers that handle nothing, except as given.
    package init(
        directive: @escaping (Directive) -> Answer = { _ in .pass },
        link: @escaping (MarkdownLink) -> Answer = { _ in .pass },
        image: @escaping (MarkdownLink) -> Answer = { _ in .pass },
        page: String = ""
    ) {
        self.directive = directive
        self.link = link
        self.image = image
        self.page = page
    }
}

/// A rendered Markdown text.
package struct RenderedMarkdown: Hashable, Sendable {
    /// The HTML in UTF-8.
    package var bytes: [UInt8] = []
    /// The headings in order.
    package var headings: [Heading] = []
    package var diagnostics: [Diagnostic] = []

    /// The HTML.
    package var html: String { String(decoding: bytes, as: UTF8.self) }

    /// A heading, for tables of contents.
    package struct Heading: Hashable, Sendable {
        /// 1 to 6.
        package var level: Int
        package var id: String
        package var text: String
    }
}

/// What the program itself says in a text.
package struct MarkdownLabels: Hashable, Sendable {
    /// The name of a table, for those who do not see it; `{number}` counts those of the text.
    package var table: String
    /// The name of the footnotes.
    package var footnotes: String
    /// The name of the link from a footnote to where it is referred to.
    package var backToText: String
    /// The name of the link of a heading to itself; `{heading}` is its text.
    package var anchor: String

    package init(
        table: String = "Table {number}", footnotes: String = "Footnotes", backToText: String = "Back to the text",
        anchor: String = "Link to: {heading}"
    ) {
        self.table = table
        self.footnotes = footnotes
        self.backToText = backToText
        self.anchor = anchor
    }
}
