import Model

/// A server that the domains of a survey name, to be connected to once: a line of `targets.ndjson.gz`.
package struct SurveyTarget: Hashable, Codable, Sendable {
    /// Its place among all targets, from 1, sorted by server.
    package var line: Int
    package var server: SurveyServer
    /// The first domain of the list that names it: what an XMPP server is asked for.
    package var domain: String
    /// How many domains name it.
    package var domains: Int
    /// The group of servers that one shard has to have whole (`ServerGroups`).
    package var group: Int

    package init(line: Int, server: SurveyServer, domain: String, domains: Int, group: Int) {
        self.line = line
        self.server = server
        self.domain = domain
        self.domains = domains
        self.group = group
    }

    package var endpoint: Endpoint {
        Endpoint(
            service: server.service, domain: domain, host: server.host, port: server.port, address: server.address,
            mode: server.mode)
    }
}

/// Collects the servers that domains name, each once.
package struct TargetCollection: Sendable {
    private var servers: [SurveyServer: (domain: String, count: Int)] = [:]

    package init() {}

    /// Takes in what a domain names; domains come in the order of the list.
    package mutating func add(_ named: [SurveyServer], of domain: String) {
        for server in named { servers[server, default: (domain, 0)].count += 1 }
    }

    /// All targets, sorted by server.
    package func targets() -> [SurveyTarget] {
        let sorted = servers.sorted { $0.key < $1.key }
        var groups = ServerGroups()
        for (server, _) in sorted { groups.add(host: server.host, address: server.address) }
        let numbers = groups.groups(ofHosts: sorted.map(\.key.host))
        return sorted.enumerated().map { place, entry in
            SurveyTarget(
                line: place + 1, server: entry.key, domain: entry.value.domain, domains: entry.value.count,
                group: numbers[place])
        }
    }
}
