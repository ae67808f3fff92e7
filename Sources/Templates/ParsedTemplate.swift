import Mustache

/// What the Mustache library's parser made of a template. The library keeps it to itself, so it is looked at by
/// reflection, once for each template; where a later version of the library keeps it otherwise, there is no parsed
/// template, and the library renders as well (a test sees to it that this one is understood).
package struct ParsedTemplate: Sendable {
    enum Tag: Sendable {
        case text(String)
        case value(name: String, isEscaped: Bool)
        case section(name: String, ParsedTemplate)
        case inverted(name: String, ParsedTemplate)
        /// A place that heirs may fill, and what is there otherwise.
        case block(name: String, ParsedTemplate)
        /// A partial, or the parent of this template with what it fills in.
        case partial(name: String, blocks: [String: ParsedTemplate])
    }

    private(set) var tags: [Tag] = []

    /// - Returns: `nil` where there is a tag that is not known here.
    init?(_ template: MustacheTemplate) {
        guard let tokens = Mirror(reflecting: template).descendant("tokens") else { return nil }
        for token in Mirror(reflecting: tokens).children {
            guard let (kind, payload) = Mirror(reflecting: token.value).children.first, let kind else { return nil }
            // All rendering escapes alike, so the pragma that says so is none of the tags.
            if kind == "contentType" { continue }
            guard let tag = Self.tag(kind, payload) else { return nil }
            tags.append(tag)
        }
    }

    private static func tag(_ kind: String, _ payload: Any) -> Tag? {
        if kind == "text" { return (payload as? String).map { .text($0) } }
        var parts: [String: Any] = [:]
        for part in Mirror(reflecting: payload).children { parts[part.label ?? ""] = part.value }
        // Transforms, and names that begin with a full stop, are for whoever uses the library directly.
        guard (parts["transforms"] as? [String])?.isEmpty != false else { return nil }
        guard (parts["indentation"] as? String ?? "").isEmpty else { return nil }
        guard let name = (parts["name"] ?? parts[".0"]) as? String, name == "." || !name.hasPrefix(".") else {
            return nil
        }
        switch kind {
        case "variable": return .value(name: name, isEscaped: true)
        case "unescapedVariable": return .value(name: name, isEscaped: false)
        case "section": return inner(parts["template"]).map { .section(name: name, $0) }
        case "invertedSection": return inner(parts["template"]).map { .inverted(name: name, $0) }
        case "blockExpansion": return inner(parts["default"]).map { .block(name: name, $0) }
        case "partial":
            var blocks: [String: ParsedTemplate] = [:]
            for (name, template) in parts["inherits"] as? [String: MustacheTemplate] ?? [:] {
                guard let block = ParsedTemplate(template) else { return nil }
                blocks[name] = block
            }
            return .partial(name: name, blocks: blocks)
        default: return nil
        }
    }

    private static func inner(_ template: Any?) -> ParsedTemplate? {
        (template as? MustacheTemplate).flatMap { ParsedTemplate($0) }
    }
}
