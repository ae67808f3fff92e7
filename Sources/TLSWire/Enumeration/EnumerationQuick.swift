import Model

/// What a quick look asks first, and what it leaves out: it takes at most so many connections of an endpoint. A survey takes
/// fewer still, and ends with what comes first. First come
/// all versions, a suite of each, and whether TLS 1.3 has a hybrid group; no "no" among these rests on one connection.
/// The lists of suites and groups, and whose order decides, follow as far as the connections last.
extension Enumeration {
    /// It is known whether the version is spoken.
    func isSettled(_ version: ProtocolVersion) -> Bool {
        finished.contains(.suites(version)) || depth != .full && !knowledge.chosen(version).isEmpty
    }

    /// It is known of each version whether it is spoken.
    var versionsAreSettled: Bool { asked.allSatisfy(isSettled) }

    /// Whether the lane has to wait for what is asked first.
    mutating func isPostponed(_ lane: Lane) -> Bool {
        guard depth != .full else { return false }
        switch lane {
        case .suites(let version):
            if !knowledge.chosen(version).isEmpty { return !essentialsAreThrough() }
            // One version after the other: how a server refuses the first need not be found out for each.
            return version != .ssl2 && asked.contains { $0 > version && $0 < .tls13 && !isSettled($0) }
        case .finiteFields, .groups13, .groups12, .order, .parameters: return !essentialsAreThrough()
        default: return false
        }
    }

    /// Nothing of what comes first is open.
    private mutating func essentialsAreThrough() -> Bool {
        guard versionsAreSettled else { return false }
        for lane in [Lane.contradicted, .hybrids, .control, .promised, .secondLook] where !finished.contains(lane) {
            if inFlight[lane] != nil { return false }
            if case .ask = step(lane) { return false }
        }
        return true
    }

    /// Whether TLS 1.3 has a hybrid group, where the answers so far chose none.
    func hybridGroups() -> Step {
        guard asked.contains(.tls13) else { return .done }
        guard isSettled(.tls13) else { return .wait }
        let suites = knowledge.suiteOrder(.tls13).sequence
        let hybrids = NamedGroup.forTLS13.filter(\.isKeyEncapsulation)
        guard !suites.isEmpty, knowledge.groups13.isDisjoint(with: hybrids) else { return .done }
        let refused = knowledge.refusedGroups(tls13: true)
        let open = hybrids.filter { !refused.contains($0) }
        if open.isEmpty { return .done }
        return ask(maker.hello(.tls13, suites: suites, shape: shapes[.tls13] ?? .whole, groups: open))
    }

    /// Nothing has to be repeated as a control at the moment.
    var controlIsThrough: Bool {
        if finished.contains(.control) { return true }
        guard depth != .full, versionsAreSettled, inFlight[.control] == nil else { return false }
        if case .ask = control() { return false }
        return true
    }
}
