import Model
import Text

/// Which templates include which others, as partials or as parents.
struct TemplateIncludes {
    /// Template → the templates that it names, each with the place of the first tag that does.
    private var includes: [String: [(name: String, place: Diagnostic.Place)]] = [:]

    /// - Parameter tags: of each template.
    init(_ tags: [String: [TemplateScan.Tag]]) {
        includes = tags.mapValues { tags in
            var seen: Set<String> = []
            return tags.filter { ($0.kind == .partial || $0.kind == .parent) && seen.insert($0.name).inserted }
                .map { ($0.name, $0.place) }
        }
    }

    /// Partials that do not exist, and templates that include themselves, directly or through others.
    /// - Parameter sources: all templates by name.
    func diagnostics(_ sources: [String: SourceText]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            for include in includes[name] ?? [] where !include.name.isEmpty && !include.name.hasPrefix("*") {
                if sources[include.name] == nil {
                    diagnostics.append(
                        Diagnostic(
                            file: source.file, place: include.place, rule: .noSuchTemplate,
                            message: "unknown template '\(include.name)'",
                            hint: Suggestion.hint(for: include.name, among: sources.keys)))
                } else if let path = path(from: include.name, to: name) {
                    diagnostics.append(
                        Diagnostic(
                            file: source.file, place: include.place, rule: .templateIncludesItself,
                            message: "the template includes itself: \(([name] + path).joined(separator: " → "))",
                            hint: "remove one of the includes; use a section to repeat something"))
                }
            }
        }
        return diagnostics
    }

    /// The templates on the way from one to another, both included.
    private func path(from start: String, to end: String) -> [String]? {
        var paths = [[start]]
        var seen: Set<String> = [start]
        while let path = paths.popLast() {
            guard let last = path.last else { continue }
            if last == end { return path }
            for next in includes[last] ?? [] where seen.insert(next.name).inserted { paths.append(path + [next.name]) }
        }
        return nil
    }
}
