import Findings

/// A fenced block whose info string asks for something else than code.
public struct Directive: Hashable, Sendable {
    /// The info string's first word: `table`, `csv`, `chart`.
    public var name: String
    /// The block's text.
    public var text: String
    /// The line of the file that the text's first line is.
    public var firstLine: Int
    /// Where the fence is.
    public var place: Diagnostic.Place
}

/// A link as it stands in the text.
public struct MarkdownLink: Hashable, Sendable {
    /// The address as it was written.
    public var target: String
    /// Its words, without their markup.
    public var text: String
    public var place: Diagnostic.Place
}

/// What the surroundings of a Markdown text know and libcmark does not: what a directive becomes, and where a link leads
/// that is neither a safe web address nor a place on the same page; about those nobody is asked.
public struct MarkdownHandlers {
    /// What a handler made of it.
    public enum Answer {
        /// A directive's HTML, or a link's address.
        case becomes(String)
        /// Not this handler's business: the block stays code, the link or image is a fault.
        case pass
        /// It is wrong, and the handler's diagnostics say why.
        case fails([Diagnostic])
    }

    public var directive: (Directive) -> Answer
    public var link: (MarkdownLink) -> Answer
    public var image: (MarkdownLink) -> Answer

    /// Handlers that pass everything but what is given.
    public init(
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
public struct RenderedMarkdown: Hashable, Sendable {
    /// The whole text in UTF-8, as pages are made of it.
    public var bytes: [UInt8] = []
    /// The headings in order.
    public var headings: [Heading] = []
    public var diagnostics: [Diagnostic] = []

    /// The whole text.
    public var html: String { String(decoding: bytes, as: UTF8.self) }

    /// A heading, for tables of contents.
    public struct Heading: Hashable, Sendable {
        /// 1 to 6.
        public var level: Int
        public var id: String
        public var text: String
    }
}
