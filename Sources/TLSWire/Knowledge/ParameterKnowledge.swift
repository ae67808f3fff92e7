import Model

extension TLSKnowledge {
    /// Features observed incidentally in hellos up to TLS 1.2, and protocol violations.
    ///
    /// - Parameter versions: ``versionFindings(unasked:)`` with the same `unasked`, which concludes them once for both.
    package func parameters(
        versions: [VersionFinding], unasked: Reason = Reason(.notAsked)
    ) -> ParameterFindings {
        let findings = versions.filter { $0.version > .ssl2 && $0.version < .tls13 }.map(\.finding)
        let unknown = findings.first(where: { $0.isUnknown })
        let suites = findings.compactMap(\.value).flatMap(\.suites)
        return ParameterFindings(
            diffieHellman: diffieHellman(suites, unknown: unknown, unasked: unasked),
            compression: seen(features.compression, in: suites, unknown: unknown),
            extendedMasterSecret: refused(.extendedMasterSecret)
                ?? seen(ExtensionType.extendedMasterSecret, in: suites, unknown: unknown),
            secureRenegotiation: seen(ExtensionType.renegotiationInfo, in: suites, unknown: unknown),
            encryptThenMAC: refused(.encryptThenMAC)
                ?? seen(
                    ExtensionType.encryptThenMAC, in: suites.filter { $0.cipher.hasSuffix("CBC") }, unknown: unknown),
            sessionTickets: refused(.sessionTicket)
                ?? seen(ExtensionType.sessionTicket, in: suites, unknown: unknown),
            fallbackSignal: fallback(findings, unknown: unknown, unasked: unasked),
            stapledStatus: refused(.statusRequest) ?? seen(features.stapledStatus, in: suites, unknown: unknown),
            certificateTimestamps: refused(.certificateTimestamps)
                ?? seen(
                    features.extensions.contains(ExtensionType.certificateTimestamps), in: suites, unknown: unknown),
            applicationProtocols: !features.applicationProtocols.isEmpty
                ? .measured(features.applicationProtocols.sorted())
                : extensionsBrokenOff.contains(.applicationProtocols)
                    ? .refused(by: "server", why: Reason(.closed))
                    : features.askedForApplicationProtocols ? .notOffered : .unmeasured(unasked),
            signatureSchemes: signatureSchemes(versions, unasked: unasked),
            signatureSchemesIncomplete: untestedSchemes(versions, unasked: unasked), oddities: oddities)
    }

    private func fallback(
        _ findings: [Finding<VersionFacts>], unknown: Finding<VersionFacts>?, unasked: Reason
    ) -> Finding<Bool> {
        // Which versions are higher depends on the server that is reached.
        if answersDiffer { return .unmeasured(Reason(.answersDiffer)) }
        if let minds = features.fallbackSignal { return .measured(minds) }
        // Asked, and closed without an answer: perhaps for the signal.
        let unanswered = doubts.filter { $0.key.flags.contains(.fallbackSignal) }.map(\.value.reason)
        if let why = unanswered.min(by: { InconclusiveAnswers.weight($0) < InconclusiveAnswers.weight($1) }) {
            return .unmeasured(why)
        }
        if findings.compactMap(\.value).count + (accepted(.tls13).isEmpty ? 0 : 1) >= 2 { return .unmeasured(unasked) }
        return unknown.map { $0.map { _ in false } } ?? .notApplicable
    }

    private func signatureSchemes(_ versions: [VersionFinding], unasked: Reason) -> Finding<[String]> {
        let seen = features.signatureSchemes.sorted { Self.place($0) < Self.place($1) }
        if !seen.isEmpty { return .measured(seen.map(\.description)) }
        if !signingKeys.isEmpty || !accepted(.tls13).isEmpty {
            return .unmeasured(features.unread ?? unasked)
        }
        // Before TLS 1.2 there is nothing to choose.
        let isUnknown = versions.contains { $0.version == .tls12 && $0.finding.isUnknown }
        return isUnknown ? .unmeasured(unasked) : .notApplicable
    }

    /// The kinds of key that sign in TLS 1.2.
    private var signingKeys: Set<SuiteFacts.Authentication> {
        let suites = accepted(.tls12).map(SuiteRegistry.suite)
            .filter { $0.keyExchange == .dhe || $0.keyExchange == .ecdhe }
        return Set(suites.map(\.authentication)).subtracting([.anonymous])
    }

    /// Why a key of TLS 1.2 may sign with more than was seen: nobody asked, or there was no answer. `nil` where each has
    /// told, or names of schemes do not reach the server.
    private func untestedSchemes(_ versions: [VersionFinding], unasked: Reason) -> Reason? {
        switch versions.first(where: { $0.version == .tls12 })?.finding {
        case .unmeasured(let why): return why
        // A suite that is not known yet may be the first for a kind of key.
        case .measured(let facts): if let why = facts.incomplete { return why }
        default: break
        }
        if answersBareHellosOnly { return nil }
        let seen = features.signatureSchemes
        for kind in signingKeys {
            func asks(_ hello: ClientHello) -> Bool {
                hello.limitsSignatures && hello.suites.allSatisfy { SuiteRegistry.suite($0).authentication == kind }
            }
            let open = Set(SignatureScheme.all).subtracting(seen).subtracting(refusedSchemes(kind))
            // A server that answers and chooses none of those offered goes by none of them. One that chooses says nothing
            // of the others in the list.
            let unchosen = schemeRejections.union(answerKinds.keys)
                .filter { asks($0) && seen.isDisjoint(with: $0.signatureSchemes) }
            guard !open.isSubset(of: unchosen.flatMap(\.signatureSchemes)) else { continue }
            return doubts.filter { asks($0.key) }.map(\.value.reason)
                .min { InconclusiveAnswers.weight($0) < InconclusiveAnswers.weight($1) } ?? unasked
        }
        return nil
    }

    /// The place of a scheme in what hellos offer, unknown ones at the end.
    static func place(_ scheme: SignatureScheme) -> (Int, UInt16) {
        (SignatureScheme.all.firstIndex(of: scheme) ?? .max, scheme.rawValue)
    }

    /// What the server does that the protocol does not allow, sorted.
    var oddities: [String] {
        var found = features.notOffered
        if longListsAreCut { found.insert(ProtocolViolation(.readsOnlyTheBeginning)) }
        // Closing was SSLv2's own way to refuse, and an alert is an alert whatever its number.
        let breaksOff = doubts.contains { hello, doubt in
            hello.format == .tls && doubt.breaks.count >= 2 && treatsAbortAsRefusal(hello)
                && !mayBeOfAnotherService(hello)
        }
        if breaksOff {
            found.insert(ProtocolViolation(.breaksOff))
        }
        if unexplainedAborts.contains(where: { (doubts[$0]?.breaks.count ?? 0) >= 2 }) {
            found.insert(ProtocolViolation(.breaksOffAfterDHE))
        }
        for suite in suitesBrokenOff {
            found.insert(ProtocolViolation(.breaksOffAfterSuite, name: SuiteRegistry.suite(suite).name))
        }
        for one in extensionsBrokenOff {
            found.insert(ProtocolViolation(.breaksOffForExtension, name: one.rawValue))
        }
        if answersBareHellosOnly { found.insert(ProtocolViolation(.bareHellosOnly)) }
        for version in choicesByList.keys where isNegotiatedByListOnly(version) {
            found.insert(ProtocolViolation(.versionByList, name: version.rawValue))
        }
        for (version, state) in versions where version < .tls13 && accepted(version).isEmpty && !answersDiffer {
            // A server that does not speak a version has to choose the highest below that it does (RFC 5246 appendix
            // E.1, historical).
            let below = versions.filter { $0.key < version && $0.key != .ssl2 }
            let isIntolerant = state.rejections.contains { rejection, times in
                times.isAboutVersion
                    && below.contains { !$0.value.accepted.isDisjoint(with: rejection.suites) }
            }
            if isIntolerant { found.insert(ProtocolViolation(.refusesVersion, name: version.rawValue)) }
        }
        return found.map(\.sentence).sorted()
    }

    private func diffieHellman(
        _ suites: [SuiteFacts], unknown: Finding<VersionFacts>?, unasked: Reason
    ) -> Finding<[DiffieHellmanGroup]> {
        let groups = features.primes.sorted { $0.key < $1.key }.flatMap { bits, primes in
            primes.map { DiffieHellmanGroup(bits: bits, name: KnownPrimes.name($0) ?? "") }
                .sorted { $0.name < $1.name }
        }
        if !groups.isEmpty { return .measured(Array(groups.prefix(20))) }
        if suites.contains(where: { $0.keyExchange == .dhe || $0.keyExchange == .dhePSK }) {
            return .unmeasured(features.unread ?? unasked)
        }
        return unknown.map { $0.map { _ in [] } } ?? .notOffered
    }

    /// The server closes the connection to clients that ask for this.
    private func refused(_ one: OptionalExtension) -> Finding<Bool>? {
        extensionsBrokenOff.contains(one) ? .refused(by: "server", why: Reason(.closed)) : nil
    }

    /// An extension up to TLS 1.2. Where answers differ, some servers behind the address may have it and others not.
    private func seen(
        _ type: UInt16, in suites: [SuiteFacts], unknown: Finding<VersionFacts>?
    ) -> Finding<Bool> {
        let isSeen = features.extensions.contains(type)
        if answersDiffer, isSeen, features.unansweredExtensions.contains(type) {
            return .unmeasured(Reason(.answersDiffer))
        }
        return seen(isSeen, in: suites, unknown: unknown)
    }

    /// A sighting proves; that there was none proves something only where a hello of the kind was answered.
    private func seen(_ seen: Bool, in suites: [SuiteFacts], unknown: Finding<VersionFacts>?) -> Finding<Bool> {
        if seen { return .measured(true) }
        if !suites.isEmpty { return .measured(false) }
        return unknown.map { $0.map { _ in false } } ?? .notApplicable
    }
}
