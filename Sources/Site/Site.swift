import Findings

/// What a rendering may be told beside the content.
public struct RenderOptions: Hashable, Sendable {
    /// Instead of the settings' base address; must be one that `SiteSettings.checkedBaseURL` gave.
    public var baseURL: String?
    /// Also publish articles marked as drafts, with a word that they are.
    public var drafts: Bool

    public init(baseURL: String? = nil, drafts: Bool = false) {
        self.baseURL = baseURL
        self.drafts = drafts
    }
}

/// A whole site in memory.
public struct RenderedSite: Hashable, Sendable {
    /// Path below the published directory (`2014/07/jabber/index.html`) → bytes. Empty where there are errors.
    public var files: [String: [UInt8]]
    /// Everything that is wrong, of reading and of composing, sorted.
    public var diagnostics: [Diagnostic]

    public init(files: [String: [UInt8]], diagnostics: [Diagnostic]) {
        self.files = files
        self.diagnostics = diagnostics
    }

    /// With errors nothing may be published.
    public var hasErrors: Bool { diagnostics.contains { $0.level == .error } }
}

/// read content → compose → render → publish
///
///     let content = SiteReader(root: "site-folder").read()
///     let rendered = Site.render(content, RenderOptions())
///     let publication = try Publisher(directory: "site").publish(rendered)
public enum Site {
    /// Composes the pages and renders them. Pure: the same content gives the same bytes.
    public static func render(_ content: SiteContent, _ options: RenderOptions = RenderOptions()) -> RenderedSite {
        var composition = Composition(content, options)
        composition.compose()
        let diagnostics = Set(content.diagnostics + composition.diagnostics).sorted()
        if diagnostics.contains(where: { $0.level == .error }) {
            return RenderedSite(files: [:], diagnostics: diagnostics)
        }
        return RenderedSite(files: composition.render(), diagnostics: diagnostics)
    }
}
