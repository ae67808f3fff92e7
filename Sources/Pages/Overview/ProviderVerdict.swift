import Advice
import Comparison
import Content
import Grading
import Model
import Templates

/// How a provider stands in one line: its worst grade, the rules that hold it down, and what would lift it.
struct ProviderVerdict: TemplateData {
    var badge: GradeBadge?
    var headline: String
    var why: String?
    var lift: String?
    var open: String?
    var basis: String
    var profile: String?
    var profileHref: String?

    static let schema = TemplateSchema<Self>(
        "verdict of a provider", "how a provider stands, in one line",
        [
            .one("verdict-grade", "the worst grade of its services, if one is known") { $0.badge },
            .text("verdict-headline", "which services have it") { $0.headline },
            .text("verdict-held", "the rules that hold the grade down") { $0.why },
            .text("verdict-lift", "the grade without them, and what to change for it") { $0.lift },
            .text("verdict-open", "the services without a known grade") { $0.open },
            .text("verdict-basis", "when it was measured, or where it was taken from") { $0.basis },
            .text("verdict-profile", "the rules of the grade") { $0.profile },
            .text("verdict-profile-href", "the link to them") { $0.profileHref },
        ])
}

extension PageComposer {
    /// `nil` where no snapshot has the provider, or no table grades one of its services.
    func verdict(of id: String, _ links: Links) -> ProviderVerdict? {
        guard let standing = content.standings.all[id] else { return nil }
        let present = standing.present
        guard !present.isEmpty else { return nil }
        let open = present.filter { $0.rank == nil && !$0.isWithoutServer }
        var verdict = ProviderVerdict(
            headline: texts[.verdictNone],
            open: open.isEmpty ? nil : texts.filled(.verdictOpen, ["services": services(open)]), basis: basis(standing))
        guard let worst = present.compactMap(\.rank).min() else { return verdict }
        let held = present.filter { $0.rank == worst }
        guard let first = held.first else { return verdict }
        verdict.badge = badge(first, of: standing, links)
        verdict.headline =
            held.count > 1 && held.count == present.count(where: { $0.rank != nil })
            ? texts[.verdictAll] : texts.filled(.verdictWorst, ["services": services(held)])
        if let profile = first.profile {
            verdict.profile = profile.name
            verdict.profileHref = links.page(addresses.method, MethodPage.anchor(profile.name))
            if let findings = standing.findings.services.first(where: { $0.service == first.service }) {
                let limit = GradeLimit(first.verdict, of: findings, by: profile)
                verdict.why = why(limit)
                verdict.lift = lift(limit, first.service)
            }
        }
        return verdict
    }

    private func services(_ grades: [Standing.ServiceGrade]) -> String {
        grades.map { texts[.services, $0.service.rawValue, fallback: $0.service.rawValue] }
            .joined(separator: "; ")
    }

    /// The first date that found the provider as it is: the newest one changes with each measurement, and no page with it.
    func stateDate(of standing: Standing) -> Day { states.page(of: standing.id, on: standing.date) }

    /// When it was measured, or where it was taken from.
    func basis(_ standing: Standing) -> String {
        let date = texts.longDate(stateDate(of: standing))
        guard standing.isTranscribed, let source = standing.manifest.source else {
            return texts.filled(.verdictMeasured, ["date": date])
        }
        return texts.filled(.verdictTranscribed, ["title": source.title, "date": date])
    }

    private func why(_ limit: GradeLimit) -> String? {
        let told = limit.reasons.map { reason in
            let rule = texts[.rules, reason.rule, fallback: reason.rule]
            return reason.detail.isEmpty ? rule : "\(rule) (\(words.detail(reason.detail)))"
        }
        return told.isEmpty ? nil : texts.filled(.verdictWhy, ["rules": told.joined(separator: "; ")])
    }

    private func lift(_ limit: GradeLimit, _ service: Service) -> String? {
        guard let grade = limit.without else { return nil }
        let changes = limit.reasons.compactMap { Topic.answering($0.rule, of: service)?.rawValue }.unique
            .compactMap { texts.all["advice.\($0)-change"] }
        let values = ["grade": words.gradeName(grade), "changes": changes.joined(separator: " ")]
        return texts.filled(changes.isEmpty ? .verdictLift : .verdictLiftByChange, values)
    }
}
