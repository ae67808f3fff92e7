import Model

/// Interprets connections closed without an alert.
extension TLSKnowledge {
    /// Whether two aborts count as a refusal of `hello`: a hello at least as demanding was answered.
    func treatsAbortAsRefusal(_ hello: ClientHello) -> Bool {
        let common = Set(alertCounts.filter { $0.value >= 2 }.keys)
        guard let doubt = doubts[hello], doubt.isReproduced(common: common), answered[hello] == nil, !isUnreliable,
            doubt.breaks.isEmpty || !isMixed(hello)
        else { return false }
        let widestOfAll = max(widestAnswered, widestBareAnswered)
        // The smallest hello there is, or one of SSLv2: nothing smaller could be answered instead.
        if hello.format == .ssl2 { return widestOfAll > 0 || answers > doubt.alerts.count }
        if hello.isBare, hello.suites.count <= ClientHelloProfile.bare.suiteLimit { return widestOfAll > 0 }
        if hello.keyShares?.isEmpty == false, hello.serverName == nil { return widestOfAll > 0 }
        let widest = hello.isBare ? widestOfAll : widestAnswered
        return widest >= min(hello.suites.count, ClientHelloProfile.chunked.suiteLimit + 1)
    }

    /// Whether the server may have aborted an offer because of some of its suites only, so that the abort says nothing
    /// about the others. That is so where suites under different suspicions are offered together, and, at a server that
    /// refuses with alerts, with any suites that are not known to be accepted.
    func isMixed(_ hello: ClientHello) -> Bool {
        guard let version = hello.maximumVersion, version < .tls13, version != .ssl2, hello.suites.count > 1 else {
            return false
        }
        let suspicion = suspicion(version)
        let first = suspicion(hello.suites[0])
        if hello.suites.contains(where: { suspicion($0) != first }) { return true }
        guard shouldBisect(first) else { return false }
        let accepted = accepted(version)
        return refusesByAlert[version] == true && !hello.suites.allSatisfy(accepted.contains)
    }

    /// Why a suite may be what makes the server abort.
    enum Suspicion: Hashable {
        case none
        /// It needs parameters for Diffie-Hellman, and the server is not seen to have any: without them it can choose
        /// the suite all the same, and then aborts (Dovecot without `ssl_dh`).
        case missingParameters
        /// The server aborted when another suite of this class was offered alone.
        case alike(WeakSuiteClass)
        /// The server aborted when the suite was offered alone, in this version or another.
        case seen

        /// In the order in which they are asked for.
        static let all = [.none, .missingParameters] + WeakSuiteClass.allCases.map(Suspicion.alike) + [.seen]
    }

    /// Whether offers of suites under one suspicion may be aborted because of some of them only. After three suites of a
    /// class were each aborted alone, all of the class are taken to be.
    private func shouldBisect(_ suspicion: Suspicion) -> Bool {
        switch suspicion {
        case .none: true
        case .alike(let kind): suitesBrokenOff.count { WeakSuiteClass.ofSuite[$0] == kind } < 3
        case .missingParameters, .seen: false
        }
    }

    func suspicion(_ version: ProtocolVersion) -> (UInt32) -> Suspicion {
        let hasParameters = hasParameters(version)
        let seen = suitesBrokenOff
        let kinds = Set(seen.compactMap { WeakSuiteClass.ofSuite[$0] })
        return { suite in
            if seen.contains(suite) { return .seen }
            if let kind = WeakSuiteClass.ofSuite[suite], kinds.contains(kind) { return .alike(kind) }
            return !hasParameters && TLSKnowledge.needsParameters(suite) ? .missingParameters : .none
        }
    }

    /// Suites for which the server aborted twice when they were offered alone, although it refuses with an alert.
    func findSuitesBrokenOff() -> Set<UInt32> {
        guard refusesByAlert.values.contains(true), !isUnreliable else { return [] }
        var suites: Set<UInt32> = []
        for (hello, doubt) in doubts where hello.suites.count == 1 && doubt.breaks.count >= 2 {
            guard answered[hello] == nil, let version = hello.maximumVersion, refusesByAlert[version] == true,
                !accepted(version).contains(hello.suites[0]),
                hasParameters(version) || !TLSKnowledge.needsParameters(hello.suites[0])
            else { continue }
            suites.insert(hello.suites[0])
        }
        return suites
    }

    /// Aborted offers of a version, perhaps aborted for some of their suites only.
    func partlyAbortedOffers(_ version: ProtocolVersion) -> [[UInt32]] {
        doubts.filter { hello, doubt in
            hello.maximumVersion == version && !doubt.breaks.isEmpty && answered[hello] == nil && isMixed(hello)
        }.map(\.key.suites)
    }

    /// Those of them that no suite under suspicion explains: it was for one that is not found yet.
    func unexplainedOffers(_ version: ProtocolVersion) -> [[UInt32]] {
        guard refusesByAlert[version] == true else { return [] }
        let suspicion = suspicion(version)
        return partlyAbortedOffers(version).filter { offer in
            let first = suspicion(offer[0])
            return offer.allSatisfy { suspicion($0) == first }
        }
    }

    /// Aborted offers that contain a suite accepted elsewhere, and whose abort is explained only by the server's lack of
    /// Diffie-Hellman parameters.
    var unexplainedAborts: [ClientHello] {
        doubts.filter { hello, doubt in
            guard !doubt.breaks.isEmpty, let version = hello.maximumVersion, !hasParameters(version),
                hello.suites.contains(where: TLSKnowledge.needsParameters), answered[hello] == nil, isMixed(hello)
            else { return false }
            let accepted = accepted(version)
            let understood = accepted.union(refused(version)).subtracting(suitesBrokenOff)
            return !accepted.isDisjoint(with: hello.suites)
                && hello.suites.allSatisfy { TLSKnowledge.needsParameters($0) || understood.contains($0) }
        }.map(\.key)
    }

    /// It has chosen a suite that needs parameters for Diffie-Hellman.
    private func hasParameters(_ version: ProtocolVersion) -> Bool {
        accepted(version).contains(where: TLSKnowledge.needsParameters)
    }

    /// Diffie-Hellman over finite fields with parameters that the server sends (RFC 5246 §7.4.3, historical).
    static func needsParameters(_ suite: UInt32) -> Bool { suitesWithParameters.contains(suite) }

    private static let suitesWithParameters = Set(
        SuiteRegistry.tls.lazy.filter { [.dhe, .dhePSK].contains($0.keyExchange) }.map(\.code))
}
