import Content
import Grading
import Model

/// What is different between two days. What could not be measured on one of them is compared by what was known last;
/// not knowing is never a change.
package struct Changes: Hashable, Sendable {
    package var from: Day
    package var to: Day
    /// By provider, then by question.
    package var changes: [Change]

    /// Whether something got better.
    package enum Direction: String, Hashable, Sendable, CaseIterable {
        case better, worse
        /// Neither, or both at once.
        case other
        /// The provider did nothing; it is graded by other rules.
        case rule
        /// The provider's file was changed: other domains or hosts are measured than before.
        case definition
    }

    /// One answer that became another.
    package struct Change: Hashable, Sendable {
        package var provider: String
        /// The provider's name.
        package var name: String
        package var question: CellKey
        package var before: CellValue
        package var after: CellValue
        /// The snapshot that shows `before` last.
        package var seenBefore: Day
        /// The snapshot that shows `after` first.
        package var since: Day
        package var direction: Direction
        /// What happened, in single steps; empty where only before and after can tell it.
        package var events: [Event]
    }

    /// A step that has a name of its own.
    package enum Event: Hashable, Sendable {
        case versionOn(ProtocolVersion)
        case versionOff(ProtocolVersion)
        /// DNSSEC, DANE or a service's TLSA records are there or not any more.
        case gained, lost
        /// DANE for a service, by its raw value.
        case serviceGained(String)
        case serviceLost(String)
        /// The whole service.
        case serviceBegan, serviceEnded
    }

    package var isEmpty: Bool { changes.isEmpty }

    /// Compares two days.
    /// - Parameters:
    ///   - providers: ids; `nil` for all.
    ///   - questions: which of them; by default all.
    package init(
        _ chronicle: ProviderHistories, from: Day, to: Day, providers: [String]? = nil,
        where questions: (CellKey) -> Bool = { _ in true }
    ) {
        self.from = from
        self.to = to
        changes = (providers ?? chronicle.histories.keys.sorted()).flatMap { id -> [Change] in
            guard let history = chronicle.histories[id] else { return [] }
            return Self.changes(id, history, from: from, to: to, where: questions)
        }
    }

    private static func changes(
        _ id: String, _ history: ProviderHistories.History, from: Day, to: Day, where questions: (CellKey) -> Bool
    ) -> [Change] {
        let changed = history.runs.filter { $0.value.count > 1 && questions($0.key) }
        return changed.sorted { $0.key < $1.key }.flatMap { question, runs -> [Change] in
            guard let known = runs.last(where: { $0.since <= from }),
                let newest = runs.last(where: { $0.since <= to }), known.since < newest.since
            else { return [] }
            // A fact may have changed there and back between the two days.
            if known.fact == newest.fact { return [] }
            let later = runs.filter { $0.since > known.since && $0.since <= newest.since }
            let isOfOneKind = [.provider, .rule, .definition].contains { cause in later.allSatisfy { $0.cause == cause }
            }
            // What the provider did and what the rules did stay apart, each between its own two days.
            let steps = isOfOneKind ? [(known, newest)] : Array(zip([known] + later, later))
            return steps.flatMap { before, after -> [Change] in
                let end = before.since == known.since ? from : history.dates.last { $0 < after.since } ?? from
                func change(_ old: CellValue, _ new: CellValue, _ direction: Direction?) -> Change {
                    Change(
                        provider: id, name: history.name, question: question, before: old, after: new,
                        seenBefore: history.lastSeen(before, until: end), since: after.since,
                        direction: direction ?? Self.direction(old, new),
                        // What is not there on one domain was not lost on another.
                        events: direction == .definition ? [] : Self.events(question, old, new))
                }
                switch after.cause {
                case .provider: return [change(before.fact, after.fact, nil)]
                case .rule: return [change(before.fact, after.fact, .rule)]
                case .definition: return [change(before.fact, after.fact, .definition)]
                case .both(let again):
                    return [change(before.fact, again, .rule), change(again, after.fact, nil)]
                }
            }
        }
    }
}

extension Changes {
    /// Whether the step from one fact to another is one for the better.
    package static func direction(_ before: CellValue, _ after: CellValue) -> Direction {
        if before.hasNoService != after.hasNoService { return .other }
        let merits = merits(before.finding, after.finding)
        let rises = merits.contains { $0.old < $0.new }
        let falls = merits.contains { $0.old > $0.new }
        return rises == falls ? .other : rises ? .better : .worse
    }

    /// What counts for itself, before and after; more is better.
    private static func merits(
        _ before: Finding<CellValue.Value>, _ after: Finding<CellValue.Value>
    ) -> [(old: Int, new: Int)] {
        func pair(_ old: Bool, _ new: Bool) -> (old: Int, new: Int) { (old ? 1 : 0, new ? 1 : 0) }
        switch (before, after) {
        case (.measured(.certificate(let old)), .measured(.certificate(let new))):
            return [pair(old != .invalid, new != .invalid)]
        case (.measured(.protocols(let old)), .measured(.protocols(let new))):
            // From TLS 1.2 upward it is good to offer a version, below it is good not to (RFC 8996).
            return ProtocolVersion.allCases.map {
                pair(old.contains($0) == ($0 >= .tls12), new.contains($0) == ($0 >= .tls12))
            }
        case (.measured(.suites(let old)), .measured(.suites(let new))):
            return [
                pair(old.strength == .modern, new.strength == .modern), pair(old.forwardSecrecy, new.forwardSecrecy),
            ]
        case (.measured(.startTLS(let old)), .measured(.startTLS(let new))):
            return [pair(old == .required, new == .required)]
        case (.measured(.grade(let old)), .measured(.grade(let new))): return [(Profile.rank(old), Profile.rank(new))]
        case (.measured(.services(let old)), .measured(.services(let new))):
            return Set(old + new).map { pair(old.contains($0), new.contains($0)) }
        case (.measured(.criteria(let old, _, _)), .measured(.criteria(let new, _, _))): return [(old, new)]
        case (.measured(.policy(_, let old)), .measured(.policy(_, let new))): return [(old, new)]
        case (.measured(.chain(let old)), .measured(.chain(let new))):
            return [(old.condition.worth, new.condition.worth)]
        case (.measured(.names(let old)), .measured(.names(let new))):
            return Set(old + new).map { pair(old.contains($0), new.contains($0)) }
        case (.measured(.strictTransport(let old, let oldBelow)), .measured(.strictTransport(let new, let newBelow))):
            return [(old, new), pair(oldBelow, newBelow)]
        default: return [pair(isOffered(before), isOffered(after))]
        }
    }

    /// `false` and a proven absence are the same; what cannot be asked is neither.
    private static func isOffered(_ finding: Finding<CellValue.Value>) -> Bool {
        switch finding {
        case .measured(.truth(let truth)): truth
        case .measured(.services(let services)): !services.isEmpty
        case .measured(.chain(let chain)): chain.condition.worth >= 0
        case .measured(.strictTransport(let days, _)): days > 0
        // What is broken is worth no more than what is not there.
        case .measured(.policy(_, let worth)): worth >= 0
        case .measured: true
        default: false
        }
    }

    private static func events(_ question: CellKey, _ before: CellValue, _ after: CellValue) -> [Event] {
        if before.hasNoService != after.hasNoService { return [before.hasNoService ? .serviceBegan : .serviceEnded] }
        switch (before.finding, after.finding) {
        case (.measured(.protocols(let old)), .measured(.protocols(let new))):
            return ProtocolVersion.allCases.compactMap { version in
                switch (old.contains(version), new.contains(version)) {
                case (false, true): .versionOn(version)
                case (true, false): .versionOff(version)
                default: nil
                }
            }
        case (.measured(.services), _), (_, .measured(.services)):
            let (old, new) = (services(before), services(after))
            return old.filter { !new.contains($0) }.map { .serviceLost($0) }
                + new.filter { !old.contains($0) }.map { .serviceGained($0) }
        case (_, .measured(.truth(true))): return [.gained]
        case (.measured(.truth(true)), _): return [.lost]
        default: return []
        }
    }

    private static func services(_ fact: CellValue) -> [String] {
        if case .measured(.services(let services)) = fact.finding { services } else { [] }
    }
}
