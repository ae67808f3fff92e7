import Findings

/// What it says that a server breaks off without an alert.
extension TLSKnowledge {
    /// Whether breaking off twice counts as refusing `hello`: a hello at least as demanding was answered.
    func isRefusedByBreaking(_ hello: ClientHello) -> Bool {
        let common = Set(alertCounts.filter { $0.value >= 2 }.keys)
        guard let doubt = doubts[hello], doubt.isReproduced(common: common), answered[hello] == nil, !isUnreliable
        else {
            return false
        }
        let widestOfAll = max(widestAnswered, widestBareAnswered)
        // The smallest hello there is, or one of SSLv2: nothing smaller could be answered instead.
        if hello.format == .ssl2 { return widestOfAll > 0 || answers > doubt.alerts.count }
        if hello.isBare, hello.suites.count <= HelloShape.bare.suiteLimit { return widestOfAll > 0 }
        if hello.keyShares?.isEmpty == false, hello.serverName == nil { return widestOfAll > 0 }
        let widest = hello.isBare ? widestOfAll : widestAnswered
        return widest >= min(hello.suites.count, HelloShape.chunked.suiteLimit + 1)
    }

    /// Hellos with this as the highest version that the server refused by breaking off.
    func broken(_ version: ProtocolVersion) -> [ClientHello] {
        doubts.keys.filter { $0.maximumVersion == version && !$0.limitsSignatures && isRefusedByBreaking($0) }
    }

    /// A server without parameters for Diffie-Hellman can choose such a suite all the same, and breaks off then (Dovecot
    /// without `ssl_dh`): an offer that has these suites among others does not tell that the others are refused.
    func breaksOnMixedOffers(_ version: ProtocolVersion) -> Bool {
        broken(version).contains { TLSKnowledge.isMixed($0.suites) }
    }

    /// The same, seen for certain: it broke off although it had a choice that it takes elsewhere.
    var choosesWithoutParameters: Bool {
        versions.keys.contains { version in
            let accepted = accepted(version)
            return broken(version).contains {
                TLSKnowledge.isMixed($0.suites) && !accepted.isDisjoint(with: $0.suites)
            }
        }
    }

    /// Suites that need parameters of the server's, and others.
    static func isMixed(_ suites: [UInt32]) -> Bool {
        suites.contains(where: needsParameters) && !suites.allSatisfy(needsParameters)
    }

    /// Diffie-Hellman over finite fields with parameters that the server sends (RFC 5246 §7.4.3).
    static func needsParameters(_ suite: UInt32) -> Bool {
        [.dhe, .dhePSK].contains(SuiteRegistry.suite(suite).keyExchange)
    }
}
