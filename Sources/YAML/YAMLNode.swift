import Model

/// A node of a YAML document. Scalars are not typed: `2014` and `NO` are strings.
struct YAMLNode: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        /// - Parameter isPlain: a plain scalar, neither quoted nor a block.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Pair])
    }

    struct Pair: Hashable, Sendable {
        var key: YAMLNode
        var value: YAMLNode
    }

    var content: Content
    /// Where it begins in the parsed text.
    var place: Diagnostic.Place

    /// The text of a scalar.
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
