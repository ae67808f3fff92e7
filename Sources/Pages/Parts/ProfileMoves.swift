import Comparison
import Content
import Grading
import Model
import Templates

/// What a profile changes against the one before it, on the page on methods.
struct ProfileMoves: TemplateData {
    var forerunner: String
    var href: String
    var isPointsChanged: Bool
    var hasMeasurement: Bool
    var rules: [ChangedRule]

    static let schema = TemplateSchema<Self>(
        "changes of a profile", "what a set of rules changes against the one before it",
        [
            .text("forerunner", "the name of the set before it") { $0.forerunner },
            .text("forerunner-href", "the link to it") { $0.href },
            .truth("points-changed", "whether its tables of points are others") { $0.isPointsChanged },
            .truth("is-graded", "whether the newest measurement was graded with each of the rules alone") {
                $0.hasMeasurement
            },
            .list("changed-rules", "the rules that are new, dropped or others") { $0.rules },
        ])

    /// A rule that is new, dropped or another.
    struct ChangedRule: TemplateData {
        var name: String
        var change: String
        var movers: [Mover]

        static let schema = TemplateSchema<Self>(
            "changed rule", "a rule that is new, dropped or another",
            [
                .text("rule-name", "what it looks at") { $0.name },
                .text("rule-change", "what is new about it") { $0.change },
                .list("movers", "the providers whose grades it alone changes in the newest measurement") { $0.movers },
            ])
    }

    /// A provider whose grades a rule changes.
    struct Mover: TemplateData {
        var name: String
        var href: String?
        var grades: String?

        static let schema = TemplateSchema<Self>(
            "mover", "a provider whose grades a rule changes",
            [
                .text("mover-name", "the provider's name; at the end of a long list, how many more there are") {
                    $0.name
                },
                .text("mover-href", "the link to its page, if it has one") { $0.href },
                .text(
                    "mover-grades",
                    "its grades without and with the rule, `IMAP: B → C`; not set for the number of those left out"
                ) { $0.grades },
            ])
    }
}

extension PageComposer {
    /// What a profile changes; `nil` where there is none before it.
    func moves(of profile: Profile, _ links: Links) -> ProfileMoves? {
        guard let before = profile.forerunner else { return nil }
        // What nobody is graded by moves nobody.
        let isUsed = content.tables.values.contains { table in table.profiles.contains { $0.name == profile.name } }
        let newest = isUsed ? content.snapshots.last { $0.manifest.origin == .measured } : nil
        return ProfileMoves(
            forerunner: before.name, href: links.page(addresses.method, MethodPage.anchor(before.name)),
            isPointsChanged: before.start != profile.start, hasMeasurement: newest != nil,
            rules: profile.changes(since: before).map { change in
                let movers =
                    newest.map { self.movers(before, before.applying(change, of: profile), in: $0, links) } ?? []
                let rest = movers.count - Self.moversAtMost
                let further = rest > 0 ? [texts.filled(.methodFurther, ["count": "\(rest)"])] : []
                return ProfileMoves.ChangedRule(
                    name: texts[.rules, change.name, fallback: change.name], change: said(change),
                    movers: movers.prefix(Self.moversAtMost) + further.map { ProfileMoves.Mover(name: $0) })
            })
    }

    /// The most providers that are named for a rule.
    private static let moversAtMost = 40

    private func said(_ change: RuleChange) -> String {
        switch (change.before, change.after) {
        case (nil, let rule?): texts.filled(.methodRuleNew, ["effect": effect(rule.effect)])
        case (let old?, let new?) where old.effect != new.effect:
            texts.filled(.methodRuleChanged, ["before": effect(old.effect), "after": effect(new.effect)])
        case (_?, _?): texts[.methodRuleCondition]
        default: texts[.methodRuleDropped]
        }
    }

    /// The providers that are graded otherwise by another profile; where a grade is known by one of them alone, too.
    private func movers(
        _ before: Profile, _ after: Profile, in snapshot: Snapshot, _ links: Links
    ) -> [ProfileMoves.Mover] {
        snapshot.providers.sorted { $0.key < $1.key }.compactMap { id, findings in
            guard findings.transcription == nil else { return nil }
            let grades = findings.services.compactMap { service -> String? in
                let (old, new) = (before.verdict(for: service), after.verdict(for: service))
                guard old.grade != new.grade, !(old.grade.isUnknown && new.grade.isUnknown) else { return nil }
                let name = texts[.services, service.service.rawValue, fallback: service.service.rawValue]
                return texts.filled(
                    .changeFromTo, ["what": name, "before": said(old), "after": said(new)])
            }
            guard !grades.isEmpty else { return nil }
            return ProfileMoves.Mover(
                name: findings.name, href: content.providers[id] == nil ? nil : links.page(addresses.provider(id)),
                grades: grades.unique.joined(separator: ", "))
        }
    }

    private func said(_ verdict: Verdict) -> String {
        words.line(CellValue(verdict.grade.map { .grade($0) }, mixed: verdict.mixed), .grade).claim(texts)
    }
}
