import Findings

/// What it says that a server breaks off without an alert.
extension TLSKnowledge {
    /// Whether breaking off twice counts as refusing `hello`: a hello at least as demanding was answered.
    func isRefusedByBreaking(_ hello: ClientHello) -> Bool {
        let common = Set(alertCounts.filter { $0.value >= 2 }.keys)
        guard let doubt = doubts[hello], doubt.isReproduced(common: common), answered[hello] == nil, !isUnreliable,
            doubt.breaks.isEmpty || !isMixed(hello)
        else { return false }
        let widestOfAll = max(widestAnswered, widestBareAnswered)
        // The smallest hello there is, or one of SSLv2: nothing smaller could be answered instead.
        if hello.format == .ssl2 { return widestOfAll > 0 || answers > doubt.alerts.count }
        if hello.isBare, hello.suites.count <= HelloShape.bare.suiteLimit { return widestOfAll > 0 }
        if hello.keyShares?.isEmpty == false, hello.serverName == nil { return widestOfAll > 0 }
        let widest = hello.isBare ? widestOfAll : widestAnswered
        return widest >= min(hello.suites.count, HelloShape.chunked.suiteLimit + 1)
    }

    /// An offer that may have been broken off for some of its suites alone. A server without parameters for
    /// Diffie-Hellman can choose a suite that needs them all the same, and breaks off then (Dovecot without `ssl_dh`):
    /// that says nothing of the other suites, unless it is seen to have parameters.
    func isMixed(_ hello: ClientHello) -> Bool {
        guard let version = hello.maximumVersion, version < .tls13, version != .ssl2 else { return false }
        return hello.suites.contains(where: TLSKnowledge.needsParameters)
            && !hello.suites.allSatisfy(TLSKnowledge.needsParameters)
            && !accepted(version).contains(where: TLSKnowledge.needsParameters)
    }

    /// Whether suites that need parameters must be asked for apart from those that need none.
    func breaksOnMixedOffers(_ version: ProtocolVersion) -> Bool {
        doubts.contains { $0.key.maximumVersion == version && !$0.value.breaks.isEmpty && isMixed($0.key) }
    }

    /// Offers that were broken off although the server takes one of their suites elsewhere.
    var offersBrokenInVain: [ClientHello] {
        doubts.filter { hello, doubt in
            guard !doubt.breaks.isEmpty, answered[hello] == nil, isMixed(hello) else { return false }
            return hello.maximumVersion.map { !accepted($0).isDisjoint(with: hello.suites) } ?? false
        }.map(\.key)
    }

    /// Diffie-Hellman over finite fields with parameters that the server sends (RFC 5246 §7.4.3).
    static func needsParameters(_ suite: UInt32) -> Bool {
        [.dhe, .dhePSK].contains(SuiteRegistry.suite(suite).keyExchange)
    }
}
