import Model

/// A value of a YAML document whose keys are data: read as it is, without a set of known keys.
package struct YAMLValue: Sendable {
    package enum Content: Sendable {
        /// `null`, or nothing at all.
        case nothing
        /// `true` or `false`, not quoted.
        case bool(Bool)
        case text(String)
        case list([YAMLValue])
        case mapping([(key: String, value: YAMLValue)])
    }

    package var content: Content
    /// In its file.
    package var place: Diagnostic.Place
}

extension YAMLValidator {
    /// The document as a value; `nil`, with a diagnostic, if the YAML is invalid or empty. Its nesting is bounded by the
    /// parser.
    package func value(_ yaml: ArraySlice<UInt8>) -> YAMLValue? {
        yaml.withUnsafeBufferPointer { tree($0, keys: []) }.map(value)
    }

    private func value(_ node: YAMLNode) -> YAMLValue {
        let content: YAMLValue.Content
        switch node.content {
        case .scalar where node.isNull: content = .nothing
        case .scalar("true", isPlain: true): content = .bool(true)
        case .scalar("false", isPlain: true): content = .bool(false)
        case .scalar(let text, _): content = .text(text)
        case .sequence(let items): content = .list(items.map(value))
        case .mapping(let pairs):
            content = .mapping(
                pairs.compactMap { pair in
                    if let key = pair.key.scalar { return (key, value(pair.value)) }
                    report(at: place(of: pair.key), .wrongType, "a key must be a string", hint: "write 'key: value'")
                    return nil
                })
        }
        return YAMLValue(content: content, place: place(of: node))
    }
}
