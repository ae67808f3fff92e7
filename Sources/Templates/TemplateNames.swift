import Model
import Text

extension Templates {
    /// A diagnostic for every name in a template that no page sets: it would render nothing. Names of texts (`t.…`) are
    /// those of a texts file instead.
    package var unknownNames: [Diagnostic] {
        tags.sorted { $0.key < $1.key }.flatMap { template, tags in
            tags.filter { $0.isLookedUp && !Self.isKnown($0.name) }.map { tag in
                Diagnostic(
                    file: "templates/\(template).mustache", place: tag.place, rule: .unknownName,
                    message: "unknown name '\(tag.name)'",
                    hint: Self.hint(tag.name))
            }
        }
    }

    private static func hint(_ name: String) -> String {
        if name.hasPrefix("has-"), TemplateField(rawValue: String(name.dropFirst(4))) != nil {
            return "only lists have 'has-': write {{#\(name.dropFirst(4))}}"
        }
        return Suggestion.closest(to: name, among: names).map { "did you mean '\($0)'?" }
            ?? "templates/README.md lists the names"
    }

    /// Whether templates may look up this name: `.`, a text, a field or the list that a section repeats for, or `has-`
    /// before a list. In a name with full stops each part must be one.
    private static func isKnown(_ name: String) -> Bool {
        if name == "." || name == "t" || name.hasPrefix("t.") { return true }
        return name.split(separator: ".").allSatisfy { part in
            let part = String(part)
            return TemplateField(rawValue: part) != nil || TemplateList(rawValue: part) != nil
                || part.hasPrefix("has-") && TemplateList(rawValue: String(part.dropFirst(4))) != nil
        }
    }

    /// All that templates may look up, without `has-`.
    package static var names: [String] {
        TemplateField.allCases.map(\.rawValue) + TemplateList.allCases.map(\.rawValue)
    }
}

extension TemplateScan.Tag {
    /// Whether the tag's name is that of a value.
    package var isLookedUp: Bool {
        switch kind {
        case .value, .unescapedValue, .section, .inverted: true
        case .block, .parent, .close, .partial, .comment: false
        }
    }
}
