import Comparison
import Content
import Grading
import Model
import Names

/// The cells of an evidence page, column by column.
struct EvidenceCells {
    let words: CellFormatter
    let view: ProviderOnDate
    let proofs: ProviderProofs
    private var texts: Localization { words.texts }

    init(words: CellFormatter, view: ProviderOnDate, proofs: ProviderProofs) {
        self.words = words
        self.view = view
        self.proofs = proofs
    }

    /// What the DANE table says of the provider as a whole.
    var ofProvider: [EvidenceCell] {
        let facts = EvidenceFacts(words: words)
        let measured = view.findings.transcription == nil
        let columns: [TableDefinition.Column] =
            [.dnssec, .dane, .daneProtocols] + TableDefinition.Column.ofPolicies + [
                .certificateKeys, .hallOfFame, .aliases,
            ]
        return columns.filter(view.isKnown).map { column in
            var cell = cell(column, column.rawValue, view.line(column, table: "", notes: [:], words: words))
            if measured, column == .hallOfFame {
                cell.groups = groups([("", facts.criteria(view.findings))], isNamed: false)
                return cell
            }
            if measured, column == .certificateKeys {
                cell.groups = groups([("", facts.keys(view.findings))], isNamed: false)
                return cell
            }
            guard measured, column == .dnssec || column.isPolicy || column == .aliases else { return cell }
            let domains = (column == .aliases ? view.findings.aliases ?? [] : view.findings.domains)
                .prefix(EvidenceFacts.listLimit)
            cell.groups = groups(
                domains.map { domain in
                    (
                        DomainName.displayed(domain.domain),
                        facts.domain(domain, column, proofs.domain(domain.domain)?.signaturesEnd)
                    )
                }, isNamed: column == .aliases || domains.count > 1)
            return cell
        }
    }

    /// The commands for all that is said of the provider as a whole.
    var commandsOfProvider: EvidenceCommands? {
        guard view.findings.transcription == nil else { return nil }
        let policies = [.dnssec] + TableDefinition.Column.ofPolicies
        func commands(_ columns: [TableDefinition.Column], _ domains: [DomainFindings]) -> [CheckCommand] {
            columns.filter(view.isKnown).flatMap { column in
                domains.prefix(EvidenceFacts.listLimit).flatMap { CheckCommand.commands(column, $0) }
            }
        }
        // One shows how to ask the others; where they are is told with each service.
        let keys = view.findings.services.flatMap(\.endpoints).first { $0.certificates.value != nil }
        return EvidenceCommands(
            commands(policies, view.findings.domains) + commands([.aliases], view.findings.aliases ?? [])
                + (keys.map { CheckCommand.commands(.certificateKeys, $0) } ?? []), texts)
    }

    /// A section for each service and domain, with a part for each column.
    /// - Parameters:
    ///   - sources: where the page of records has what was seen at a server.
    ///   - profiles: by which rules tables grade a service; the first are those of the cell.
    func services(_ sources: EvidenceSources, _ profiles: (Service) -> [Profile]) -> [EvidencePage.Service] {
        if view.findings.transcription != nil {
            return view.findings.summaries.map(\.service).unique.map { service in
                EvidencePage.Service(
                    id: service.rawValue, title: title(service),
                    cells: TableDefinition.Column.ofServicesIn2014.map { transcribed($0, service) })
            }
        }
        return view.findings.identified.map { entry in
            EvidencePage.Service(
                id: entry.id, title: title(entry.service.service),
                domain: DomainName.displayed(entry.service.domain),
                discovery: discovery(entry.service), servers: sources.servers(entry),
                commands: commands(entry.service),
                cells: TableDefinition.Column.of(entry.service.service).map {
                    cell($0, entry, profiles(entry.service.service))
                })
        }
    }

    func title(_ service: Service) -> String {
        texts[.services, service.rawValue, fallback: service.rawValue]
    }

    private func transcribed(_ column: TableDefinition.Column, _ service: Service) -> EvidenceCell {
        cell(
            column, "\(service.rawValue)-\(column.rawValue)",
            view.line(column, of: service, profile: nil, words: words))
    }

    /// One cell: what the table says, what was seen at the endpoints, and how to see it again.
    private func cell(
        _ column: TableDefinition.Column, _ entry: ProviderFindings.IdentifiedService, _ profiles: [Profile]
    ) -> EvidenceCell {
        let service = entry.service
        // A further domain is summed up by itself.
        let own =
            entry.isFirst ? view : ProviderOnDate(findings: view.findings.only(service), manifest: view.manifest)
        var cell = cell(
            column, "\(entry.id)-\(column.rawValue)",
            own.line(column, of: service.service, profile: profiles.first, words: words))
        if column == .grade {
            cell.verdicts = profiles.map { verdict($0, service) }
            cell.otherVerdicts = Profile.all.filter { !profiles.contains($0) }.map { profile in
                var verdict = verdict(profile, service)
                // Which servers were not measured is the same by all rules.
                let unmeasured = texts[.rules, "endpoint-not-measured", fallback: ""]
                verdict.reasons.removeAll { $0.rule == unmeasured }
                return verdict
            }
            return cell
        }
        let facts = EvidenceFacts(words: words)
        let endpoints = service.endpoints.prefix(EvidenceFacts.listLimit)
        let isOnlyHost = Set(endpoints.map(\.endpoint.host)).count == 1
        cell.groups = groups(
            endpoints.map { (facts.name($0.endpoint, onlyHost: isOnlyHost), facts.facts(column, $0)) }, isNamed: false)
        return cell
    }

    /// What is the same at several servers is said once, first what is the same at all of them.
    /// - Parameter isNamed: whether they are named although it is the same at all of them.
    private func groups(_ seen: [(name: String, facts: [EvidenceFact])], isNamed: Bool) -> [EvidenceCell.Group] {
        let atAll =
            isNamed ? [] : (seen.first?.facts ?? []).filter { fact in seen.allSatisfy { $0.facts.contains(fact) } }
        var order: [[EvidenceFact]] = []
        var names: [[EvidenceFact]: [String]] = [:]
        for (name, facts) in seen {
            let own = facts.filter { !atAll.contains($0) }
            if own.isEmpty { continue }
            if names[own] == nil { order.append(own) }
            names[own, default: []].append(name)
        }
        return (atAll.isEmpty ? [] : [EvidenceCell.Group(names: [], facts: atAll)])
            + order.map { EvidenceCell.Group(names: names[$0] ?? [], facts: $0) }
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
            found: service.endpoints.flatMap(\.discovered).unique.prefix(EvidenceFacts.listLimit).map {
                words.detail($0)
            },
            nothing: service.endpoints.isEmpty ? texts[line.state == .absent ? .noService : .noEndpoints] : nil,
            why: line.state.isUnknown ? line.whole : nil)
    }

    private func commands(_ service: ServiceFindings) -> EvidenceCommands {
        let endpoints = service.endpoints.prefix(EvidenceFacts.listLimit)
        return EvidenceCommands(
            discovery: [.discovery(service: service.service, domain: service.domain)],
            TableDefinition.Column.of(service.service).flatMap { CheckCommand.commands($0, endpoints) }, texts)
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
}

extension TableDefinition.Column {
    /// The findings that a column's cell rests on.
    var fields: [EndpointFindings.Field] {
        switch self {
        case .certificates: [.handshake, .certificates, .trust, .identity]
        case .certificate: [.certificates, .trust]
        case .wildcard: [.certificates]
        case .protocols, .ciphers: [.handshake, .versions, .groups]
        case .postQuantum: [.groups]
        case .starttls: [.startTLS, .mechanisms]
        case .sasl, .channelBinding: [.mechanisms]
        case .federation: [.certificates, .handshake, .mechanisms]
        case .directTLS, .ipv6: [.connection]
        case .hsts: [.handshake]
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
        case .dkim: [.dkim]
        case .httpsRecord: [.https]
        case .validationPersist: [.validationPersist]
        case .exchangerDNS: [.exchangerZones]
        default: []
        }
    }
}

extension ProviderFindings {
    /// A service on a domain with its anchor on the evidence page.
    struct IdentifiedService {
        var id: String
        /// Whether it is the first of its kind: the tables link to that, further ones have ids of their own.
        var isFirst: Bool
        var service: ServiceFindings
    }

    var identified: [IdentifiedService] {
        var seen: Set<Service> = []
        return services.map { service in
            let isFirst = seen.insert(service.service).inserted
            return IdentifiedService(
                id: isFirst ? service.service.rawValue : "\(service.service.rawValue)-\(service.domain)",
                isFirst: isFirst, service: service)
        }
    }

    /// The same with one service only.
    func only(_ service: ServiceFindings) -> ProviderFindings {
        var copy = self
        copy.services = [service]
        return copy
    }
}
