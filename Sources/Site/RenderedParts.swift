import Synchronization

/// Parts that many pages have in common, rendered already: a post in lists, the navigation of all pages that lie equally
/// deep. Who asks first renders; the same part gives the same bytes, so it does not matter who that was.
final class RenderedParts: Sendable {
    private struct Key: Hashable {
        var template: String
        var root: String
        var name: String
    }

    private let parts = Mutex<[Key: String]>([:])

    /// A part's HTML without a final newline.
    /// - Parameters:
    ///   - root: how the links of the page begin.
    ///   - name: what else the part depends on.
    func html(_ template: String, root: String, name: String, from templates: Templates, scope: () -> Scope) -> String {
        let key = Key(template: template, root: root, name: name)
        if let html = parts.withLock({ $0[key] }) { return html }
        var html = templates.render(template, scope())
        if html.hasSuffix("\n") { html.removeLast() }
        parts.withLock { $0[key] = html }
        return html
    }
}
