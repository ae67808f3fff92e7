import Model

/// Whose order decides, concluded from what a server chose out of which offers (historical RFC 5246 §7.4.1.3 leaves it
/// to the server). It does not matter in which order the answers came in.
struct PreferenceOrder<Element: Hashable & Comparable & Sendable>: Sendable {
    /// One answer: what was offered, in the client's order, and what the server took.
    struct Choice: Hashable, Sendable {
        var offered: [Element]
        var chosen: Element

        /// Of the ends of the offer: hashing all of it costs more than it tells apart.
        func hash(into hasher: inout Hasher) {
            hasher.combine(offered.count)
            hasher.combine(offered.first)
            hasher.combine(offered.last)
            hasher.combine(chosen)
        }
    }

    /// `nil` where the answers fit both.
    private(set) var preference: SuitePreference?
    /// Everything accepted; in the server's order where it has one.
    private(set) var sequence: [Element]
    /// For each place of `sequence` where no answer has decided between two neighbours: the elements from there on.
    /// Whatever a server chooses out of one of these decides something. Empty where the order is known.
    private(set) var undecided: [[Element]]
    /// The elements that may stand at the first place that several may; what a server chooses out of these stands
    /// there.
    private(set) var tie: [Element]

    /// Whether answers have decided between all neighbours.
    var isKnown: Bool { undecided.isEmpty }

    /// - Parameters:
    ///   - accepted: everything the server accepts.
    ///   - choices: its answers.
    ///   - usual: the order to write them in where nothing else tells.
    init(accepted: Set<Element>, choices: [Choice], usual: (Element) -> Int) {
        var beats: [Element: Set<Element>] = [:]
        var followsClient = true
        for choice in choices where accepted.contains(choice.chosen) {
            let candidates = choice.offered.filter(accepted.contains)
            if candidates.first != choice.chosen { followsClient = false }
            beats[choice.chosen, default: []].formUnion(candidates)
        }
        for element in Array(beats.keys) { beats[element]?.remove(element) }
        let contradicts = beats.contains { winner, losers in
            losers.contains { beats[$0]?.contains(winner) == true }
        }
        switch (followsClient, contradicts) {
        case (true, true): preference = .client
        case (false, _): preference = .server
        case (true, false): preference = nil
        }
        let listed = accepted.sorted { (usual($0), $0) < (usual($1), $1) }
        if preference == .client {
            (sequence, undecided, tie) = (listed, [], [])
        } else {
            (sequence, undecided, tie) = PreferenceOrder.sorted(listed, beats: beats)
        }
    }

    /// Takes one after the other the element that no other one beats.
    private static func sorted(_ listed: [Element], beats: [Element: Set<Element>]) -> (
        [Element], [[Element]], [Element]
    ) {
        var left = listed
        var losses: [Element: Int] = [:]
        for losers in beats.values { for loser in losers { losses[loser, default: 0] += 1 } }
        var sequence: [Element] = []
        var tie: [Element] = []
        while let usual = left.first {
            // No head is a circle: the choices depend on more than the offer. The usual order must do.
            let head = left.first { losses[$0, default: 0] == 0 } ?? usual
            if tie.isEmpty {
                let heads = left.filter { losses[$0, default: 0] == 0 }
                if heads.count > 1 { tie = heads }
            }
            sequence.append(head)
            left.removeAll { $0 == head }
            for loser in beats[head] ?? [] { losses[loser, default: 0] -= 1 }
        }
        let undecided = sequence.indices.dropLast().filter { beats[sequence[$0]]?.contains(sequence[$0 + 1]) != true }
        return (sequence, undecided.map { Array(sequence[$0...]) }, tie)
    }
}
