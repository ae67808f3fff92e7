import Model

/// The keys of a findings file of format 1 that say what the findings rest on. Such files are published, and read for
/// ever.
struct ProofsOfFormat1: Decodable {
    private struct Domain: Decodable {
        var domain: String
        var lookups: [Int]
        var policies: Policies?
    }

    private struct Policies: Decodable {
        var proofs: [PolicyFindings.Field: [Int]]
        var zone: Finding<Zone>
    }

    private struct Zone: Hashable, Codable {
        var signaturesEnd: Instant?
    }

    private struct Service: Decodable {
        var service: Model.Service
        var domain: String
        var lookups: [Int]
        var endpoints: [Endpoint]
    }

    private struct Endpoint: Decodable {
        var endpoint: Model.Endpoint
        /// Milliseconds.
        var connection: Finding<Int>
        var connections: Int
        var proofs: [EndpointFindings.Field: [Int]]
        var observations: [Observation]
    }

    private var provider: String
    private var domains: [Domain]
    private var aliases: [Domain]?
    private var services: [Service]
    private var observations: [Observation]

    var proofs: ProviderProofs {
        ProviderProofs(
            provider: provider, domains: domains.map(Self.proofs), aliases: (aliases ?? []).map(Self.proofs),
            services: services.map { service in
                ServiceProofs(
                    service: service.service, domain: service.domain, lookups: service.lookups,
                    endpoints: service.endpoints.map { one in
                        EndpointProofs(
                            endpoint: one.endpoint, connectMilliseconds: one.connection.value,
                            connections: one.connections, records: one.proofs, observations: one.observations)
                    })
            }, observations: observations)
    }

    private static func proofs(_ domain: Domain) -> DomainProofs {
        DomainProofs(
            domain: domain.domain, lookups: domain.lookups, policies: domain.policies?.proofs ?? [:],
            signaturesEnd: domain.policies?.zone.value?.signaturesEnd)
    }
}
