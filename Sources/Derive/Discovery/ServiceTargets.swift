import DNS
import Model

extension Discovery {
    /// What SRV records (RFC 2782) name.
    struct ServiceTargets {
        /// In a client's order: priority, then weight, then as the records are ordered.
        var targets: [Target] = []
        /// Modes that a record with the target `.` declines.
        var declined: Set<Endpoint.Mode> = []
    }

    /// Asks for SRV records under several names that a client mixes.
    /// - Parameters:
    ///   - names: labels before `_tcp`, and how TLS begins at their targets.
    ///   - path: where on the hosts the service begins, and the look-up that says so.
    /// - Returns: `nil` where answers are missing.
    mutating func serviceTargets(
        _ names: [(label: String, mode: Endpoint.Mode)], domain: String, path: ContextPath? = nil
    ) -> ServiceTargets? {
        let asked = names.map { (ask(Question("\($0.label)._tcp.\(domain)", .srv)), $0.mode) }
        guard open.isEmpty else { return nil }
        var result = ServiceTargets()
        var found: [(record: SRVRecord, target: Target)] = []
        for case (let (id, answer)?, let mode) in asked {
            lookups.append(id)
            note(answer.failure)
            note(security: answer.security)
            let unknownSecurity = whyUnverifiable(answer)
            for record in answer.servicesInOrder {
                if record.isNotOffered {
                    result.declined.insert(mode)
                    continue
                }
                let target = Target(
                    host: record.target, port: record.port, mode: mode,
                    lookups: [id] + (path.map { [$0.lookup] } ?? []),
                    discovered: [
                        "\(answer.question) \(record.priority) \(record.weight) \(record.port) \(record.target)"
                    ] + (path.map { ["\($0.question) path=\($0.path)"] } ?? []),
                    // RFC 7673 §3.1: an insecure SRV record could name anybody's host.
                    isSecure: answer.security == .secure, unknownSecurity: unknownSecurity, path: path?.path)
                found.append((record, target))
            }
        }
        result.targets = found.enumerated().sorted { left, right in
            let (one, other) = (left.element.record, right.element.record)
            return (one.priority, UInt16.max - one.weight, left.offset)
                < (other.priority, UInt16.max - other.weight, right.offset)
        }.map(\.element.target)
        return result
    }
}

extension Answer {
    /// SRV records in a client's order (RFC 2782), those of equal priority and weight by name, because resolvers rotate
    /// them; at most `Discovery.targetsAtMost`.
    var servicesInOrder: ArraySlice<SRVRecord> {
        services.sorted { left, right in
            (left.priority, right.weight, left.target, left.port) < (
                right.priority, left.weight, right.target, right.port
            )
        }.prefix(Discovery.targetsAtMost)
    }
}
