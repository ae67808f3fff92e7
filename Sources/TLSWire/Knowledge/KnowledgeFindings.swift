import Model

extension TLSKnowledge {
    /// All six versions, oldest first.
    ///
    /// - Parameter unasked: why something was not asked, where the caller knows (`budget`, `interrupted`).
    package func versionFindings(unasked: Reason = Reason(.notAsked)) -> [VersionFinding] {
        ProtocolVersion.allCases.map { VersionFinding(version: $0, finding: finding($0, unasked: unasked)) }
    }

    /// What is known of one version.
    package func finding(_ version: ProtocolVersion, unasked: Reason = Reason(.notAsked)) -> Finding<VersionFacts> {
        if version == .ssl2, ssl2Answered {
            let suites = ssl2Suites.map(SuiteRegistry.ssl2Kind)
            // In SSLv2 the client chooses out of what the server lists.
            return .measured(VersionFacts(suites: suites, preference: .notApplicable))
        }
        let accepted = accepted(version)
        if accepted.isEmpty, answeredWithoutALPN.contains(version) { return .unmeasured(Reason(.withoutALPN)) }
        guard accepted.isEmpty else { return measured(version, accepted: accepted, unasked: unasked) }
        guard let state = versions[version], !state.offered.isEmpty else {
            // Where nothing at all answers, that is the reason for what was not asked any more, too.
            return .unmeasured(answers == 0 ? allDoubts(of: nil)?.reason ?? unasked : unasked)
        }
        if state.offered.isSubset(of: refused(version)) { return .notOffered }
        guard let doubt = allDoubts(of: version) else { return .unmeasured(unasked) }
        if answers == 0, doubt.count == doubt.plain.count, unknowns >= 2 { return .notOffered }
        if doubt.count == doubt.alerts.count { return .refused(by: "server", why: doubt.reason) }
        return .unmeasured(doubt.reason)
    }

    private func measured(
        _ version: ProtocolVersion, accepted: Set<UInt32>, unasked: Reason
    ) -> Finding<VersionFacts> {
        let order = suiteOrder(version)
        let open = (versions[version]?.offered ?? []).subtracting(accepted).subtracting(refused(version))
        var incomplete: Reason?
        if !open.isEmpty {
            let doubt = allDoubts(of: version, about: open)
            incomplete = doubt?.reason ?? Reason(unasked.code, "\(open.count) suites remain untested")
        }
        let preference: Finding<SuitePreference>
        let differing = differing(version)
        // More may be accepted than what was settled on once.
        if choicesOfVersion[version] == nil, differing != nil { incomplete = Reason(.answersDiffer) }
        if accepted.count < 2, incomplete == nil {
            preference = .notApplicable
        } else if answersDiffer {
            preference = .unmeasured(Reason(.answersDiffer))
        } else {
            preference = order.preference.map { .measured($0) } ?? .unmeasured(unasked)
        }
        return .measured(
            VersionFacts(
                suites: order.sequence.map(SuiteRegistry.suite), preference: preference, incomplete: incomplete,
                orderIncomplete: order.isKnown || preference.value != .server ? nil : unasked, differing: differing))
    }

    private func allDoubts(of version: ProtocolVersion?, about suites: Set<UInt32>? = nil) -> InconclusiveAnswers? {
        var union = InconclusiveAnswers()
        for (hello, doubt) in doubts {
            if let version, hello.maximumVersion != version { continue }
            if let suites, suites.isDisjoint(with: hello.suites) { continue }
            union.formUnion(doubt)
        }
        return union.count == 0 ? nil : union
    }

    /// Groups of TLS 1.3 that were neither chosen nor refused; `nil` where all were, or none were chosen at all.
    package func untestedGroups(unasked: Reason = Reason(.notAsked)) -> UntestedGroups? {
        guard !groups13.isEmpty else { return nil }
        let refused = refusedGroups(tls13: true)
        let open = NamedGroup.forTLS13.filter { !groups13.contains($0) && !refused.contains($0) }
        if open.isEmpty { return nil }
        let accepted = accepted(.tls13)
        var doubt = InconclusiveAnswers()
        for (hello, one) in doubts
        where hello.maximumVersion == .tls13 && !accepted.isDisjoint(with: hello.suites)
            && !Set(open).isDisjoint(with: hello.groups)
        {
            doubt.formUnion(one)
        }
        return UntestedGroups(names: open.map(\.description), why: doubt.count == 0 ? unasked : doubt.reason)
    }

    /// Names of the key exchange groups: those of TLS 1.3 first, each list in the server's order where it has one.
    package func groups(unasked: Reason = Reason(.notAsked)) -> Finding<[String]> {
        let modern = groupOrder(tls13: true).sequence
        let classic = groupOrder(tls13: false).sequence.filter { !modern.contains($0) }
        let names = (modern + classic).map(\.description)
        guard names.isEmpty else { return .measured(names) }
        let versions = versionFindings(unasked: unasked).map(\.finding)
        if versions.allSatisfy({ !$0.isUnknown }), accepted(.tls13).isEmpty, classicECDHE.isEmpty { return .notOffered }
        // The group stood in a part of an answer that is not here.
        if let why = features.unread, !classicECDHE.isEmpty { return .unmeasured(why) }
        if let unknown = versions.first(where: { $0.isUnknown }), case .unmeasured(let reason) = unknown {
            return .unmeasured(Reason(.dependsOnUnknown, reason.code.rawValue))
        }
        return .unmeasured(unasked)
    }
}
