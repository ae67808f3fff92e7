/// Parts that many pages have in common, rendered already, as a post in lists.
final class RenderedParts: Sendable {
    private struct Key: Hashable {
        var template: String
        var root: String
        var name: String
    }

    private let parts = MadeOnce<Key, [UInt8]>()

    /// A part's HTML without a final newline.
    /// - Parameters:
    ///   - root: how the links of the page begin.
    ///   - name: what else the part depends on.
    func html(_ template: String, root: String, name: String, from templates: Templates, scope: () -> Scope) -> [UInt8]
    {
        parts.value(Key(template: template, root: root, name: name)) { templates.part(template, scope()) }
    }
}
