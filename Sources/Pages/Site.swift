import Content
import Model
import Templates

/// What a rendering may be told beside the content.
package struct RenderOptions: Hashable, Sendable {
    /// Instead of the settings' base address; must be one that `SiteSettings.checkedBaseURL` gave.
    package var baseURL: String?
    /// Also publish articles marked as drafts, with a word that they are.
    package var drafts: Bool
    /// Also publish articles of later days, with a word that they are.
    package var future: Bool
    /// The day of the build: articles of later days are held back, unless they or drafts are published; `nil` to hold back
    /// and mark none.
    package var today: Day?
    /// Also warn of what typists write instead of their language's quotation marks and dashes.
    package var checksTypography: Bool
    /// Stands for everything but snapshots and articles that pages are made of: settings, providers, tables, errata,
    /// templates, these options and the program. Where it and the snapshots up to its date are as they were, a page of
    /// that date is what it was. `nil` where that is not known.
    package var basis: String?

    package init(
        baseURL: String? = nil, drafts: Bool = false, future: Bool = false, today: Day? = nil,
        checksTypography: Bool = false, basis: String? = nil
    ) {
        self.baseURL = baseURL
        self.drafts = drafts
        self.future = future
        self.today = today
        self.checksTypography = checksTypography
        self.basis = basis
    }

    /// Whether an article has a page.
    func publishes(_ article: Article) -> Bool { drafts || !article.draft && !isHeldBack(article) }

    fileprivate func isHeldBack(_ article: Article) -> Bool {
        !drafts && !future && !article.draft && isAhead(article)
    }

    fileprivate func isAhead(_ article: Article) -> Bool { today.map { article.date > $0 } ?? false }
}

/// A whole site in memory.
package struct RenderedSite: Hashable, Sendable {
    /// Path below the published directory (`2014/07/jabber/index.html`) → bytes. Empty where there are errors.
    package var files: [String: [UInt8]]
    /// Everything that is wrong, of reading and of composing, sorted.
    package var diagnostics: [Diagnostic]

    package init(files: [String: [UInt8]], diagnostics: [Diagnostic]) {
        self.files = files
        self.diagnostics = diagnostics
    }

    /// With errors nothing may be published.
    package var hasErrors: Bool { diagnostics.contains { $0.level == .error } }
}

extension RenderedSite: FileSource {
    package func produce(_ take: @Sendable (_ path: String, _ bytes: [UInt8]) -> Void) -> [Diagnostic] {
        for (path, bytes) in files { take(path, bytes) }
        return diagnostics
    }
}

/// A site page by page: it is never in memory as a whole. Pure: the same content gives the same paths, bytes and
/// diagnostics, whichever thread comes first.
package struct SiteRendering: FileSource {
    private let content: SiteContent
    private let options: RenderOptions

    package init(_ content: SiteContent, _ options: RenderOptions = RenderOptions()) {
        self.content = content
        self.options = options
    }

    /// Articles that wait for their day, the next one first: file and date.
    package var heldBack: [(file: String, date: Day)] {
        content.articles.filter(options.isHeldBack).map { ($0.file, $0.date) }
            .sorted { ($0.date, $0.file) < ($1.date, $1.file) }
    }

    /// Whether some article is yet to come: another day will give another site.
    package var dependsOnDay: Bool {
        content.articles.contains { options.isAhead($0) && (options.drafts || !$0.draft) }
    }

    package func produce(_ take: @Sendable (_ path: String, _ bytes: [UInt8]) -> Void) -> [Diagnostic] {
        withoutActuallyEscaping(take) { produce(into: FileTaker(taking: $0)) }
    }

    package func produce(into output: some FileOutput) -> [Diagnostic] {
        produce(.allCores, while: { true }, into: output) ?? []
    }

    fileprivate func produce(
        _ spread: Parallel.Spread, while isWanted: @Sendable () -> Bool, into output: some FileOutput
    ) -> [Diagnostic]? {
        Composition(content, options).produce(spread, while: isWanted, into: output)
            .map { Set(content.diagnostics + $0).sorted() }
    }
}

/// Takes files, and keeps none of an earlier build.
private struct FileTaker: FileOutput {
    let taking: @Sendable (_ path: String, _ bytes: [UInt8]) -> Void

    func take(_ path: String, _ bytes: [UInt8]) { taking(path, bytes) }
    func keep(_ page: String, madeOf key: String) -> [FileDigest]? { nil }
    func note(_ page: String, madeOf key: String, files: [FileDigest]) {}
}

/// read content → compose → render → publish
///
///     let content = SiteReader(root: "site-folder").read()
///     let publication = try Publisher(directory: "site").publish(SiteRendering(content))
package enum Site {
    /// Renders the whole site into memory, for whoever looks at all of it: checks, the preview, tests.
    package static func render(_ content: SiteContent, _ options: RenderOptions = RenderOptions()) -> RenderedSite {
        render(content, options, .allCores, while: { true }) ?? RenderedSite(files: [:], diagnostics: [])
    }

    /// The same for whoever may not need it any more before it is done, and has more urgent things to do meanwhile: no
    /// thread but the one that calls works on it.
    /// - Parameter isWanted: asked before each page and each feed.
    /// - Returns: `nil` where it was not wanted to its end.
    package static func render(
        _ content: SiteContent, _ options: RenderOptions, while isWanted: @Sendable () -> Bool
    ) -> RenderedSite? {
        render(content, options, .thisThread, while: isWanted)
    }

    /// The same with other templates than the content's.
    static func render(_ content: SiteContent, templates: Templates) -> RenderedSite {
        let files = Locked<[String: [UInt8]]>([:])
        let diagnostics = Composition(content, RenderOptions(), templates: templates)
            .produce(
                .allCores, while: { true }, into: FileTaker { path, bytes in files.withLock { $0[path] = bytes } })
        return RenderedSite(files: files.withLock { $0 }, diagnostics: diagnostics ?? [])
    }

    private static func render(
        _ content: SiteContent, _ options: RenderOptions, _ spread: Parallel.Spread,
        while isWanted: @Sendable () -> Bool
    ) -> RenderedSite? {
        let files = Locked<[String: [UInt8]]>([:])
        let produced = SiteRendering(content, options).produce(
            spread, while: isWanted, into: FileTaker { path, bytes in files.withLock { $0[path] = bytes } })
        guard let diagnostics = produced else { return nil }
        var rendered = RenderedSite(files: [:], diagnostics: diagnostics)
        if !rendered.hasErrors { rendered.files = files.withLock { $0 } }
        return rendered
    }
}
