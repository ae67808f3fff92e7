/// What is known of one service of one domain.
package struct ServiceFindings: Hashable, Codable, Sendable {
    package var service: Service
    package var domain: String
    /// Measured: how many endpoints the DNS named. `notOffered`: it says there is none (SRV target `.`, no such name).
    package var discovery: Finding<Int>
    /// How the records that name the hosts (MX, SRV) were secured, the weaker where there are several; `nil` where none
    /// were asked for. An insecure MX set leaves DANE to the hop alone (RFC 7672 §2.2.1).
    package var namesSecurity: DNSSECState?
    /// The hosts that the provider's file names for the service, in addition to the DNS; `nil` in snapshots from before
    /// this was recorded.
    package var namedHosts: [Provider.Host]?
    /// Why there may be endpoints that were not found: a look-up on the way to them failed. `nil` where none did, and in
    /// snapshots from before this was kept.
    package var undiscovered: Reason?
    package var endpoints: [EndpointFindings]

    package init(
        service: Service, domain: String, discovery: Finding<Int>, namesSecurity: DNSSECState? = nil,
        namedHosts: [Provider.Host]? = nil, undiscovered: Reason? = nil, endpoints: [EndpointFindings]
    ) {
        self.service = service
        self.domain = domain
        self.discovery = discovery
        self.namesSecurity = namesSecurity
        self.namedHosts = namedHosts
        self.undiscovered = undiscovered
        self.endpoints = endpoints
    }
}

/// What is known of one domain.
package struct DomainFindings: Hashable, Codable, Sendable {
    package var domain: String
    /// `secure` and `insecure` are measured; bogus is `unmeasured(bogus)`.
    package var dnssec: Finding<DNSSECState>
    /// `nil` in snapshots from before this was looked at.
    package var policies: PolicyFindings?

    package init(domain: String, dnssec: Finding<DNSSECState>, policies: PolicyFindings? = nil) {
        self.domain = domain
        self.dnssec = dnssec
        self.policies = policies
    }
}

/// What was told of a provider in a publication; the words of the tables, no more.
package struct Transcription: Hashable, Codable, Sendable {
    package var services: [ServiceSummary]
    /// Whether the mail domain is signed.
    package var dnssec: Finding<Bool>
    /// Services whose TLSA records the publication names; `notOffered` where it says there are none.
    package var daneServices: Finding<[String]>
    /// The publication's remark, by language; empty where it has none.
    package var remarks: [String: String]

    package init(
        services: [ServiceSummary], dnssec: Finding<Bool>, daneServices: Finding<[String]>, remarks: [String: String]
    ) {
        self.services = services
        self.dnssec = dnssec
        self.daneServices = daneServices
        self.remarks = remarks
    }
}

/// A snapshot's `PROVIDER.json`.
package struct ProviderFindings: Hashable, Codable, Sendable {
    package var provider: String
    package var name: String
    package var domains: [DomainFindings]
    /// Domains that customers may also choose; `nil` in snapshots from before they were looked at.
    package var aliases: [DomainFindings]?
    package var services: [ServiceFindings]
    /// Only in transcribed snapshots.
    package var transcription: Transcription?

    package init(
        provider: String, name: String, domains: [DomainFindings], aliases: [DomainFindings]? = nil,
        services: [ServiceFindings], transcription: Transcription? = nil
    ) {
        self.provider = provider
        self.name = name
        self.domains = domains
        self.aliases = aliases
        self.services = services
        self.transcription = transcription
    }
}
