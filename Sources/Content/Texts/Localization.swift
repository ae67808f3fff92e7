import Model
import Text
import YAML

/// The texts of one language by their dotted keys, from `templates/texts.LANGUAGE.yaml`.
package struct Localization: Hashable, Sendable {
    /// `de`, `en`.
    package var language: String
    /// The path of the file.
    package var file: String
    /// Dotted key → text.
    package private(set) var all: [String: String]

    package init(language: String, file: String, all: [String: String]) {
        self.language = language
        self.file = file
        self.all = all
    }

    /// A text that the program uses; reading has checked that it exists.
    package subscript(_ word: TextKey) -> String { all[word.rawValue] ?? word.rawValue }

    /// A text of an open set (codes of reasons, names of rules); `fallback` if the file does not have it.
    package subscript(_ group: Group, _ name: String, fallback fallback: String) -> String {
        all["\(group.rawValue).\(name)"] ?? fallback
    }

    /// The header of a column.
    package func header(_ column: TableDefinition.Column) -> String {
        self[.columns, column.rawValue, fallback: column.rawValue]
    }

    /// The header of a column over values that were taken over from a publication, or measured.
    package func header(_ column: TableDefinition.Column, transcribed: Bool) -> String {
        column == .grade && transcribed ? self[.gradeOf2014] : header(column)
    }

    /// A text with its placeholders `{name}` replaced.
    package func filled(_ word: TextKey, _ values: [String: String]) -> String { Self.fill(self[word], values) }

    /// Replaces placeholders `{name}`; those without a value stay. Values are not searched for placeholders.
    package static func fill(_ text: String, _ values: [String: String]) -> String {
        var text = text
        // By bytes: braces are ASCII, and finding character boundaries needs Unicode tables.
        return text.withUTF8 { bytes in
            var result = ""
            var rest = bytes[...]
            while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
                result += String(decoding: rest[..<open], as: UTF8.self)
                rest = rest[open...]
                guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { break }
                result +=
                    values[String(decoding: rest[(open + 1)..<close], as: UTF8.self)]
                    ?? String(decoding: rest[...close], as: UTF8.self)
                rest = rest[(close + 1)...]
            }
            return result + String(decoding: rest, as: UTF8.self)
        }
    }

    /// Groups with an open set of keys.
    package enum Group: String {
        case reasons, rules, omissions, grades, policies, columns, counts, services, problems, security, oddities,
            advice, report
        case countries
        case daneProtocols = "dane-protocols"
    }

    /// `29. Juli 2014`
    package func longDate(_ day: Day) -> String {
        filled(.dateLong, ["day": "\(day.day)", "month": month(day), "year": "\(day.year)"])
    }

    /// `29. Jul`, as in lists of posts.
    package func shortDate(_ day: Day) -> String {
        filled(.dateShort, ["day": "\(day.day)", "month": shortMonth(day)])
    }

    /// `A`, `A und B`, `A, B und C`
    package func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return filled(.listOfNames, ["names": names.dropLast().joined(separator: ", "), "last": last])
    }

    /// `Juli`
    package func month(_ day: Day) -> String { month(day.month) }

    package func month(_ month: Int) -> String { all["months.\(month)"] ?? "\(month)" }

    /// `Jul`, as beside the posts of the home page.
    package func shortMonth(_ day: Day) -> String { all["short-months.\(day.month)"] ?? "\(day.month)" }

    /// Reads the file.
    /// - Returns: the texts, and a diagnostic for each missing one.
    package static func read(_ source: SourceText, language: String) -> (
        texts: Localization?, diagnostics: [Diagnostic]
    ) {
        let reader = YAMLValidator(file: source.file)
        guard let node = reader.mapping(source.bytes[...], keys: []) else { return (nil, reader.diagnostics) }
        let texts = Localization(
            language: language, file: source.file,
            all: Dictionary(node.flattened().map { ($0.key, $0.text) }) { first, _ in first })
        let months = (1...12).flatMap { ["months.\($0)", "short-months.\($0)"] }
        let columns = TableDefinition.Column.allCases.map { "columns.\($0.rawValue)" }
        let counts = TableDefinition.Column.allCases.filter(\.isCounted).map { "counts.\($0.rawValue)" }
        for key in TextKey.allCases.map(\.rawValue) + months + columns + counts where texts.all[key] == nil {
            reader.report(
                at: .start, .missingText, "missing text '\(key)'",
                hint: Suggestion.closest(to: key, among: texts.all.keys).map { "did you mean '\($0)'?" }
                    ?? "add it; the file of another language shows where")
        }
        for word in TextKey.paths {
            if let part = texts.all[word.rawValue], !Slug.isSlug(part) {
                reader.report(
                    at: .start, .badAddress,
                    "invalid value '\(part)' for '\(word.rawValue)', which becomes part of URLs",
                    hint: "use lower-case letters, digits and hyphens")
            }
        }
        return (texts, reader.diagnostics)
    }
}
