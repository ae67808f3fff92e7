import Comparison
import Content
import Grading
import Model
import Templates

/// A provider's services beside each other: a row for each, and below it one for each group of servers that differ.
struct ServiceMatrix: TemplateData {
    var caption: String
    var evidenceHref: String
    var columns: [HeaderCell]
    var rows: [Row]
    var absent: [Absent]

    static let schema = TemplateSchema<Self>(
        "matrix of services", "a provider's services beside each other",
        [
            .text("matrix-caption", "when it was measured, or where it was taken from") { $0.caption },
            .text("matrix-evidence-href", "the link to the evidence") { $0.evidenceHref },
            .list("headers", "the columns") { $0.columns },
            .list("matrix-rows", "the services, each with its servers below it where they differ") { $0.rows },
            .list("absent", "the services without servers, by what is known of them") { $0.absent },
        ])

    /// A service, or servers of it.
    struct Row: TemplateData {
        var title: String
        var href: String?
        var servers: [String] = []
        var reasons: [String] = []
        var cells: [ComparisonTable.Cell]

        static let schema = TemplateSchema<Self>(
            "service in a matrix", "a service, or some of its servers",
            [
                .text("service-name", "the service; of servers, none") { $0.title },
                .text("service-href", "the link to all that is known of it") { $0.href },
                .texts("service-servers", "the servers with port and address, if the row is about some") { $0.servers },
                .texts("row-reasons", "why several cells are not known") { $0.reasons },
                .list("cells", "the cells, in the order of the columns") { $0.cells },
            ])
    }

    /// Services without servers.
    struct Absent: TemplateData {
        var why: String
        var services: [AbsentService]

        static let schema = TemplateSchema<Self>(
            "absent services", "services without servers",
            [
                .text("absent-why", "what is known of them") { $0.why },
                .list("absent-services", "the services") { $0.services },
            ])
    }

    /// One of them.
    struct AbsentService: TemplateData {
        var title: String
        var href: String?

        static let schema = TemplateSchema<Self>(
            "absent service", "a service without servers",
            [
                .text("service-name", "the service") { $0.title },
                .text("service-href", "the link to the evidence") { $0.href },
            ])
    }
}

extension PageComposer {
    private static let matrixColumns: [TableDefinition.Column] = [
        .grade, .certificates, .protocols, .ciphers, .starttls, .tlsa,
    ]
    /// The most groups of servers that are told apart, and the most servers that a group names.
    private static let (groupLimit, serverLimit) = (6, 4)

    /// What the newest snapshot says of a provider's services; `nil` where none says anything.
    func matrix(of id: String, _ links: Links) -> ServiceMatrix? {
        guard let standing = content.standings.all[id] else { return nil }
        let view = standing.view
        let evidence = evidenceAddress(id, standing.date)
        let (without, with) = view.services.partitioned { view.isWithoutServers($0) }
        guard !(without.isEmpty && with.isEmpty) else { return nil }
        let columns = Self.matrixColumns
        let rows = with.flatMap { service -> [ServiceMatrix.Row] in
            let profile = grading(service)?.profile(on: standing.date)
            let cells = cells(view, service, profile).map { remembering($0, of: service, id, until: standing.date) }
            var row = self.row(cells, id, evidence, links)
            row.title = texts[.services, service.rawValue, fallback: service.rawValue]
            row.href = "#stand-\(service.rawValue)"
            return [row]
                + servers(view, service, profile).map { names, cells in
                    var row = self.row(cells, id, evidence, links)
                    row.servers = names
                    return row
                }
        }
        return ServiceMatrix(
            caption: basis(standing),
            evidenceHref: links.page(evidence),
            columns: with.isEmpty
                ? [] : columns.map { HeaderCell(text: texts.header($0, transcribed: standing.isTranscribed)) },
            rows: rows, absent: absent(without, view, evidence, links))
    }

    private func cells(_ view: ProviderOnDate, _ service: Service, _ profile: Profile?) -> [Cell] {
        Self.matrixColumns.map { column in
            var line = view.line(column, of: service, profile: profile, words: words)
            if column == .grade, profile == nil, view.findings.transcription == nil {
                line = CellLine(text: texts[.unasked], state: .notApplicable, spoken: texts[.spokenUngraded])
            }
            return Cell(column: column, lines: [line])
        }
    }

    private func row(_ cells: [Cell], _ id: String, _ evidence: String, _ links: Links) -> ServiceMatrix.Row {
        let (cells, reasons) = SharedReasons.taken(from: cells)
        return ServiceMatrix.Row(
            title: "", reasons: reasons.map(\.why),
            cells: cells.map { cell in
                ComparisonTable.Cell(
                    column: cell.column.rawValue, title: texts.header(cell.column),
                    lines: cell.lines.map { line($0, id, evidence, links) })
            })
    }

    /// The servers of a service in groups of which the cells say the same; empty where there is but one.
    private func servers(
        _ view: ProviderOnDate, _ service: Service, _ profile: Profile?
    ) -> [(names: [String], cells: [Cell])] {
        guard let measured = view.findings.services.first(where: { $0.service == service }),
            measured.endpoints.count > 1
        else { return [] }
        let facts = EvidenceFacts(words: words)
        let hosts = Set(measured.endpoints.map(\.endpoint.host))
        var groups: [(names: [String], cells: [Cell])] = []
        for endpoint in measured.endpoints {
            var alone = view.findings
            var one = measured
            one.endpoints = [endpoint]
            alone.services = [one]
            let cells = cells(ProviderOnDate(findings: alone, manifest: view.manifest), service, profile)
            let name = facts.name(endpoint.endpoint, onlyHost: hosts.count == 1)
            if let place = groups.firstIndex(where: { Self.areAlike($0.cells, cells) }) {
                groups[place].names.append(name)
            } else {
                groups.append(([name], cells))
            }
        }
        guard groups.count > 1 else { return [] }
        return groups.prefix(Self.groupLimit).map { names, cells in
            let more = names.count - Self.serverLimit
            let shown = names.prefix(Self.serverLimit)
            return (shown + (more > 0 ? [texts.filled(.moreNames, ["count": "\(more)"])] : []), cells)
        }
    }

    /// Whether servers do not differ. That one has no STARTTLS because TLS begins at once is no difference.
    private static func areAlike(_ some: [Cell], _ others: [Cell]) -> Bool {
        zip(some, others).allSatisfy { one, other in
            one == other || (one.lines + other.lines).contains { $0.state == .notApplicable }
        }
    }

    /// The same with what was known last of what is not known now.
    private func remembering(_ cell: Cell, of service: Service, _ id: String, until date: Day) -> Cell {
        var cell = cell
        let question = CellKey(cell.column, of: service, in: grading(service)?.name ?? "")
        guard cell.lines.contains(where: \.state.isUnknown), let history = chronicle.histories[id],
            let run = history.run(question, on: date)
        else { return cell }
        cell.lines[0].last = CellLine.LastKnown(
            text: ChangeFormatter(words: words).said(run.fact, question), date: history.lastSeen(run, until: date),
            anchor: question.anchor)
        return cell
    }

    /// A line for each thing that is known of services without servers.
    private func absent(
        _ services: [Service], _ view: ProviderOnDate, _ evidence: String, _ links: Links
    ) -> [ServiceMatrix.Absent] {
        var groups: [ServiceMatrix.Absent] = []
        for service in services {
            let discovery = view.findings.services.first { $0.service == service }?.discovery ?? .notAsked
            let why =
                discovery == .notOffered
                ? texts[.noServices] : words.line(discovery) { _ in CellLine(text: "", state: .plain) }.why
            let entry = ServiceMatrix.AbsentService(
                title: texts[.services, service.rawValue, fallback: service.rawValue],
                href: links.page(evidence, "\(service.rawValue)-grade"))
            if let place = groups.firstIndex(where: { $0.why == why }) {
                groups[place].services.append(entry)
            } else {
                groups.append(ServiceMatrix.Absent(why: why, services: [entry]))
            }
        }
        // It begins a line.
        return groups.map {
            ServiceMatrix.Absent(why: $0.why.prefix(1).uppercased() + $0.why.dropFirst(), services: $0.services)
        }
    }
}

extension ProviderOnDate {
    /// Whether nothing can be said of a service's servers, because none are known.
    fileprivate func isWithoutServers(_ service: Service) -> Bool {
        guard findings.transcription == nil else { return false }
        // A probe of the domain itself, where the DNS names no server, found none either.
        return findings.services.filter { $0.service == service }.allSatisfy {
            $0.endpoints.isEmpty || $0.discovery == .notOffered
        }
    }
}

extension Array {
    /// Those that fit, and the rest, both in their order.
    fileprivate func partitioned(by fits: (Element) -> Bool) -> (fitting: [Element], rest: [Element]) {
        (filter(fits), filter { !fits($0) })
    }
}
