import Model

extension Enumeration {
    /// What a lane wants next.
    mutating func step(_ lane: Lane) -> Step {
        if isPostponed(lane) { return .wait }
        return switch lane {
        case .suites(.ssl2): knowledge.answeredWithoutALPN.contains(.ssl2) ? .done : ask(.ssl2(), .flight)
        case .suites(.tls13): modernSuites()
        case .suites(let version): classicSuites(version)
        case .part(let version, let number): part(number, of: version)
        case .order(let version): suiteOrder(version)
        case .merge(let version, let number): merge(version, number)
        case .signatures(let kind): signatures(kind)
        case .scheme(let scheme, let kind): self.scheme(scheme, kind)
        case .hybrids: hybridGroups()
        case .groups13: modernGroups()
        case .groups12: classicGroups()
        case .group(let group, let tls13): self.group(group, tls13: tls13)
        case .lastGroup: lastGroup()
        case .finiteGroups: finiteGroups()
        case .finiteFields(let version): finiteFields(version)
        case .longList: longList()
        case .parameters: parameters()
        case .certificates: certificates()
        case .fallback: fallback()
        case .control: control()
        case .promised: promised()
        case .secondLook: secondLook()
        case .contradicted: contradicted()
        case .common(let version): commonSuites(version)
        }
    }

    // MARK: suites

    /// Suites of SSLv3 to TLS 1.2 by elimination: offer all that is not known until that is refused.
    private mutating func classicSuites(_ version: ProtocolVersion) -> Step {
        // Whatever else is asked in it may be answered by another service too.
        if knowledge.answeredWithoutALPN.contains(version) { return .done }
        if depth == .survey, !knowledge.chosen(version).isEmpty { return .done }
        let accepted = knowledge.accepted(version)
        var known = knowledge.chosen(version).union(knowledge.refusedForAnyReason(version))
        if depth != .full, !accepted.isEmpty {
            // What a higher version accepts is not asked again; so these have to be through first.
            for higher in asked where higher > version && higher < .tls13 {
                if !finished.contains(.suites(higher)) { return .wait }
                known.formUnion(knowledge.accepted(higher))
            }
        }
        if isFannedOut(version), !partsAreThrough(version) { return .wait }
        while true {
            let shape = shapes[version] ?? initialShape
            let open = (shape == .whole ? SuiteOffer.classic : SuiteOffer.byUse).filter { !known.contains($0) }
            if open.isEmpty { return .done }
            if let step = brokenExtensions(version) { return step }
            guard let hello = offer(open, version, shape) else { return .done }
            if let step = refusalStyleProbe(hello, version, shape) { return step }
            let extent: FirstFlight.ReadDepth = accepted.isEmpty ? .flight : .serverHello
            if isInFlight(hello) || isSoughtElsewhere(hello, .suites(version)) { return .wait }
            if isOpen(hello) { return .ask(hello, extent) }
            // Refused, and yet not known to be: the list may have been too long, which another version's answer may
            // tell. Else it was not answered, or with what was not offered.
            if knowledge.refusals[hello] != nil, isAskingSuites(besides: version) { return .wait }
            guard let smaller = ClientHelloProfile(rawValue: shape.rawValue + 1) else { return .done }
            shapes[version] = smaller
        }
    }

    /// A list that turns out long is asked for in parts at the same time, which costs a refusal each but saves the wait
    /// for one answer after the other.
    func isFannedOut(_ version: ProtocolVersion) -> Bool {
        depth == .full && !knowledge.answersDiffer && (shapes[version] ?? initialShape) == .whole
            && (SuiteOffer.looksLong(knowledge.accepted(version))
                || isHurrying && !knowledge.chosen(version).isEmpty)
    }

    private func partsAreThrough(_ version: ProtocolVersion) -> Bool {
        SuiteOffer.parts(version).allSatisfy { finished.contains(.part(version, $0)) }
    }

    /// One part of a long list, by elimination. What it leaves open is left to the whole list's own lane.
    private func part(_ number: Int, of version: ProtocolVersion) -> Step {
        guard isFannedOut(version) else { return finished.contains(.suites(version)) ? .done : .wait }
        guard let parts = partsToOffer(number, version) else { return .wait }
        let known = knowledge.chosen(version).union(knowledge.refused(version))
        let open = SuiteOffer.classic.filter {
            parts.contains(SuiteOffer.part(of: $0, version)) && !known.contains($0)
        }
        guard !open.isEmpty, let hello = offer(open, version, .whole) else { return .done }
        if isInFlight(hello) || isSoughtElsewhere(hello, .part(version, number)) { return .wait }
        // With forward secrecy it tells a group as well.
        return refusalStyleProbe(hello, version, .whole)
            ?? ask(hello, isHurrying && parts[0] == 0 && knowledge.groups12.isEmpty ? .flight : .serverHello)
    }

    /// Where one version needed a smaller hello, the others begin with it.
    var initialShape: ClientHelloProfile {
        shapes.filter { !knowledge.accepted($0.key).isEmpty && $0.key < .tls13 }.map(\.value).min() ?? .whole
    }

    /// Suites of TLS 1.3. Each answer names a group as well, so as long as both are open both are struck out.
    private mutating func modernSuites() -> Step {
        let accepted = knowledge.chosen(.tls13)
        if depth == .survey, !accepted.isEmpty { return .done }
        let refused = knowledge.refused(.tls13)
        let open = SuiteOffer.chaChaLast(SuiteOffer.tls13.filter { !accepted.contains($0) && !refused.contains($0) })
        if open.isEmpty { return .done }
        while true {
            let shape = shapes[.tls13] ?? .whole
            let fewer = groupsBeside(shape)
            let both = maker.hello(.tls13, suites: open, shape: shape, groups: fewer)
            let usual: Set<UInt32> = [0x1301, 0x1302, 0x1303]
            if fewer.count < NamedGroup.forTLS13.count, !usual.isDisjoint(with: open), isOpen(both) {
                return .ask(both, .serverHello)
            }
            let hello = maker.hello(.tls13, suites: open, shape: shape)
            if isOpen(hello) { return .ask(hello, .serverHello) }
            if shape == .bare { return .done }
            shapes[.tls13] = shape < .lean ? .lean : .bare
        }
    }

    /// Whose order decides, and the order as far as elimination left it open.
    private mutating func suiteOrder(_ version: ProtocolVersion) -> Step {
        guard finished.contains(.suites(version)), version == .tls13 || finished.contains(.finiteFields(version)) else {
            return earlyOrder(version)
        }
        let accepted = knowledge.accepted(version)
        guard accepted.count >= 2, !knowledge.answersDiffer else { return .done }
        // The hellos that ask for groups tell it as well.
        if version == .tls13, !finished.contains(.groups13) { return .wait }
        let order = knowledge.suiteOrder(version)
        let shape = shapes[version] ?? (version == .tls13 ? .whole : initialShape)
        if order.preference == nil {
            for offer in reversals(of: order.sequence, version) {
                let hello = helloWithinReach(version, suites: offer, shape: shape)
                if case .ask(let hello, _) = ask(hello) { return .ask(hello, .flight) }
            }
            return .done
        }
        return .done
    }

    /// The server's order where elimination left it open. All the places that are open in the order as it looks now are
    /// asked at once: each answer settles one, or shows that the order is another. Where that happens often the guesses
    /// are no use, and one lane alone goes through from the top, an answer for each suite.
    private func merge(_ version: ProtocolVersion, _ number: Int) -> Step {
        guard finished.contains(.order(version)) else { return .wait }
        let guesses = Enumeration.mergeLanes.reduce(0) { $0 + hellos(.merge(version, $1)) }
        let order = knowledge.suiteOrder(version)
        guard order.preference == .server else { return .done }
        let shape = shapes[version] ?? (version == .tls13 ? .whole : initialShape)
        if guesses >= 10 {
            guard number == 0, !order.tie.isEmpty else { return .done }
            return ask(helloWithinReach(version, suites: SuiteOffer.chaChaLast(order.tie), shape: shape))
        }
        var waits = false
        for offer in order.undecided {
            let hello = helloWithinReach(version, suites: SuiteOffer.chaChaLast(offer), shape: shape)
            if isInFlight(hello) {
                waits = true
            } else if isOpen(hello) {
                return .ask(hello, .serverHello)
            }
        }
        return waits ? .wait : .done
    }

    /// Offers that tell the server's order from the client's: the list reversed with ChaCha20 at the end; and where
    /// that is the list itself, ChaCha20 before the others, but behind a suite that is refused.
    func reversals(of sequence: [UInt32], _ version: ProtocolVersion) -> [[UInt32]] {
        let chaCha = sequence.filter(SuiteOffer.isChaCha)
        let others = sequence.filter { !SuiteOffer.isChaCha($0) }
        var offers = [Array(others.reversed()) + Array(chaCha.reversed())].filter { $0 != sequence }
        if !chaCha.isEmpty, !others.isEmpty {
            // Known to every library, so that it is not dropped before the server looks who stands first.
            let common: [UInt32] = [0xC02F, 0xC030, 0x009C, 0x002F, 0x0035, 0xC013, 0xC014]
            let decoy = (version == .tls13 ? SuiteOffer.tls13 : common).first {
                !sequence.contains($0) && !SuiteOffer.isChaCha($0)
            }
            offers.append((decoy.map { [$0] } ?? []) + chaCha + others)
        }
        return offers
    }

    // MARK: the rest

    /// The versions whose suites are known, newest first, TLS 1.2 and before.
    private var classicVersions: [ProtocolVersion] {
        asked.filter { $0 < .tls13 && $0 != .ssl2 && !knowledge.accepted($0).isEmpty }.sorted(by: >)
    }

    private var suitesAreThrough: Bool {
        asked.allSatisfy { version in
            finished.contains(.suites(version))
                && (version == .tls13 || version == .ssl2 || finished.contains(.finiteFields(version)))
        }
    }

    /// Does the server read a long list to its end? One of its own suites behind all that it refused tells.
    private mutating func longList() -> Step {
        guard suitesAreThrough else { return .wait }
        guard classicVersions.allSatisfy({ finished.contains(.order($0)) }) else { return .wait }
        guard !knowledge.answersDiffer, let version = classicVersions.first,
            (shapes[version] ?? initialShape) == .whole,
            let last = knowledge.suiteOrder(version).sequence.last(where: {
                !knowledge.outOfReach(version, listing: false).contains($0)
            })
        else { return .done }
        let refused = knowledge.refused(version)
        let suites = SuiteOffer.classic.filter(refused.contains) + [last]
        guard suites.count > ClientHelloProfile.chunked.suiteLimit else { return .done }
        return ask(maker.hello(version, suites: suites, shape: .whole))
    }

    /// Diffie-Hellman parameters, ordinary ones and those of EXPORT suites.
    private mutating func parameters() -> Step {
        guard suitesAreThrough else { return .wait }
        for export in depth == .full ? [false, true] : [false] {
            let isWanted = { (suite: SuiteFacts) in suite.keyExchange == .dhe && suite.export == export }
            if case .ask(let hello, _) = readOnce(isWanted) { return .ask(hello, .flight) }
        }
        return .done
    }

    /// A certificate chain for each kind of key that suites ask for.
    private mutating func certificates() -> Step {
        guard suitesAreThrough else { return .wait }
        for kind in [SuiteFacts.Authentication.ecdsa, .rsa, .dss, .gost] {
            if case .ask(let hello, _) = readOnce({ $0.authentication == kind }) { return .ask(hello, .flight) }
        }
        return .done
    }

    /// Asks for one of the accepted suites that are wanted, unless the flight of one was read already.
    private func readOnce(_ isWanted: (SuiteFacts) -> Bool) -> Step {
        for version in classicVersions {
            let suites = knowledge.suiteOrder(version).sequence.filter { isWanted(SuiteRegistry.suite($0)) }
            if suites.isEmpty { continue }
            if suites.contains(where: knowledge.features.readSuites.contains) { return .done }
            return ask(helloWithinReach(version, suites: suites, shape: shapes[version] ?? initialShape), .flight)
        }
        return .done
    }

    /// Whether the server minds a client that came down from a higher version (RFC 7507, historical).
    private mutating func fallback() -> Step {
        guard suitesAreThrough else { return .wait }
        let spoken = asked.filter { $0 > .ssl3 && !knowledge.accepted($0).isEmpty }.sorted(by: >)
        guard spoken.count >= 2, knowledge.features.fallbackSignal == nil, !knowledge.answersDiffer else {
            return .done
        }
        guard finished.contains(.order(spoken[1])) else { return .wait }
        var hello = helloWithinReach(spoken[1], suites: knowledge.suiteOrder(spoken[1]).sequence, shape: .chunked)
        hello.flags.insert(.fallbackSignal)
        return ask(hello)
    }

    /// Repeats hellos as a control. Where aborts were interpreted as refusals, a hello that was answered before must still be
    /// answered. An abort without a known cause must be reproducible.
    func control() -> Step {
        let listsAreThrough =
            asked.allSatisfy { finished.contains(.suites($0)) }
            && (depth == .survey || finished.contains(.groups13) && finished.contains(.groups12))
        // A quick look may end before its lists do, and repeats as soon as the versions are known.
        guard listsAreThrough || depth != .full && versionsAreSettled else { return .wait }
        if let offer = knowledge.unexplainedAborts.filter(isOpen).min(by: { $0.isSmaller(than: $1) }) {
            return .ask(offer, .serverHello)
        }
        guard
            knowledge.doubts.contains(where: { $0.value.breaks.count >= 2 && knowledge.treatsAbortAsRefusal($0.key) }),
            let known = knowledge.answered.keys.max(by: { $0.isSmaller(than: $1) })
        else { return listsAreThrough ? .done : .wait }
        if knowledge.answered[known, default: 0] >= 2 || (knowledge.doubts[known]?.count ?? 0) >= 2 {
            return listsAreThrough ? .done : .wait
        }
        return .ask(known, .serverHello)
    }
}
