/// What a look-up or a probe recorded, before anybody concluded anything from it. A provider's
/// evidence is a sequence of these, one JSON object a line. Findings name records by `id`.
package enum EvidenceRecord: Hashable, Sendable {
    /// What was to be looked at; the first record.
    case plan(PlanRecord)
    case lookup(LookupRecord)
    case probe(ProbeRecord)
    /// A certificate once; chains name it by its digest.
    case certificate(CertificateRecord)
    /// An endpoint that the plan found, and how.
    case endpoint(EndpointRecord)
    /// A page that the plan wanted, or a redirect named.
    case fetch(FetchRecord)
}

/// Whom and what the run meant to look at, so that deriving needs no file but the evidence.
package struct PlanRecord: Hashable, Codable, Sendable {
    /// The provider's id and name.
    package var provider: String
    package var name: String
    /// Mail domains, the main one first.
    package var domains: [String]
    /// Domains that customers may also choose.
    package var aliases: [String]
    /// DKIM selectors that are looked at.
    package var dkimSelectors: [String]
    /// Whether what the domains' DNS promises is looked at.
    package var asksPolicies: Bool
    package var services: [ServicePlan]
    /// Ports that the network we look from lets nobody out to, as control hosts showed; absent where none is known.
    package var blockedPorts: [UInt16]?
    /// No endpoint at a private address is connected to; absent where the site's settings allow it.
    package var avoidsPrivateAddresses: Bool?

    package struct ServicePlan: Hashable, Codable, Sendable {
        package var service: Service
        package var domain: String
        /// Places that the provider file names because DNS cannot tell.
        package var hosts: [Provider.Host]

        package init(service: Service, domain: String, hosts: [Provider.Host] = []) {
            self.service = service
            self.domain = domain
            self.hosts = hosts
        }

        private enum Key: String, CodingKey { case service, domain, hosts }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            service = try container.decode(Service.self, forKey: .service)
            domain = try container.decode(String.self, forKey: .domain)
            hosts = try container.decodeIfPresent([Provider.Host].self, forKey: .hosts) ?? []
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(service, forKey: .service)
            try container.encode(domain, forKey: .domain)
            if !hosts.isEmpty { try container.encode(hosts, forKey: .hosts) }
        }
    }

    package init(
        provider: String, name: String, domains: [String], aliases: [String] = [], dkimSelectors: [String] = [],
        asksPolicies: Bool = false, services: [ServicePlan]
    ) {
        self.provider = provider
        self.name = name
        self.domains = domains
        self.aliases = aliases
        self.dkimSelectors = dkimSelectors
        self.asksPolicies = asksPolicies
        self.services = services
    }

    /// Older plans knew nothing of aliases and policies.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            provider: try container.decode(String.self, forKey: .provider),
            name: try container.decode(String.self, forKey: .name),
            domains: try container.decode([String].self, forKey: .domains),
            aliases: try container.decodeIfPresent([String].self, forKey: .aliases) ?? [],
            dkimSelectors: try container.decodeIfPresent([String].self, forKey: .dkimSelectors) ?? [],
            asksPolicies: try container.decodeIfPresent(Bool.self, forKey: .asksPolicies) ?? false,
            services: try container.decode([ServicePlan].self, forKey: .services))
        blockedPorts = try container.decodeIfPresent([UInt16].self, forKey: .blockedPorts)
        avoidsPrivateAddresses = try container.decodeIfPresent(Bool.self, forKey: .avoidsPrivateAddresses)
    }
}

/// The four states of a DNS answer (RFC 4035 §4.3).
package enum DNSSECState: String, Codable, Sendable {
    case secure, insecure, bogus, indeterminate
}

/// One DNS question and the raw answer.
package struct LookupRecord: Hashable, Codable, Sendable {
    package var id: Int
    package var at: Instant
    /// The name asked for, without the final dot.
    package var name: String
    /// The record type's mnemonic (`SRV`, `TLSA`).
    package var type: String
    /// What the validating resolver concluded.
    package var security: DNSSECState
    /// The resolver's words on a bogus answer.
    package var bogusReason: String?
    /// The answer as a DNS message (RFC 1035 §4), `nil` where none came.
    package var answer: Bytes?
    /// Why there is no answer.
    package var failure: Reason?

    package init(
        id: Int, at: Instant, name: String, type: String, security: DNSSECState, bogusReason: String? = nil,
        answer: Bytes?, failure: Reason? = nil
    ) {
        self.id = id
        self.at = at
        self.name = name
        self.type = type
        self.security = security
        self.bogusReason = bogusReason
        self.answer = answer
        self.failure = failure
    }
}

/// A certificate's bytes, kept once.
package struct CertificateRecord: Hashable, Codable, Sendable {
    /// SHA-256 of `der`, hexadecimal.
    package var sha256: String
    package var der: Bytes

    package init(sha256: String, der: Bytes) {
        self.sha256 = sha256
        self.der = der
    }
}

/// An endpoint and the look-ups that led to it.
package struct EndpointRecord: Hashable, Codable, Sendable {
    package var id: Int
    package var endpoint: Endpoint
    /// The ids of the look-ups that led here, in order.
    package var lookups: [Int]
    /// Why not everything was asked that would have been; absent where nothing was left out, and in evidence from before
    /// this was recorded.
    package var stopped: Reason?

    package init(id: Int, endpoint: Endpoint, lookups: [Int], stopped: Reason? = nil) {
        self.id = id
        self.endpoint = endpoint
        self.lookups = lookups
        self.stopped = stopped
    }
}

extension EvidenceRecord: Codable {
    private enum Key: String, CodingKey { case plan, lookup, probe, certificate, endpoint, fetch }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch container.allKeys.first {
        case .plan: self = .plan(try container.decode(PlanRecord.self, forKey: .plan))
        case .lookup: self = .lookup(try container.decode(LookupRecord.self, forKey: .lookup))
        case .probe: self = .probe(try container.decode(ProbeRecord.self, forKey: .probe))
        case .endpoint: self = .endpoint(try container.decode(EndpointRecord.self, forKey: .endpoint))
        case .fetch: self = .fetch(try container.decode(FetchRecord.self, forKey: .fetch))
        case .certificate: self = .certificate(try container.decode(CertificateRecord.self, forKey: .certificate))
        case nil:
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "is not a known kind of evidence record"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .plan(let record): try container.encode(record, forKey: .plan)
        case .lookup(let record): try container.encode(record, forKey: .lookup)
        case .probe(let record): try container.encode(record, forKey: .probe)
        case .endpoint(let record): try container.encode(record, forKey: .endpoint)
        case .fetch(let record): try container.encode(record, forKey: .fetch)
        case .certificate(let record): try container.encode(record, forKey: .certificate)
        }
    }
}
