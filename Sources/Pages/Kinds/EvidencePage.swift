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
    var confirmed: String?
    var measurementHref: String
    var dateISO: String
    var dateLong: String
    var started: String?
    var vantage: String
    var tool: String
    var connections: Int
    var providerHref: String?
    var providerName: String
    /// The link to the page of records; `nil` for what was transcribed.
    var recordsHref: String?
    var providerCells: [EvidenceCell]
    var providerCommands: EvidenceCommands?
    /// Those with servers, or with what a publication says of them.
    var services: [Service]
    /// Those without servers.
    var absent: [Service]

    static let schema = TemplateSchema<Self>(
        "evidence", "what a snapshot knows of a provider, and what it rests on",
        [
            .text("title", "the page's heading") { $0.title },
            .truth("is-transcribed", "whether the snapshot was transcribed from a publication") { $0.isTranscribed },
            .list("errata", "what is known to be wrong in it") { $0.errata },
            .text("source", "that publication") { $0.source },
            .text("confirmed", "how often and until when the same was found again") { $0.confirmed },
            .text("measurement-href", "the link to the page of the snapshot") { $0.measurementHref },
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
            .text("records-href", "the link to the page of records that it rests on") { $0.recordsHref },
            .text("domains-id", "the anchor of what is known of the provider as a whole") { _ in domainsAnchor },
            .list("provider-cells", "what is known of the provider as a whole") { $0.providerCells },
            .one("provider-commands", "commands that ask the same") { $0.providerCommands },
            .list("services", "what is known of its services") { $0.services },
            .list("absent-services", "the services for which no server was found") { $0.absent },
        ])

    /// Where the page says what is known of the provider as a whole.
    static let domainsAnchor = "domain"
    /// The end of the anchors of commands; no column is called so.
    static let commandsAnchor = "commands"

    /// A service on a domain.
    struct Service: TemplateData {
        var id: String
        var title: String
        var domain: String?
        var discovery: Discovery?
        var servers: [String] = []
        var commands: EvidenceCommands?
        var cells: [EvidenceCell]

        static let schema = TemplateSchema<Self>(
            "service", "a service of a provider on a domain",
            [
                .text("service-id", "the anchor of its section") { $0.id },
                .text("service-title", "the service") { $0.title },
                .text("service-domain", "the domain") { $0.domain },
                .one("discovery", "how its servers were found") { $0.discovery },
                .texts("servers", "its servers with port and address") { $0.servers },
                .one("service-commands", "commands that ask the same") { $0.commands },
                .text("commands-id", "the anchor of the commands") { "\($0.id)-\(commandsAnchor)" },
                .list("service-cells", "what is known of it") { $0.cells },
            ])
    }

    /// How the servers of a service were found.
    struct Discovery: TemplateData {
        var found: [String]
        var nothing: String?
        var why: String?

        static let schema = TemplateSchema<Self>(
            "discovery", "how the servers of a service were found",
            [
                .texts("found", "the servers and where their names come from") { $0.found },
                .text("found-nothing", "says that no server was found") { $0.nothing },
                .text("found-why", "why") { $0.why },
            ])
    }
}

extension PageComposer {
    /// A provider's page where a snapshot found it in another state than all before it; beside that of what was measured,
    /// one with what it rests on.
    func evidence(_ id: String, _ snapshot: Snapshot) -> [DeferredPage] {
        let date = snapshot.manifest.date
        guard let findings = snapshot.providers[id], states.page(of: id, on: date) == date else { return [] }
        let dates = states.state(of: id, on: date)?.dates ?? [date]
        let source = source(of: id, snapshot.manifest)
        let parts = [confirmed(id, date) ?? "", id]
        // Evidence without a seal may have become another.
        let isSealed = snapshot.manifest.digest != nil || findings.transcription != nil
        let evidence = DeferredPage { evidencePage(id, findings, snapshot) }
            .kept(
                isSealed ? outline(addresses.evidence(id, date), of: date, source: source, errata: dates, parts) : nil)
        let records = DeferredPage { recordsPage(id, findings, snapshot) }
            .kept(isSealed ? outline(addresses.records(id, date), of: date, source: source, errata: [], [id]) : nil)
        return findings.transcription == nil ? [evidence, records] : [evidence]
    }

    private func evidencePage(_ id: String, _ findings: ProviderFindings, _ content: Snapshot) -> Page {
        let snapshot = content.manifest
        let address = addresses.evidence(id, snapshot.date)
        let links = Links(from: address)
        let view = ProviderOnDate(findings: findings, manifest: snapshot)
        let title = texts.filled(
            .evidenceTitle, ["provider": findings.name, "date": texts.longDate(snapshot.date)])
        let dates = states.state(of: id, on: snapshot.date)?.dates ?? [snapshot.date]
        let concerned = self.content.errata.filter {
            dates.hasSorted($0.snapshot) && ($0.provider == id || $0.provider == nil)
        }
        // A short link, since every service has it: the page of records is below this one.
        let records = "\(texts[.pathRecords])/index.html"
        let proofs = self.content.evidence.evidence(of: id, in: content).proofs
        let cells = EvidenceCells(words: words, view: view, proofs: proofs)
        var repetitions = EvidenceRepetitions(texts: texts)
        let ofProvider = repetitions.fold(cells.ofProvider)
        let services = cells.services(EvidenceSources(words: words, findings: findings, proofs: proofs)) {
            profiles(for: $0, on: snapshot.date)
        }.map { repetitions.fold($0) }
        let isTranscribed = snapshot.origin == .transcribed
        let data = EvidencePage(
            title: title, isTranscribed: isTranscribed, errata: errata(concerned, links),
            source: transcribedFrom(snapshot), confirmed: isTranscribed ? nil : confirmed(id, snapshot.date),
            measurementHref: links.page(addresses.measurement(snapshot.date)), dateISO: "\(snapshot.date)",
            dateLong: texts.longDate(snapshot.date),
            started: snapshot.started.map(\.description), vantage: vantage(of: snapshot), tool: snapshot.tool,
            connections: snapshot.connections,
            providerHref: self.content.providers[id] == nil ? nil : links.page(addresses.provider(id)),
            providerName: findings.name, recordsHref: findings.transcription == nil ? records : nil,
            providerCells: ofProvider,
            providerCommands: cells.commandsOfProvider, services: services.filter { $0.discovery?.nothing == nil },
            absent: services.filter { $0.discovery?.nothing != nil })
        return page(
            address, data, title: title, source: source(of: id, snapshot),
            modified: snapshot.date, translated: { $0.addresses.evidence(id, snapshot.date) })
    }

    /// The file that holds the findings.
    func source(of id: String, _ manifest: SnapshotManifest) -> String {
        "content/snapshots/\(manifest.holder(ofFindings: id))/\(id).json"
    }

    /// How often a state was found again. While it is the newest that is left open, so that the page stays as it is from
    /// one measurement to the next.
    private func confirmed(_ id: String, _ date: Day) -> String? {
        guard let state = states.state(of: id, on: date) else { return nil }
        return states.isCurrent(state, of: id) ? texts[.confirmedSince] : confirmedUntil(state, of: id)
    }

    /// How often and until when a former state was found again.
    func confirmedUntil(_ state: ProviderStates.State, of id: String) -> String? {
        guard state.dates.count > 1, !states.isCurrent(state, of: id) else { return nil }
        return texts.filled(
            .confirmedUntil, ["count": "\(state.dates.count - 1)", "last": texts.longDate(state.last)])
    }

    /// By which profiles tables grade a service; where no table does, by the first of all.
    private func profiles(for service: Service, on day: Day) -> [Profile] {
        let grading = edition.tables.map(\.definition).filter { table in
            table.columns.contains(.grade) && table.services.contains { $0.service == service }
        }
        let profiles = grading.compactMap { $0.profile(on: day) }.unique
        return profiles.isEmpty ? Array(Profile.all.prefix(1)) : profiles
    }
}
