import Comparison
import Content
import Model
import Names

/// What the cells of an evidence page rest on, place by place, for the page of records beside it.
struct EvidenceSources {
    let words: CellFormatter
    let findings: ProviderFindings

    init(words: CellFormatter, findings: ProviderFindings) {
        self.words = words
        self.findings = findings
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
        let policies: [TableDefinition.Column] = [.dnssec, .caa, .spf, .dmarc, .mtaSTS, .tlsReporting]
        let places =
            findings.domains.prefix(EvidenceFacts.listLimit).map { ($0, policies) }
            + (findings.aliases ?? []).prefix(EvidenceFacts.listLimit).map { ($0, [.aliases]) }
        return places.enumerated().compactMap { number, place in
            let (domain, columns) = place
            return self.place(
                "domain-\(number + 1)", DomainName.displayed(domain.domain), findings.observations, columns
            ) { column in
                let proofs = column.policyFields.flatMap { domain.policies?.proofs[$0] ?? [] }
                return column == .dnssec ? domain.lookups + proofs : proofs
            }
        }
    }

    /// How the servers of a service were found, and the servers.
    func places(_ entry: ProviderFindings.IdentifiedService) -> [Place] {
        let columns = EvidenceCells.columns
        let lookups = Set(entry.service.lookups)
        let found = Place(
            id: "\(entry.id)-discovery", title: words.texts.all["evidence.found"] ?? "",
            parts: [
                Part(
                    cells: [],
                    observations: findings.observations.filter { lookups.contains($0.record) }
                        .prefix(EvidenceFacts.listLimit).map { $0 })
            ])
        let facts = EvidenceFacts(words: words)
        let servers = endpoints(entry).compactMap { number, endpoint in
            place(
                "\(entry.id)-\(number)", facts.name(endpoint.endpoint), endpoint.observations, columns
            ) { column in column.fields.flatMap { endpoint.proofs[$0] ?? [] } }
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
