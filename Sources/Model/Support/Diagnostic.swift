/// What is wrong with something an editor wrote or a run met, as a value: it has a rule name
/// and a place, and someone else renders it. Diagnostics are collected; none ends a run.
package struct Diagnostic: Error, Hashable, Codable, Sendable {
    package enum Level: String, Codable, Sendable {
        case error, warning
    }

    /// Where in a file: 1-based line and column, as editors count them.
    package struct Place: Hashable, Comparable, Codable, Sendable {
        package var line: Int
        package var column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        package static let start = Place(line: 1, column: 1)

        package static func < (left: Place, right: Place) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    /// The file's path, relative to the site's root.
    package var file: String
    package var place: Place
    package var level: Level
    package var rule: Rule
    /// What is wrong, in one sentence.
    package var message: String
    /// What to do about it; empty where there is nothing to add.
    package var hint: String

    package init(
        file: String, place: Place = .start, level: Level = .error, rule: Rule, message: String, hint: String = ""
    ) {
        self.file = file
        self.place = place
        self.level = level
        self.rule = rule
        self.message = message
        self.hint = hint
    }
}

extension Diagnostic: Comparable {
    /// By file, then by place, so that a list of them reads like the files do.
    package static func < (left: Diagnostic, right: Diagnostic) -> Bool {
        (left.file, left.place, left.rule, left.message) < (right.file, right.place, right.rule, right.message)
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: level: message [rule]`, and the hint on a second line, indented. What is not in a file has no
    /// place.
    package var description: String {
        let start = file.isEmpty ? "" : "\(Self.oneLine(file)):\(place.line):\(place.column): "
        let line = "\(start)\(level.rawValue): \(Self.oneLine(message)) [\(rule)]"
        return hint.isEmpty ? line : "\(line)\n    \(Self.oneLine(hint))"
    }

    /// With control characters as they are written in string literals (`\n`). Names of files and excerpts come from
    /// outside: a line of its own in one would be read as a diagnostic, or as a command of the CI that shows it.
    package static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return text }
        return text.unicodeScalars.map { scalar in
            switch scalar {
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }.joined()
    }
}

/// Several diagnostics thrown as one.
package struct Diagnostics: Error, Sendable {
    package var all: [Diagnostic]

    package init(_ all: [Diagnostic]) { self.all = all }

    package var hasErrors: Bool { all.contains { $0.level == .error } }
}
