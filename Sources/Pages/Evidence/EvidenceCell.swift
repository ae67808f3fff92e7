import Templates

/// What an evidence page says of a column: the cell, and what was seen at each server.
struct EvidenceCell: TemplateData {
    var id: String
    var title: String
    var text: String
    var state: String
    var spoken: String
    var why: String
    var verdicts: [Verdict] = []
    var endpoints: [Endpoint] = []

    static let schema = TemplateSchema<Self>(
        "evidence-cell", "a cell of a table with what it rests on",
        [
            .text("cell-id", "the anchor that tables link to") { $0.id },
            .text("cell-title", "the column's name") { $0.title },
            .text("cell-text", "the value or a sign") { $0.text },
            .text("cell-state", "its state, as `line-state` of a table") { $0.state },
            .text("cell-spoken", "the meaning of a sign") { $0.spoken },
            .text("cell-why", "why it is not known, in full") { $0.why },
            .list("verdicts", "of a grade: what each set of rules says") { $0.verdicts },
            .list("endpoints", "what was seen at each server or domain") { $0.endpoints },
        ])

    /// The grade by one set of rules.
    struct Verdict: TemplateData {
        var title: String
        var score: String?
        var why: String
        var reasons: [Reason]

        static let schema = TemplateSchema<Self>(
            "verdict", "the grade by a set of rules",
            [
                .text("verdict-title", "the rules and the grade") { $0.title },
                .text("verdict-why", "why there is none") { $0.why },
                .text("verdict-score", "the points, if the rules use them") { $0.score },
                .list("reasons", "the rules that had an effect") { $0.reasons },
            ])
    }

    /// A rule that had an effect.
    struct Reason: TemplateData {
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

    /// A server or a domain.
    struct Endpoint: TemplateData {
        var name: String
        var facts: [EvidenceFact]
        var observations: [ObservationEntry]
        var commands: [CommandEntry]

        static let schema = TemplateSchema<Self>(
            "endpoint", "what was seen at a server or a domain",
            [
                .text("endpoint-name", "the server with port and address, or the domain") { $0.name },
                .list("facts", "what was seen") { $0.facts },
                .list("observations", "the answers that it rests on") { $0.observations },
                .list("commands", "commands that ask the same") { $0.commands },
            ])
    }
}

/// What was concluded, as a term with its values.
struct EvidenceFact: TemplateData {
    var term: String
    var values: [String]

    static let schema = TemplateSchema<Self>(
        "fact of an endpoint", "what was concluded, as a term with its values",
        [
            .text("term", "what it is about") { $0.term },
            .texts("values", "what is the case") { $0.values },
        ])
}

/// A question with its answer.
struct ObservationEntry: TemplateData {
    var asked: String
    var answered: String
    var record: Int?

    static let schema = TemplateSchema<Self>(
        "observation", "a question to a server with its answer",
        [
            .text("asked", "the question") { $0.asked },
            .text("answered", "the answer") { $0.answered },
            .text("record-number", "the number of its record, if the page shows the record") {
                $0.record.map { "\($0)" }
            },
        ])
}

/// A command for a reader who wants to look for himself.
struct CommandEntry: TemplateData {
    var about: String
    var line: String

    static let schema = TemplateSchema<Self>(
        "command", "a command that asks the same",
        [
            .text("command-about", "what it shows") { $0.about },
            .text("command-line", "the command") { $0.line },
        ])
}
