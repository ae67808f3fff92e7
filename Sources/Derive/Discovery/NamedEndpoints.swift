import DNS
import Model

/// The endpoints that records name for the services of a plan (MX, SRV), without those that a protocol falls back to
/// where no record names any. Pure; out of evidence in which nothing has to have been connected to.
package func namedEndpoints(in records: [EvidenceRecord]) -> [Endpoint] {
    guard case .plan(let plan)? = records.first else { return [] }
    let lookups = records.compactMap { record -> LookupRecord? in
        if case .lookup(let lookup) = record { lookup } else { nil }
    }
    let answers = Answers(lookups.sorted { $0.id < $1.id })
    return plan.services.flatMap { planned -> [Endpoint] in
        let discovery = Discovery(planned.service, domain: planned.domain, hosts: planned.hosts, answers: answers)
        return discovery.isFallback ? [] : discovery.places.map(\.endpoint)
    }
}
