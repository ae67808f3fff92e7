import Model

/// What the probe pass found of one server: a line of `probe-I-of-N.rR.ndjson.gz` and of `servers.ndjson.gz`.
package struct SurveyedServer: Hashable, Codable, Sendable {
    /// Its place among all targets, from 1.
    package var line: Int
    /// How many domains of the list name it.
    package var domains: Int
    /// As of a scan; the endpoint's domain is the first that names the server. Of an XMPP server another domain may get
    /// another certificate: that was not asked for.
    package var findings: EndpointFindings

    package init(_ target: SurveyTarget, findings: EndpointFindings) {
        line = target.line
        domains = target.domains
        self.findings = findings
    }
}

/// The facts about a server that stand beside each domain that names it; all else is in the server's own line.
package struct ServerFacts: Hashable, Codable, Sendable {
    package var connection: Finding<TransportConnection>
    package var startTLS: Finding<StartTLSOffer>
    /// The version that a complete handshake settled on.
    package var version: Finding<ProtocolVersion>
    /// Whether it chose or takes a group with a key encapsulation in TLS 1.3.
    package var hybrid: Finding<Bool>
    /// Whether the chain leads to a trusted root.
    package var trusted: Finding<Bool>
    /// Whether the certificate is for the host that the DNS names, or, in XMPP, for the domain that was asked for.
    package var identity: Finding<Bool>
    /// Whether a usable TLSA record authenticates it.
    package var dane: Finding<Bool>

    package init(_ findings: EndpointFindings) {
        connection = findings.connection
        startTLS = findings.startTLS
        version = findings.handshake ?? .notAsked
        trusted = findings.trust.map(\.valid)
        identity = findings.identity.map(\.valid)
        dane = findings.dane.map(\.verified)
        let isHybrid = { (name: String) in name.contains("MLKEM") || name.contains("Kyber") }
        let unknown = findings.untestedGroups(isHybrid)
        hybrid = findings.groups.flatMap { groups in
            if groups.contains(where: isHybrid) { return .measured(true) }
            return unknown.map { .unmeasured($0) } ?? .measured(false)
        }
    }
}

/// A domain, and what is known of the servers that it names: a line of `joined.ndjson.gz`.
package struct JoinedDomain: Hashable, Codable, Sendable {
    package var line: Int
    package var domain: String
    package var rank: Int?
    package var findings: DomainFindings
    package var services: [ServiceFindings]
    package var servers: [Server]

    /// A server of a domain.
    package struct Server: Hashable, Codable, Sendable {
        package var server: SurveyServer
        /// Its line in `servers.ndjson.gz`; `nil` where its shard is missing.
        package var line: Int?
        /// `nil` where its shard is missing.
        package var facts: ServerFacts?

        package init(server: SurveyServer, line: Int?, facts: ServerFacts?) {
            self.server = server
            self.line = line
            self.facts = facts
        }
    }

    package init(_ domain: SurveyedDomain, facts: (SurveyServer) -> (line: Int, facts: ServerFacts)?) {
        line = domain.line
        self.domain = domain.domain
        rank = domain.rank
        findings = domain.findings
        services = domain.services
        servers = domain.servers.map { server in
            let found = facts(server)
            return Server(server: server, line: found?.line, facts: found?.facts)
        }
    }
}
