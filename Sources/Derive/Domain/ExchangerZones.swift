import DNS
import Model

extension DomainDerivation {
    /// The most zones that are looked at, and the most name servers of each.
    private static let zoneLimit = 8
    private static let serverLimit = 13

    /// The zones that a domain's mail exchangers are in: whether they are signed, and whether their name servers are
    /// reached by IPv6. Where one cannot be found, nothing is said of them all.
    mutating func exchangerZones(_ mail: Finding<MailRouteFacts>) -> Finding<[ExchangerZoneFacts]> {
        guard let route = mail.value else {
            return mail == .notOffered ? .notApplicable : mail.map { _ in [] }
        }
        var zones: [ExchangerZoneFacts] = []
        var seen: Set<String> = []
        var failure: Reason?
        var isOpen = false
        for host in route.exchangers.map(\.host) where seen.count < Self.zoneLimit {
            guard let found = ask(Question(host, .ns), for: .exchangerZones) else {
                isOpen = true
                continue
            }
            // A host may be the top of its zone.
            guard let name = found.nameServers.isEmpty ? Self.apex(found) : host else {
                failure = failure ?? found.failure ?? Reason(.malformed, "no SOA record")
                continue
            }
            guard seen.insert(name).inserted else { continue }
            guard let zone = exchangerZone(name) else {
                isOpen = true
                continue
            }
            zones.append(zone)
        }
        if isOpen { return .notAsked }
        if let failure { return .unmeasured(failure) }
        return zones.isEmpty ? .notApplicable : .measured(zones.sorted { $0.name < $1.name })
    }

    private mutating func exchangerZone(_ name: String) -> ExchangerZoneFacts? {
        guard let answer = ask(Question(name, .ns), for: .exchangerZones) else { return nil }
        if let failure = answer.failure {
            return ExchangerZoneFacts(
                name: name, security: .unmeasured(failure), servers: [], serversWithIPv6: .unmeasured(failure))
        }
        let servers = Array(answer.nameServers.sorted().prefix(Self.serverLimit))
        var withIPv6 = 0
        var failure: Reason?
        var isOpen = false
        for server in servers {
            guard let addresses = ask(Question(server, .aaaa), for: .exchangerZones) else {
                isOpen = true
                continue
            }
            failure = failure ?? addresses.failure
            if !addresses.addresses.isEmpty { withIPv6 += 1 }
        }
        if isOpen { return nil }
        return ExchangerZoneFacts(
            name: name, security: security(of: answer), servers: servers,
            serversWithIPv6: failure.map { .unmeasured($0) }
                ?? (servers.isEmpty ? .unmeasured(Reason(.malformed, "no NS record")) : .measured(withIPv6)))
    }

    private mutating func security(of answer: Answer) -> Finding<DNSSECState> {
        if answer.security == .secure { return .measured(.secure) }
        if answer.security == .indeterminate { return .unmeasured(Reason(.dnsFailure, "indeterminate")) }
        if let why = whyUnverifiable(answer, for: .exchangerZones) { return .unmeasured(why) }
        return .measured(.insecure)
    }
}
