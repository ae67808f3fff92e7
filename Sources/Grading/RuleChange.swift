/// What is different in one rule between a profile and the one before it.
package struct RuleChange: Hashable, Sendable {
    /// The rule as it was; `nil` where it is new.
    package var before: Profile.Rule?
    /// The rule as it is; `nil` where it was dropped.
    package var after: Profile.Rule?

    package var name: String { after?.name ?? before?.name ?? "" }
}

extension Profile {
    /// The profile of the same origin that came before; `nil` where there is none.
    package var forerunner: Profile? {
        guard let family else { return nil }
        let earlier = Profile.all.filter { $0.family == family && $0.since < since }
        return earlier.max { $0.since < $1.since }
    }

    /// `pruefstand` of `pruefstand-2026-12`; `nil` for a name without a year.
    private var family: Substring? { name.firstRange(of: "-20").map { name[..<$0.lowerBound] } }

    /// What is different from an earlier profile, rule by rule: in the order of the rules, then what was dropped.
    package func changes(since earlier: Profile) -> [RuleChange] {
        let changed = rules.compactMap { rule -> RuleChange? in
            let before = earlier.rules.first { $0.name == rule.name }
            return before == rule ? nil : RuleChange(before: before, after: rule)
        }
        let dropped = earlier.rules.filter { rule in !rules.contains { $0.name == rule.name } }
        return changed + dropped.map { RuleChange(before: $0, after: nil) }
    }

    /// This profile with one of the changes that a later one makes, and nothing else of it. A new or changed rule stands behind the
    /// same rule as there, because some depend on what the others leave.
    package func applying(_ change: RuleChange, of later: Profile) -> Profile {
        var profile = self
        profile.rules.removeAll { $0.name == change.name }
        guard let rule = change.after else { return profile }
        let ahead = later.rules.prefix { $0.name != rule.name }.last { other in
            profile.rules.contains { $0.name == other.name }
        }
        let behind = ahead.flatMap { other in profile.rules.firstIndex { $0.name == other.name } }
        profile.rules.insert(rule, at: behind.map { $0 + 1 } ?? profile.rules.startIndex)
        return profile
    }
}
