import Model

/// Suites may depend on other parts of the hello than the list of suites.
extension Enumeration {
    // MARK: extensions

    /// How many offers of a version the server has to abort before an extension is suspected.
    private static let brokenOffers = 3

    /// Finds the extension for which the server closes the connection, before single suites are suspected: first a hello
    /// without any optional extension, and where that is answered, one hello without each of them.
    ///
    /// - Returns: `nil` where there is nothing to find, or where a hello with all of the extensions was answered.
    func brokenExtensions(_ version: ProtocolVersion) -> Step? {
        // A server that speaks lower versions alone answers the highest as well: it speaks for all.
        guard version == asked.filter({ $0 < .tls13 }).max(), !knowledge.toleratesExtensions,
            knowledge.extensionsBrokenOff.isEmpty, !knowledge.answersDiffer
        else { return nil }
        let optional = OptionalExtension.allCases.filter { $0 != .applicationProtocols || !maker.requiresALPN }
        let broken = knowledge.doubts.filter { hello, doubt in
            hello.maximumVersion == version && !doubt.breaks.isEmpty && doubt.breaks.count == doubt.count
                && optional.contains { $0.isIn(hello) } && knowledge.answered[hello] == nil
        }
        // One suite among many may be the cause as well: its part of the list comes first.
        guard broken.count >= Self.brokenOffers,
            let hello = broken.keys.max(by: { $0.isSmaller(than: $1) })
        else { return nil }
        let leanest = optional.reduce(hello) { $1.removed(from: $0) }
        if isInFlight(leanest) { return .wait }
        let isAsked = knowledge.doubts.keys.contains { $0.maximumVersion == version && $0.isLean(without: optional) }
        if !isAsked, isOpen(leanest) { return .ask(leanest, .flight) }
        guard knowledge.answered[leanest] != nil else { return nil }
        // Not a single connection that happened to end, either.
        let candidates = [hello] + optional.filter { $0.isIn(hello) }.map { $0.removed(from: hello) }
        for candidate in candidates {
            if isInFlight(candidate) { return .wait }
            let isFirst = candidate == hello
            if isFirst ? (knowledge.doubts[hello]?.breaks.count ?? 0) < 2 : knowledge.doubts[candidate] == nil,
                isOpen(candidate)
            {
                return .ask(candidate, .flight)
            }
        }
        return nil
    }

    // MARK: groups of finite fields

    /// A hello for suites that are accepted, with what they need beside them.
    func helloWithinReach(_ version: ProtocolVersion, suites: [UInt32], shape: ClientHelloProfile) -> ClientHello {
        let needsListing = !knowledge.outOfReach(version, listing: false).isDisjoint(with: suites)
        return maker.hello(
            version, suites: suites, shape: shape,
            groups: needsListing ? NamedGroup.forTLS12 + NamedGroup.finiteFields : nil)
    }

    /// DHE suites of a server that has none for clients that list no group of RFC 7919. Older versions are asked only
    /// where a newer one depends on it.
    func finiteFields(_ version: ProtocolVersion) -> Step {
        guard finished.contains(.suites(version)) else { return .wait }
        let newer = asked.filter { $0 > version && $0 < .tls13 }
        guard newer.allSatisfy({ finished.contains(.finiteFields($0)) }) else { return .wait }
        let chosen = knowledge.versions[version]?.chosenListing ?? []
        let isExpected =
            version == .tls12 || !chosen.isEmpty
            || newer.contains { !knowledge.outOfReach($0, listing: false).isEmpty }
        // Where nothing was accepted, a list was not cut for its length, but for want of an answer.
        let own = shapes[version] ?? initialShape
        let shape = own == .chunked && knowledge.accepted(version).subtracting(chosen).isEmpty ? .whole : own
        // Without extensions there are no groups; and what is taken without them depends on none.
        guard isExpected, version > .ssl3, shape != .bare, knowledge.answers > 0, !knowledge.answersDiffer,
            knowledge.versions[version]?.chosenNotListing.isEmpty != false, !newer.contains(where: speaksFor(version))
        else { return .done }
        var known = chosen.union(knowledge.refusedListing(version))
        if depth != .full { for other in newer { known.formUnion(knowledge.accepted(other)) } }
        let open = SuiteOffer.byUse.filter { TLSKnowledge.needsParameters($0) && !known.contains($0) }
        // Refused as the first offer was, the unusual ones are as well.
        guard !open.isEmpty, !chosen.isEmpty || knowledge.refusedListing(version).isEmpty else { return .done }
        let hello = maker.hello(
            version, suites: SuiteOffer.chaChaLast(Array(open.prefix(shape.suiteLimit))), shape: shape,
            groups: NamedGroup.forTLS12 + NamedGroup.finiteFields)
        if isInFlight(hello) { return .wait }
        // From who has none, so far as is seen, one answer is enough, whatever it is.
        if chosen.isEmpty { return knowledge.doubts[hello] == nil ? ask(hello, .flight) : .done }
        return ask(hello)
    }
}

extension Enumeration {
    /// Whether a newer version shows that this one is not spoken at all: it refuses even what the newer one takes from
    /// every client, and what suites of this version are like (their MAC is SHA-1). Groups change nothing about that.
    private func speaksFor(_ version: ProtocolVersion) -> (ProtocolVersion) -> Bool {
        guard knowledge.finding(version) == .notOffered else { return { _ in false } }
        let refused = knowledge.refused(version)
        return { newer in
            knowledge.chosen(newer).intersection(refused).contains { suite in
                !TLSKnowledge.needsParameters(suite) && SuiteRegistry.suite(suite).mac == "SHA"
            }
        }
    }
}

extension ClientHello {
    /// It has the extensions that the handshake needs, and none of the others.
    fileprivate func isLean(without optional: [OptionalExtension]) -> Bool {
        guard format == .tls, !isBare, let version = maximumVersion, version < .tls13, version > .ssl3 else {
            return false
        }
        return !optional.contains { $0.isIn(self) }
    }
}
