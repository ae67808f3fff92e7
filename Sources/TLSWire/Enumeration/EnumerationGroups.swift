import Model

/// The lanes that ask for groups and for what is signed with.
extension Enumeration {
    // MARK: groups

    mutating func modernGroups() -> Step {
        guard asked.contains(.tls13) else { return .done }
        guard finished.contains(.suites(.tls13)) else { return .wait }
        let order = knowledge.suiteOrder(.tls13)
        if order.sequence.isEmpty { return .done }
        // Offered the other way round, the suites tell whose order decides.
        let reversed = order.preference == nil ? reversals(of: order.sequence, .tls13).first : nil
        let suites = reversed ?? order.sequence
        let shape = shapes[.tls13] ?? .whole
        let refused = knowledge.refusedGroups(tls13: true)
        let open = NamedGroup.forTLS13.filter { !knowledge.groups13.contains($0) && !refused.contains($0) }
        if !open.isEmpty {
            let step = ask(maker.hello(.tls13, suites: suites, shape: shape, groups: open))
            if case .ask = step { return step }
        }
        return groupOrder(tls13: true) { maker.hello(.tls13, suites: suites, shape: shape, groups: $0) }
    }

    /// Curves of TLS 1.2 and before, as the ServerKeyExchange names them.
    mutating func classicGroups() -> Step {
        let classic = asked.filter { $0 < .tls13 && $0 > .ssl3 }
        if depth == .quick {
            guard classic.allSatisfy({ finished.contains(.suites($0)) }) else { return .wait }
            if !knowledge.groups13.isEmpty { return .done }
        }
        for version in classic.sorted(by: >) {
            guard finished.contains(.suites(version)) || isFannedOut(version) else { return .wait }
            let all = knowledge.suiteOrder(version).sequence.filter(TLSKnowledge.needsCurve).map(SuiteRegistry.suite)
            // The curve of an ECDSA certificate must stay in the list, so RSA (or no) certificates are better here.
            let free = all.filter { $0.authentication != .ecdsa }
            if free.isEmpty, !finished.contains(.suites(version)) { return .wait }
            if all.isEmpty { continue }
            let suites = (free.isEmpty ? all : free).map(\.code)
            var shape = shapes[version] ?? initialShape
            if shape == .bare { shape = .lean }
            let refused = knowledge.refusedGroups(tls13: false)
            let seen = knowledge.groupOrder(tls13: false).sequence
            let open = NamedGroup.forTLS12.filter { !seen.contains($0) && !refused.contains($0) }
            func hello(_ groups: [NamedGroup]) -> ClientHello {
                maker.hello(version, suites: suites, shape: shape, groups: groups)
            }
            if !open.isEmpty, case .ask(let hello, _) = ask(hello(open)) { return .ask(hello, .flight) }
            // The certificate's curve is one that was in every offer answered so far. Behind the open ones it shows
            // those that the server, or a server that follows the client, puts before it.
            let always = seen.filter(knowledge.isInEveryAnsweredOffer)
            if free.isEmpty, !always.isEmpty {
                let rest = NamedGroup.forTLS12.filter { !seen.contains($0) }
                if case .ask(let hello, _) = ask(hello(rest + always)) { return .ask(hello, .flight) }
            }
            return groupOrder(tls13: false, hello)
        }
        return .done
    }

    // MARK: signatures

    /// With what the server signs its ServerKeyExchange in TLS 1.2: by elimination, for one kind of key.
    func signatures(_ kind: SuiteFacts.Authentication) -> Step {
        guard asked.contains(.tls12) else { return .done }
        guard finished.contains(.suites(.tls12)) && finished.contains(.finiteFields(.tls12)) || isFannedOut(.tls12)
        else { return .wait }
        let shape = shapes[.tls12] ?? initialShape
        let suites = knowledge.suiteOrder(.tls12).sequence.filter { code in
            let suite = SuiteRegistry.suite(code)
            return suite.authentication == kind && (suite.keyExchange == .ecdhe || suite.keyExchange == .dhe)
        }
        // A part of the list that is still out may bring the first suite that signs with such a key.
        if suites.isEmpty, !finished.contains(.suites(.tls12)) || !finished.contains(.finiteFields(.tls12)) {
            return .wait
        }
        let seen = knowledge.features.signatureSchemes
        let refused = knowledge.refusedSchemes(kind)
        let unseen = SignatureScheme.all.filter { !seen.contains($0) }
        let open = unseen.filter { !refused.contains($0) }
        // Without extensions a client cannot name signature schemes.
        guard !suites.isEmpty, !unseen.isEmpty, shape != .bare else { return .done }
        func hello(_ schemes: [SignatureScheme]) -> ClientHello {
            var hello = helloWithinReach(.tls12, suites: suites, shape: shape)
            hello.signatureSchemes = schemes
            return hello
        }
        if !open.isEmpty, case .ask(let hello, let extent) = ask(hello(open), .flight) { return .ask(hello, extent) }
        // Some servers refuse whoever does not offer what their certificate is signed with (RFC 5246 §7.4.2,
        // historical), which is among those seen (Erlang/OTP). Behind the others it is chosen where there is nothing
        // else.
        let own = SignatureScheme.all.filter(seen.contains)
        return own.isEmpty || refused.isEmpty ? .done : ask(hello(unseen + own), .flight)
    }

    private func groupOrder(tls13: Bool, _ hello: ([NamedGroup]) -> ClientHello) -> Step {
        let order = knowledge.groupOrder(tls13: tls13)
        guard order.sequence.count >= 2, order.preference == nil, !knowledge.answersDiffer else { return .done }
        return ask(hello(Array(order.sequence.reversed())), tls13 ? .serverHello : .flight)
    }
}
