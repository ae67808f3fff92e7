import Model

/// Answers that contradict each other. Behind one address there may be several servers that accept different things; each
/// connection reaches one of them, so that a single refusal proves nothing about the others.
extension TLSKnowledge {
    /// Refusals of one offer that count where answers differ: of a version of which nothing was accepted yet, and of the
    /// rest of an offer. Where two servers take turns at random, one in 64 and one in 16 of such series misleads.
    static let versionLooks = 6
    static let offerLooks = 4
    /// Refusals of an offer that another answer contradicts, before they count as the server's peculiarity.
    static let contradictedLooks = 3
    /// The same of an offer refused by the name of a version that was accepted: hardly any server alone does so.
    static let contradictedVersionLooks = 5

    /// So many refusals of the same offer are enough to believe them.
    func isConfirmed(_ count: Int, _ version: ProtocolVersion) -> Bool {
        !answersDiffer || count >= (accepted(version).isEmpty ? Self.versionLooks : Self.offerLooks)
    }

    /// How many refusals of this hello it takes before it is not asked again.
    func refusalLimit(_ hello: ClientHello) -> Int {
        guard let version = hello.maximumVersion, !hello.flags.contains(.fallbackSignal), !hello.offersOnlyGREASE else {
            return 1
        }
        if answersDiffer { return accepted(version).isEmpty ? Self.versionLooks : Self.offerLooks }
        if hello.limitsSignatures { return 1 }
        if isPromised(version, hello.suites) { return Self.versionLooks }
        let rejection = Rejection(hello)
        guard let times = rejections(version)[rejection] else { return 1 }
        if times.namesVersion, !accepted(version).isEmpty { return Self.contradictedVersionLooks }
        return contradicts(rejection, times, version) ? Self.contradictedLooks : 1
    }

    /// No hello was answered with this version, although a completed handshake or the server's own downgrade sentinel
    /// (RFC 9846 §4.1.3) shows that it is spoken.
    private func isPromised(_ version: ProtocolVersion, _ suites: [UInt32]) -> Bool {
        guard choicesOfVersion[version] == nil else { return false }
        if sessions.keys.contains(where: { $0.version == version && suites.contains($0.suite) }) { return true }
        return version == .tls13 && features.downgradedFrom.contains(.tls13)
    }

    /// Refused hellos that are to be asked again, as another answer contradicts them.
    var contradictedHellos: [ClientHello] {
        refusals.filter { hello, count in count < refusalLimit(hello) && answered[hello] == nil }.map(\.key)
    }

    /// The refusal cannot be by the server that accepted something of what was offered, here or at a lower version.
    private func contradicts(_ rejection: Rejection, _ times: Refusals, _ version: ProtocolVersion) -> Bool {
        if contradictsItself(rejection, times, version) { return true }
        guard version < .tls13, times.isOutright else { return false }
        return ProtocolVersion.allCases.contains { lower in
            lower > .ssl2 && lower < version && accepted(lower).contains { mayBeChosen($0, lower, rejection) }
        }
    }

    /// The refusal cannot be by the server that accepted something of what was offered, at the same version.
    private func contradictsItself(_ rejection: Rejection, _ times: Refusals, _ version: ProtocolVersion) -> Bool {
        let accepted = accepted(version)
        return times.namesVersion && !accepted.isEmpty
            || accepted.contains { mayBeChosen($0, version, rejection) }
    }

    /// What the offer has beside the suite suffices for it.
    private func mayBeChosen(_ suite: UInt32, _ version: ProtocolVersion, _ rejection: Rejection) -> Bool {
        guard rejection.suites.contains(suite),
            !outOfReach(version, listing: rejection.listsFiniteFields).contains(suite)
        else { return false }
        if version == .tls13 { return groups13.isEmpty || !groups13.isDisjoint(with: rejection.groups) }
        return !TLSKnowledge.needsCurve(suite) || rejection.groups.isEmpty
            || TLSKnowledge.coreGroups.isSubset(of: rejection.groups)
            || !groups12.isEmpty && groups12.isSubset(of: rejection.groups)
    }

    /// How the answers at a version differ; `nil` where they do not, or where nothing is accepted.
    func differing(_ version: ProtocolVersion) -> DifferingAnswers? {
        guard version != .ssl2, let state = versions[version], !state.accepted.isEmpty else { return nil }
        let contradicting = rejections(version).filter { contradictsItself($0.key, $0.value, version) }
        guard answersDiffer || choicesOfVersion[version] == nil, contradicting.values.contains(where: { $0.count > 0 })
        else { return nil }
        return DifferingAnswers(
            common: suiteOrder(version).sequence.filter(common(version).contains).map { SuiteRegistry.suite($0).name })
    }

    /// The accepted suites of a version that no connection refused.
    func common(_ version: ProtocolVersion) -> Set<UInt32> {
        guard let state = versions[version] else { return [] }
        var common = state.accepted
        for (rejection, times) in rejections(version) where contradictsItself(rejection, times, version) {
            if times.namesVersion { return [] }
            common.subtract(reachable(rejection, version))
        }
        return common
    }

    /// How many connections showed that a version is not accepted: refusals of hellos that offer it at most or beside a
    /// higher one, and completed handshakes that settled on less.
    func refusingConnections(_ version: ProtocolVersion) -> Int {
        var count = 0
        for (hello, times) in refusals {
            guard let highest = hello.maximumVersion, !hello.limitsSignatures else { continue }
            // The whole list of a higher version goes for the lower ones too.
            let isAboutBoth =
                highest < .tls13 && highest > version && version > .ssl2 && accepted(highest).isEmpty
                && answerKinds[hello] == [nil]
            if highest == version || isAboutBoth { count += times }
        }
        // A TLS library offers TLS 1.3 in each handshake.
        if version == .tls13 { count += sessions.reduce(0) { $0 + ($1.key.version < .tls13 ? $1.value : 0) } }
        return count
    }
}
