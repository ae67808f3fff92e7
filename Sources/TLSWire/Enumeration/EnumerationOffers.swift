import Model

extension Enumeration {
    /// The most aborted connections that may be spent on finding the suites for which the server aborts. The rest of the
    /// budget is left to the other lanes.
    private static let maxBreaks = 100

    /// The next hello that offers suites out of `open`, as many as `shape` allows.
    ///
    /// Where the server aborted offers because of some of their suites, the suites under suspicion are offered last. A
    /// server that refuses with alerts is first asked for the suite that caused the abort, by bisection. While no hello
    /// was answered at all, the smallest shape offers all suites without regard to suspicion.
    ///
    /// - Returns: `nil` where no further offer can add anything.
    func offer(_ open: [UInt32], _ version: ProtocolVersion, _ shape: ClientHelloProfile) -> ClientHello? {
        func hello(_ suites: some Sequence<UInt32>) -> ClientHello {
            maker.hello(version, suites: SuiteOffer.chaChaLast(Array(suites.prefix(shape.suiteLimit))), shape: shape)
        }
        // A quick look does not wait for the same to happen in each version.
        let isAborted =
            !knowledge.partlyAbortedOffers(version).isEmpty
            || depth != .full && asked.contains { !knowledge.partlyAbortedOffers($0).isEmpty }
        guard isAborted, knowledge.answers > 0 || shape < .bare else {
            return hello(open)
        }
        let groups = Dictionary(grouping: open, by: knowledge.suspicion(version))
        for suspicion in TLSKnowledge.Suspicion.all {
            guard let group = groups[suspicion] else { continue }
            guard knowledge.refusesByAlert[version] == true else { return hello(group) }
            let isEnough = knowledge.breaks >= Self.maxBreaks
            if isEnough, suspicion != .none, suspicion != .missingParameters { return nil }
            // Of an aborted offer that no suspected suite explains, at least one half is aborted as well. The smallest
            // such offer is bisected first.
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
            // A suite that gave no result when it was offered alone must not keep the others from being offered.
            let alone = knowledge.doubts.keys.filter {
                $0.maximumVersion == version && $0.suites.count == 1 && !isOpen($0)
            }
            let rest = hello(group.filter { suite in !alone.contains { $0.suites[0] == suite } })
            if !rest.suites.isEmpty, isOpen(rest) { return rest }
        }
        return nil
    }

    /// Whether another lane is already bisecting for the suite that this offer would bisect for: most servers abort for the
    /// same suites in all versions.
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

    /// A hello that offers only a GREASE suite (RFC 8701), to learn whether the server refuses with an alert, before an
    /// abort is interpreted as a refusal. It is sent first in a version in which other hellos were answered. An abort there
    /// holds for all versions, and the others are not probed; an alert holds for its own version only.
    ///
    /// - Returns: `nil` where this is known or does not matter.
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
