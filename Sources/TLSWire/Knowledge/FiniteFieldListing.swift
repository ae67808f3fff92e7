import Model

/// DHE before TLS 1.3 may depend on the groups that a client lists (RFC 7919 §4): GnuTLS without parameters of its own
/// takes it only where a group of RFC 7919 is among them, a server with other parameters only where none is.
extension TLSKnowledge {
    /// The DHE suites that the server was seen to refuse to clients of this kind and to choose from those of the other:
    /// those that list a group of RFC 7919 where `listing` is false. What is said to this kind says nothing of them.
    func outOfReach(_ version: ProtocolVersion, listing: Bool) -> Set<UInt32> {
        guard version < .tls13, let state = versions[version] else { return [] }
        let elsewhere =
            listing
            ? state.chosenNotListing.subtracting(state.chosenListing)
            : state.chosenListing.subtracting(state.chosenNotListing)
        if elsewhere.isEmpty { return [] }
        var refused: Set<UInt32> = []
        for rejection in rejections(version).keys where rejection.listsFiniteFields == listing {
            refused.formUnion(rejection.suites)
        }
        for hello in doubts.keys where hello.maximumVersion == version && hello.listsFiniteFields == listing {
            if treatsAbortAsRefusal(hello) { refused.formUnion(hello.suites) }
        }
        return elsewhere.intersection(refused)
    }

    /// Suites of a refused offer that were within reach of it.
    func reachable(_ rejection: Rejection, _ version: ProtocolVersion) -> Set<UInt32> {
        Set(rejection.suites).subtracting(outOfReach(version, listing: rejection.listsFiniteFields))
    }

    /// DHE suites refused to clients that list a group of RFC 7919.
    func refusedListing(_ version: ProtocolVersion) -> Set<UInt32> {
        guard let state = versions[version] else { return [] }
        var refused: Set<UInt32> = []
        for (rejection, times) in rejections(version)
        where rejection.listsFiniteFields && isConfirmed(times.count, version)
            && state.chosenListing.isDisjoint(with: rejection.suites)
        {
            refused.formUnion(rejection.suites)
        }
        for hello in doubts.keys where hello.maximumVersion == version && hello.listsFiniteFields {
            if state.chosenListing.isDisjoint(with: hello.suites), treatsAbortAsRefusal(hello) {
                refused.formUnion(hello.suites)
            }
        }
        return refused
    }

    /// The server's choices among suites, of each offer what was within its reach.
    func choices(_ version: ProtocolVersion) -> [PreferenceOrder<UInt32>.Choice] {
        guard let state = versions[version] else { return [] }
        if state.choicesListing.isEmpty { return Array(state.choices) }
        return [(state.choices, false), (state.choicesListing, true)].flatMap { choices, listing in
            let hidden = outOfReach(version, listing: listing)
            return choices.map { choice in
                PreferenceOrder<UInt32>.Choice(
                    offered: choice.offered.filter { !hidden.contains($0) }, chosen: choice.chosen)
            }
        }
    }
}
