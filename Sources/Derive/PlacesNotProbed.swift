import Model

/// The servers that the look-ups of a probe lead to and that nothing connected to: other targets of SRV and MX records,
/// those of the other mode, other addresses of a host. In the order in which clients try them.
package func placesNotProbed(in records: [EvidenceRecord]) -> [Endpoint] {
    guard case .plan(let plan)? = records.first else { return [] }
    var lookups: [LookupRecord] = []
    var fetches: [FetchRecord] = []
    var probed: [Endpoint] = []
    for record in records {
        switch record {
        case .lookup(let record): lookups.append(record)
        case .fetch(let record): fetches.append(record)
        case .endpoint(let record): probed.append(record.endpoint)
        case .plan, .probe, .certificate: continue
        }
    }
    let answers = Answers(lookups.sorted { $0.id < $1.id })
    let pages = Fetches(fetches.sorted { $0.id < $1.id }, certificates: [:])
    var places = plan.services.flatMap { planned in
        Discovery(planned.service, domain: planned.domain, hosts: planned.hosts, answers: answers, fetches: pages)
            .places
    }
    for endpoint in probed {
        var named = endpoint
        named.address = ""
        places += Discovery(at: named, answers: answers).places
    }
    var found: [Endpoint] = []
    for place in places where !probed.contains(place.endpoint) && !found.contains(place.endpoint) {
        found.append(place.endpoint)
    }
    return found
}
