import Model
import Text

/// Reads one YAML document (a file, front matter or a directive) and collects all diagnostics.
///
///     let reader = YAMLValidator(file: "content/site.yaml")
///     if let node = reader.mapping(yaml, keys: ["title", "author"]) {
///         let title = node.requiredString("title")
///     }
///     diagnostics += reader.diagnostics
package final class YAMLValidator {
    /// The file's path, relative to the site's root.
    package let file: String
    /// The diagnostics so far.
    package private(set) var diagnostics: [Diagnostic] = []
    /// The offset of the lines that the parser counts, plus one.
    private let firstLine: Int

    /// - Parameter firstLine: the line of the file that the YAML's first line is.
    package init(file: String, firstLine: Int = 1) {
        self.file = file
        self.firstLine = firstLine
    }

    /// The document's mapping; `nil`, with a diagnostic, if the YAML is invalid or not a mapping.
    /// - Parameter keys: the allowed keys. Others are reported; if empty, any key is allowed.
    package func mapping(_ yaml: String, keys: [String]) -> YAMLMapping? {
        var yaml = yaml
        return yaml.withUTF8 { mapping($0, keys: keys) }
    }

    /// The same for UTF-8.
    package func mapping(_ yaml: ArraySlice<UInt8>, keys: [String]) -> YAMLMapping? {
        yaml.withUnsafeBufferPointer { mapping($0, keys: keys) }
    }

    private func mapping(_ yaml: UnsafeBufferPointer<UInt8>, keys: [String]) -> YAMLMapping? {
        tree(yaml, keys: keys).flatMap { keyed($0, named: "the document", keys: keys) }
    }

    /// The document's root; `nil`, with a diagnostic, if there is none.
    /// - Parameter keys: to be named where the document is empty.
    func tree(_ yaml: UnsafeBufferPointer<UInt8>, keys: [String]) -> YAMLNode? {
        do throws(YAMLParser.Fault) {
            var comments: [(place: Diagnostic.Place, text: String)] = []
            let tree = try YAMLParser.tree(yaml, comments: &comments)
            for comment in comments {
                report(
                    at: place(comment.place), .hiddenText,
                    "'\(excerpt(comment.text))' is a comment, not a part of the value",
                    hint: "quote the value, or put a space after '#'", level: .warning)
            }
            guard let root = tree else {
                report(
                    at: Diagnostic.Place(line: firstLine, column: 1), .emptyYAML, "the YAML is empty",
                    hint: keys.isEmpty ? "" : "valid keys: \(keys.joined(separator: ", "))")
                return nil
            }
            return root
        } catch {
            report(at: place(error.place), .brokenYAML, error.message, hint: error.hint)
            return nil
        }
    }

    /// Adds a diagnostic.
    package func report(
        at place: Diagnostic.Place, _ rule: Diagnostic.Rule, _ message: String, hint: String = "",
        level: Diagnostic.Level = .error
    ) {
        diagnostics.append(
            Diagnostic(file: file, place: place, level: level, rule: rule, message: message, hint: hint))
    }

    /// The place of a node in the file.
    func place(of node: YAMLNode) -> Diagnostic.Place {
        place(node.place)
    }

    private func place(_ inText: Diagnostic.Place) -> Diagnostic.Place {
        Diagnostic.Place(line: inText.line + firstLine - 1, column: inText.column)
    }

    /// A mapping with its keys checked; if `keys` is empty, any key is allowed.
    func keyed(_ node: YAMLNode, named name: String, keys: [String]) -> YAMLMapping? {
        guard case .mapping(let mapping) = node.content else {
            report(
                at: place(of: node), .wrongType, "\(name) must be a mapping of keys to values, not \(kind(of: node))",
                hint: keys.isEmpty ? "" : "valid keys: \(keys.joined(separator: ", "))")
            return nil
        }
        var pairs: [YAMLMapping.Pair] = []
        pairs.reserveCapacity(mapping.count)
        for pair in mapping {
            guard let key = pair.key.scalar else {
                report(at: place(of: pair.key), .wrongType, "a key must be a string", hint: "write 'key: value'")
                continue
            }
            if !keys.isEmpty, !keys.contains(key) {
                report(
                    at: place(of: pair.key), .unknownKey, "unknown key '\(excerpt(key))'",
                    hint: Suggestion.hint(for: key, among: keys))
                continue
            }
            pairs.append(YAMLMapping.Pair(key: key, keyPlace: place(of: pair.key), value: pair.value))
        }
        return YAMLMapping(reader: self, place: place(of: node), pairs: pairs)
    }

    /// `a list`, for messages.
    func kind(of node: YAMLNode) -> String {
        switch node.content {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let text, _): node.isNull ? "nothing" : "'\(excerpt(text))'"
        }
    }

    /// The beginning of a value, on one line, for messages.
    package func excerpt(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 60 ? "\(line.prefix(60))…" : line
    }
}
