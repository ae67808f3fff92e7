import Findings
import Site
import Synchronization

/// Keeps a `LiveSite` as its files are: watches them, reads again what changed, renders, and tells the browsers.
///
/// Where only articles changed, their own pages come first and at once; the rest of the site follows when the editor
/// has paused. Reading and rendering are pure, so what was not touched is simply kept.
public actor LivePreview {
    private let reader: SiteReader
    private let options: RenderOptions
    private let site: LiveSite
    private var content: SiteContent
    private var edit = 0
    private var wholeSite: Task<Void, Never>?

    /// How long nothing must change before the rest of the site is rendered.
    private static let pause = Duration.milliseconds(150)

    /// Reads and renders the site for the first time.
    public init(_ reader: SiteReader, _ options: RenderOptions, into site: LiveSite) {
        self.reader = reader
        self.options = options
        self.site = site
        content = reader.read()
        site.replace(with: Site.render(content, options), edit: 0)
    }

    /// Follows a watch until it ends or the task is cancelled.
    /// - Parameter changed: called after each change with what is wrong now.
    public func follow(_ watch: FolderWatch, changed: @Sendable ([Diagnostic]) -> Void) async {
        for await _ in watch.changes {
            update(watch.take())
            changed(site.diagnostics)
        }
        wholeSite?.cancel()
    }

    /// Reads and renders what some files are a part of.
    func update(_ paths: Set<String>) {
        let paths = paths.filter(SiteReader.concerns)
        guard !paths.isEmpty else { return }
        wholeSite?.cancel()
        edit += 1
        content = reader.read(again: content, changed: paths)
        let isArticlesOnly = paths.allSatisfy { $0.hasPrefix("content/articles/") }
        guard isArticlesOnly else {
            site.replace(with: Site.render(content, options), edit: edit)
            return
        }
        site.replace(pages: Site.render(articles: paths, of: content, options), about: paths, edit: edit)
        let (content, options, site, edit) = (self.content, self.options, self.site, self.edit)
        let isWanted = Wanted()
        wholeSite = Task.detached {
            try? await Task.sleep(for: Self.pause)
            if Task.isCancelled { return }
            await withTaskCancellationHandler {
                guard let rendered = Site.render(content, options, while: { isWanted.value }) else { return }
                site.replace(with: rendered, edit: edit)
            } onCancel: {
                isWanted.revoke()
            }
        }
    }

    /// Whether a rendering is still of use. The threads that a rendering is spread over do not know of its task, so they
    /// cannot ask whether that is cancelled.
    private final class Wanted: Sendable {
        private let wanted = Atomic<Bool>(true)

        var value: Bool { wanted.load(ordering: .relaxed) }
        func revoke() { wanted.store(false, ordering: .relaxed) }
    }

    /// Waits until the whole site is as its files are.
    func settle() async { await wholeSite?.value }
}
