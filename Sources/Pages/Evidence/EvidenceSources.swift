import Comparison
import Content
import Model
import Names

/// What the cells of an evidence page rest on, place by place, for the page of records beside it.
struct EvidenceSources {
    let words: CellFormatter
    let findings: ProviderFindings
    let proofs: ProviderProofs

    init(words: CellFormatter, findings: ProviderFindings, proofs: ProviderProofs) {
        self.words = words
        self.findings = findings
        self.proofs = proofs
    }

    /// A domain, the DNS look-ups for a service, or a server.
    struct Place {
        /// The anchor on the page of records.
        var id: String
        var title: String
        var parts: [Part]
    }

    /// What the same cells rest on.
    struct Part {
        var cells: [String]
        var observations: [Observation]
    }

    /// The domains of the provider.
    var domains: [Place] {
        let policies = [.dnssec] + TableDefinition.Column.ofPolicies
        let places =
            findings.domains.prefix(EvidenceFacts.listLimit).map { ($0, policies) }
            + (findings.aliases ?? []).prefix(EvidenceFacts.listLimit).map { ($0, [.aliases]) }
        return places.enumerated().compactMap { number, place in
            let (domain, columns) = place
            let own = proofs.domain(domain.domain)
            return self.place(
                "domain-\(number + 1)", DomainName.displayed(domain.domain), proofs.observations, columns
            ) { column in
                let policies = column.policyFields.flatMap { own?.policies[$0] ?? [] }
                return column == .dnssec ? (own?.lookups ?? []) + policies : policies
            }
        }
    }

    /// How the servers of a service were found, and the servers.
    func places(_ entry: ProviderFindings.IdentifiedService) -> [Place] {
        let columns = TableDefinition.Column.of(entry.service.service)
        let own = proofs.service(entry.service.service, of: entry.service.domain)
        let lookups = Set(own?.lookups ?? [])
        let found = Place(
            id: "\(entry.id)-discovery", title: words.texts.all["evidence.found"] ?? "",
            parts: [
                Part(
                    cells: [],
                    observations: proofs.observations.filter { lookups.contains($0.record) }
                        .prefix(EvidenceFacts.listLimit).map { $0 })
            ])
        let facts = EvidenceFacts(words: words)
        let servers = endpoints(entry).compactMap { number, endpoint -> Place? in
            let seen = own?.endpoint(endpoint.endpoint)
            return place(
                "\(entry.id)-\(number)", facts.name(endpoint.endpoint), seen?.observations ?? [], columns
            ) { column in column.fields.flatMap { seen?.records[$0] ?? [] } }
        }
        return (found.parts.allSatisfy(\.observations.isEmpty) ? [] : [found]) + servers
    }

    /// The names of the servers of a service.
    func servers(_ entry: ProviderFindings.IdentifiedService) -> [String] {
        let facts = EvidenceFacts(words: words)
        return endpoints(entry).map { facts.name($0.endpoint.endpoint) }
    }

    private func endpoints(_ entry: ProviderFindings.IdentifiedService) -> [(number: Int, endpoint: EndpointFindings)] {
        entry.service.endpoints.prefix(EvidenceFacts.listLimit).enumerated().map { ($0 + 1, $1) }
    }

    /// - Parameter proofs: the records that the cell of a column rests on.
    /// - Returns: `nil` where no cell rests on anything.
    private func place(
        _ id: String, _ title: String, _ observations: [Observation], _ columns: [TableDefinition.Column],
        _ proofs: (TableDefinition.Column) -> [Int]
    ) -> Place? {
        var resting: [Int: [TableDefinition.Column]] = [:]
        for column in columns { for record in Set(proofs(column)) { resting[record, default: []].append(column) } }
        var order: [[TableDefinition.Column]] = []
        var parts: [[TableDefinition.Column]: [Observation]] = [:]
        for observation in observations {
            guard let columns = resting[observation.record] else { continue }
            if parts[columns] == nil { order.append(columns) }
            if parts[columns, default: []].count < EvidenceFacts.listLimit {
                parts[columns, default: []].append(observation)
            }
        }
        guard !order.isEmpty else { return nil }
        return Place(
            id: id, title: title,
            parts: order.map { Part(cells: $0.map(words.name(of:)), observations: parts[$0] ?? []) })
    }
}
