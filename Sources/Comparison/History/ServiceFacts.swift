import Content
import Grading
import Model

/// What the columns beside those of 2014 say of a service: of every fact the worst that any endpoint shows.
struct ServiceFacts {
    let service: ServiceFindings
    let date: Day

    /// Codes of words; the texts have them below `policies`, with the column before them.
    func value(_ column: TableDefinition.Column) -> Finding<CellValue.Value> {
        guard column.applies(to: service.service) else { return .notApplicable }
        return service.discovery.flatMap { _ in
            switch column {
            case .certificate:
                summed {
                    $0.certificateSummary(on: date)
                } _: {
                    .chain(Self.united($0))
                }
            case .postQuantum: summed(postQuantum, Self.worst)
            case .sasl: summed(sasl, Self.worst)
            case .channelBinding: summed(channelBindings) { .names(Set($0.joined()).sorted()) }
            case .federation:
                summed(federation) { values in
                    .traits(Self.federationTraits.filter { trait in values.contains { $0.contains(trait) } })
                }
            case .wildcard: summed(\.wildcards) { .traits(Set($0.joined()).sorted()) }
            case .directTLS: directTLS
            case .ipv6: ipv6
            case .hsts: summed(strictTransport, Self.shortest)
            default: .notAsked
            }
        }
    }

    private func summed<Value>(
        _ each: (EndpointFindings) -> Finding<Value>, _ combine: ([Value]) -> CellValue.Value
    ) -> Finding<CellValue.Value> where Value: Hashable & Codable & Sendable {
        Finding.summed(service.endpoints.map { each($0).map(ValueList.init) }) { lists in
            ValueList(all: lists.flatMap(\.all))
        }.map { combine($0.all) }
    }

    /// Values of several endpoints on their way into one.
    private struct ValueList<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
        var all: [Value]
        init(all: [Value]) { self.all = all }
        init(_ value: Value) { all = [value] }
    }

    private static func worst(_ values: [PolicySummary]) -> CellValue.Value {
        let worst = values.min { ($0.worth, $0.word) < ($1.worth, $1.word) } ?? PolicySummary("", 0)
        return .policy(worst.word, worth: worst.worth)
    }

    private static func united(_ values: [CertificateSummary]) -> CertificateSummary {
        CertificateSummary(
            issuers: Set(values.flatMap(\.issuers)).sorted(), lifetimes: Set(values.flatMap(\.lifetimes)).sorted(),
            condition: values.map(\.condition).worst)
    }

    private static func shortest(_ values: [HSTSFacts]) -> CellValue.Value {
        .strictTransport(
            days: values.map { $0.maxAge / 86_400 }.min() ?? 0,
            includesSubdomains: values.allSatisfy(\.includesSubdomains))
    }

    // MARK: TLS

    /// Whether a client that can gets a hybrid group (RFC 10024), or only one that knows no other.
    private func postQuantum(_ endpoint: EndpointFindings) -> Finding<PolicySummary> {
        if endpoint.startTLS == .notOffered { return .notOffered }
        return endpoint.groups.flatMap { groups in
            guard let first = groups.firstIndex(where: { $0.contains("MLKEM") }) else {
                return endpoint.untestedGroups { $0.contains("MLKEM") }.map { .unmeasured($0) } ?? .notOffered
            }
            return .measured(first == 0 ? PolicySummary("negotiated", 2) : PolicySummary("offered", 1))
        }
    }

    /// Whether clients may begin with TLS (RFC 8314 §3, XEP-0368), and whether they get there.
    private var directTLS: Finding<CellValue.Value> {
        let direct = service.endpoints.filter { $0.endpoint.mode == .direct }
        let hasOther = service.endpoints.contains { $0.endpoint.mode == .startTLS }
        if direct.isEmpty {
            // XMPP's records say so (XEP-0368); clients of mail also try ports that nothing names.
            if let undiscovered = service.undiscovered { return .unmeasured(undiscovered) }
            return [.xmppClient, .xmppServer].contains(service.service) ? .notOffered : .unmeasured(Reason(.noRecord))
        }
        let reached = direct.map { endpoint -> Finding<Bool> in
            if endpoint.versions.contains(where: { $0.finding.value != nil }) { return .measured(true) }
            return endpoint.connection.flatMap { _ in
                endpoint.versions.first { $0.finding.isUnknown }.map { $0.finding.map { _ in true } } ?? .notOffered
            }
        }
        return Finding.summed(reached) { _ in true }.map { _ in .policy(hasOther ? "both" : "alone", worth: 2) }
    }

    // MARK: network

    /// Whether all hosts are reached by IPv6. What this machine cannot reach says nothing.
    private var ipv6: Finding<CellValue.Value> {
        var hosts: [String: [EndpointFindings]] = [:]
        for endpoint in service.endpoints { hosts[endpoint.endpoint.host, default: []].append(endpoint) }
        guard !hosts.isEmpty else { return .unmeasured(Reason(.dependsOnUnknown, "no endpoint")) }
        var unknown: Reason?
        var reached = 0
        var isUnreachable = false
        for endpoints in hosts.values {
            let modern = endpoints.filter { $0.endpoint.address.contains(":") }
            if modern.isEmpty { continue }
            if modern.contains(where: { $0.connection.value != nil }) {
                reached += 1
                continue
            }
            guard case .unmeasured(let why)? = modern.first?.connection else { continue }
            let isTheirs = [.timeout, .connectionRefused, .reset, .unreachable].contains(why.code)
            let isUp = endpoints.contains { !$0.endpoint.address.contains(":") && $0.connection.value != nil }
            if isTheirs && isUp { isUnreachable = true } else { unknown = why }
        }
        if isUnreachable { return .measured(.policy("unreachable", worth: -1)) }
        if let unknown { return .unmeasured(unknown) }
        if reached < hosts.count, let undiscovered = service.undiscovered { return .unmeasured(undiscovered) }
        if reached == 0 { return .notOffered }
        return .measured(reached == hosts.count ? .policy("all", worth: 2) : .policy("some", worth: 1))
    }

    private func strictTransport(_ endpoint: EndpointFindings) -> Finding<HSTSFacts> {
        endpoint.web?.hsts ?? .notAsked
    }
}
