import Model

/// What became of one connection to a server of a service.
package struct ServerCheck: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        case up
        /// It turned us away: it lives, and whether others are served is not known.
        case refused(Reason)
        case failed(Incident.Step, Reason)
        /// It works, and its certificate has expired.
        case expired(Reason)
        /// We could not measure.
        case unmeasured(Reason)
    }

    /// An IPv4 or IPv6 address.
    package var address: String
    package var port: UInt16
    package var outcome: Outcome
    /// Something came back from the network: an established connection, or a refusal of one.
    package var isSignOfLife: Bool

    package init(address: String, port: UInt16, outcome: Outcome, isSignOfLife: Bool) {
        self.address = address
        self.port = port
        self.outcome = outcome
        self.isSignOfLife = isSignOfLife
    }
}

/// One check of a service: each of its servers once.
package struct ServiceCheck: Hashable, Sendable {
    package var service: WatchedService
    package var servers: [ServerCheck]
    /// Why there are none: what the DNS said; `nil` where it names none.
    package var lookup: Reason?

    package init(service: WatchedService, servers: [ServerCheck], lookup: Reason? = nil) {
        self.service = service
        self.servers = servers
        self.lookup = lookup
    }
}

/// The checks of a round seen together: whoever is silent while nothing else comes back either may be there; it is us who
/// are not.
package struct RoundJudgement: Sendable {
    /// What connections have in common that can be cut for us alone: the version of IP, and port 25, which many networks
    /// let nobody out to.
    private struct Path: Hashable {
        var isIPv6: Bool
        var isSMTP: Bool

        init(_ server: ServerCheck) {
            isIPv6 = server.address.contains(":")
            isSMTP = server.port == 25
        }
    }

    private let checks: [ServiceCheck]
    private let alive: Set<Path>
    private let believesLookups: Bool

    /// - Parameters:
    ///   - control: connections to hosts that are known to answer; empty where none were needed, or are known.
    ///   - believesLookups: whether look-ups that failed say something. A resolver remembers for some seconds that nobody
    ///     answered it, after we were offline.
    package init(_ checks: [ServiceCheck], control: [ServerCheck] = [], believesLookups: Bool = true) {
        self.checks = checks
        self.believesLookups = believesLookups
        alive = Set((checks.flatMap(\.servers) + control).filter(\.isSignOfLife).map(Path.init))
    }

    /// Whether something is silent that nothing else on its path speaks for: then control hosts are to be asked.
    package var isInDoubt: Bool {
        checks.contains { check in
            check.lookup.map { isSilence($0) && alive.isEmpty } ?? check.servers.contains(where: isCutOff)
        }
    }

    /// By service.
    package var verdicts: [WatchedService: ServiceVerdict] {
        Dictionary(checks.map { ($0.service, verdict($0)) }) { first, _ in first }
    }

    private func isSilence(_ reason: Reason) -> Bool { reason.code == .timeout || reason.code == .dnsFailure }

    private func isCutOff(_ server: ServerCheck) -> Bool {
        guard case .failed(.tcp, _) = server.outcome, !server.isSignOfLife else { return false }
        let path = Path(server)
        // Whoever answers on port 25 shows that the address family works, and not the other way round.
        return path.isSMTP ? !alive.contains(path) : !alive.contains { $0.isIPv6 == path.isIPv6 }
    }

    private func verdict(_ check: ServiceCheck) -> ServiceVerdict {
        guard !check.servers.isEmpty else {
            guard let reason = check.lookup else { return .unmeasured(.noRecord) }
            if isSilence(reason), alive.isEmpty || !believesLookups { return .unmeasured(.offline) }
            return .failing(reason.code == .bogus ? .dnssec : .outage, cause(.dns, reason))
        }
        var (up, refused) = (0, 0)
        var failures: [Incident.Cause] = []
        var expired: [Incident.Cause] = []
        var unmeasured: Reason.Code?
        // Servers of which nothing is known: those that nobody here could have reached, and others, which may work.
        var (outOfReach, unknown): ([String], Bool) = ([], false)
        for server in check.servers {
            switch server.outcome {
            case .up: up += 1
            case .refused(let reason):
                refused += 1
                unmeasured = unmeasured ?? reason.code
            case .unmeasured(let reason):
                unmeasured = unmeasured ?? reason.code
                if reason.code == .noRoute { outOfReach.append(server.address) } else { unknown = true }
            case .expired(let reason): expired.append(cause(.tls, reason))
            case .failed where isCutOff(server):
                unmeasured = unmeasured ?? .offline
                outOfReach.append(server.address)
            case .failed(let step, let reason):
                let detail = reason.detail.isEmpty ? server.address : "\(server.address): \(reason.detail)"
                failures.append(cause(step, Reason(reason.code, detail)))
            }
        }
        guard var first = failures.first ?? expired.first else {
            return up > 0 ? .up : .unmeasured(unmeasured ?? .noRecord)
        }
        // What is known is that some fail. That all do is only said where every one was measured that can be from here;
        // an incident is what was seen from its vantage point, and says which those are not.
        if !outOfReach.isEmpty {
            first = cause(
                first.step, Reason(first.code, "\(first.detail); not measured: \(outOfReach.joined(separator: ", "))"))
        }
        if unknown || up + refused > 0 || !failures.isEmpty && !expired.isEmpty { return .failing(.degraded, first) }
        return .failing(failures.isEmpty ? .certificate : .outage, first)
    }

    private func cause(_ step: Incident.Step, _ reason: Reason) -> Incident.Cause {
        Incident.Cause(step: step, code: reason.code, detail: Diagnostic.oneLine(reason.detail))
    }
}
