/// What the findings of a provider rest on: records of one evidence file, what was asked and answered in them, and
/// values that differ from scan to scan though nothing changed. Snapshots keep it beside that evidence, so that the
/// findings themselves hold nothing that moves.
package struct ProviderProofs: Hashable, Codable, Sendable {
    package var provider: String
    /// In the order of the plan, like those of the findings.
    package var domains: [DomainProofs]
    package var aliases: [DomainProofs]
    package var services: [ServiceProofs]
    /// DNS questions and pages with their answers in words; endpoints have their own.
    package var observations: [Observation]

    package init(
        provider: String, domains: [DomainProofs] = [], aliases: [DomainProofs] = [], services: [ServiceProofs] = [],
        observations: [Observation] = []
    ) {
        self.provider = provider
        self.domains = domains
        self.aliases = aliases
        self.services = services
        self.observations = observations
    }

    /// Of a domain or an alias domain.
    package func domain(_ name: String) -> DomainProofs? {
        domains.first { $0.domain == name } ?? aliases.first { $0.domain == name }
    }

    /// Of a service of a domain.
    package func service(_ service: Service, of domain: String) -> ServiceProofs? {
        services.first { $0.service == service && $0.domain == domain }
    }

    /// Connections to all endpoints, without those for pages.
    package var connections: Int { services.flatMap(\.endpoints).reduce(0) { $0 + $1.connections } }
}

/// What the findings of one domain rest on.
package struct DomainProofs: Hashable, Codable, Sendable {
    package var domain: String
    /// Ids of the look-ups behind `DomainFindings.dnssec`.
    package var lookups: [Int]
    /// Policy → ids of the look-ups and pages it rests on.
    package var policies: [PolicyFindings.Field: [Int]]
    /// When the first of the signatures of the zone that were seen ends; zones are signed again all the time.
    package var signaturesEnd: Instant?

    package init(
        domain: String, lookups: [Int], policies: [PolicyFindings.Field: [Int]] = [:], signaturesEnd: Instant? = nil
    ) {
        self.domain = domain
        self.lookups = lookups
        self.policies = policies
        self.signaturesEnd = signaturesEnd
    }
}

/// What the findings of a service of a domain rest on.
package struct ServiceProofs: Hashable, Codable, Sendable {
    package var service: Service
    package var domain: String
    /// Ids of the look-ups behind `ServiceFindings.discovery`.
    package var lookups: [Int]
    package var endpoints: [EndpointProofs]

    package init(service: Service, domain: String, lookups: [Int], endpoints: [EndpointProofs] = []) {
        self.service = service
        self.domain = domain
        self.lookups = lookups
        self.endpoints = endpoints
    }

    package func endpoint(_ endpoint: Endpoint) -> EndpointProofs? { endpoints.first { $0.endpoint == endpoint } }
}

/// What the findings of one endpoint rest on.
package struct EndpointProofs: Hashable, Codable, Sendable {
    package var endpoint: Endpoint
    /// How long the first connection took until TCP was established; `nil` where none was.
    package var connectMilliseconds: Int?
    /// TCP connections that were made.
    package var connections: Int
    /// Finding → ids of the records it rests on.
    package var records: [EndpointFindings.Field: [Int]]
    package var observations: [Observation]

    package init(
        endpoint: Endpoint, connectMilliseconds: Int? = nil, connections: Int = 0,
        records: [EndpointFindings.Field: [Int]] = [:], observations: [Observation] = []
    ) {
        self.endpoint = endpoint
        self.connectMilliseconds = connectMilliseconds
        self.connections = connections
        self.records = records
        self.observations = observations
    }
}

/// One thing seen on the wire, in a sentence of the field's terms: what was offered, what was answered.
package struct Observation: Hashable, Codable, Sendable {
    /// The id of the evidence record.
    package var record: Int
    package var asked: String
    package var answered: String

    package init(record: Int, asked: String, answered: String) {
        self.record = record
        self.asked = asked
        self.answered = answered
    }
}
