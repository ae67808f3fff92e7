import Model
import Templates

/// A page that will be composed when its turn comes; a site's pages are never all in memory.
struct DeferredPage: Sendable {
    let compose: @Sendable () -> Page
    /// What is known of it before, and what it is made of; `nil` where it has to be composed each time.
    private(set) var outline: PageOutline?

    init(_ compose: @escaping @Sendable () -> Page) { self.compose = compose }

    /// The same, but composed only where an earlier build did not make it of the same things.
    func kept(_ outline: PageOutline?) -> DeferredPage {
        var copy = self
        copy.outline = outline
        return copy
    }
}

/// What is known of a page without composing it.
struct PageOutline: Sendable {
    var address: String
    var source: String
    var modified: Day?
    var isListed: Bool
    /// Stands for all that the page is made of.
    var key: String

    var path: String { "\(address)index.html" }
}

/// A page before it is bytes.
struct Page: Sendable {
    /// A folder's path with a final slash; see `Addresses`.
    var address: String
    /// The file below the published directory.
    var path: String
    /// What it is rendered by: the template of its kind, or a layout that its front matter names.
    var template: String
    /// The name of its kind's template.
    var kind: String
    var language: String
    var title: String
    var description: String
    /// The same page in other languages: language → address. Holds its own too.
    var translations: [String: String]
    /// What the template gets beside the frame.
    var context: TemplateContext
    /// The content file behind it, for diagnostics.
    var source: String
    /// The place in that file which gives the address, if there is one.
    var sourcePlace = Diagnostic.Place.start
    /// When it changed last, where data say so.
    var modified: Day?
    /// Who wrote it, where its front matter says so.
    var authors: [String] = []
    /// What stands for it beside links to it.
    var image: PageImage?
    /// For search engines.
    var isListed = true
    /// The feed that tells of this page beside that of all articles; it may have no entries and then is none.
    var feed: FeedSubject?
    /// What the page is, for machines (JSON-LD); `nil` where nothing more than the page is to say.
    var structured: JSONValue?
    /// Whether its tables get the script that filters, sorts and compares.
    var usesScript = false
    /// Files that come with the page: path → bytes.
    var attachments: [String: [UInt8]] = [:]
    var diagnostics: [Diagnostic] = []
    /// Addresses of this site that editors linked to by hand; they are looked up when all pages are known.
    var links: [InternalLink] = []

    /// Where the page is once more as Markdown, if it is.
    var markdownPath: String { "\(address)index.md" }

    struct InternalLink: Sendable {
        var path: String
        var diagnostic: Diagnostic
    }
}

/// What is kept of a page once its bytes are gone: enough for the sitemap and for faults between pages.
final class PageSummary: Sendable {
    let address: String
    let path: String
    let source: String
    let sourcePlace: Diagnostic.Place
    let modified: Day?
    let isListed: Bool
    let diagnostics: [Diagnostic]
    let links: [Page.InternalLink]
    /// Their paths.
    let attachments: [String]

    /// Of a page that is kept as an earlier build made it, when there was nothing to say of it.
    /// - Parameter files: the page and what came with it.
    init(_ outline: PageOutline, files: [FileDigest]) {
        address = outline.address
        path = outline.path
        source = outline.source
        sourcePlace = .start
        modified = outline.modified
        isListed = outline.isListed
        diagnostics = []
        links = []
        attachments = files.map(\.path).filter { $0 != outline.path }.sorted()
    }

    init(_ page: Page) {
        address = page.address
        path = page.path
        source = page.source
        sourcePlace = page.sourcePlace
        modified = page.modified
        isListed = page.isListed
        diagnostics = page.diagnostics
        links = page.links
        attachments = page.attachments.keys.sorted()
    }
}
