import Model
import Text

extension Templates {
    /// A diagnostic for every name in a template that has no value where it stands: it would render nothing. A name in a
    /// partial has a value where it has one in any of the templates that include the partial. Names of texts (`t.…`) are
    /// those of a texts file instead, and what a data file holds (`data.NAME. …`) is not known here.
    /// - Parameters:
    ///   - roots: the templates that are rendered by themselves, with what they see.
    ///   - data: the names of the data files.
    package func unknownNames(_ roots: [TemplateRoot], data: Set<String> = []) -> [Diagnostic] {
        var check = TemplateNameCheck(parsed: parsed, roots: roots, data: data)
        check.run()
        return check.diagnostics
    }
}

/// Goes through all templates as rendering does, with names in place of values.
private struct TemplateNameCheck {
    let parsed: [String: ParsedTemplate]
    let roots: [TemplateRoot]
    let data: Set<String>
    /// All that some template sees.
    private let all: [TemplateNames]
    /// Places of names that have a value somewhere.
    private var known: Set<Use> = []
    private var unknown: [Use: (name: String, contexts: [TemplateNames])] = [:]
    /// Names of data files that are not there.
    private var missingData: [Use: String] = [:]
    /// Names of data in three braces: who wrote it need not be who wrote the template.
    private var unescapedData: [Use: String] = [:]
    private var visited: Set<String> = []

    private struct Use: Hashable {
        var template: String
        var place: Diagnostic.Place
    }

    /// What surrounds a node.
    private enum Scope {
        case names(TemplateNames)
        /// Inside a section of an unknown name: each name that some template sees may be meant.
        case unknown
        /// Inside a section over an editor's data: any name may be meant.
        case data

        var names: TemplateNames? { if case .names(let names) = self { names } else { nil } }
        var isUnknown: Bool { if case .unknown = self { true } else { false } }
        var isData: Bool { if case .data = self { true } else { false } }
    }

    private typealias Contexts = [Scope]
    private typealias Blocks = [String: (template: String, nodes: [ParsedTemplate.Node])]

    init(parsed: [String: ParsedTemplate], roots: [TemplateRoot], data: Set<String>) {
        self.parsed = parsed
        self.roots = roots
        self.data = data
        all = roots.flatMap(\.contexts).flatMap(\.withInner)
    }

    mutating func run() {
        for root in roots {
            guard let template = parsed[root.template] else { continue }
            visited.insert(root.template)
            walk(template.nodes, of: root.template, root.contexts.map { .names($0) }, [:], depth: 0)
        }
        // What no page includes may be for any.
        for (name, template) in parsed where !visited.contains(name) {
            walk(template.nodes, of: name, [.unknown], [:], depth: 0)
        }
    }

    private mutating func walk(
        _ nodes: [ParsedTemplate.Node], of template: String, _ contexts: Contexts, _ blocks: Blocks, depth: Int
    ) {
        guard depth <= TemplateProgram.maximumDepth else { return }
        for node in nodes {
            switch node {
            case .text: break
            case .value(let tag, let isEscaped):
                if case .data = look(tag, template, contexts), !isEscaped {
                    unescapedData[Use(template: template, place: tag.place)] = tag.name
                }
            case .inverted(let tag, let inner):
                _ = look(tag, template, contexts)
                walk(inner, of: template, contexts, blocks, depth: depth + 1)
            case .section(let tag, let inner):
                switch look(tag, template, contexts) {
                case .unknown: walk(inner, of: template, contexts + [.unknown], blocks, depth: depth + 1)
                case .data: walk(inner, of: template, contexts + [.data], blocks, depth: depth + 1)
                case .known(let names?): walk(inner, of: template, contexts + [.names(names)], blocks, depth: depth + 1)
                case .known(nil): walk(inner, of: template, contexts, blocks, depth: depth + 1)
                }
            case .block(let name, let fallback):
                var others = blocks
                let chosen = others.removeValue(forKey: name) ?? (template, fallback)
                walk(chosen.nodes, of: chosen.template, contexts, others, depth: depth + 1)
            case .partial(let name, _, let own):
                guard let partial = parsed[name] else { continue }
                visited.insert(name)
                let blocks = blocks.merging(own.mapValues { (template, $0) }) { outer, _ in outer }
                walk(partial.nodes, of: name, contexts, blocks, depth: depth + 1)
            }
        }
    }

    private enum Found {
        /// With the names that a section over it adds.
        case known(TemplateNames?)
        /// Something of a data file.
        case data
        case unknown
    }

    private mutating func look(_ tag: TemplateScan.Tag, _ template: String, _ contexts: Contexts) -> Found {
        if tag.name == "." || tag.name == "t" || tag.name.hasPrefix("t.") { return .known(nil) }
        let use = Use(template: template, place: tag.place)
        let path = tag.name.split(separator: ".").map(String.init)
        if let entry = Self.entry(path, contexts) {
            known.insert(use)
            return .known(entry.holds.inner)
        }
        if path.first == "data" {
            if path.count > 1, !data.contains(path[1]) { missingData[use] = path[1] }
            return .data
        }
        if contexts.contains(where: \.isData) {
            known.insert(use)
            return .data
        }
        if contexts.contains(where: \.isUnknown), path.allSatisfy({ part in all.contains { $0.entry(part) != nil } }) {
            known.insert(use)
        } else {
            unknown[use] = (tag.name, contexts.compactMap(\.names))
        }
        return .unknown
    }

    private static func entry(_ path: [String], _ contexts: Contexts) -> TemplateNames.Entry? {
        guard let first = path.first,
            var entry = contexts.reversed().lazy.compactMap({ $0.names?.entry(first) }).first
        else { return nil }
        for part in path.dropFirst() {
            guard case .one(let names) = entry.holds, let next = names.entry(part) else { return nil }
            entry = next
        }
        return entry
    }

    var diagnostics: [Diagnostic] {
        let missing = missingData.map { use, name in
            Diagnostic(
                file: "templates/\(use.template).mustache", place: use.place, rule: .unknownName,
                message: "no data file '\(name)'",
                hint: Suggestion.closest(to: name, among: data).map { "did you mean '\($0)'?" }
                    ?? "create content/data/\(name).yaml, .json or .csv")
        }
        let unescaped = unescapedData.map { use, name in
            Diagnostic(
                file: "templates/\(use.template).mustache", place: use.place, rule: .unescapedVariable,
                message: "'\(name)' would be inserted without escaping",
                hint: "write {{\(name)}}: data are texts, and never HTML")
        }
        return (missing + unescaped + unknownNames).sorted {
            ($0.file, $0.place.line, $0.place.column) < ($1.file, $1.place.line, $1.place.column)
        }
    }

    private var unknownNames: [Diagnostic] {
        unknown.filter { !known.contains($0.key) }.map { use, found in
            let isElsewhere = all.contains { $0.entry(found.name) != nil }
            return Diagnostic(
                file: "templates/\(use.template).mustache", place: use.place, rule: .unknownName,
                message: isElsewhere ? "'\(found.name)' has no value here" : "unknown name '\(found.name)'",
                hint: hint(found.name, found.contexts, isElsewhere: isElsewhere))
        }
    }

    private func hint(_ name: String, _ contexts: [TemplateNames], isElsewhere: Bool) -> String {
        let entries = contexts.flatMap(\.entries)
        if isElsewhere {
            // A list that is at hand may hold it.
            if let list = entries.first(where: { $0.holds.inner?.entry(name) != nil }) {
                return "write it inside {{#\(list.name)}}…{{/\(list.name)}}"
            }
            let owners = all.filter { $0.entry(name) != nil }.map { "'\($0.title)'" }
            return "templates/README.md lists it for \(Set(owners).sorted().prefix(3).joined(separator: ", "))"
        }
        if name.hasPrefix("has-"), entries.contains(where: { $0.name == name.dropFirst(4) }) {
            return "only lists have 'has-': write {{#\(name.dropFirst(4))}}"
        }
        let here = Suggestion.closest(to: name, among: entries.map(\.name))
        // Every name of a path may be misspelt, but one that goes on from a text or a list has no value at all.
        if let dot = name.firstIndex(of: "."), entries.contains(where: { $0.name == name[..<dot] }), here == nil {
            return "templates/README.md lists the names"
        }
        return (here ?? Suggestion.closest(to: name, among: all.flatMap(\.entries).map(\.name)))
            .map { "did you mean '\($0)'?" } ?? "templates/README.md lists the names"
    }
}
