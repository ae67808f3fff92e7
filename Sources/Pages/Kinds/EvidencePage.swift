import Comparison
import Content
import Grading
import Model
import Templates

/// What a snapshot knows of a provider, and what it rests on.
struct EvidencePage: TemplateData {
    var title: String
    var isTranscribed: Bool
    var errata: [ErratumEntry]
    var source: String?
    var dateISO: String
    var dateLong: String
    var started: String?
    var vantage: String
    var tool: String
    var connections: Int
    var providerHref: String?
    var providerName: String
    var providerCells: [EvidenceCell]
    var services: [Service]
    var records: [EvidenceRecordEntry]

    static let schema = TemplateSchema<Self>(
        "evidence", "what a snapshot knows of a provider, and what it rests on",
        [
            .text("title", "the page's heading") { $0.title },
            .truth("is-transcribed", "whether the snapshot was transcribed from a publication") { $0.isTranscribed },
            .list("errata", "what is known to be wrong in it") { $0.errata },
            .text("source", "that publication") { $0.source },
            .text("date-iso", "the snapshot's date, `2014-07-29`") { $0.dateISO },
            .text("date-long", "the same in words") { $0.dateLong },
            .text("started", "when the scan began, as in RFC 3339") { $0.started },
            .text("vantage", "from where was measured") { $0.vantage },
            .text("tool", "the program and its version") { $0.tool },
            .text("connections", "how many connections the scan made") {
                $0.connections > 0 ? "\($0.connections)" : nil
            },
            .text("provider-href", "the link to the provider's page, if it has one") { $0.providerHref },
            .text("provider-name", "the provider's name") { $0.providerName },
            .list("provider-cells", "what is known of the provider as a whole") { $0.providerCells },
            .list("services", "what is known of its services") { $0.services },
            .list("records", "the records that it rests on") { $0.records },
        ])

    /// A service on a domain.
    struct Service: TemplateData {
        var id: String
        var title: String
        var domain: String?
        var discovery: Discovery?
        var cells: [EvidenceCell]

        static let schema = TemplateSchema<Self>(
            "service", "a service of a provider on a domain",
            [
                .text("service-id", "the anchor of its section") { $0.id },
                .text("service-title", "the service") { $0.title },
                .text("service-domain", "the domain") { $0.domain },
                .one("discovery", "how its servers were found") { $0.discovery },
                .list("service-cells", "what is known of it") { $0.cells },
            ])
    }

    /// How the servers of a service were found.
    struct Discovery: TemplateData {
        var found: [String]
        var nothing: String?
        var why: String?
        var observations: [ObservationEntry]
        var commands: [CommandEntry]

        static let schema = TemplateSchema<Self>(
            "discovery", "how the servers of a service were found",
            [
                .texts("found", "the servers and where their names come from") { $0.found },
                .text("found-nothing", "says that no server was found") { $0.nothing },
                .text("found-why", "why") { $0.why },
                .list("observations", "the answers that it rests on") { $0.observations },
                .list("commands", "commands that ask the same") { $0.commands },
            ])
    }
}

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
        let concerned = self.content.errata.filter {
            $0.snapshot == snapshot.date && ($0.provider == id || $0.provider == nil)
        }
        let cells = EvidenceCells(
            words: words, view: view, excerpts: content.evidence[view.findings.provider] ?? EvidenceExcerpts())
        let data = EvidencePage(
            title: title, isTranscribed: snapshot.origin == .transcribed, errata: errata(concerned, links),
            source: snapshot.source.map { source in
                texts.filled(.transcribedFrom, ["title": source.title, "date": texts.longDate(source.published)])
            }, dateISO: "\(snapshot.date)", dateLong: texts.longDate(snapshot.date),
            started: snapshot.started.map(\.description), vantage: snapshot.vantage, tool: snapshot.tool,
            connections: snapshot.connections,
            providerHref: self.content.providers[id] == nil ? nil : links.page(addresses.provider(id)),
            providerName: findings.name, providerCells: cells.ofProvider,
            services: cells.services { profile(for: $0, on: snapshot.date) },
            records: EvidenceRecords(words: words, excerpts: cells.excerpts).entries)
        return page(
            address, data, title: title, source: "content/snapshots/\(snapshot.date)/\(id).json",
            modified: snapshot.date, translated: { $0.addresses.evidence(id, snapshot.date) })
    }
}
