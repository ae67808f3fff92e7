import Model

/// The lanes that ask for groups and for what is signed with.
extension Enumeration {
    // MARK: groups

    mutating func modernGroups() -> Step {
        guard asked.contains(.tls13) else { return .done }
        guard finished.contains(.suites(.tls13)) || isHurrying && !knowledge.chosen(.tls13).isEmpty else {
            return .wait
        }
        guard let hello = modernHello() else { return .done }
        let alone = groupsAskedAlone(tls13: true) + finiteGroupsAskedAlone
        let open = openGroups(tls13: true).filter { !alone.contains($0) }
        if !open.isEmpty {
            if isInFlight(.suites(.tls13), groups: openGroups(tls13: true)) { return .wait }
            let step = ask(hello(open))
            if case .ask = step { return step }
        }
        if !alone.isEmpty { return .wait }
        return groupOrder(tls13: true, hello)
    }

    /// A hello that asks for groups in TLS 1.3; `nil` where none can.
    private func modernHello() -> (([NamedGroup]) -> ClientHello)? {
        let order = knowledge.suiteOrder(.tls13)
        if order.sequence.isEmpty { return nil }
        // Offered the other way round, the suites tell whose order decides.
        let reversed = order.preference == nil ? reversals(of: order.sequence, .tls13).first : nil
        let (maker, suites, shape) = (maker, reversed ?? order.sequence, shapes[.tls13] ?? .whole)
        return { maker.hello(.tls13, suites: suites, shape: shape, groups: $0) }
    }

    /// Curves of TLS 1.2 and before, as the ServerKeyExchange names them.
    mutating func classicGroups() -> Step {
        if depth != .full {
            let classic = asked.filter { $0 < .tls13 && $0 > .ssl3 }
            guard classic.allSatisfy({ finished.contains(.suites($0)) }) else { return .wait }
            if !knowledge.groups13.isEmpty { return .done }
        }
        switch classicHello() {
        case .unknown: return .wait
        case .none: return .done
        case .ready(let hello, let needsCertificate):
            let alone = needsCertificate ? [] : groupsAskedAlone(tls13: false)
            let open = openGroups(tls13: false).filter { !alone.contains($0) }
            if !open.isEmpty, case .ask(let hello, _) = ask(hello(open)) { return .ask(hello, .flight) }
            if !alone.isEmpty { return .wait }
            // The certificate's curve is one that was in every offer answered so far. Behind the open ones it shows
            // those that the server, or a server that follows the client, puts before it.
            let seen = knowledge.groupOrder(tls13: false).sequence
            let always = seen.filter(knowledge.isInEveryAnsweredOffer)
            if needsCertificate, !always.isEmpty {
                let rest = NamedGroup.forTLS12.filter { !seen.contains($0) }
                if case .ask(let hello, _) = ask(hello(rest + always)) { return .ask(hello, .flight) }
            }
            return groupOrder(tls13: false, hello)
        }
    }

    /// A hello that asks for curves up to TLS 1.2.
    private enum ClassicHello {
        /// Whether the curve of the certificate has to be in it.
        case ready(([NamedGroup]) -> ClientHello, needsCertificate: Bool)
        /// No suite that takes one is accepted.
        case none
        case unknown
    }

    private func classicHello() -> ClassicHello {
        for version in asked.filter({ $0 < .tls13 && $0 > .ssl3 }).sorted(by: >) {
            guard finished.contains(.suites(version)) || isFannedOut(version) else { return .unknown }
            let all = knowledge.suiteOrder(version).sequence.filter(TLSKnowledge.needsCurve).map(SuiteRegistry.suite)
            // The curve of an ECDSA certificate must stay in the list, so RSA (or no) certificates are better here.
            let free = all.filter { $0.authentication != .ecdsa }
            if free.isEmpty, !finished.contains(.suites(version)) { return .unknown }
            if all.isEmpty { continue }
            let suites = (free.isEmpty ? all : free).map(\.code)
            var shape = shapes[version] ?? initialShape
            if shape == .bare { shape = .lean }
            let (maker, usual) = (maker, shape)
            return .ready(
                { maker.hello(version, suites: suites, shape: usual, groups: $0) }, needsCertificate: free.isEmpty)
        }
        return .none
    }

    /// Groups of which it is not known whether they are accepted, as hellos offer them.
    func openGroups(tls13: Bool) -> [NamedGroup] {
        let refused = knowledge.refusedGroups(tls13: tls13)
        let seen = tls13 ? knowledge.groups13 : knowledge.groups12
        return (tls13 ? NamedGroup.forTLS13 : NamedGroup.forTLS12).filter {
            !seen.contains($0) && !refused.contains($0)
        }
    }

    /// Groups asked for, or about to be, on connections of their own.
    func hello(for groups: [NamedGroup], tls13: Bool) -> ClientHello? {
        if tls13 { return modernHello()?(groups) }
        // Without the certificate's curve a refusal would say nothing of these.
        guard case .ready(let hello, needsCertificate: false) = classicHello() else { return nil }
        return hello(groups)
    }

    // MARK: signatures

    /// With what the server signs its ServerKeyExchange in TLS 1.2: by elimination, for one kind of key.
    func signatures(_ kind: SuiteFacts.Authentication) -> Step {
        guard asked.contains(.tls12) else { return .done }
        guard finished.contains(.suites(.tls12)) && finished.contains(.finiteFields(.tls12)) || isFannedOut(.tls12)
        else { return .wait }
        let shape = shapes[.tls12] ?? initialShape
        let suites = signingSuites(kind)
        // A part of the list that is still out may bring the first suite that signs with such a key.
        if suites.isEmpty, !finished.contains(.suites(.tls12)) || !finished.contains(.finiteFields(.tls12)) {
            return .wait
        }
        let seen = knowledge.features.signatureSchemes
        let refused = knowledge.refusedSchemes(kind)
        let unseen = SignatureScheme.all.filter { !seen.contains($0) }
        let open = unseen.filter { !refused.contains($0) && !isAskedAlone($0, kind) }
        // Without extensions a client cannot name signature schemes.
        guard !suites.isEmpty, !unseen.isEmpty, shape != .bare else { return .done }
        if !open.isEmpty, case .ask(let hello, let extent) = ask(hello(for: open, suites), .flight) {
            return .ask(hello, extent)
        }
        if unseen.contains(where: { isAskedAlone($0, kind) }) { return .wait }
        // Some servers refuse whoever does not offer what their certificate is signed with (RFC 5246 §7.4.2,
        // historical), which is among those seen (Erlang/OTP). Behind the others it is chosen where there is nothing
        // else.
        let own = SignatureScheme.all.filter(seen.contains)
        return own.isEmpty || refused.isEmpty ? .done : ask(hello(for: unseen + own, suites), .flight)
    }

    /// Accepted suites of TLS 1.2 in which a key of this kind signs.
    func signingSuites(_ kind: SuiteFacts.Authentication) -> [UInt32] {
        knowledge.suiteOrder(.tls12).sequence.filter { code in
            let suite = SuiteRegistry.suite(code)
            return suite.authentication == kind && (suite.keyExchange == .ecdhe || suite.keyExchange == .dhe)
        }
    }

    func hello(for schemes: [SignatureScheme], _ suites: [UInt32]) -> ClientHello {
        var hello = helloWithinReach(.tls12, suites: suites, shape: shapes[.tls12] ?? initialShape)
        hello.signatureSchemes = schemes
        return hello
    }

    private func groupOrder(tls13: Bool, _ hello: ([NamedGroup]) -> ClientHello) -> Step {
        let order = knowledge.groupOrder(tls13: tls13)
        guard order.sequence.count >= 2, !knowledge.answersDiffer else { return .done }
        // What was not eliminated in one go.
        if isWide, order.preference == .server, let rest = order.undecided.first(where: { isOpen(hello($0)) }) {
            return ask(hello(rest), tls13 ? .serverHello : .flight)
        }
        guard order.preference == nil else { return .done }
        return ask(hello(Array(order.sequence.reversed())), tls13 ? .serverHello : .flight)
    }
}
