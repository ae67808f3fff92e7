import Content
import Model

/// Posts as lists show them, rendered already: each stands in many lists.
final class EntryCache: Sendable {
    /// An article by its object: the edition that these parts belong to holds it, so no other can take its place.
    private struct Key: Hashable {
        var article: ObjectIdentifier
        var root: String
    }

    private let parts = Memo<Key, [UInt8]>()

    /// A post's HTML without a final newline.
    /// - Parameters:
    ///   - article: of the edition.
    ///   - root: how the links of the page begin.
    func html(_ article: Article, root: String, _ make: () -> [UInt8]) -> [UInt8] {
        parts.value(Key(article: ObjectIdentifier(article), root: root), make)
    }
}
