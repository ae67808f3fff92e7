/// What is wrong with something an editor wrote or a run met, as a value: it has a rule name
/// and a place, and someone else renders it. Diagnostics are collected; none ends a run.
public struct Diagnostic: Error, Hashable, Codable, Sendable {
    public enum Level: String, Codable, Sendable {
        case error, warning
    }

    /// Where in a file: 1-based line and column, as editors count them.
    public struct Place: Hashable, Comparable, Codable, Sendable {
        public var line: Int
        public var column: Int

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        public static let start = Place(line: 1, column: 1)

        public static func < (left: Place, right: Place) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    /// The file's path, relative to the site's root.
    public var file: String
    public var place: Place
    public var level: Level
    /// A stable name in kebab-case (`unknown-key`, `no-such-table`).
    public var rule: String
    /// What is wrong, in one sentence.
    public var message: String
    /// What to do about it; empty where there is nothing to add.
    public var hint: String

    public init(
        file: String, place: Place = .start, level: Level = .error, rule: String, message: String, hint: String = ""
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
    public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
        (left.file, left.place, left.rule, left.message) < (right.file, right.place, right.rule, right.message)
    }
}

/// Several diagnostics thrown as one.
public struct Diagnostics: Error, Sendable {
    public var all: [Diagnostic]

    public init(_ all: [Diagnostic]) { self.all = all }

    public var hasErrors: Bool { all.contains { $0.level == .error } }
}
