import Model

/// What the answers say of suites: which are accepted, and which are known not to be.
extension TLSKnowledge {
    /// Hellos with extensions were sent, and only those without were answered.
    var answersBareHellosOnly: Bool {
        widestAnswered == 0 && widestBareAnswered > 0
            && doubts.keys.contains { !$0.isBare && $0.format == .tls && $0.maximumVersion != .tls13 }
    }

    /// Some hello with a long list was answered, so that long lists are no trouble here; or the server is of the
    /// age of TLS 1.3, when they were no trouble any more.
    var longListsWork: Bool {
        max(widestAnswered, widestBareAnswered) > ClientHelloProfile.chunked.suiteLimit || !accepted(.tls13).isEmpty
    }

    /// A long list was refused although it had something in it that is accepted: the server reads only its beginning.
    var longListsAreCut: Bool {
        !answersDiffer
            && versions.contains { version, state in
                version < .tls13
                    && rejections(version).contains {
                        $0.isLong && !$1.isAboutVersion && !state.chosen.isDisjoint(with: reachable($0, version))
                    }
            }
    }

    /// Suites accepted at this version.
    func accepted(_ version: ProtocolVersion) -> Set<UInt32> {
        version == .ssl2 ? Set(ssl2Suites) : versions[version]?.accepted ?? []
    }

    /// Suites chosen in answer to hellos of our own. What a handshake settled on is asked for all the same: with it in the
    /// offer, a refusal contradicts the handshake.
    func chosen(_ version: ProtocolVersion) -> Set<UInt32> {
        version == .ssl2 ? Set(ssl2Suites) : versions[version]?.chosen ?? []
    }

    /// Suites that are known not to be accepted at this version.
    func refused(_ version: ProtocolVersion) -> Set<UInt32> {
        let state = versions[version] ?? VersionState()
        let rejections = rejections(version)
        let byListOnly = isNegotiatedByListOnly(version)
        let accepted = accepted(version)
        var refused: Set<UInt32> = []
        // A server that takes a version in short hellos only says nothing by refusing a long one.
        let longCounts =
            longListsWork && !longListsAreCut
            || accepted.isEmpty && rejections.contains { !$0.isLong || $1.isAboutVersion }
        for (rejection, times) in rejections
        where isAboutSuites(rejection, times.isAboutVersion, version, accepted) && isConfirmed(times.count, version) {
            if !rejection.isLong || times.isAboutVersion || longCounts { refused.formUnion(rejection.suites) }
        }
        for (hello, _) in doubts
        where hello.maximumVersion == version && !hello.limitsSignatures && treatsAbortAsRefusal(hello) {
            let isAboutVersion = hello.keyShares?.isEmpty == false
            let rejection = Rejection(hello)
            if byListOnly, !rejection.listsVersion { continue }
            guard isAboutSuites(rejection, isAboutVersion, version, accepted) else { continue }
            refused.formUnion(hello.suites)
            // The usual suites were refused in the smallest hello: then so are the unusual ones of their kind.
            guard accepted.isEmpty, hello.isBare, let first = hello.suites.first else { continue }
            let needs = TLSKnowledge.needsParameters(first)
            refused.formUnion(state.offered.filter { TLSKnowledge.needsParameters($0) == needs })
        }
        return refused.subtracting(accepted)
    }

    /// Whether a refusal is for the suites: not for the groups, not for the form of the hello.
    private func isAboutSuites(
        _ rejection: Rejection, _ isAboutVersion: Bool, _ version: ProtocolVersion, _ accepted: Set<UInt32>
    ) -> Bool {
        // Refused with something in it that was accepted elsewhere: it was about something else.
        guard accepted.isDisjoint(with: reachable(rejection, version)) else { return false }
        if !isAboutVersion, accepted.isEmpty, mayBeAboutSignatures(rejection, version) { return false }
        if version == .tls13 {
            return accepted.isEmpty ? isAboutVersion : !groups13.isDisjoint(with: rejection.groups)
        }
        return rejection.groups.isEmpty || TLSKnowledge.coreGroups.isSubset(of: rejection.groups)
    }

    /// In TLS 1.2 hellos with extensions get alerts that are not about the offer (`unrecognized_name`). The refusal of one
    /// without may be for what it lacks: signature schemes, without which SHA-1 is meant (RFC 5246 §7.4.1.4.1,
    /// historical).
    private func mayBeAboutSignatures(_ rejection: Rejection, _ version: ProtocolVersion) -> Bool {
        guard version == .tls12, rejection.groups.isEmpty else { return false }
        return doubts.contains { hello, doubt in
            hello.maximumVersion == .tls12 && !hello.signatureSchemes.isEmpty && answerKinds[hello] == nil
                && doubt.alerts.count == doubt.count && !treatsAbortAsRefusal(hello)
        }
    }

    /// Suites that need not be offered again in hellos of this version: refused, for whatever reason.
    func refusedForAnyReason(_ version: ProtocolVersion) -> Set<UInt32> {
        let others = rejections(version).keys.filter { mayBeAboutSignatures($0, version) }
        return others.reduce(into: refused(version)) { $0.formUnion($1.suites) }
    }

    /// It takes a curve of those that the client lists. CECPQ1 has its own.
    static func needsCurve(_ suite: UInt32) -> Bool {
        [.ecdhe, .ecdhePSK].contains(SuiteRegistry.suite(suite).keyExchange) && !SuiteRegistry.isCECPQ1(suite)
    }

    /// ECDHE suites accepted before TLS 1.3.
    var classicECDHE: Set<UInt32> {
        var suites: Set<UInt32> = []
        for (version, state) in versions where version < .tls13 { suites.formUnion(state.accepted) }
        return suites.filter(TLSKnowledge.needsCurve)
    }

    /// Signature schemes that the server does not use with this kind of key in TLS 1.2: refused with suites that need one.
    func refusedSchemes(_ kind: SuiteFacts.Authentication) -> Set<SignatureScheme> {
        var refused: Set<SignatureScheme> = []
        let broken = doubts.keys.filter { $0.limitsSignatures && treatsAbortAsRefusal($0) }
        for hello in schemeRejections.union(broken)
        where isConfirmed(refusals[hello] ?? 1, .tls12)
            && hello.suites.allSatisfy({ SuiteRegistry.suite($0).authentication == kind })
        {
            refused.formUnion(hello.signatureSchemes)
        }
        return refused.subtracting(features.signatureSchemes)
    }
}
