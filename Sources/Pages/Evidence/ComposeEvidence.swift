import Comparison
import Content
import Grading
import Model
import Names
import Templates

extension PageComposer {
    /// One page for each provider of a snapshot.
    func evidence(_ snapshot: SnapshotContent) -> [DeferredPage] {
        snapshot.providers.sorted { $0.key < $1.key }.map { id, findings in
            { evidencePage(id, findings, snapshot) }
        }
    }

    private func evidencePage(_ id: String, _ findings: ProviderFindings, _ content: SnapshotContent) -> Page {
        let snapshot = content.snapshot
        let address = addresses.evidence(id, snapshot.date)
        let links = Links(from: address)
        let view = ProviderOnDate(findings: findings, snapshot: snapshot)
        let title = texts.filled(
            .evidenceTitle, ["provider": findings.name, "date": texts.longDate(snapshot.date)])
        var scope = TemplateContext()
        scope.set(.title, title)
        scope.set(.isTranscribed, snapshot.origin == .transcribed)
        let concerned = self.content.errata.filter {
            $0.snapshot == snapshot.date && ($0.provider == id || $0.provider == nil)
        }
        scope.set(.errata, errata(concerned, links))
        if let source = snapshot.source {
            scope.set(
                .source,
                texts.filled(.transcribedFrom, ["title": source.title, "date": texts.longDate(source.published)]))
        }
        scope.set(.dateIso, "\(snapshot.date)")
        scope.set(.dateLong, texts.longDate(snapshot.date))
        scope.set(.started, snapshot.started.map(\.description))
        scope.set(.vantage, snapshot.vantage)
        scope.set(.tool, snapshot.tool)
        scope.set(.connections, snapshot.connections > 0 ? "\(snapshot.connections)" : nil)
        if self.content.providers[id] != nil { scope.set(.providerHref, links.page(addresses.provider(id))) }
        scope.set(.providerName, findings.name)
        scope.set(.providerCells, providerCells(view, content))
        scope.set(.services, services(view, content))
        scope.set(.records, EvidenceRecordContext(words: words, excerpts: excerpts(view, content)).scopes)
        return page(
            address, template: "evidence", title: title, source: "content/snapshots/\(snapshot.date)/\(id).json",
            modified: snapshot.date, translated: { $0.addresses.evidence(id, snapshot.date) }, scope: scope)
    }

    /// What the DANE table says of the provider as a whole.
    private func providerCells(_ view: ProviderOnDate, _ content: SnapshotContent) -> [TemplateContext] {
        let facts = EvidenceFacts(words: words)
        let measured = view.findings.transcription == nil
        let columns: [TableDefinition.Column] = [
            .dnssec, .dane, .daneProtocols, .caa, .spf, .dmarc, .mtaSTS, .tlsReporting, .aliases,
        ]
        return columns.filter(view.isKnown).map { column in
            let line = view.line(column, table: "", notes: [:], words: words)
            return TemplateContext {
                setCell(column, column.rawValue, line, in: &$0)
                guard measured, column == .dnssec || column.isPolicy || column == .aliases else { return }
                $0.set(
                    .endpoints,
                    (column == .aliases ? view.findings.aliases ?? [] : view.findings.domains)
                        .prefix(EvidenceFacts.listLimit).map { domain in
                            TemplateContext {
                                $0.set(.endpointName, DomainName.displayed(domain.domain))
                                $0.set(.facts, facts.domain(domain, column))
                                let proofs = column.policyFields.flatMap { domain.policies?.proofs[$0] ?? [] }
                                let records = Set(column == .dnssec ? domain.lookups + proofs : proofs)
                                $0.set(
                                    .observations,
                                    observations(view.findings.observations, records, excerpts(view, content)))
                                $0.set(.commands, commands(CheckCommand.commands(column, domain: domain.domain)))
                            }
                        })
            }
        }
    }

    /// A section for each service and domain, with a part for each column.
    private func services(_ view: ProviderOnDate, _ content: SnapshotContent) -> [TemplateContext] {
        var seen: Set<Service> = []
        if view.findings.transcription != nil {
            return view.findings.summaries.filter { seen.insert($0.service).inserted }.map { summary in
                TemplateContext {
                    $0.set(.serviceId, summary.service.rawValue)
                    $0.set(.serviceTitle, serviceTitle(summary.service))
                    $0.set(.serviceCells, Self.columns.map { transcribed($0, summary.service, view) })
                }
            }
        }
        let excerpts = excerpts(view, content)
        return view.findings.services.map { service in
            // The tables link to the first domain's; further ones have ids of their own.
            let isFirst = seen.insert(service.service).inserted
            let id = isFirst ? service.service.rawValue : "\(service.service.rawValue)-\(service.domain)"
            return TemplateContext {
                $0.set(.serviceId, id)
                $0.set(.serviceTitle, serviceTitle(service.service))
                $0.set(.serviceDomain, DomainName.displayed(service.domain))
                $0.set(.discovery, discovery(service, view, excerpts))
                $0.set(.serviceCells, Self.columns.map { cell($0, id, service, view, excerpts, isFirst: isFirst) })
            }
        }
    }

    private static let columns: [TableDefinition.Column] = [
        .certificates, .protocols, .ciphers, .starttls, .tlsa, .grade,
    ]

    private func serviceTitle(_ service: Service) -> String {
        texts[.services, service.rawValue, fallback: service.rawValue]
    }

    private func transcribed(_ column: TableDefinition.Column, _ service: Service, _ view: ProviderOnDate)
        -> TemplateContext
    {
        let line = view.line(column, of: service, profile: nil, words: words)
        return TemplateContext { setCell(column, "\(service.rawValue)-\(column.rawValue)", line, in: &$0) }
    }

    /// One cell: what the table says, what was seen at every endpoint, and how to see it again.
    private func cell(
        _ column: TableDefinition.Column, _ id: String, _ service: ServiceFindings, _ view: ProviderOnDate,
        _ excerpts: EvidenceExcerpts, isFirst: Bool
    ) -> TemplateContext {
        // A further domain is summed up by itself.
        let own = isFirst ? view : ProviderOnDate(findings: view.findings.only(service), snapshot: view.snapshot)
        let line = own.line(
            column, of: service.service, profile: profile(for: service.service, on: view.snapshot.date),
            words: words)
        let facts = EvidenceFacts(words: words)
        return TemplateContext {
            setCell(column, "\(id)-\(column.rawValue)", line, in: &$0)
            if column == .grade {
                $0.set(.verdicts, Profile.all.map { verdict($0, service) })
                return
            }
            $0.set(
                .endpoints,
                service.endpoints.prefix(EvidenceFacts.listLimit).map { endpoint in
                    TemplateContext {
                        $0.set(.endpointName, facts.name(endpoint.endpoint))
                        $0.set(.facts, facts.facts(column, endpoint))
                        let proofs = column.fields.flatMap { endpoint.proofs[$0] ?? [] }
                        $0.set(.observations, observations(endpoint.observations, Set(proofs), excerpts))
                        $0.set(.commands, commands(CheckCommand.commands(column, endpoint)))
                    }
                })
        }
    }

    /// How the servers were found.
    private func discovery(
        _ service: ServiceFindings, _ view: ProviderOnDate, _ excerpts: EvidenceExcerpts
    ) -> TemplateContext {
        let line = words.line(service.discovery) { CellLine(text: "\($0)", state: .plain) }
        return TemplateContext {
            $0.set(.foundNothing, service.endpoints.isEmpty ? texts[.noEndpoints] : nil)
            $0.set(.foundWhy, line.state == .plain ? nil : line.whole)
            $0.set(.observations, observations(view.findings.observations, Set(service.lookups), excerpts))
            $0.set(.found, service.endpoints.flatMap(\.discovered).unique.prefix(EvidenceFacts.listLimit).map { $0 })
            $0.set(.commands, commands([.discovery(service: service.service, domain: service.domain)]))
        }
    }

    private func setCell(
        _ column: TableDefinition.Column, _ id: String, _ line: CellLine, in scope: inout TemplateContext
    ) {
        scope.set(.cellId, id)
        scope.set(.cellTitle, words.name(of: column))
        scope.set(.cellText, line.mixed ? line.text + texts[.mixedMark] : line.text)
        scope.set(.cellState, line.state.rawValue)
        scope.set(.cellSpoken, line.spoken)
        scope.set(.cellWhy, line.whyInFull)
    }

    private func verdict(_ profile: Profile, _ service: ServiceFindings) -> TemplateContext {
        let verdict = profile.verdict(for: service)
        let line = words.line(CellValue(verdict.grade.map { .grade($0) }, mixed: verdict.mixed), .grade)
        return TemplateContext {
            $0.set(
                .verdictTitle, texts.filled(.gradeBy, ["profile": profile.name, "grade": line.claim(texts)]))
            $0.set(.verdictWhy, line.whyInFull)
            $0.set(.verdictScore, verdict.score.map { texts.filled(.score, ["score": "\($0)"]) })
            $0.set(
                .reasons,
                verdict.reasons.map { reason in
                    TemplateContext {
                        $0.set(.reasonRule, texts[.rules, reason.rule, fallback: reason.rule])
                        $0.set(.reasonEffect, reason.effect)
                        $0.set(.reasonDetail, words.detail(reason.detail))
                    }
                })
        }
    }

    private func excerpts(_ view: ProviderOnDate, _ content: SnapshotContent) -> EvidenceExcerpts {
        content.evidence[view.findings.provider] ?? EvidenceExcerpts()
    }

    /// Those observations that rest on the given records, in order; with a link where the page shows the record.
    private func observations(_ all: [Observation], _ records: Set<Int>, _ excerpts: EvidenceExcerpts)
        -> [TemplateContext]
    {
        all.filter { records.contains($0.record) }.prefix(EvidenceFacts.listLimit).map { observation in
            TemplateContext {
                $0.set(.asked, observation.asked)
                $0.set(.answered, observation.answered)
                if excerpts.shows(observation.record) { $0.set(.recordNumber, "\(observation.record)") }
            }
        }
    }

    private func commands(_ commands: [CheckCommand]) -> [TemplateContext] {
        commands.map { command in
            TemplateContext {
                $0.set(.commandAbout, command.about(texts))
                $0.set(.commandLine, command.line)
            }
        }
    }
}

extension TableDefinition.Column {
    /// The findings that a column's cell rests on.
    var fields: [EndpointFindings.Field] {
        switch self {
        case .certificates: [.certificates, .trust, .identity]
        case .protocols, .ciphers: [.versions, .groups]
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
