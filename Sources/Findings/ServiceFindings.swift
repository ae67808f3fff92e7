/// What is known of one service of one domain.
public struct ServiceFindings: Hashable, Codable, Sendable {
    public var service: Service
    public var domain: String
    /// Measured: how many endpoints the DNS named. `notOffered`: it says there is none (SRV target `.`, no such name).
    public var discovery: Finding<Int>
    /// Ids of the look-ups behind `discovery`.
    public var lookups: [Int]
    /// How the records that name the hosts (MX, SRV) were secured, the weaker where there are several; `nil` where none
    /// were asked for. An insecure MX set leaves DANE to the hop alone (RFC 7672 §2.2.1).
    public var namesSecurity: DNSSECState?
    public var endpoints: [EndpointFindings]

    public init(
        service: Service, domain: String, discovery: Finding<Int>, lookups: [Int], namesSecurity: DNSSECState? = nil,
        endpoints: [EndpointFindings]
    ) {
        self.service = service
        self.domain = domain
        self.discovery = discovery
        self.lookups = lookups
        self.namesSecurity = namesSecurity
        self.endpoints = endpoints
    }
}

/// What is known of one domain.
public struct DomainFindings: Hashable, Codable, Sendable {
    public var domain: String
    /// `secure` and `insecure` are measured; bogus is `unmeasured(bogus)`.
    public var dnssec: Finding<DNSSECState>
    public var lookups: [Int]
    /// `nil` in snapshots from before this was looked at.
    public var policies: PolicyFindings?

    public init(domain: String, dnssec: Finding<DNSSECState>, lookups: [Int], policies: PolicyFindings? = nil) {
        self.domain = domain
        self.dnssec = dnssec
        self.lookups = lookups
        self.policies = policies
    }
}

/// What was told of a provider in a publication; the words of the tables, no more.
public struct Transcription: Hashable, Codable, Sendable {
    public var services: [ServiceSummary]
    /// Whether the mail domain is signed.
    public var dnssec: Finding<Bool>
    /// Services whose TLSA records the publication names; `notOffered` where it says there are none.
    public var daneServices: Finding<[String]>
    /// The publication's remark, by language; empty where it has none.
    public var remarks: [String: String]

    public init(
        services: [ServiceSummary], dnssec: Finding<Bool>, daneServices: Finding<[String]>, remarks: [String: String]
    ) {
        self.services = services
        self.dnssec = dnssec
        self.daneServices = daneServices
        self.remarks = remarks
    }
}

/// A snapshot's `PROVIDER.json`.
public struct ProviderFindings: Hashable, Codable, Sendable {
    public var provider: String
    public var name: String
    public var domains: [DomainFindings]
    /// Domains that customers may also choose; `nil` in snapshots from before they were looked at.
    public var aliases: [DomainFindings]?
    public var services: [ServiceFindings]
    /// DNS questions and their answers in words; endpoints keep their own observations.
    public var observations: [Observation]
    /// Only in transcribed snapshots.
    public var transcription: Transcription?

    public init(
        provider: String, name: String, domains: [DomainFindings], aliases: [DomainFindings]? = nil,
        services: [ServiceFindings], observations: [Observation], transcription: Transcription? = nil
    ) {
        self.provider = provider
        self.name = name
        self.domains = domains
        self.aliases = aliases
        self.services = services
        self.observations = observations
        self.transcription = transcription
    }
}
