import Findings

/// All that the answers to a set of hellos tell about one endpoint. A fold: it does not matter in which order the
/// answers are recorded, nor whether a running scan or a later derivation from evidence records them.
public struct TLSKnowledge: Sendable {
    /// What is known of one version.
    struct VersionState: Sendable {
        /// Suites offered with this as the highest version.
        var offered: Set<UInt32> = []
        var accepted: Set<UInt32> = []
        /// Offered, and answered with a refusal or with a lower version.
        var refused: Set<UInt32> = []
        /// The same out of hellos with more than 64 suites, which some servers refuse as such.
        var refusedLong: Set<UInt32> = []
        /// The server refused the version itself (alert protocol_version) or a usual, short hello.
        var refusedShort = false
        var choices: Set<PreferenceOrder<UInt32>.Choice> = []
    }

    /// A refused hello with groups in it: what it says of them depends on which suites are accepted.
    struct Rejected: Hashable, Sendable {
        var version: ProtocolVersion
        var suites: [UInt32]
        var groups: [NamedGroup]
    }

    private(set) var versions: [ProtocolVersion: VersionState] = [:]
    private(set) var doubts: [ClientHello: Doubt] = [:]
    /// How often a hello was answered with a ServerHello.
    private(set) var answered: [ClientHello: Int] = [:]
    private(set) var refusedHellos: Set<ClientHello> = []
    /// Groups seen in TLS 1.3 and before.
    private(set) var groups13: Set<NamedGroup> = []
    private(set) var groups12: Set<NamedGroup> = []
    private(set) var groupChoices13: Set<PreferenceOrder<NamedGroup>.Choice> = []
    private(set) var groupChoices12: Set<PreferenceOrder<NamedGroup>.Choice> = []
    private(set) var rejected: Set<Rejected> = []
    /// How often which alert came that is not about the offer.
    private(set) var alertCounts: [UInt8: Int] = [:]
    private(set) var ssl2Answered = false
    private(set) var ssl2Suites: [UInt32] = []
    /// What was seen by the way: extensions, parameters, certificates.
    public private(set) var features = FeatureSightings()
    /// Suites in the largest hello that was answered with a ServerHello, with and without extensions.
    private var widestAnswered = 0
    private var widestBareAnswered = 0
    /// Hellos recorded in all.
    public private(set) var hellos = 0
    /// Hellos that remained without a readable answer.
    public private(set) var unknowns = 0
    /// Answers that were TLS: ServerHellos and alerts.
    public private(set) var answers = 0

    public init() {}

    /// Adds what became of one hello.
    public mutating func record(hello: ClientHello, outcome: ProbeOutcome) {
        hellos += 1
        guard let asked = hello.maximumVersion else { return }
        if !hello.flags.contains(.fallbackSignal) {
            versions[asked, default: VersionState()].offered.formUnion(hello.suites)
        }
        switch outcome {
        case .accepted(let facts):
            answers += 1
            answered[hello, default: 0] += 1
            features.record(hello: hello, facts: facts)
            if hello.isBare { widestBareAnswered = max(widestBareAnswered, hello.suites.count) }
            widestAnswered = hello.isBare ? widestAnswered : max(widestAnswered, hello.suites.count)
            accept(hello, asked: asked, facts)
        case .refused(.alert(let alert)):
            answers += 1
            features.record(hello: hello, alert: alert)
            guard !hello.flags.contains(.fallbackSignal) else { return }
            if alert.isAboutTheOffer || alert.code == Alert.closeNotify {
                refuse(hello, asked: asked, bySayingVersion: alert.code == Alert.protocolVersion)
            } else {
                doubts[hello, default: Doubt()].alerts.append(alert)
                alertCounts[alert.code, default: 0] += 1
            }
        case .refused(.ssl2Error):
            answers += 1
            refuse(hello, asked: asked, bySayingVersion: true)
        case .refused(.notTLS(let bytes)):
            unknowns += 1
            doubts[hello, default: Doubt()].plain.append(bytes)
        case .unknown(let reason):
            unknowns += 1
            if reason.code == .closed || reason.code == .reset {
                doubts[hello, default: Doubt()].breaks.append(reason)
            } else {
                doubts[hello, default: Doubt()].others.append(reason)
            }
        }
    }

    private mutating func accept(_ hello: ClientHello, asked: ProtocolVersion, _ facts: ServerHelloFacts) {
        if facts.version == .ssl2 || !facts.ssl2Suites.isEmpty {
            ssl2Answered = true
            for suite in facts.ssl2Suites where !ssl2Suites.contains(suite) { ssl2Suites.append(suite) }
            return
        }
        guard let version = facts.version else { return }
        // What was not offered is noted among the features and proves nothing about the offer.
        guard hello.suites.contains(facts.suite), version <= asked else { return }
        versions[version, default: VersionState()].accepted.insert(facts.suite)
        versions[version, default: VersionState()].choices.insert(.init(offered: hello.suites, chosen: facts.suite))
        if version < asked { refuse(hello, asked: asked, bySayingVersion: false) }
        guard let group = facts.group, hello.groups.contains(group) else { return }
        let choice = PreferenceOrder<NamedGroup>.Choice(offered: hello.groups, chosen: group)
        if version == .tls13 {
            groups13.insert(group)
            groupChoices13.insert(choice)
        } else {
            groups12.insert(group)
            groupChoices12.insert(choice)
        }
    }

    private mutating func refuse(_ hello: ClientHello, asked: ProtocolVersion, bySayingVersion: Bool) {
        refusedHellos.insert(hello)
        if !hello.groups.isEmpty {
            rejected.insert(Rejected(version: asked, suites: hello.suites, groups: hello.groups))
            if asked == .tls13 || !TLSKnowledge.coreGroups.isSubset(of: hello.groups) { return }
        }
        var state = versions[asked, default: VersionState()]
        if hello.suites.count > HelloShape.chunked.suiteLimit, !bySayingVersion {
            state.refusedLong.formUnion(hello.suites)
        } else {
            state.refused.formUnion(hello.suites)
            state.refusedShort = true
        }
        versions[asked] = state
    }

    /// A hello without one of these may be refused for its groups instead of its suites.
    private static let coreGroups: Set<NamedGroup> = [.x25519, .secp256r1, .secp384r1, .secp521r1]

    // MARK: what follows from it

    /// The server once answered a hello and later did not answer the same one: it limits us, or is in trouble, and
    /// its breaking off proves nothing.
    var isUnreliable: Bool {
        doubts.contains { answered[$0.key] != nil && $0.value.breaks.count + $0.value.others.count >= 2 }
    }

    /// Some hello with a long list was answered, so that long lists are no trouble here.
    var longListsWork: Bool {
        max(widestAnswered, widestBareAnswered) > HelloShape.chunked.suiteLimit
    }

    /// Whether breaking off twice counts as refusing `hello`: a hello at least as demanding was answered.
    func isRefusedByBreaking(_ hello: ClientHello) -> Bool {
        let common = Set(alertCounts.filter { $0.value >= 2 }.keys)
        guard let doubt = doubts[hello], doubt.isReproduced(common: common), answered[hello] == nil, !isUnreliable else {
            return false
        }
        if hello.format == .ssl2 { return max(widestAnswered, widestBareAnswered) > 0 || answers > doubt.alerts.count }
        let limit = HelloShape.chunked.suiteLimit
        let widest = hello.isBare ? max(widestAnswered, widestBareAnswered) : widestAnswered
        return widest >= min(hello.suites.count, limit + 1)
    }

    /// Suites accepted at this version.
    func accepted(_ version: ProtocolVersion) -> Set<UInt32> {
        version == .ssl2 ? Set(ssl2Suites) : versions[version]?.accepted ?? []
    }

    /// Suites that are known not to be accepted at this version.
    func refused(_ version: ProtocolVersion) -> Set<UInt32> {
        let state = versions[version] ?? VersionState()
        var refused = state.refused
        if longListsWork || state.refusedShort { refused.formUnion(state.refusedLong) }
        if version == .tls13 {
            // A refusal is about the suites if a group that the server takes was among those offered.
            for entry in rejected where entry.version == .tls13 {
                if groups13.isEmpty || !groups13.isDisjoint(with: entry.groups) { refused.formUnion(entry.suites) }
            }
        }
        for (hello, _) in doubts where hello.maximumVersion == version && isRefusedByBreaking(hello) {
            if version == .tls13, !groups13.isEmpty, groups13.isDisjoint(with: hello.groups) { continue }
            refused.formUnion(hello.suites)
        }
        return refused.subtracting(accepted(version))
    }

    /// Groups that are known not to be accepted: refused together with a suite that is accepted.
    func refusedGroups(tls13: Bool) -> Set<NamedGroup> {
        var refused: Set<NamedGroup> = []
        for entry in rejected where (entry.version == .tls13) == tls13 {
            if isAboutGroups(entry.version, entry.suites) { refused.formUnion(entry.groups) }
        }
        for (hello, _) in doubts {
            guard let version = hello.maximumVersion, (version == .tls13) == tls13, isRefusedByBreaking(hello) else {
                continue
            }
            if isAboutGroups(version, hello.suites) { refused.formUnion(hello.groups) }
        }
        return refused.subtracting(tls13 ? groups13 : groups12)
    }

    /// Refusing these suites says something of the groups: some of them are accepted, and need a group.
    private func isAboutGroups(_ version: ProtocolVersion, _ suites: [UInt32]) -> Bool {
        let accepted = accepted(version)
        return suites.contains { suite in
            accepted.contains(suite) && (version == .tls13 || TLSKnowledge.needsCurve(suite))
        }
    }

    private static func needsCurve(_ suite: UInt32) -> Bool {
        [.ecdhe, .ecdhePSK].contains(SuiteRegistry.suite(suite).keyExchange)
    }

    /// ECDHE suites accepted before TLS 1.3.
    var classicECDHE: Set<UInt32> {
        var suites: Set<UInt32> = []
        for (version, state) in versions where version < .tls13 { suites.formUnion(state.accepted) }
        return suites.filter(TLSKnowledge.needsCurve)
    }

    /// Who decides on the suites of a version, and in which order.
    func suiteOrder(_ version: ProtocolVersion) -> PreferenceOrder<UInt32> {
        PreferenceOrder(
            accepted: accepted(version), choices: Array(versions[version]?.choices ?? []),
            usual: { SuiteOffer.place[$0] ?? .max })
    }

    /// Who decides on the groups, and in which order.
    func groupOrder(tls13: Bool) -> PreferenceOrder<NamedGroup> {
        PreferenceOrder(
            accepted: tls13 ? groups13 : groups12, choices: Array(tls13 ? groupChoices13 : groupChoices12),
            usual: { group in NamedGroup.all.firstIndex(of: group) ?? .max })
    }
}
