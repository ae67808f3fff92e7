import Model

/// On which dates each provider was found in which state. Snapshots that found the findings of an earlier one refer to
/// it; that is how states are told apart, and each has one page of evidence, on the first of its dates.
package struct ProviderStates: Sendable {
    /// The same findings, on one date or several; between them others may have been found.
    package struct State: Hashable, Sendable {
        /// Oldest first, never empty. The evidence page is that of the first.
        package fileprivate(set) var dates: [Day]

        package var first: Day { dates[0] }
        package var last: Day { dates[dates.count - 1] }
        /// How often it was found again up to a day.
        package func confirmations(until day: Day) -> Int { Swift.max(0, dates.count(upTo: day) - 1) }
    }

    /// Provider → its states, by their first dates.
    private var states: [String: [State]] = [:]
    /// Provider → date → the place of its state.
    private var places: [String: [Day: Int]] = [:]
    /// Provider → the newest snapshot that has it.
    private var newest: [String: Day] = [:]

    /// - Parameter snapshots: oldest first.
    package init(_ snapshots: [Snapshot]) {
        /// The state of a provider by the date whose file holds its findings. That date itself may lack the provider,
        /// because its evidence is broken.
        var held: [String: [Day: Int]] = [:]
        for snapshot in snapshots {
            let date = snapshot.manifest.date
            for id in snapshot.providers.keys {
                let holder = snapshot.manifest.holder(ofFindings: id)
                if let place = held[id]?[holder] {
                    states[id]?[place].dates.append(date)
                    places[id]?[date] = place
                } else {
                    let place = states[id]?.count ?? 0
                    states[id, default: []].append(State(dates: [date]))
                    places[id, default: [:]][date] = place
                    held[id, default: [:]][holder] = place
                }
                newest[id] = date
            }
        }
    }

    /// The state in which a provider was found on a date; `nil` where no snapshot of that date has it.
    package func state(of provider: String, on date: Day) -> State? {
        guard let place = places[provider]?[date] else { return nil }
        return states[provider]?[place]
    }

    /// The date of the evidence page for what was found on a date; that date itself where nothing is known of it.
    package func page(of provider: String, on date: Day) -> Day { state(of: provider, on: date)?.first ?? date }

    /// All states of a provider, by their first dates.
    package func states(of provider: String) -> [State] { states[provider] ?? [] }

    /// Whether the newest snapshot of a provider found it in this state.
    package func isCurrent(_ state: State, of provider: String) -> Bool { state.last == newest[provider] }
}
