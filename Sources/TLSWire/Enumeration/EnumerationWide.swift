import Model

/// What is asked side by side where many connections are allowed at once: then the waits for answers are what a scan
/// takes its time for, several round trips each. Questions that mostly come anyway are asked before it is sure that they
/// are needed; the findings are the same, and so are nearly all hellos.
extension Enumeration {
    /// From so many hellos at once on.
    package static let wideFrom = 6

    /// How many connections are worth making before it is known what they will ask. So many questions mostly come; after
    /// those, an answer opens another one as long as something is left.
    package func connectionsToPrepare(underWay: Int) -> Int {
        let isClassic = knowledge.answers == 0 || asked.contains { $0 < .tls13 && !knowledge.accepted($0).isEmpty }
        return max((isClassic ? 45 : 14) - connections, underWay)
    }

    /// Nothing so far is in doubt, but what a server closes the connection for that refuses so. Where servers contradict
    /// themselves, or only some suites make them close it, one question after the other costs fewest connections and says
    /// most. (What a server does to a hello of SSLv2 says nothing of any other.)
    var isHurrying: Bool {
        guard isWide, !knowledge.answersDiffer, !knowledge.isUnreliable, contradictedHellos.isEmpty,
            maker.omitted.isEmpty, maker.listed.isEmpty
        else { return false }
        if knowledge.doubts.isEmpty { return true }
        return !knowledge.refusesByAlert.values.contains(true)
            && knowledge.doubts.allSatisfy { $0.format == .ssl2 || $1.breaks.count == $1.count }
    }

    /// The server is known to close the connection where it refuses: to see it do so again nobody has to wait.
    var refusesByClosing: Bool { isHurrying && knowledge.refusesByAlert.values.contains(false) }

    /// Every version was accepted or refused by some hello.
    var versionsAreAnswered: Bool {
        asked.allSatisfy { finished.contains(.suites($0)) || !knowledge.chosen($0).isEmpty }
    }

    /// Lanes beside those that eliminate groups.
    static var groupsBeside: [Lane] {
        [.lastGroup, .finiteGroups]
            + [true, false].flatMap { tls13 in usualGroups(tls13: tls13).map { Lane.group($0, tls13: tls13) } }
    }

    /// Lanes beside those that eliminate signature schemes.
    static var schemesBeside: [Lane] {
        usualSchemes.flatMap { kind, schemes in schemes.map { Lane.scheme($0, kind) } }
    }

    // MARK: suites

    /// The parts of a long list whose suites one of them offers. As long as no suite of several parts is known that are
    /// mostly accepted or refused together, the first one offers all of them.
    ///
    /// - Returns: `nil` where another one does it for this one.
    func partsToOffer(_ number: Int, _ version: ProtocolVersion) -> [Int]? {
        let bundle = SuiteOffer.bundle(number, version)
        guard isHurrying, bundle.count > 1,
            !knowledge.chosen(version).contains(where: { bundle.contains(SuiteOffer.part(of: $0, version)) })
        else { return [number] }
        if number == bundle[0] { return bundle }
        return finished.contains(.part(version, bundle[0])) ? [number] : nil
    }

    /// Whose order decides can be asked as soon as a few suites are known.
    func earlyOrder(_ version: ProtocolVersion) -> Step {
        guard isHurrying, version < .tls13, hellos(.order(version)) == 0, isFannedOut(version) else { return .wait }
        let order = knowledge.suiteOrder(version)
        guard order.preference == nil, order.sequence.count(where: { !SuiteOffer.isChaCha($0) }) >= 2,
            let offer = reversals(of: order.sequence, version).first
        else { return .wait }
        let hello = helloWithinReach(version, suites: offer, shape: shapes[version] ?? initialShape)
        return isOpen(hello) ? .ask(hello, .flight) : .wait
    }

    // MARK: groups

    /// Without key shares, which some servers need: then a group without one is not refused for itself.
    private var modernHellosAreWhole: Bool { (shapes[.tls13] ?? .whole) == .whole }

    /// Groups that most servers have which have any, and those of RFC 7919, of which they have all or none.
    private static func usualGroups(tls13: Bool) -> [NamedGroup] {
        [.x25519, .secp256r1, .secp384r1, .x448, .secp521r1] + (tls13 ? NamedGroup.finiteFields : [])
    }

    /// The groups of a hello that asks for suites of TLS 1.3. Each answer names a group as well, so that those known are
    /// left out; and where it is open whose order decides, the last of them comes first, which tells it.
    func groupsBeside(_ shape: ClientHelloProfile) -> [NamedGroup] {
        let open = NamedGroup.forTLS13.filter { !knowledge.groups13.contains($0) }
        guard isHurrying, shape == .whole, !knowledge.groups13.isEmpty else { return open }
        switch knowledge.groupOrder(tls13: true).preference {
        case nil: return open.reversed()
        // Eliminated on the way, while the lane for it waits.
        case .server: return open
        default: return NamedGroup.forTLS13
        }
    }

    /// Groups of RFC 7919 that are eliminated beside the others, where a server's own order has to be found for both.
    var finiteGroupsAskedAlone: [NamedGroup] {
        guard isHurrying, modernHellosAreWhole, !finished.contains(.finiteGroups),
            knowledge.groupOrder(tls13: true).preference == .server
        else { return [] }
        return openGroups(tls13: true).filter(\.isFiniteField)
    }

    func finiteGroups() -> Step {
        if finished.contains(.groups13) { return .done }
        let open = finiteGroupsAskedAlone
        guard !open.isEmpty, let hello = hello(for: open, tls13: true) else { return .wait }
        return ask(hello)
    }

    /// Who has the first of these groups mostly has all of them, in the usual order: then the hellos that eliminate them
    /// are known beforehand.
    private func finiteGroups(from group: NamedGroup) -> [NamedGroup] {
        let all = NamedGroup.finiteFields
        guard let index = all.firstIndex(of: group), index > 0, knowledge.groups13.contains(all[0]),
            finiteGroupsAskedAlone.contains(group)
        else { return [] }
        return Array(all[index...])
    }

    /// Beside the elimination, which gives the first of the groups, the last one: where the client decides, both are told
    /// at once, and that it does.
    mutating func lastGroup() -> Step {
        if finished.contains(.groups12) || hellos(.lastGroup) > 0 { return .done }
        let open = openGroups(tls13: false)
        guard isHurrying, !knowledge.groups12.isEmpty, open.count > 1,
            knowledge.groupOrder(tls13: false).preference == nil,
            let hello = hello(for: open.reversed(), tls13: false), isOpen(hello)
        else { return .wait }
        return .ask(hello, .flight)
    }

    /// Open groups that are asked for by themselves: where the client decides, nothing is to be learnt of an order.
    func groupsAskedAlone(tls13: Bool) -> [NamedGroup] {
        guard isHurrying, !tls13 || modernHellosAreWhole, knowledge.groupOrder(tls13: tls13).preference == .client
        else { return [] }
        let hasFiniteFields = tls13 && knowledge.groups13.contains(where: \.isFiniteField)
        let open = openGroups(tls13: tls13)
        return Self.usualGroups(tls13: tls13).filter { group in
            open.contains(group) && (hasFiniteFields || !group.isFiniteField)
                && !finished.contains(.group(group, tls13: tls13))
        }
    }

    mutating func group(_ group: NamedGroup, tls13: Bool) -> Step {
        if finished.contains(tls13 ? .groups13 : .groups12) { return .done }
        let together =
            groupsAskedAlone(tls13: tls13).contains(group) ? [group] : tls13 ? finiteGroups(from: group) : []
        guard !together.isEmpty, let hello = hello(for: together, tls13: tls13) else { return .wait }
        return ask(hello, tls13 ? .serverHello : .flight)
    }

    // MARK: signatures

    /// What most keys of a kind sign with.
    private static let usualSchemes: [(SuiteFacts.Authentication, [SignatureScheme])] = [
        (.rsa, [0x0804, 0x0401, 0x0805, 0x0501, 0x0806, 0x0601].map(SignatureScheme.init(rawValue:))),
        (.ecdsa, [0x0403, 0x0503, 0x0603].map(SignatureScheme.init(rawValue:))),
    ]

    func isAskedAlone(_ scheme: SignatureScheme, _ kind: SuiteFacts.Authentication) -> Bool {
        isHurrying && !knowledge.features.signatureSchemes.isEmpty && !finished.contains(.scheme(scheme, kind))
            && Self.usualSchemes.contains { $0.0 == kind && $0.1.contains(scheme) }
    }

    func scheme(_ scheme: SignatureScheme, _ kind: SuiteFacts.Authentication) -> Step {
        if finished.contains(.signatures(kind)) { return .done }
        if knowledge.features.signatureSchemes.contains(scheme) || knowledge.refusedSchemes(kind).contains(scheme) {
            return .done
        }
        let suites = signingSuites(kind)
        guard isAskedAlone(scheme, kind), !suites.isEmpty else { return .wait }
        return ask(hello(for: [scheme], suites), .flight)
    }
}
