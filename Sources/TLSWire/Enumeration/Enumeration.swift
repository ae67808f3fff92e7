import Model

/// How much is asked.
package enum Depth: String, CaseIterable, Hashable, Codable, Sendable {
    /// Versions but SSLv2, the suite that is chosen in each, and the group where hybrids are offered, as far as the
    /// connections last; no lists, no orders, one certificate.
    case survey
    /// Versions, a suite of each and hybrid groups first, lists and orders as far as the connections last. What one
    /// version told is not asked again of the lower ones; groups of the highest version only.
    case quick
    /// Everything, for every version.
    case full

    /// The most connections that are taken of an endpoint, handshakes among them; `nil` where only the budget counts.
    package var connectionLimit: Int? {
        switch self {
        case .survey: 6
        case .quick: 25
        case .full: nil
        }
    }

    /// Why what is left is not asked when that many connections are made; `nil` where they may go on.
    package func stopped(after connections: Int) -> Reason? {
        guard let connectionLimit, connections >= connectionLimit else { return nil }
        return Reason(.notAsked, "a \(self == .survey ? "survey" : "quick look") takes \(connectionLimit) connections")
    }
}

/// One hello to send on a connection of its own.
package struct Probe: Hashable, Sendable {
    package var hello: ClientHello
    /// How far the answer is to be read.
    package var extent: FirstFlight.ReadDepth
    /// How often this hello failed before; the caller waits the longer the higher it is. 0: no wait.
    package var retry: Int
    /// The question it belongs to; one of each is in flight at a time.
    var lane: Enumeration.Lane
}

/// Decides which hello comes next, from what is known and what is under way. Pure: the caller has the sockets, the
/// clock and the random numbers.
///
///     var enumeration = Enumeration(depth: .quick, serverName: "mail.example")
///     while !enumeration.isFinished {
///         for probe in enumeration.next(slots: free) { /* connect, send, read into a FirstFlight */ }
///         enumeration.record(probe, outcome)
///     }
package struct Enumeration: Sendable {
    /// One chain of questions, each depending on the answer before.
    enum Lane: Hashable, Sendable {
        case suites(ProtocolVersion)
        /// A part of a long list of suites, asked beside the other parts.
        case part(ProtocolVersion, Int)
        case order(ProtocolVersion)
        /// Joins what the parts told of the server's order; several at a time.
        case merge(ProtocolVersion, Int)
        case groups13, groups12
        /// One group by itself, beside the others.
        case group(NamedGroup, tls13: Bool)
        /// The last of the curves that are open, where it is not known whose order decides.
        case lastGroup
        /// The groups of RFC 7919 in TLS 1.3, beside the others.
        case finiteGroups
        /// DHE suites, from a client that lists a group of RFC 7919.
        case finiteFields(ProtocolVersion)
        /// Signature schemes of TLS 1.2, for suites with ECDSA or with RSA.
        case signatures(SuiteFacts.Authentication)
        /// One of these by itself, beside the others.
        case scheme(SignatureScheme, SuiteFacts.Authentication)
        case longList, parameters, certificates, fallback, control
        /// Groups with a key encapsulation, before other groups.
        case hybrids
        /// A version that a complete handshake settled on and no hello was answered with.
        case promised
        /// Versions refused on one connection only.
        case secondLook
        /// Refusals that another answer contradicts.
        case contradicted
        /// Where answers differ: which suites of a version all servers accept.
        case common(ProtocolVersion)
    }

    /// What a lane has to say.
    enum Step {
        case ask(ClientHello, FirstFlight.ReadDepth)
        /// It depends on another lane.
        case wait
        case done
    }

    /// What is known so far.
    package private(set) var knowledge: TLSKnowledge
    /// How many probes were handed out.
    package private(set) var connections = 0
    /// The most that will be.
    package let budget: Int
    /// How many connections were made beside it.
    private let used: Int
    package let depth: Depth
    /// So many hellos may be under way at once that waiting costs more than a question too many.
    let isWide: Bool
    /// Why the rest was not asked; `nil` where nothing was left out.
    package private(set) var stopped: Reason?

    /// Numbers of the lanes that join the parts' orders.
    static let mergeLanes = 0..<4

    private(set) var maker: ClientHelloFactory
    let asked: [ProtocolVersion]
    var finished: Set<Lane> = []
    var shapes: [ProtocolVersion: ClientHelloProfile] = [:]
    private(set) var inFlight: [Lane: ClientHello] = [:]
    /// How far the answers to those are read.
    private var extents: [Lane: FirstFlight.ReadDepth] = [:]
    /// As of the last answer.
    private(set) var contradictedHellos: [ClientHello] = []
    private var asks: [Lane: Int] = [:]
    let lanes: [Lane]

    /// - Parameters:
    ///   - serverName: for SNI; `nil` sends none.
    ///   - applicationProtocols: for ALPN, in order of preference; empty sends none.
    ///   - mayShareItsPort: another service answers hellos without ALPN, or may do so.
    ///   - versions: which versions to ask for.
    ///   - budget: the most connections this may take.
    ///   - used: how many connections were made beside it already; they count for what a depth takes.
    ///   - width: how many hellos may be under way at once, as far as is known. From ``wideFrom`` on questions that mostly
    ///     are asked anyway do not wait for the answer to the one before.
    package init(
        depth: Depth, serverName: String?, applicationProtocols: [String] = [], mayShareItsPort: Bool = false,
        versions: [ProtocolVersion] = ProtocolVersion.allCases, budget: Int = 200, used: Int = 0, width: Int = 1
    ) {
        self.depth = depth
        isWide = depth == .full && width >= Self.wideFrom
        self.budget = max(0, budget)
        self.used = used
        knowledge = TLSKnowledge(mayShareItsPort: mayShareItsPort)
        maker = ClientHelloFactory(
            serverName: serverName, applicationProtocols: applicationProtocols, requiresALPN: mayShareItsPort)
        let order: [ProtocolVersion] = [.tls12, .tls13, .tls10, .tls11, .ssl3, .ssl2]
        // Few servers speak SSLv2, and asking for it takes a connection that confirms a "no".
        asked = order.filter { versions.contains($0) && (depth != .survey || $0 != .ssl2) }
        let classic = asked.filter { $0 != .ssl2 && $0 < .tls13 }
        // What takes many answers, one after the other, comes first: old versions have fewer and longer parts.
        let parts = classic.sorted().flatMap { version in SuiteOffer.parts(version).map { Lane.part(version, $0) } }
        let whole: [Lane] =
            [.signatures(.rsa), .signatures(.ecdsa)] + (isWide ? [] : parts)
            + [.longList, .certificates, .fallback]
            + asked.filter { $0 != .ssl2 }.flatMap { version in Self.mergeLanes.map { Lane.merge(version, $0) } }
        let few: [Lane] =
            [.contradicted] + asked.filter { $0 >= .tls12 }.map(Lane.suites) + [.hybrids]
            + asked.filter { $0 < .tls12 }.map(Lane.suites) + [.promised, .control, .secondLook]
        let many: [Lane] =
            [.contradicted] + asked.map(Lane.suites) + (depth == .quick ? [.hybrids] : [])
            + classic.map(Lane.finiteFields) + [.groups13, .groups12]
            + (isWide ? Self.groupsBeside + parts : [])
            + asked.filter { $0 != .ssl2 }.map(Lane.order)
            + [.parameters] + (depth == .full ? whole : []) + [.promised, .control, .secondLook]
            + (depth == .full ? asked.filter { $0 != .ssl2 }.map(Lane.common) : [])
            + (isWide ? Self.schemesBeside : [])
        lanes = depth == .survey ? few : many
    }

    /// Nothing is under way and nothing is left to ask.
    package var isFinished: Bool {
        inFlight.isEmpty && (stopped != nil || lanes.allSatisfy(finished.contains))
    }

    /// The next probes, at most `slots`; they count as under way until ``record(_:_:)`` has their outcomes. An empty
    /// answer means: wait for one that is under way, or look at ``isFinished``.
    package mutating func next(slots: Int) -> [Probe] {
        var probes: [Probe] = []
        if stopped == nil { stopped = reasonToStop }
        guard stopped == nil else { return [] }
        // One after the other, so that servers that take turns all get to answer; and in a survey, so that the same
        // questions get the few connections each time.
        let isAlone =
            depth == .survey || knowledge.answersDiffer || contradictedHellos.contains(where: isOpen)
        let slots = isAlone ? min(slots, 1 - inFlight.count) : slots
        var progress = true
        while progress, probes.count < slots {
            progress = false
            // While nothing is answered the turn goes round.
            let turn = knowledge.answers > 0 ? lanes : lanes.sorted { hellos($0) < hellos($1) }
            for lane in turn where probes.count < slots && !finished.contains(lane) && inFlight[lane] == nil {
                switch step(lane) {
                case .done:
                    finished.insert(lane)
                    progress = true
                case .wait: break
                case .ask(let hello, let extent):
                    // Another lane's answer to the same hello will do.
                    let isUnderWay = inFlight.contains { other, asked in
                        asked == hello && (extents[other] == extent || extents[other] == .flight)
                    }
                    if isUnderWay { continue }
                    guard connections < budget else {
                        stopped = Reason(.budget, "\(budget) connections")
                        return probes
                    }
                    if let reason = depth.stopped(after: used + connections) {
                        stopped = reason
                        return probes
                    }
                    connections += 1
                    inFlight[lane] = hello
                    extents[lane] = extent
                    asks[lane, default: 0] += 1
                    let retry = refusesByClosing ? 0 : knowledge.doubts[hello]?.count ?? 0
                    probes.append(Probe(hello: hello, extent: extent, retry: retry, lane: lane))
                }
            }
        }
        return probes
    }

    /// Takes in a handshake that was completed beside the enumeration.
    package mutating func record(session: SessionRecord) {
        knowledge.record(session: session)
        contradictedHellos = knowledge.answersDiffer ? [] : knowledge.contradictedHellos
        // What was through without it may not be.
        finished = []
    }

    /// Takes in what became of a probe.
    package mutating func record(_ probe: Probe, _ outcome: ProbeOutcome) {
        inFlight[probe.lane] = nil
        let wasSilent = knowledge.answers == 0
        let agreed = !knowledge.answersDiffer
        knowledge.record(hello: probe.hello, outcome: outcome)
        knowledge.keepOrders(of: asked.filter { finished.contains(.suites($0)) })
        contradictedHellos = knowledge.answersDiffer ? [] : knowledge.contradictedHellos
        if agreed, knowledge.answersDiffer {
            // No refusal so far proves anything, nor that a hello of some shape is not understood.
            shapes = [:]
            finished = []
            return
        }
        if maker.omitted != knowledge.extensionsBrokenOff {
            maker.omitted = knowledge.extensionsBrokenOff
            shapes = [:]
            finished = []
            return
        }
        let listed = Set(asked.filter(knowledge.isNegotiatedByListOnly))
        if maker.listed != listed {
            maker.listed = listed
            shapes = [:]
            finished = []
            return
        }
        // What a server does not read of a long list is asked for again in short ones.
        if probe.lane == .longList, knowledge.longListsAreCut {
            for version in asked where version < .tls13 { shapes[version] = max(shapes[version] ?? .whole, .chunked) }
            finished = [.longList]
        }
        // The first answer shows that the shapes given up before were not hopeless.
        if wasSilent, knowledge.answers > 0 {
            let own = probe.hello.maximumVersion
            shapes = shapes.filter { $0.key == own }
            finished = []
        }
    }

    /// Hellos of which no answer is here yet.
    func isInFlight(_ hello: ClientHello) -> Bool { inFlight.values.contains(hello) }

    /// Whether a lane asks for these groups among other things.
    func isInFlight(_ lane: Lane, groups: [NamedGroup]) -> Bool { inFlight[lane]?.groups == groups }

    /// Whether another version's suites are being asked for right now.
    func isAskingSuites(besides version: ProtocolVersion) -> Bool {
        inFlight.keys.contains { lane in
            switch lane {
            case .suites(let other): other != version && other != .ssl2
            case .part(let other, _): other != version
            default: false
            }
        }
    }

    /// The versions' findings, with the reason for what was left out.
    package var versionFindings: [VersionFinding] {
        knowledge.versionFindings(unasked: stopped ?? Reason(.notAsked))
    }

    /// An endpoint that answers nothing, or too much of nothing, is not asked on and on.
    private var reasonToStop: Reason? {
        if knowledge.answers == 0, knowledge.unknowns - knowledge.breaks >= 6 || knowledge.unknowns >= 24 {
            return Reason(.dependsOnUnknown, "no ClientHello was answered")
        }
        if knowledge.unknowns - knowledge.breaks >= 30 || knowledge.unknowns >= 150 {
            return Reason(.dependsOnUnknown, "too many ClientHellos were not answered")
        }
        return nil
    }

    /// How many probes one lane took.
    func hellos(_ lane: Lane) -> Int { asks[lane] ?? 0 }

    // MARK: trying again

    /// Whether a hello was asked as often as is right, without an answer that says something.
    private func isExhausted(_ hello: ClientHello) -> Bool {
        guard let doubt = knowledge.doubts[hello] else { return false }
        if knowledge.treatsAbortAsRefusal(hello) { return true }
        // While nothing at all is answered, every version gets its turn before one is asked again.
        if knowledge.answers == 0 { return doubt.count >= 1 }
        // A time-out costs the caller most.
        let isTail = hello.maximumVersion.map { !knowledge.accepted($0).isEmpty } ?? false
        return doubt.count >= (isTail && doubt.breaks.count == doubt.count ? 3 : 2)
    }

    /// It was not answered yet, and asking (again) is right.
    func isOpen(_ hello: ClientHello) -> Bool {
        let refusals = knowledge.refusals[hello, default: 0]
        if knowledge.answersDiffer, let kinds = knowledge.answerKinds[hello], !kinds.contains(hello.maximumVersion) {
            // Answered with a lower version by one server, the hello may be answered otherwise by another.
            return refusals < knowledge.refusalLimit(hello) && !isExhausted(hello)
        }
        return knowledge.answered[hello] == nil && !isExhausted(hello)
            && (refusals == 0 || refusals < knowledge.refusalLimit(hello))
    }

    /// The hello, unless it was answered or given up already.
    func ask(_ hello: ClientHello, _ extent: FirstFlight.ReadDepth = .serverHello) -> Step {
        isOpen(hello) ? .ask(hello, extent) : .done
    }
}
