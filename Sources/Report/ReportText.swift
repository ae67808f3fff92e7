import Content
import Model
import Names

/// A report as lines for a terminal: the verdict, what should be changed and how, then each service.
package struct ReportText {
    /// A piece of a line in one colour.
    package struct Span: Hashable, Sendable {
        package enum Colour: Hashable, Sendable { case plain, good, bad, unknown, strong }

        /// May hold outside data.
        package var text: String
        package var colour: Colour

        package init(_ text: String, _ colour: Colour = .plain) {
            self.text = text
            self.colour = colour
        }
    }

    package private(set) var lines: [[Span]] = []
    private let width: Int
    private let texts: Localization

    /// - Parameter width: of a line, in characters. Only lines of configuration, and words longer than a line, are longer.
    package init(_ report: DomainReport, texts: Localization, width: Int = 80) {
        self.width = width
        self.texts = texts
        verdict(report)
        problems(report)
        advice(report)
        services(report)
    }

    private mutating func verdict(_ report: DomainReport) {
        let name = DomainName.displayed(report.domain)
        var line = [Span(name, .strong), Span(": ")]
        if let bare = report.services.first(where: \.isWithoutEncryption) {
            line += [Span(texts.report("no-encryption"), .bad), Span(" (\(bare.service.rawValue))")]
        } else if let grade = report.grade {
            line += [Span(grade, Self.colour(ofGrade: grade, report)), Span(" \(texts.report("by", report.profile))")]
        } else {
            line += [Span(texts.report(report.namesNoServer ? "no-server" : "no-grade"), .unknown)]
        }
        lines.append(line)
    }

    private static func colour(ofGrade grade: String, _ report: DomainReport) -> Span.Colour {
        let state = report.services.flatMap(\.facts).first { $0.column == "grade" && $0.text.hasPrefix(grade) }?.state
        return state.map(colour) ?? .plain
    }

    private static func colour(_ state: String) -> Span.Colour {
        switch state {
        case "good": .good
        case "bad": .bad
        case "unknown", "refused": .unknown
        default: .plain
        }
    }

    private mutating func problems(_ report: DomainReport) {
        guard !report.problems.isEmpty else { return }
        lines += [[], [Span("\(texts.report("to-change")):", .strong)]]
        for problem in report.problems {
            let sign = problem.grade.isEmpty ? (problem.level == .error ? "!" : "-") : problem.grade
            let colour: Span.Colour =
                switch problem.level {
                case .error: .bad
                case .warning: .plain
                case .note: problem.rule == "unknown" ? .unknown : .plain
                }
            let names = problem.services.map(\.rawValue).joined(separator: ", ")
            let seen = problem.seenIn.isEmpty ? "" : " (\(problem.seenIn.joined(separator: ", ")))"
            let text = (names.isEmpty ? "" : "\(names): ") + problem.text + seen
            wrap([Span(sign.padded(to: 3), colour)], Self.words(text), indent: 6)
        }
    }

    private mutating func advice(_ report: DomainReport) {
        guard let all = report.advice, !all.isEmpty else { return }
        lines += [[], [Span("\(texts.report("how")):", .strong)]]
        for advice in all {
            let names = advice.services.map(\.rawValue).joined(separator: ", ")
            let text = (names.isEmpty ? "" : "\(names): ") + "\(advice.change) \(advice.meaning)"
            wrap([Span(advice.topic.rawValue, .strong)], Self.words(text), indent: 14)
            for configuration in advice.configurations {
                lines.append([Span("    \(configuration.title):")])
                // Not wrapped: they are copied.
                lines += configuration.lines.map { [Span("      \($0)")] }
            }
        }
    }

    private mutating func services(_ report: DomainReport) {
        lines.append([])
        for row in report.services where !row.isUnknown {
            facts(row.facts, of: row.service.rawValue)
            for endpoint in row.endpoints {
                let words = ["\(endpoint.host):\(endpoint.port)", endpoint.address, endpoint.mode.rawValue]
                wrap([Span("")], words.map { Span($0) }, indent: 14)
            }
        }
        if !report.policies.isEmpty { facts(report.policies, of: texts.report("domain")) }
        let unknown = report.services.filter(\.isUnknown).map(\.service.rawValue)
        if !unknown.isEmpty {
            wrap([Span(texts.report("unknown"), .unknown)], Self.words(unknown.joined(separator: ", ")), indent: 14)
        }
        if !report.notOffered.isEmpty {
            let names = report.notOffered.map(\.rawValue).joined(separator: ", ")
            wrap([Span(texts.report("not-offered"))], Self.words(names), indent: 14)
        }
    }

    private mutating func facts(_ facts: [DomainReport.Fact], of name: String) {
        let shown = facts.filter { $0.state != "not-applicable" }
        let spans = shown.enumerated().flatMap { index, fact -> [Span] in
            let header = texts[.columns, fact.column, fallback: fact.column]
            var words = fact.column == "grade" ? [] : Self.words(header)
            words += Self.words(fact.text, Self.colour(fact.state))
            if index < shown.count - 1 { words[words.count - 1].text += ";" }
            return words
        }
        wrap([Span(name, .strong)], spans, indent: 14)
    }

    private static func words(_ text: String, _ colour: Span.Colour = .plain) -> [Span] {
        text.split(separator: " ").map { Span(String($0), colour) }
    }

    /// Adds words to a line, and to further ones with an indent where they do not fit.
    private mutating func wrap(_ head: [Span], _ words: [Span], indent: Int) {
        var line = [Span("  ")] + head
        var column = 2 + head.reduce(0) { $0 + $1.text.count }
        line.append(Span(String(repeating: " ", count: max(indent - column, 1))))
        column = max(indent, column + 1)
        var isFirst = true
        for word in words {
            if !isFirst, column + 1 + word.text.count > width {
                lines.append(line)
                line = [Span(String(repeating: " ", count: indent))]
                column = indent
                isFirst = true
            }
            line.append(isFirst ? word : Span(" " + word.text, word.colour))
            column += word.text.count + (isFirst ? 0 : 1)
            isFirst = false
        }
        lines.append(line)
    }
}

extension DomainReport.ServiceRow {
    /// Nothing is known of it, for one reason, which the problems have.
    fileprivate var isUnknown: Bool { facts.allSatisfy { $0.state == "unknown" || $0.state == "not-applicable" } }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

extension Localization {
    /// Words of reports.
    func report(_ name: String, _ profile: String = "") -> String {
        self[.report, name, fallback: name].replacing("{profile}", with: profile)
    }
}
