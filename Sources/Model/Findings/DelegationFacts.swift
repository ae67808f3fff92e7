/// A record that lets an account of an authority have certificates for a domain again and again
/// (draft-ietf-acme-dns-persist). All values are untrusted text, bounded.
package struct PersistentValidationFacts: Hashable, Codable, Sendable {
    /// The authority's domain.
    package var issuer: String
    /// The account's URI.
    package var account: String
    /// It holds for all names below the domain, and for wildcards, as well.
    package var includesSubdomains: Bool
    /// Until when authorities take it; `nil` where it does not end.
    package var until: Instant?
    /// It names an authority and an account; else no authority takes it.
    package var isUsable: Bool

    package init(issuer: String, account: String, includesSubdomains: Bool, until: Instant?, isUsable: Bool) {
        self.issuer = issuer
        self.account = account
        self.includesSubdomains = includesSubdomains
        self.until = until
        self.isUsable = isUsable
    }
}

/// A zone that mail exchangers of a domain are in, and the servers that answer for it.
package struct ExchangerZoneFacts: Hashable, Codable, Sendable {
    /// The zone's own name.
    package var name: String
    /// Whether its answers are signed; bogus is `unmeasured(bogus)`.
    package var security: Finding<DNSSECState>
    /// The first 13 of its name servers, sorted.
    package var servers: [String]
    /// How many of these have IPv6 addresses; unknown where that of one of them is.
    package var serversWithIPv6: Finding<Int>

    package init(name: String, security: Finding<DNSSECState>, servers: [String], serversWithIPv6: Finding<Int>) {
        self.name = name
        self.security = security
        self.servers = servers
        self.serversWithIPv6 = serversWithIPv6
    }
}
