import Comparison
import Content
import Grading
import Model
import Templates

/// A grade as it is shown at a glance: a letter with the colour and the sign of its state.
struct GradeBadge: TemplateData {
    var text: String
    var state: String
    var spoken: String?
    var href: String?

    static let schema = TemplateSchema<Self>(
        "grade", "a grade at a glance",
        [
            .text("grade-text", "the grade, or a sign") { $0.text },
            .text("grade-state", "its state, as `line-state` of a table, or `unnamed` where no server is known") {
                $0.state
            },
            .text("grade-spoken", "the meaning of a sign") { $0.spoken },
            .text("grade-href", "the link to the evidence") { $0.href },
        ])
}

extension PageComposer {
    /// A service's grade; of a service that is not there that it is not.
    /// - Parameter links: where it is to lead to its evidence.
    func badge(_ grade: Standing.ServiceGrade, of standing: Standing, _ links: Links?) -> GradeBadge {
        let fact = CellValue(
            verdictValue(grade.verdict), mixed: grade.verdict.mixed, hasNoService: grade.isAbsent)
        let line = words.line(fact, .grade)
        let isBare = line.state == .absent && !grade.isAbsent
        let text = line.state.isUnknown ? texts[.unknown] : line.text + (line.mixed ? texts[.mixedMark] : "")
        return GradeBadge(
            text: isBare ? texts[.gradeWithoutTLS] : text,
            state: isBare
                ? CellLine.State.bad.rawValue : grade.isWithoutServer ? "unnamed" : line.state.rawValue,
            spoken: line.spoken.isEmpty ? line.why : line.why.isEmpty ? line.spoken : "\(line.spoken): \(line.why)",
            href: links.map {
                $0.page(evidenceAddress(standing.id, standing.date), "\(grade.service.rawValue)-grade")
            })
    }

    private func verdictValue(_ verdict: Verdict) -> Finding<CellValue.Value> { verdict.grade.map { .grade($0) } }
}
