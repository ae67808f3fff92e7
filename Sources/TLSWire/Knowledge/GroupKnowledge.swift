import Model

/// What the answers tell of the groups for key exchange.
extension TLSKnowledge {
    /// Groups that are known not to be accepted: refused together with a suite that is accepted.
    func refusedGroups(tls13: Bool) -> Set<NamedGroup> {
        var refused: Set<NamedGroup> = []
        let seen = tls13 ? groups13 : groups12
        for (version, state) in versions where (version == .tls13) == tls13 {
            for (rejection, times) in state.rejections
            where isAboutGroups(version, rejection.suites) && isConfirmed(times.count, version) {
                // Refused with a group in it that was accepted elsewhere: it was about something else.
                if seen.isDisjoint(with: rejection.groups) { refused.formUnion(rejection.groups) }
            }
        }
        for (hello, _) in doubts {
            guard let version = hello.maximumVersion, (version == .tls13) == tls13, !hello.limitsSignatures,
                treatsAbortAsRefusal(hello)
            else { continue }
            if isAboutGroups(version, hello.suites), seen.isDisjoint(with: hello.groups) {
                refused.formUnion(hello.groups)
            }
        }
        return refused.subtracting(seen)
    }

    /// Refusing these suites says something of the groups: some of them are accepted, and need a group.
    private func isAboutGroups(_ version: ProtocolVersion, _ suites: [UInt32]) -> Bool {
        let accepted = accepted(version)
        return suites.contains { suite in
            accepted.contains(suite) && (version == .tls13 || TLSKnowledge.needsCurve(suite))
        }
    }

    /// No hello was answered before TLS 1.3 that did not offer this group.
    func isInEveryAnsweredOffer(_ group: NamedGroup) -> Bool {
        groupChoices12.allSatisfy { $0.offered.contains(group) }
    }

    /// Who decides on the groups, and in which order.
    func groupOrder(tls13: Bool) -> PreferenceOrder<NamedGroup> {
        PreferenceOrder(
            accepted: tls13 ? groups13 : groups12,
            choices: answersDiffer ? [] : Array(tls13 ? groupChoices13 : groupChoices12),
            usual: { group in NamedGroup.all.firstIndex(of: group) ?? .max })
    }
}
