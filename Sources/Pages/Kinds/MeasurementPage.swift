import Comparison
import Content
import Model
import Templates
import Text

/// A measurement: in which state it found each provider.
struct MeasurementPage: TemplateData {
    var title: String
    var isTranscribed: Bool
    var source: String?
    var dateISO: String
    var dateLong: String
    var started: String?
    var vantage: String
    var tool: String
    var connections: Int
    var providers: [Provider]
    var tables: [TableEntry]

    static let schema = TemplateSchema<Self>(
        "measurement", "a snapshot, with the state in which each provider was found",
        [
            .text("title", "the page's heading") { $0.title },
            .truth("is-transcribed", "whether the snapshot was transcribed from a publication") { $0.isTranscribed },
            .text("source", "that publication") { $0.source },
            .text("date-iso", "the snapshot's date, `2014-07-29`") { $0.dateISO },
            .text("date-long", "the same in words") { $0.dateLong },
            .text("started", "when the scan began, as in RFC 3339") { $0.started },
            .text("vantage", "from where was measured") { $0.vantage },
            .text("tool", "the program and its version") { $0.tool },
            .text("connections", "how many connections the scan made") {
                $0.connections > 0 ? "\($0.connections)" : nil
            },
            .list("providers", "the providers in it") { $0.providers },
            .list("tables", "the tables of the date") { $0.tables },
        ])

    /// A provider.
    struct Provider: TemplateData {
        var id: String
        var name: String
        var href: String
        var since: String?

        static let schema = TemplateSchema<Self>(
            "state of a provider", "the state in which a measurement found a provider",
            [
                .text("provider-id", "the provider's id; the anchor is `p-` and it") { $0.id },
                .text("provider-name", "the provider's name") { $0.name },
                .text("evidence-href", "the link to the evidence for that state") { $0.href },
                .text("confirmed", "since when it is in that state, and how often that was found again") { $0.since },
            ])
    }
}

extension PageComposer {
    /// The page of a snapshot. What it says holds for ever: later measurements do not change it.
    func deferredMeasurement(_ snapshot: Snapshot) -> DeferredPage {
        let date = snapshot.manifest.date
        // Where a table of the date is shown depends on what of the past is published.
        let tables = tables(on: date).map { tableAddress($0, date) }
        return DeferredPage { measurement(snapshot) }.kept(
            outline(addresses.measurement(date), of: date, source: source(of: snapshot), errata: [], tables))
    }

    private func source(of snapshot: Snapshot) -> String {
        "content/snapshots/\(snapshot.manifest.date)/snapshot.json"
    }

    private func measurement(_ snapshot: Snapshot) -> Page {
        let manifest = snapshot.manifest
        let date = manifest.date
        let address = addresses.measurement(date)
        let links = Links(from: address)
        let title = texts.filled(.measurementTitle, ["date": texts.longDate(date)])
        let found = snapshot.providers.map { (id: $0.key, name: $0.value.name) }
            .sorted { (Collation.key($0.name), $0.id) < (Collation.key($1.name), $1.id) }
        let data = MeasurementPage(
            title: title, isTranscribed: manifest.origin == .transcribed, source: transcribedFrom(manifest),
            dateISO: "\(date)", dateLong: texts.longDate(date), started: manifest.started.map(\.description),
            vantage: vantage(of: manifest), tool: manifest.tool, connections: manifest.connections,
            providers: found.map { id, name in
                MeasurementPage.Provider(
                    id: id, name: name, href: links.page(evidenceAddress(id, date)), since: confirmed(id, date))
            },
            tables: tables(on: date).map { table in
                TableEntry(
                    title: self.title(of: table.definition),
                    href: links.page(tableAddress(table, date)), date: "\(date)", dateLong: texts.longDate(date))
            })
        return page(
            address, data, title: title, source: source(of: snapshot), modified: date,
            translated: { $0.addresses.measurement(date) })
    }

    private func tables(on date: Day) -> [TableHistory] { edition.tables.filter { $0.entry(on: date) != nil } }

    /// `wie am 3. Mai 2026, zum 12. Mal bestätigt`; `nil` where the state is new.
    private func confirmed(_ id: String, _ date: Day) -> String? {
        guard let state = states.state(of: id, on: date), state.first < date else { return nil }
        return texts.filled(
            .confirmed, ["date": texts.longDate(state.first), "count": "\(state.confirmations(until: date))"])
    }

    /// From where was measured, in this language.
    func vantage(of manifest: SnapshotManifest) -> String {
        settings.vantage(manifest.vantage, in: edition.language)
    }

    /// The publication that a snapshot was transcribed from.
    func transcribedFrom(_ manifest: SnapshotManifest) -> String? {
        manifest.source.map { source in
            texts.filled(.transcribedFrom, ["title": source.title, "date": texts.longDate(source.published)])
        }
    }
}
