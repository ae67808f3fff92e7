import Model

/// What the resolve pass found of one domain: a line of `resolve-I-of-N.rR.ndjson.gz` and of `domains.ndjson.gz`.
///
/// The pass asks the DNS alone. What only a page or a connection could tell is `unmeasured` with the reason `not-asked`.
package struct SurveyedDomain: Hashable, Codable, Sendable {
    /// Its line in the list, from 1.
    package var line: Int
    package var domain: String
    package var rank: Int?
    /// DNSSEC state and policies; the policy of MTA-STS is a page and not asked for.
    package var findings: DomainFindings
    /// Mail exchangers and XMPP as the DNS has them, without endpoints: nothing was connected to.
    package var services: [ServiceFindings]
    /// The servers that records name (MX, SRV), sorted. A domain that no record names a server for has none here, even
    /// where its protocol would fall back to the domain itself.
    package var servers: [SurveyServer]

    package init(
        _ entry: SurveyEntry, findings: DomainFindings, services: [ServiceFindings], servers: [SurveyServer]
    ) {
        line = entry.line
        domain = entry.domain
        rank = entry.rank
        self.findings = findings
        self.services = services
        self.servers = servers.unique.sorted()
    }
}
