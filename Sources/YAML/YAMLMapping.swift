import Model
import Text

/// A validating view of a YAML mapping: values are read by key and type. A missing value or a wrong type is reported to
/// the reader, and the caller gets `nil` or an empty value.
package struct YAMLMapping {
    struct Pair {
        var key: String
        var keyPlace: Diagnostic.Place
        var value: YAMLNode
    }

    /// Collects the diagnostics.
    package let reader: YAMLValidator
    /// Where the mapping begins in its file.
    package let place: Diagnostic.Place
    let pairs: [Pair]

    /// The keys in the file's order.
    package var keys: [String] { pairs.map(\.key) }

    /// The place of a key's value; the mapping's own if the key is missing.
    package func place(of key: String) -> Diagnostic.Place {
        pairs.first { $0.key == key }.map { reader.place(of: $0.value) } ?? place
    }

    /// Whether the key is present with a value.
    package func has(_ key: String) -> Bool { value(key) != nil }

    /// A string; any scalar is one. `nil` if the key is missing.
    package func string(_ key: String) -> String? {
        value(key).flatMap { text($0, named: "'\(key)'", "a string") }
    }

    /// A required string, not empty.
    package func requiredString(_ key: String) -> String? {
        guard require(key), let text = string(key) else { return nil }
        if text.allSatisfy(\.isWhitespace) {
            report(key, .emptyValue, "'\(key)' must not be empty", hint: "give it a value")
            return nil
        }
        return text
    }

    /// `true` or `false`; `fallback` if the key is missing or the value invalid.
    package func bool(_ key: String, default fallback: Bool) -> Bool {
        guard let node = value(key) else { return fallback }
        switch node.scalar {
        case "true": return true
        case "false": return false
        default:
            report(
                key, .wrongType, "'\(key)' must be true or false, not \(reader.kind(of: node))",
                hint: "write true or false")
            return fallback
        }
    }

    /// A whole number within `range`; `nil` if the key is missing or the value invalid.
    package func int(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = value(key) else { return nil }
        guard let text = node.scalar, let number = Int(text), range.contains(number) else {
            report(
                key, .wrongType,
                "'\(key)' must be an integer from \(range.lowerBound) to \(range.upperBound), not \(reader.kind(of: node))",
                hint: "write a number in this range")
            return nil
        }
        return number
    }

    /// A date `YYYY-MM-DD`; `nil` if the key is missing or the value invalid.
    package func day(_ key: String) -> Day? {
        guard let node = value(key), let text = text(node, named: "'\(key)'", "a date") else { return nil }
        guard let day = Day(text) else {
            report(
                key, .badDate, "'\(reader.excerpt(text))' is not a valid date",
                hint: "use the format YYYY-MM-DD and a date that exists")
            return nil
        }
        return day
    }

    /// A required date.
    package func requiredDay(_ key: String) -> Day? { require(key) ? day(key) : nil }

    /// A string of a fixed set.
    package func word(_ key: String, of allowed: [String]) -> String? {
        guard let text = string(key) else { return nil }
        guard allowed.contains(text) else {
            report(
                key, .unknownValue, "invalid value '\(reader.excerpt(text))' for '\(key)'",
                hint: Suggestion.hint(for: text, among: allowed))
            return nil
        }
        return text
    }

    /// A list of strings; empty if the key is missing or the value invalid.
    package func strings(_ key: String) -> [String] { placedStrings(key).map(\.text) }

    /// A list of strings, each with its place.
    package func placedStrings(_ key: String) -> [(text: String, place: Diagnostic.Place)] {
        items(key).compactMap { item in
            text(item, named: "an entry of '\(key)'", "a string").map { ($0, reader.place(of: item)) }
        }
    }

    /// A list of dates.
    package func days(_ key: String) -> [Day] {
        placedStrings(key).compactMap { entry in
            if let day = Day(entry.text) { return day }
            reader.report(
                at: entry.place, .badDate, "'\(reader.excerpt(entry.text))' is not a valid date",
                hint: "use the format YYYY-MM-DD and a date that exists")
            return nil
        }
    }

    /// A mapping below a key. If `keys` is empty, any key is allowed.
    package func node(_ key: String, keys: [String]) -> YAMLMapping? {
        value(key).flatMap { reader.keyed($0, named: "'\(key)'", keys: keys) }
    }

    /// A list of mappings.
    package func nodes(_ key: String, keys: [String]) -> [YAMLMapping] {
        items(key).compactMap { reader.keyed($0, named: "an entry of '\(key)'", keys: keys) }
    }

    /// A localized string: language → text. A single string applies to all of `languages`.
    package func localized(_ key: String, languages: [String]) -> [String: String] {
        guard let node = value(key) else { return [:] }
        if node.scalar != nil, let text = text(node, named: "'\(key)'", "a string") {
            return Dictionary(languages.map { ($0, text) }) { first, _ in first }
        }
        guard let keyed = reader.keyed(node, named: "'\(key)'", keys: languages) else { return [:] }
        return Dictionary(keyed.keys.compactMap { key in keyed.string(key).map { (key, $0) } }) { first, _ in first }
    }

    /// The same for a string that is required in every language if it is given in one.
    package func localizedInAll(_ key: String, languages: [String]) -> [String: String] {
        let texts = localized(key, languages: languages)
        // If there is none at all, that is reported elsewhere, or allowed.
        for language in languages where !texts.isEmpty && texts[language]?.isEmpty ?? true {
            report(
                key, .missingTranslation, "'\(key)' has no translation for '\(language)'",
                hint: "add '\(language): …', or use a single string for all languages")
        }
        return texts
    }

    /// All keys with their strings; for mappings whose keys are data.
    package func texts() -> [(key: String, text: String, place: Diagnostic.Place)] {
        pairs.compactMap { pair in
            text(pair.value, named: "'\(pair.key)'", "a string").map { (pair.key, $0, pair.keyPlace) }
        }
    }

    /// All strings below this mapping, with their keys joined by dots (`home.title`).
    package func flattened() -> [(key: String, text: String, place: Diagnostic.Place)] {
        pairs.flatMap { pair -> [(key: String, text: String, place: Diagnostic.Place)] in
            if case .mapping = pair.value.content {
                return reader.keyed(pair.value, named: "'\(pair.key)'", keys: [])?.flattened()
                    .map { ("\(pair.key).\($0.key)", $0.text, $0.place) } ?? []
            }
            return text(pair.value, named: "'\(pair.key)'", "a string").map { [(pair.key, $0, pair.keyPlace)] } ?? []
        }
    }

    /// Reports a missing key.
    @discardableResult
    package func require(_ key: String) -> Bool {
        if has(key) { return true }
        reader.report(at: place, .missingKey, "missing key '\(key)'", hint: "add '\(key): …'")
        return false
    }

    /// Adds a diagnostic at a key's value.
    package func report(_ key: String, _ rule: Diagnostic.Rule, _ message: String, hint: String = "") {
        reader.report(at: place(of: key), rule, message, hint: hint)
    }

    /// Whether the value is a list.
    package func isList(_ key: String) -> Bool { if case .sequence? = value(key)?.content { true } else { false } }

    private func value(_ key: String) -> YAMLNode? {
        pairs.first { $0.key == key && !$0.value.isNull }?.value
    }

    private func items(_ key: String) -> [YAMLNode] {
        guard let node = value(key) else { return [] }
        guard case .sequence(let sequence) = node.content else {
            report(
                key, .wrongType, "'\(key)' must be a list, not \(reader.kind(of: node))",
                hint: node.scalar.map { "write [\(reader.excerpt($0))]" } ?? "begin each entry with '- '")
            return []
        }
        return sequence
    }

    private func text(_ node: YAMLNode, named name: String, _ expected: String) -> String? {
        if let text = node.scalar, !node.isNull { return text }
        reader.report(
            at: reader.place(of: node), .wrongType, "\(name) must be \(expected), not \(reader.kind(of: node))")
        return nil
    }
}
