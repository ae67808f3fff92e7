import Findings
import Yams

/// Reads one YAML file (or front matter, or directive) and collects everything that is wrong with it.
///
///     let reader = KeyedReader(file: "content/site.yaml")
///     if let node = reader.mapping(yaml, keys: ["title", "author"]) {
///         let title = node.requiredString("title")
///     }
///     diagnostics += reader.diagnostics
public final class KeyedReader {
    /// The file's path, relative to the site's root.
    public let file: String
    /// What was found wrong so far.
    public private(set) var diagnostics: [Diagnostic] = []
    /// Added to the lines that the YAML parser counts.
    private let firstLine: Int

    /// - Parameter firstLine: the line of the file that the YAML's first line is.
    public init(file: String, firstLine: Int = 1) {
        self.file = file
        self.firstLine = firstLine
    }

    /// The document's mapping; `nil` where the YAML is broken or is no mapping, and then a diagnostic says so.
    /// - Parameter keys: every key that may be there. Others become diagnostics.
    public func mapping(_ yaml: String, keys: [String]) -> KeyedNode? {
        do {
            guard let root = try YAMLText.tree(yaml, file: file, firstLine: firstLine) else {
                report(
                    at: Diagnostic.Place(line: firstLine, column: 1), "empty-yaml", "there is nothing here",
                    hint: keys.isEmpty ? "" : "known keys: \(keys.joined(separator: ", "))")
                return nil
            }
            return keyed(root, named: "the document", keys: keys)
        } catch {
            diagnostics += error.all
            return nil
        }
    }

    /// Adds a diagnostic of the caller's, at a place that a node told.
    public func report(
        at place: Diagnostic.Place, _ rule: String, _ message: String, hint: String = "",
        level: Diagnostic.Level = .error
    ) {
        diagnostics.append(
            Diagnostic(file: file, place: place, level: level, rule: rule, message: message, hint: hint))
    }

    func place(of node: Node) -> Diagnostic.Place {
        guard let mark = node.mark else { return Diagnostic.Place(line: firstLine, column: 1) }
        return Diagnostic.Place(line: mark.line + firstLine - 1, column: mark.column)
    }

    /// A mapping with its keys checked; `keys` empty means that any key will do.
    func keyed(_ node: Node, named name: String, keys: [String]) -> KeyedNode? {
        guard case .mapping(let mapping) = node else {
            report(
                at: place(of: node), "wrong-type", "\(name) must be a mapping of keys to values, not \(kind(of: node))",
                hint: keys.isEmpty ? "" : "known keys: \(keys.joined(separator: ", "))")
            return nil
        }
        var pairs: [KeyedNode.Pair] = []
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                report(at: place(of: key), "wrong-type", "a key must be a word", hint: "")
                continue
            }
            if !keys.isEmpty, !keys.contains(scalar.string) {
                report(
                    at: place(of: key), "unknown-key", "the key '\(excerpt(scalar.string))' is not known here",
                    hint: Suggestion.hint(for: scalar.string, among: keys))
                continue
            }
            pairs.append(KeyedNode.Pair(key: scalar.string, keyPlace: place(of: key), value: value))
        }
        return KeyedNode(reader: self, place: place(of: node), pairs: pairs)
    }

    /// `a list`, for messages.
    func kind(of node: Node) -> String {
        switch node {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        case .scalar(let scalar): isNull(node) ? "nothing" : "'\(excerpt(scalar.string))'"
        }
    }

    /// Written as `key:` with nothing after it, or `~` or `null`.
    func isNull(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// Enough of a value to recognise it, on one line.
    public func excerpt(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 60 ? "\(line.prefix(60))…" : line
    }
}
