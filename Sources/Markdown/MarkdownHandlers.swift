import Model

/// A fenced block whose info string asks for something else than code.
package struct Directive: Hashable, Sendable {
    /// The info string's first word: `table`, `csv`, `chart`.
    package var name: String
    /// The block's text.
    package var text: String
    /// The line of the file that the text's first line is.
    package var firstLine: Int
    /// Where the fence is.
    package var place: Diagnostic.Place
}

/// A link as it stands in the text.
package struct MarkdownLink: Hashable, Sendable {
    /// The address as it was written.
    package var target: String
    /// Its words, without their markup.
    package var text: String
    package var place: Diagnostic.Place
}

/// What the surroundings of a Markdown text know and libcmark does not: what a directive becomes, and where a link leads
/// that is neither a safe web address nor a place on the same page; about those nobody is asked.
package struct MarkdownHandlers {
    /// What a handler made of it.
    package enum Answer {
        /// A directive's HTML, or a link's address.
        case becomes(String)
        /// Not this handler's business: the block stays code, the link or image is a fault.
        case pass
        /// It is wrong, and the handler's diagnostics say why.
        case fails([Diagnostic])
    }

    package var directive: (Directive) -> Answer
    package var link: (MarkdownLink) -> Answer
    package var image: (MarkdownLink) -> Answer

    /// Handlers that pass everything but what is given.
    package init(
        directive: @escaping (Directive) -> Answer = { _ in .pass },
        link: @escaping (MarkdownLink) -> Answer = { _ in .pass },
        image: @escaping (MarkdownLink) -> Answer = { _ in .pass }
    ) {
        self.directive = directive
        self.link = link
        self.image = image
    }
}

/// A Markdown text as HTML.
package struct RenderedMarkdown: Hashable, Sendable {
    /// The whole text in UTF-8, as pages are made of it.
    package var bytes: [UInt8] = []
    /// The headings in order.
    package var headings: [Heading] = []
    package var diagnostics: [Diagnostic] = []

    /// The whole text.
    package var html: String { String(decoding: bytes, as: UTF8.self) }

    /// A heading, for tables of contents.
    package struct Heading: Hashable, Sendable {
        /// 1 to 6.
        package var level: Int
        package var id: String
        package var text: String
    }
}
