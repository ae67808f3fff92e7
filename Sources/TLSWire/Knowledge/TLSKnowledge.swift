import Model

/// All that the answers to a set of hellos tell about one endpoint. A fold: it does not matter in which order the
/// answers are recorded, nor whether a running scan or a later derivation from evidence records them.
package struct TLSKnowledge: Sendable {
    /// What is known of one version.
    struct VersionState: Sendable {
        /// Suites offered with this as the highest version.
        var offered: Set<UInt32> = []
        var accepted: Set<UInt32> = []
        var choices: Set<PreferenceOrder<UInt32>.Choice> = []
        var rejections: [Rejection: Refusals] = [:]
        /// Suites chosen in answer to hellos.
        var chosen: Set<UInt32> = []
        /// DHE suites chosen where a group of RFC 7919 was listed, and where none was.
        var chosenListing: Set<UInt32> = []
        var chosenNotListing: Set<UInt32> = []
        /// Choices where such a group was listed; `choices` has the others.
        var choicesListing: Set<PreferenceOrder<UInt32>.Choice> = []
    }

    /// A hello that was refused or answered with a lower version. What it says depends on what else is accepted.
    struct Rejection: Hashable, Sendable {
        var suites: [UInt32]
        var groups: [NamedGroup]
        /// The version was listed, although it is older than TLS 1.3.
        var listsVersion: Bool

        init(_ hello: ClientHello) {
            suites = hello.suites
            groups = hello.groups
            listsVersion = hello.listsOlderVersion
        }

        /// A group of RFC 7919 was listed.
        var listsFiniteFields: Bool { groups.contains(where: \.isFiniteField) }

        /// Some servers refuse long lists as such.
        var isLong: Bool { suites.count > ClientHelloProfile.chunked.suiteLimit }

        /// Of the ends of the offer: hashing all of it costs more than it tells apart.
        func hash(into hasher: inout Hasher) {
            hasher.combine(suites.count)
            hasher.combine(suites.first)
            hasher.combine(suites.last)
            hasher.combine(groups.count)
        }
    }

    /// How often the same was refused, and how.
    struct Refusals: Hashable, Sendable {
        var count = 0
        /// By the version's name; in TLS 1.3, or with a key share in it: then the version itself is refused.
        var isAboutVersion = false
        /// By the version's name.
        var namesVersion = false
        /// Without an answer at a lower version.
        var isOutright = false
    }

    /// What a completed handshake settled on.
    struct Session: Hashable, Sendable {
        var version: ProtocolVersion
        var suite: UInt32
    }

    private(set) var versions: [ProtocolVersion: VersionState] = [:]
    /// What ``keepOrders(of:)`` concluded; an answer that changes it takes it out.
    private var orders: [ProtocolVersion: PreferenceOrder<UInt32>] = [:]
    /// All answers to hellos that say nothing by themselves.
    private var inconclusive: [ClientHello: InconclusiveAnswers] = [:]
    /// Those of them that ``extensionsBrokenOff`` does not explain.
    private(set) var doubts: [ClientHello: InconclusiveAnswers] = [:]
    /// How often a hello was answered with a ServerHello.
    private(set) var answered: [ClientHello: Int] = [:]
    /// How often a hello was refused, or answered with a lower version.
    private(set) var refusals: [ClientHello: Int] = [:]
    /// Each hello's answers: the version chosen, `nil` where it was refused.
    private(set) var answerKinds: [ClientHello: Set<ProtocolVersion?>] = [:]
    /// The same hello was answered in different ways: there is more than one server behind the address, or one that
    /// changed meanwhile. No single refusal proves anything then.
    package private(set) var answersDiffer = false
    /// Handshakes that a TLS library completed: version, suite, how often.
    private(set) var sessions: [Session: Int] = [:]
    /// How often a version was chosen in answer to a hello.
    private(set) var choicesOfVersion: [ProtocolVersion: Int] = [:]
    /// Of these, answers to hellos that listed a version older than TLS 1.3.
    private(set) var choicesByList: [ProtocolVersion: Int] = [:]
    /// How often each suite was chosen of those offered alone.
    private(set) var confirmations: [ProtocolVersion: [UInt32: Int]] = [:]
    /// Hellos refused that offered some signature schemes only.
    private(set) var schemeRejections: Set<ClientHello> = []
    /// Groups seen in TLS 1.3 and before.
    private(set) var groups13: Set<NamedGroup> = []
    private(set) var groups12: Set<NamedGroup> = []
    private(set) var groupChoices13: Set<PreferenceOrder<NamedGroup>.Choice> = []
    private(set) var groupChoices12: Set<PreferenceOrder<NamedGroup>.Choice> = []
    /// How often which alert came that is not about the offer.
    private(set) var alertCounts: [UInt8: Int] = [:]
    private(set) var ssl2Answered = false
    private(set) var ssl2Suites: [UInt32] = []
    /// Features observed incidentally: extensions, parameters, certificates.
    package private(set) var features = ObservedFeatures()
    /// Suites in the largest hello that was answered with a ServerHello, with and without extensions.
    private(set) var widestAnswered = 0
    private(set) var widestBareAnswered = 0
    /// Whether a hello that offers only GREASE was answered with an alert. If so, a connection abort is not a refusal.
    private(set) var refusesByAlert: [ProtocolVersion: Bool] = [:]
    /// The server answered a hello and later did not answer the same one: it limits the rate or has an internal error, so
    /// its aborts prove nothing.
    private(set) var isUnreliable = false
    /// Extensions for which the server closes the connection: hellos without them were answered.
    private(set) var extensionsBrokenOff: Set<OptionalExtension> = []
    /// A hello up to TLS 1.2 with all of the optional extensions was answered.
    private(set) var toleratesExtensions = false
    /// What ``findSuitesBrokenOff()`` finds.
    private(set) var suitesBrokenOff: Set<UInt32> = []
    /// Hellos recorded in all.
    package private(set) var hellos = 0
    /// Hellos that remained without a readable answer.
    package private(set) var unknowns = 0
    /// Of these, connections that the server aborted.
    private(set) var breaks = 0
    /// Answers that were TLS: ServerHellos and alerts.
    package private(set) var answers = 0

    /// Another service may answer hellos without ALPN, so that they prove nothing about this one.
    let mayShareItsPort: Bool
    /// Versions in which no hello can have an ALPN, and in which one was accepted, by whichever service.
    private(set) var answeredWithoutALPN: Set<ProtocolVersion> = []

    /// - Parameter mayShareItsPort: another service answers hellos without ALPN, or may do so.
    package init(mayShareItsPort: Bool = false) { self.mayShareItsPort = mayShareItsPort }

    /// Adds what became of one hello.
    package mutating func record(hello: ClientHello, outcome: ProbeOutcome) {
        hellos += 1
        defer {
            if answered[hello] != nil, let doubt = inconclusive[hello], doubt.breaks.count + doubt.others.count >= 2 {
                isUnreliable = true
            }
            noteBrokenExtensions(hello)
            suitesBrokenOff = findSuitesBrokenOff()
            forgetDependentOrders()
        }
        guard let asked = hello.maximumVersion else { return }
        if mayBeOfAnotherService(hello) {
            // Who can ask in no other way, and is refused, gets it from neither.
            guard asked <= .ssl3 else { return }
            if case .accepted = outcome {
                answers += 1
                answeredWithoutALPN.insert(asked)
                return
            }
        }
        if hello.offersOnlyGREASE { return recordNothing(asked, outcome) }
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
            note(hello, facts.version)
            accept(hello, asked: asked, facts)
        case .refused(.alert(let alert)):
            answers += 1
            features.record(hello: hello, alert: alert)
            guard !hello.flags.contains(.fallbackSignal) else { return }
            if alert.isAboutTheOffer || alert.code == Alert.closeNotify {
                note(hello, nil)
                refuse(hello, asked: asked, bySayingVersion: alert.code == Alert.protocolVersion)
            } else {
                inconclusive[hello, default: InconclusiveAnswers()].alerts.append(alert)
                alertCounts[alert.code, default: 0] += 1
            }
        case .refused(.ssl2Error):
            answers += 1
            note(hello, nil)
            refuse(hello, asked: asked, bySayingVersion: true)
        case .refused(.notTLS(let bytes)):
            unknowns += 1
            inconclusive[hello, default: InconclusiveAnswers()].plain.append(bytes)
        case .unknown(let reason):
            unknowns += 1
            if reason.code == .closed || reason.code == .reset {
                breaks += 1
                inconclusive[hello, default: InconclusiveAnswers()].breaks.append(reason)
            } else {
                inconclusive[hello, default: InconclusiveAnswers()].others.append(reason)
            }
        }
    }

    /// Whether the answer may be that of another service on the port.
    package func mayBeOfAnotherService(_ hello: ClientHello) -> Bool {
        mayShareItsPort && hello.applicationProtocols.isEmpty
    }

    /// What became of a hello that leaves nothing to choose. It tells how the server says no, and no more.
    private mutating func recordNothing(_ asked: ProtocolVersion, _ outcome: ProbeOutcome) {
        var isAlert = false
        switch outcome {
        case .accepted, .refused(.ssl2Error): answers += 1
        case .refused(.alert(let alert)):
            answers += 1
            isAlert = alert.code != Alert.protocolVersion
        case .refused(.notTLS): unknowns += 1
        case .unknown(let reason):
            unknowns += 1
            if reason.code == .closed || reason.code == .reset { breaks += 1 }
        }
        refusesByAlert[asked] = isAlert || refusesByAlert[asked] == true
    }

    /// Adds a handshake that a TLS library completed: its version and suite are accepted, whatever hellos are told.
    package mutating func record(session: SessionRecord) {
        guard let version = ProtocolVersion(rawValue: session.version) else { return }
        sessions[Session(version: version, suite: UInt32(session.suite)), default: 0] += 1
        versions[version, default: VersionState()].accepted.insert(UInt32(session.suite))
        // A TLS library that offers TLS 1.3 lists the groups of RFC 7919.
        if version < .tls13, TLSKnowledge.needsParameters(UInt32(session.suite)) {
            versions[version, default: VersionState()].chosenListing.insert(UInt32(session.suite))
        }
        orders[version] = nil
    }

    /// Separates aborts that an extension explains from those that say something about the suites.
    private mutating func noteBrokenExtensions(_ hello: ClientHello) {
        if answered[hello] != nil, let version = hello.maximumVersion, version < .tls13, version > .ssl3,
            OptionalExtension.allCases.allSatisfy({ $0.isIn(hello) || $0 == .applicationProtocols })
        {
            toleratesExtensions = true
        }
        guard !inconclusive.isEmpty else { return }
        var found: Set<OptionalExtension> = []
        for (broken, doubt) in inconclusive where doubt.breaks.count >= 2 && doubt.breaks.count == doubt.count {
            guard answered[broken] == nil else { continue }
            for one in OptionalExtension.allCases where one.isIn(broken) && answered[one.removed(from: broken)] != nil {
                found.insert(one)
            }
        }
        extensionsBrokenOff = found
        guard !found.isEmpty else {
            doubts = inconclusive
            return
        }
        doubts = inconclusive.filter { key, doubt in
            doubt.breaks.count < doubt.count || !found.contains { $0.isIn(key) }
        }
    }

    /// Where choices depend on the groups listed, other refusals and aborts decide how they are read (``choices(_:)``), so
    /// that the orders concluded from them are computed again.
    private mutating func forgetDependentOrders() {
        for version in orders.keys where versions[version]?.choicesListing.isEmpty == false { orders[version] = nil }
    }

    private mutating func note(_ hello: ClientHello, _ version: ProtocolVersion?) {
        answerKinds[hello, default: []].insert(version)
        guard !answersDiffer, answerKinds[hello, default: []].count > 1 else { return }
        answersDiffer = true
        orders = [:]
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
        versions[version, default: VersionState()].chosen.insert(facts.suite)
        choicesOfVersion[version, default: 0] += 1
        if hello.listsOlderVersion { choicesByList[version, default: 0] += 1 }
        if hello.suites.count == 1 { confirmations[version, default: [:]][facts.suite, default: 0] += 1 }
        orders[version] = nil
        let needsParameters = version < .tls13 && TLSKnowledge.needsParameters(facts.suite)
        if needsParameters, hello.listsFiniteFields {
            versions[version, default: VersionState()].chosenListing.insert(facts.suite)
        } else if needsParameters {
            versions[version, default: VersionState()].chosenNotListing.insert(facts.suite)
        }
        // With few groups in the offer, a suite may be passed over for want of a group instead of by preference.
        let isFree = hello.groups.isEmpty || TLSKnowledge.coreGroups.isSubset(of: hello.groups)
        if version == .tls13 || isFree, !hello.limitsSignatures {
            let choice = PreferenceOrder<UInt32>.Choice(offered: hello.suites, chosen: facts.suite)
            if version < .tls13, hello.listsFiniteFields {
                versions[version, default: VersionState()].choicesListing.insert(choice)
            } else {
                versions[version, default: VersionState()].choices.insert(choice)
            }
        }
        if version < asked { refuse(hello, asked: asked, bySayingVersion: false, isAnsweredLower: true) }
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

    private mutating func refuse(
        _ hello: ClientHello, asked: ProtocolVersion, bySayingVersion: Bool, isAnsweredLower: Bool = false
    ) {
        refusals[hello, default: 0] += 1
        if hello.limitsSignatures {
            schemeRejections.insert(hello)
            return
        }
        let isAboutVersion = bySayingVersion || hello.keyShares?.isEmpty == false
        let rejection = Rejection(hello)
        var refusals = versions[asked]?.rejections[rejection] ?? Refusals()
        refusals.count += 1
        if isAboutVersion { refusals.isAboutVersion = true }
        if bySayingVersion { refusals.namesVersion = true }
        if !isAnsweredLower { refusals.isOutright = true }
        versions[asked, default: VersionState()].rejections[rejection] = refusals
    }

    /// A hello without one of these may be refused for its groups instead of its suites.
    static let coreGroups: Set<NamedGroup> = [.x25519, .secp256r1, .secp384r1, .secp521r1]

    /// Who decides on the suites of a version, and in which order.
    func suiteOrder(_ version: ProtocolVersion) -> PreferenceOrder<UInt32> {
        orders[version]
            ?? PreferenceOrder(
                accepted: accepted(version),
                // Servers whose answers differ have no common order.
                choices: answersDiffer ? [] : choices(version),
                usual: { SuiteOffer.place[$0] ?? .max })
    }

    /// Computes the orders that an answer has changed, for callers that read them often between two answers.
    mutating func keepOrders(of wanted: [ProtocolVersion]) {
        for version in wanted where orders[version] == nil { orders[version] = suiteOrder(version) }
    }
}
