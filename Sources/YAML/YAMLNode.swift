import Model

/// A node of a YAML document: what was written, not what it may mean. `2014` and `NO` are texts here.
struct YAMLNode: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        /// - Parameter isPlain: without quotation marks, and no block of lines.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Pair])
    }

    struct Pair: Hashable, Sendable {
        var key: YAMLNode
        var value: YAMLNode
    }

    var content: Content
    /// Where it begins in its text.
    var place: Diagnostic.Place

    /// A single value's text.
    var scalar: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// Written as `key:` with nothing after it, or `~` or `null`.
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return switch text {
        case "", "~", "null", "Null", "NULL": true
        default: false
        }
    }
}
