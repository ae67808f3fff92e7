import Content
import Templates

/// What an evidence page says of a column: the cell, and what was seen at each server.
struct EvidenceCell: TemplateData {
    var id: String
    var title: String
    var text: String
    var state: String
    var spoken: String
    var why: String
    /// By the rules that tables grade the service by.
    var verdicts: [Verdict] = []
    /// By all other rules.
    var otherVerdicts: [Verdict] = []
    var otherSame: EvidenceReference?
    var groups: [Group] = []

    static let schema = TemplateSchema<Self>(
        "evidence-cell", "a cell of a table with what it rests on",
        [
            .text("cell-id", "the anchor that tables link to") { $0.id },
            .text("cell-title", "the column's name") { $0.title },
            .text("cell-text", "the value or a sign") { $0.text },
            .text("cell-state", "its state, as `line-state` of a table, unless it is `plain`") {
                $0.state == "plain" ? nil : $0.state
            },
            .text("cell-spoken", "the meaning of a sign") { $0.spoken },
            .text("cell-why", "why it is not known, in full") { $0.why },
            .truth("is-folded", "whether more is known than the cell says") {
                !($0.verdicts.isEmpty && $0.groups.isEmpty)
            },
            .list("verdicts", "of a grade: what the rules of tables say") { $0.verdicts },
            .list("other-verdicts", "of a grade: what all other rules say") { $0.otherVerdicts },
            .one("same-others", "where the page has said the same of another service by all other rules") {
                $0.otherSame
            },
            .list("groups", "what was seen, with the servers or domains at which the same was seen") { $0.groups },
        ])

    /// The grade by one set of rules.
    struct Verdict: TemplateData, Hashable {
        var title: String
        var score: String?
        var why: String
        var reasons: [Reason]
        var same: EvidenceReference?

        static let schema = TemplateSchema<Self>(
            "verdict", "the grade by a set of rules",
            [
                .text("verdict-title", "the rules and the grade") { $0.title },
                .text("verdict-why", "why there is none") { $0.why },
                .text("verdict-score", "the points, if the rules use them") { $0.score },
                .list("reasons", "the rules that had an effect") { $0.reasons },
                .one("same", "where the page has said the same of another service") { $0.same },
            ])
    }

    /// A rule that had an effect.
    struct Reason: TemplateData, Hashable {
        var rule: String
        var effect: String
        var detail: String

        static let schema = TemplateSchema<Self>(
            "reason", "a rule that had an effect on a grade",
            [
                .text("reason-rule", "the rule") { $0.rule },
                .text("reason-effect", "its effect") { $0.effect },
                .text("reason-detail", "where it was seen") { $0.detail },
            ])
    }

    /// The servers or domains at which the same was seen.
    struct Group: TemplateData {
        /// Empty where it is all servers of the service.
        var names: [String]
        var facts: [EvidenceFact]
        var same: EvidenceReference?

        static let schema = TemplateSchema<Self>(
            "group", "servers or domains at which the same was seen",
            [
                .texts("names", "the servers with port and address, or the domains; none for all servers") {
                    $0.names
                },
                .list("facts", "what was seen") { $0.facts },
                .one("same", "where the page has said the same of another service") { $0.same },
            ])
    }
}

/// What was concluded, as a term with its values.
struct EvidenceFact: TemplateData, Hashable {
    var term: String
    var values: [String]
    var same: EvidenceReference?

    static let schema = TemplateSchema<Self>(
        "fact of an endpoint", "what was concluded, as a term with its values",
        [
            .text("term", "what it is about") { $0.term },
            .texts("values", "what is the case") { $0.values },
            .one("same", "where the page has said the same of another service") { $0.same },
        ])
}

/// A place on the page that says the same.
struct EvidenceReference: TemplateData, Hashable {
    var text: String
    var href: String

    static let schema = TemplateSchema<Self>(
        "reference", "a place on the page that says the same",
        [
            .text("same-text", "says that it is the same as there") { $0.text },
            .text("same-href", "the link to it") { $0.href },
        ])
}

/// Commands for a reader who wants to see for himself, as the lines of a shell: each kind below what it shows.
struct EvidenceCommands: TemplateData, Hashable {
    /// Those that ask how the servers are found.
    var discovery: String
    /// Those that ask the servers, or about a domain.
    var lines: String
    var same: EvidenceReference?

    static let schema = TemplateSchema<Self>(
        "commands", "commands that ask the same",
        [
            .text("discovery-lines", "the commands that ask how the servers are found, with comments, a line each") {
                $0.discovery
            },
            .text("command-lines", "the commands that ask the servers, likewise") { $0.lines },
            .one("same", "where the page has the same commands for the servers") { $0.same },
        ])

    init(discovery: [CheckCommand] = [], _ commands: [CheckCommand], _ texts: Localization) {
        self.discovery = Self.commented(discovery, texts)
        lines = Self.commented(commands, texts)
    }

    /// The same command is there once, and what it shows is said once for all servers.
    private static func commented(_ commands: [CheckCommand], _ texts: Localization) -> String {
        var abouts: [String] = []
        var lines: [String: [String]] = [:]
        for command in commands.unique {
            // A line break in it would end the comment.
            let about = String(
                String.UnicodeScalarView(
                    command.about(texts).unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
            if lines[about] == nil { abouts.append(about) }
            lines[about, default: []].append(command.line)
        }
        return abouts.map { "# \($0)\n" + (lines[$0] ?? []).joined(separator: "\n") }.joined(separator: "\n")
    }
}
