import Grading
import Model

/// What holds the grade of a service down, and what it would be without that.
struct GradeLimit {
    /// The rules that keep the grade from being better, with what they were seen in.
    private(set) var reasons: [VerdictReason] = []
    /// The grade without these rules; `nil` where that is not known, or no better.
    private(set) var without: String?

    /// How many rules are left out one after the other: several may keep a grade down to the same letter.
    private static let ruleLimit = 6

    /// Leaves out the rule that set the grade, and the next one that keeps it there, until it is a better one.
    /// - Parameter verdict: of the service, by the profile.
    init(_ verdict: Verdict, of service: ServiceFindings, by profile: Profile) {
        guard case .measured(let grade) = verdict.grade else {
            // Without encryption there is nothing to leave out.
            reasons = Array(verdict.reasons.filter { $0.effect == "-" }.prefix(1))
            return
        }
        var rest = profile
        var now = verdict
        for _ in 0..<Self.ruleLimit {
            guard let holding = now.reasons.last(where: { $0.effect == grade && !Self.isAboutServers($0) }),
                rest.rules.contains(where: { $0.name == holding.rule })
            else { return }
            reasons.append(holding)
            rest.rules.removeAll { $0.name == holding.rule }
            now = rest.verdict(for: service)
            guard let better = now.grade.value else { return }
            if Profile.rank(better) > Profile.rank(grade) {
                without = better
                return
            }
        }
    }

    /// It names the server whose grade counts, and is no rule of the profile.
    private static func isAboutServers(_ reason: VerdictReason) -> Bool {
        ["worst-of-endpoints", "endpoint-not-measured", "answers-differ"].contains(reason.rule)
    }
}
