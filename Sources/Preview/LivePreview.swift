import Content
import Model
import Pages

/// Keeps a `LiveSite` as its files are: watches them, reads again what changed, renders, and tells the browsers.
///
/// Where only articles changed, their own pages come first and at once; the rest of the site follows when the editor
/// has paused. Reading and rendering are pure, so what was not touched is simply kept.
package actor LivePreview {
    private let reader: SiteReader
    private let options: RenderOptions
    private let site: LiveSite
    private let background: BackgroundRendering
    private var content: SiteContent
    private var edit = 0
    private var wholeSite: Task<Void, Never>?

    /// How long nothing must change before the rest of the site is rendered.
    private static let pause = Duration.milliseconds(150)

    /// Reads and renders the site for the first time.
    package init(_ reader: SiteReader, _ options: RenderOptions, into site: LiveSite) {
        self.init(reader, options, into: site, background: BackgroundRendering())
    }

    init(_ reader: SiteReader, _ options: RenderOptions, into site: LiveSite, background: BackgroundRendering) {
        self.reader = reader
        self.options = options
        self.site = site
        self.background = background
        content = reader.read()
        site.replace(with: Site.render(content, options), edit: 0)
    }

    /// Follows a watch until it ends or the task is cancelled.
    /// - Parameter changed: called after each change with what is wrong now.
    package func follow(_ watch: FolderWatch, changed: @Sendable ([Diagnostic]) -> Void) async {
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
        wholeSite = Task.detached { [content, options, site, background, edit] in
            try? await Task.sleep(for: Self.pause)
            guard let rendered = await background.render(content, options) else { return }
            site.replace(with: rendered, edit: edit)
        }
    }

    /// Waits until the whole site is as its files are, as far as they are known. One edit may come as several: a file
    /// that is closed after it was renamed changed twice, and the second time ends what the first began.
    func settle() async {
        var awaited: Int
        repeat {
            awaited = edit
            await wholeSite?.value
        } while awaited != edit
    }
}
