import Synchronization

/// Posts of lists that have been rendered already. Who asks first renders; the same post gives the same bytes, so it
/// does not matter who that was.
final class RenderedEntries: Sendable {
    private struct Key: Hashable {
        var file: String
        var root: String
    }

    private let entries = Mutex<[Key: String]>([:])

    /// - Parameters:
    ///   - file: the article's.
    ///   - root: how the links of the page begin.
    func html(of file: String, root: String, render: () -> String) -> String {
        let key = Key(file: file, root: root)
        if let html = entries.withLock({ $0[key] }) { return html }
        let html = render()
        entries.withLock { $0[key] = html }
        return html
    }
}
