import Comparison
import Content
import Grading
import Model
import Names

/// The cells of an evidence page, column by column.
struct EvidenceCells {
    let words: CellFormatter
    let view: ProviderOnDate
    let excerpts: EvidenceExcerpts
    private var texts: Localization { words.texts }

    private static let columns: [TableDefinition.Column] = [
        .certificates, .protocols, .ciphers, .starttls, .tlsa, .grade,
    ]

    init(words: CellFormatter, view: ProviderOnDate, excerpts: EvidenceExcerpts) {
        self.words = words
        self.view = view
        self.excerpts = excerpts
    }

    /// What the DANE table says of the provider as a whole.
    var ofProvider: [EvidenceCell] {
        let facts = EvidenceFacts(words: words)
        let measured = view.findings.transcription == nil
        let columns: [TableDefinition.Column] = [
            .dnssec, .dane, .daneProtocols, .caa, .spf, .dmarc, .mtaSTS, .tlsReporting, .aliases,
        ]
        return columns.filter(view.isKnown).map { column in
            var cell = cell(column, column.rawValue, view.line(column, table: "", notes: [:], words: words))
            guard measured, column == .dnssec || column.isPolicy || column == .aliases else { return cell }
            let domains = column == .aliases ? view.findings.aliases ?? [] : view.findings.domains
            cell.endpoints = domains.prefix(EvidenceFacts.listLimit).map { domain in
                let proofs = column.policyFields.flatMap { domain.policies?.proofs[$0] ?? [] }
                let records = Set(column == .dnssec ? domain.lookups + proofs : proofs)
                return EvidenceCell.Endpoint(
                    name: DomainName.displayed(domain.domain), facts: facts.domain(domain, column),
                    observations: observations(view.findings.observations, records),
                    commands: commands(CheckCommand.commands(column, domain: domain.domain)))
            }
            return cell
        }
    }

    /// A section for each service and domain, with a part for each column.
    /// - Parameter profile: by which rules a service is graded.
    func services(_ profile: (Service) -> Profile?) -> [EvidencePage.Service] {
        var seen: Set<Service> = []
        if view.findings.transcription != nil {
            return view.findings.summaries.filter { seen.insert($0.service).inserted }.map { summary in
                EvidencePage.Service(
                    id: summary.service.rawValue, title: title(summary.service),
                    cells: Self.columns.map { transcribed($0, summary.service) })
            }
        }
        return view.findings.services.map { service in
            // The tables link to the first domain's; further ones have ids of their own.
            let isFirst = seen.insert(service.service).inserted
            let id = isFirst ? service.service.rawValue : "\(service.service.rawValue)-\(service.domain)"
            return EvidencePage.Service(
                id: id, title: title(service.service), domain: DomainName.displayed(service.domain),
                discovery: discovery(service),
                cells: Self.columns.map { cell($0, id, service, profile(service.service), isFirst: isFirst) })
        }
    }

    private func title(_ service: Service) -> String {
        texts[.services, service.rawValue, fallback: service.rawValue]
    }

    private func transcribed(_ column: TableDefinition.Column, _ service: Service) -> EvidenceCell {
        cell(
            column, "\(service.rawValue)-\(column.rawValue)",
            view.line(column, of: service, profile: nil, words: words))
    }

    /// One cell: what the table says, what was seen at every endpoint, and how to see it again.
    private func cell(
        _ column: TableDefinition.Column, _ id: String, _ service: ServiceFindings, _ profile: Profile?,
        isFirst: Bool
    ) -> EvidenceCell {
        // A further domain is summed up by itself.
        let own = isFirst ? view : ProviderOnDate(findings: view.findings.only(service), snapshot: view.snapshot)
        var cell = cell(
            column, "\(id)-\(column.rawValue)",
            own.line(column, of: service.service, profile: profile, words: words))
        if column == .grade {
            cell.verdicts = Profile.all.map { verdict($0, service) }
            return cell
        }
        let facts = EvidenceFacts(words: words)
        cell.endpoints = service.endpoints.prefix(EvidenceFacts.listLimit).map { endpoint in
            EvidenceCell.Endpoint(
                name: facts.name(endpoint.endpoint), facts: facts.facts(column, endpoint),
                observations: observations(
                    endpoint.observations, Set(column.fields.flatMap { endpoint.proofs[$0] ?? [] })),
                commands: commands(CheckCommand.commands(column, endpoint)))
        }
        return cell
    }

    private func cell(_ column: TableDefinition.Column, _ id: String, _ line: CellLine) -> EvidenceCell {
        EvidenceCell(
            id: id, title: words.name(of: column), text: line.mixed ? line.text + texts[.mixedMark] : line.text,
            state: line.state.rawValue, spoken: line.spoken, why: line.whyInFull)
    }

    /// How the servers were found.
    private func discovery(_ service: ServiceFindings) -> EvidencePage.Discovery {
        let line = words.line(service.discovery) { CellLine(text: "\($0)", state: .plain) }
        return EvidencePage.Discovery(
            found: service.endpoints.flatMap(\.discovered).unique.prefix(EvidenceFacts.listLimit).map { $0 },
            nothing: service.endpoints.isEmpty ? texts[.noEndpoints] : nil,
            why: line.state == .plain ? nil : line.whole,
            observations: observations(view.findings.observations, Set(service.lookups)),
            commands: commands([.discovery(service: service.service, domain: service.domain)]))
    }

    private func verdict(_ profile: Profile, _ service: ServiceFindings) -> EvidenceCell.Verdict {
        let verdict = profile.verdict(for: service)
        let line = words.line(CellValue(verdict.grade.map { .grade($0) }, mixed: verdict.mixed), .grade)
        return EvidenceCell.Verdict(
            title: texts.filled(.gradeBy, ["profile": profile.name, "grade": line.claim(texts)]),
            score: verdict.score.map { texts.filled(.score, ["score": "\($0)"]) }, why: line.whyInFull,
            reasons: verdict.reasons.map { reason in
                EvidenceCell.Reason(
                    rule: texts[.rules, reason.rule, fallback: reason.rule], effect: reason.effect,
                    detail: words.detail(reason.detail))
            })
    }

    /// Those observations that rest on the given records, in order; with a link where the page shows the record.
    private func observations(_ all: [Observation], _ records: Set<Int>) -> [ObservationEntry] {
        all.filter { records.contains($0.record) }.prefix(EvidenceFacts.listLimit).map { observation in
            ObservationEntry(
                asked: observation.asked, answered: observation.answered,
                record: excerpts.shows(observation.record) ? observation.record : nil)
        }
    }

    private func commands(_ commands: [CheckCommand]) -> [CommandEntry] {
        commands.map { CommandEntry(about: $0.about(texts), line: $0.line) }
    }
}

extension TableDefinition.Column {
    /// The findings that a column's cell rests on.
    var fields: [EndpointFindings.Field] {
        switch self {
        case .certificates: [.handshake, .certificates, .trust, .identity]
        case .protocols, .ciphers: [.handshake, .versions, .groups]
        case .starttls: [.startTLS, .mechanisms]
        case .tlsa: [.dane]
        default: []
        }
    }
}

extension TableDefinition.Column {
    /// The findings about a domain that a column's cell rests on.
    var policyFields: [PolicyFindings.Field] {
        switch self {
        case .dnssec: [.zone]
        case .aliases: [.mail]
        case .caa: [.caa]
        case .spf: [.spf]
        case .dmarc: [.dmarc]
        case .mtaSTS: [.mtaSTS]
        case .tlsReporting: [.tlsReporting]
        default: []
        }
    }
}

extension ProviderFindings {
    /// The same with one service only.
    func only(_ service: ServiceFindings) -> ProviderFindings {
        var copy = self
        copy.services = [service]
        return copy
    }
}
