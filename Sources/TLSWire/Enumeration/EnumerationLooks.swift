import Model

/// The lanes that ask again, so that no "no" rests on one connection alone.
extension Enumeration {
    /// Second looks take no more connections than this.
    private static let maxSecondLooks = 2
    /// Suites asked for one by one, where answers differ.
    private static let maxCommonSuites = 60

    /// At most so many contradicted refusals are asked for again, before answers are known to differ.
    private static let maxContradicted = 24

    /// A refusal that another answer contradicts is asked for again: where it stands, it is a peculiarity of the server's.
    func contradicted() -> Step {
        guard !knowledge.answersDiffer, hellos(.contradicted) < Self.maxContradicted else { return .done }
        let hello = contradictedHellos.filter { isOpen($0) && !isInFlight($0) }
            .min { $0.isSmaller(than: $1) }
        if let hello { return .ask(hello, .serverHello) }
        return finished.isSuperset(of: lanes.dropFirst()) ? .done : .wait
    }

    /// A version that a complete handshake settled on and hellos do not get is asked for as TLS libraries do, which list
    /// their versions. Where that is answered time and again, what the hello is like decides, and not which of several
    /// servers it reaches.
    func promised() -> Step {
        guard versionsAreSettled, controlIsThrough else { return .wait }
        let version = asked.first {
            $0 > .ssl3 && $0 < .tls13 && knowledge.isPromisedByHandshake($0)
                && knowledge.unlistedRefusals($0) >= TLSKnowledge.contradictedLooks
        }
        guard !knowledge.answersDiffer, let version else { return .done }
        var maker = maker
        maker.listed = [version]
        // The usual suites, which need the smallest hello with extensions.
        let suites = Array(SuiteOffer.byUse.prefix(ClientHelloProfile.lean.suiteLimit))
        let hello = maker.hello(version, suites: suites, shape: .lean)
        guard knowledge.answered[hello, default: 0] > 0 else { return ask(hello) }
        let isSettled = knowledge.choicesByList[version, default: 0] >= TLSKnowledge.contradictedLooks
        return isSettled || knowledge.answerKinds[hello] != [version] ? .done : .ask(hello, .serverHello)
    }

    /// A version that was refused on one connection only is asked for once more: behind the address there may be another
    /// server. A refused hello speaks for the versions below it too, so that mostly two looks are enough for all.
    func secondLook() -> Step {
        guard versionsAreSettled && controlIsThrough || isHurrying && versionsAreAnswered else { return .wait }
        guard !knowledge.answersDiffer, hellos(.secondLook) < Self.maxSecondLooks else { return .done }
        for version in asked.sorted(by: >) {
            guard knowledge.accepted(version).isEmpty, knowledge.finding(version) == .notOffered,
                knowledge.refusingConnections(version) == 1
            else { continue }
            // The one that was refused; where it was refused as a part, the whole.
            let hello = knowledge.refusals.keys.filter { $0.maximumVersion == version }
                .max { $0.isSmaller(than: $1) }
            if let hello { return .ask(hello, .serverHello) }
        }
        return .done
    }

    /// Where answers differ: a suite that some server behind the address lacks is refused sooner or later when it is
    /// offered alone.
    func commonSuites(_ version: ProtocolVersion) -> Step {
        guard knowledge.answersDiffer else { return finished.contains(.secondLook) ? .done : .wait }
        guard asked.allSatisfy({ finished.contains(.suites($0)) }), finished.contains(.control) else { return .wait }
        let used = asked.reduce(0) { $0 + hellos(.common($1)) }
        let shape = shapes[version] ?? (version == .tls13 ? .whole : initialShape)
        for suite in knowledge.suiteOrder(version).sequence where used < Self.maxCommonSuites {
            guard knowledge.common(version).contains(suite),
                knowledge.confirmations[version]?[suite] ?? 0 < TLSKnowledge.contradictedLooks
            else { continue }
            let hello = helloWithinReach(version, suites: [suite], shape: shape)
            // What is not answered at all is not asked for on and on.
            guard (knowledge.doubts[hello]?.count ?? 0) < 2, knowledge.refusals[hello, default: 0] < 2 else { continue }
            return .ask(hello, .serverHello)
        }
        return .done
    }
}
