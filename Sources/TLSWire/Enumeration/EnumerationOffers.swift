import Model

extension Enumeration {
    /// So many connections that were broken off are enough to look for the suites it happens for: other questions need
    /// the rest.
    private static let mostBreaks = 100

    /// The next offer out of a list: as many as a hello may have. Where offers were broken off for some of their suites,
    /// those that may be the cause wait until the others are through; and from who refuses with an alert, the suite that
    /// an offer was broken off for is looked for first. The smallest hello has all of them while nothing at all was
    /// answered: perhaps there is nothing else.
    ///
    /// - Returns: `nil` where there is nothing more to be learned.
    func offer(_ open: [UInt32], _ version: ProtocolVersion, _ shape: ClientHelloProfile) -> ClientHello? {
        func hello(_ suites: some Sequence<UInt32>) -> ClientHello {
            maker.hello(version, suites: SuiteOffer.chaChaLast(Array(suites.prefix(shape.suiteLimit))), shape: shape)
        }
        guard !knowledge.partlyAbortedOffers(version).isEmpty, knowledge.answers > 0 || shape < .bare else {
            return hello(open)
        }
        let groups = Dictionary(grouping: open, by: knowledge.suspicion(version))
        for suspicion in TLSKnowledge.Suspicion.all {
            guard let group = groups[suspicion] else { continue }
            guard knowledge.refusesByAlert[version] == true else { return hello(group) }
            let isEnough = knowledge.breaks >= Self.mostBreaks
            if isEnough, suspicion != .none, suspicion != .missingParameters { return nil }
            // Half of what no suspected suite explains is broken off as well, or the other half. The smallest first.
            let unexplained = knowledge.unexplainedOffers(version).filter { !Set($0).isDisjoint(with: group) }
            let bySize = unexplained.sorted { one, other in
                one.count == other.count ? one.lexicographicallyPrecedes(other) : one.count < other.count
            }
            for offer in bySize where !isEnough {
                let middle = (offer.count + 1) / 2
                for half in [offer[..<middle], offer[middle...]] {
                    let hello = hello(half)
                    if isOpen(hello) { return hello }
                }
            }
            // What told nothing when it was offered alone must not stand before the others.
            let alone = knowledge.doubts.keys.filter {
                $0.maximumVersion == version && $0.suites.count == 1 && !isOpen($0)
            }
            let rest = hello(group.filter { suite in !alone.contains { $0.suites[0] == suite } })
            if !rest.suites.isEmpty, isOpen(rest) { return rest }
        }
        return nil
    }

    /// Whether an offer of this lane would look for what another lane is looking for: most servers break off for the same
    /// suites in all versions.
    func isSoughtElsewhere(_ hello: ClientHello, _ lane: Lane) -> Bool {
        guard isSearch(hello) else { return false }
        return inFlight.contains { other, hello in
            switch other {
            case .suites, .part: other != lane && isSearch(hello)
            default: false
            }
        }
    }

    private func isSearch(_ hello: ClientHello) -> Bool {
        guard let version = hello.maximumVersion else { return false }
        return knowledge.unexplainedOffers(version).contains { offer in
            offer.count > hello.suites.count && hello.suites.allSatisfy(offer.contains)
        }
    }

    /// Before breaking off is taken for a refusal: what does the server do where there is nothing to choose? Asked first in
    /// a version in which other hellos are answered: where it breaks off there, it does so in all, and none of the others
    /// is asked. An alert speaks for its own version alone.
    func refusalStyleProbe(_ hello: ClientHello, _ version: ProtocolVersion, _ shape: ClientHelloProfile) -> Step? {
        guard knowledge.answers > 0, hello.suites.count > 1, knowledge.refusesByAlert[version] == nil,
            knowledge.doubts[hello]?.breaks.isEmpty == false,
            hello.isBare || !knowledge.answersBareHellosOnly
        else { return nil }
        if inFlight.values.contains(where: \.offersOnlyGREASE) { return .wait }
        let silent = knowledge.refusesByAlert.filter { !$0.value }.keys
        if knowledge.answered.keys.contains(where: { $0.maximumVersion.map(silent.contains) ?? false }) { return nil }
        // Who stumbles over long or modern hellos may do so in one version only.
        let spoken = asked.first {
            $0 < .tls13 && $0 != .ssl2 && !knowledge.chosen($0).isEmpty && (shapes[$0] ?? initialShape) < .lean
        }
        if spoken == nil, shape < .lean, isAskingSuites(besides: version) { return .wait }
        let offer = [SuiteOffer.unassigned]
        guard let spoken, spoken != version, knowledge.refusesByAlert[spoken] == nil else {
            return .ask(maker.hello(version, suites: offer, shape: shape), .serverHello)
        }
        return .ask(maker.hello(spoken, suites: offer, shape: shapes[spoken] ?? initialShape), .serverHello)
    }
}
