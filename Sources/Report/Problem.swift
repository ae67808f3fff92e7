import Advice
import Comparison
import Content
import Grading
import Model

/// Something about a domain that should be changed or that could not be found out.
package struct Problem: Codable, Hashable, Sendable {
    /// The levels of SARIF 2.1.0 §3.27.10.
    package enum Level: String, Codable, Comparable, Sendable {
        /// It makes the grade worse than a C, or a policy invalid.
        case error
        /// It makes the grade worse than the best.
        case warning
        /// It is missing or unknown, and lowers no grade.
        case note

        package static func < (left: Self, right: Self) -> Bool { left.place < right.place }

        private var place: Int {
            switch self {
            case .error: 0
            case .warning: 1
            case .note: 2
            }
        }
    }

    package var level: Level
    /// A rule of the profile (`ssl3`), a column (`mta-sts`), or `unknown`.
    package var rule: String
    /// In a sentence.
    package var text: String
    /// The services concerned; empty where it is about the domain.
    package var services: [Service]
    /// The best grade that is possible with it; empty where it lowers none.
    package var grade: String
    /// What it was seen in (a suite, a version, an endpoint); at most five, may be outside data.
    package var seenIn: [String]

    /// Everything that the verdicts and the facts of a report show, the worst first.
    static func all(in report: DomainReport, verdicts: [(Service, Verdict?)], texts: Localization) -> [Problem] {
        var problems = ofGrades(verdicts, texts) + ofPolicies(report.policies, texts) + unknown(report.services, texts)
        problems.sort { left, right in
            (left.level, left.grade.isEmpty ? .max : Profile.rank(left.grade), left.rule)
                < (right.level, right.grade.isEmpty ? .max : Profile.rank(right.grade), right.rule)
        }
        return problems
    }

    /// Rules that lowered a grade; one problem for each rule, however many services it lowers.
    private static func ofGrades(_ verdicts: [(Service, Verdict?)], _ texts: Localization) -> [Problem] {
        var found: [String: Problem] = [:]
        for (service, verdict) in verdicts {
            for reason in verdict?.reasons ?? [] where lowers(reason) {
                let letter = ["no-encryption", "no-handshake"].contains(reason.rule) ? "F" : reason.effect
                var problem =
                    found[reason.rule]
                    ?? Problem(
                        level: .warning, rule: reason.rule, text: texts[.rules, reason.rule, fallback: reason.rule],
                        services: [], grade: letter, seenIn: [])
                if Profile.rank(letter) < Profile.rank(problem.grade) { problem.grade = letter }
                if Profile.rank(problem.grade) < Profile.rank("C") { problem.level = .error }
                if !problem.services.contains(service) { problem.services.append(service) }
                if !reason.detail.isEmpty, !problem.seenIn.contains(reason.detail), problem.seenIn.count < 5 {
                    problem.seenIn.append(reason.detail)
                }
                found[reason.rule] = problem
            }
        }
        return Array(found.values)
    }

    /// The other reasons count points, or say which of several servers is meant or what is unknown.
    private static func lowers(_ reason: VerdictReason) -> Bool {
        reason.rule == "no-encryption" || reason.rule == "no-handshake"
            || Profile.isLetter(reason.effect) && reason.rule != "worst-of-endpoints"
                && reason.rule != "total-points"
    }

    /// Invalid policies are errors; what is missing or without effect is a note.
    private static func ofPolicies(_ facts: [DomainReport.Fact], _ texts: Localization) -> [Problem] {
        facts.compactMap { fact in
            if fact.isNotVisible { return nil }
            let level: Level
            switch fact.state {
            case "bad": level = .error
            // What there is nothing to change about is in the table alone.
            case "plain", "absent":
                guard Topic.allCases.contains(where: { $0.columns.contains(fact.column) }) else { return nil }
                level = .note
            case "unknown", "refused": level = .note
            default: return nil
            }
            let header = texts[.columns, fact.column, fallback: fact.column]
            let said = fact.why.isEmpty ? fact.text : "\(fact.text), \(fact.why)"
            return Problem(
                level: level, rule: fact.column, text: texts.filled(.labelled, ["label": header, "value": said]),
                services: [], grade: "", seenIn: [])
        }
    }

    /// Services without a grade, one problem for each reason.
    private static func unknown(_ rows: [DomainReport.ServiceRow], _ texts: Localization) -> [Problem] {
        var found: [Problem] = []
        for row in rows {
            guard let fact = row.facts.first(where: { $0.column == "grade" }),
                fact.state == "unknown" || fact.state == "refused"
            else { continue }
            if let index = found.firstIndex(where: { $0.text == "\(fact.text): \(fact.why)" }) {
                found[index].services.append(row.service)
            } else {
                found.append(
                    Problem(
                        level: .note, rule: "unknown", text: "\(fact.text): \(fact.why)", services: [row.service],
                        grade: "", seenIn: []))
            }
        }
        return found
    }
}
