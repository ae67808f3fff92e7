import Content
import Markdown
import Model
import Templates
import Text

/// An incident: what was seen when, what others said, and what an editor wrote.
struct IncidentPage: TemplateData {
    var entry: IncidentEntry
    var kindText: String
    var began: String
    var ended: String?
    var drawing: [UInt8]
    var services: [Affected]
    var updates: [Update]
    var claims: [Report]
    var reports: [Report]
    var prose: [UInt8]
    var isMeasured: Bool
    var measured: String?
    var vantage: String
    var thresholds: String?

    static let schema = TemplateSchema<Self>(
        "incident", "an incident",
        [
            .including { $0.entry },
            .text("incident-kind-text", "what is wrong, in words") { $0.kindText },
            .text("began-bounds", "between what times it began") { $0.began },
            .text("ended-bounds", "between what times it ended, once it did") { $0.ended },
            .html("drawingHTML", "its timeline") { $0.drawing },
            .list("affected", "the services that are affected, if it is known which") { $0.services },
            .list("updates", "its stages, newest first") { $0.updates },
            .list("claims", "what the provider said about it") { $0.claims },
            .list("reports", "what others said about it") { $0.reports },
            .html("proseHTML", "the text of its file") { $0.prose },
            .truth("is-measured", "whether it was measured here") { $0.isMeasured },
            .text("measured-until", "when was measured last, while it lasts") { $0.measured },
            .text("vantage", "where it was measured from") { $0.vantage },
            .text("thresholds", "how often something has to be seen to count, in words") { $0.thresholds },
        ])

    /// A service that is affected.
    struct Affected: TemplateData {
        var name: String
        var kind: String
        var cause: String
        var detail: String
        var began: String
        var ended: String

        static let schema = TemplateSchema<Self>(
            "affected service", "a service that an incident affects",
            [
                .text("affected-name", "the service") { $0.name },
                .text("affected-kind", "what is wrong with it") { $0.kind },
                .text("affected-cause", "which step fails, and how") { $0.cause },
                .text("affected-detail", "what was seen, in the words of servers and systems") { $0.detail },
                .text("affected-began", "between what times that began") { $0.began },
                .text("affected-ended", "between what times it ended") { $0.ended },
            ])
    }

    /// A stage.
    struct Update: TemplateData {
        var anchor: String
        var time: String
        var timeLong: String
        var stage: String
        var text: String

        static let schema = TemplateSchema<Self>(
            "stage of an incident", "a stage of an incident",
            [
                .text("update-anchor", "its place on the page") { $0.anchor },
                .text("update-time", "when that was, `2014-07-15T06:50:00Z`") { $0.time },
                .text("update-time-long", "the same in words") { $0.timeLong },
                .text("update-stage", "what it is, in words") { $0.stage },
                .text("update-text", "what it says") { $0.text },
            ])
    }

    /// What somebody said.
    struct Report: TemplateData {
        var time: String?
        var timeLong: String?
        var source: String
        var href: String?
        var text: String
        var seen: String?

        static let schema = TemplateSchema<Self>(
            "report on an incident", "what somebody said about an incident",
            [
                .text("report-time", "when, `2014-07-15T06:50:00Z`, if that is known") { $0.time },
                .text("report-time-long", "the same in words") { $0.timeLong },
                .text("report-source", "who or where") { $0.source },
                .text("report-href", "where, if that is a web address") { $0.href },
                .text("report-text", "what was said; plain text") { $0.text },
                .text("report-seen", "what was measured at that time, in words, where something was") { $0.seen },
            ])
    }
}

extension PageComposer {
    /// An incident's page.
    func incident(_ file: IncidentFile) -> Page {
        let incident = file.incident
        let address = addresses.incident(incident.id)
        let links = Links(from: address)
        let words = incidentWords
        let provider = name(ofProvider: incident.provider)
        let prose = ProseHandlers(composer: self, file: file.file, links: links)
        let rendered = prose.render(file.prose, firstLine: file.proseLine)
        let reports = incident.reports.map { report($0, of: incident) }
        let until = incident.isResolved ? nil : content.availability.measured
        let title = title(incident)
        let data = IncidentPage(
            entry: incidentEntry(incident, links), kindText: words.kind(incident.kind),
            began: words.bounds(incident.began), ended: incident.ended.map(words.bounds),
            drawing: html(of: timeline(incident)), services: incident.services.map(affected),
            updates: incident.updates.enumerated().reversed().map { place, update in
                IncidentPage.Update(
                    anchor: Self.anchor(place, update), time: update.at.short, timeLong: words.time(update.at),
                    stage: words.stage(update.stage), text: words.text(update, of: incident, provider))
            },
            claims: zip(incident.reports, reports).filter(\.0.isClaim).map(\.1),
            reports: zip(incident.reports, reports).filter { !$0.0.isClaim }.map(\.1),
            prose: rendered.markdown.bytes, isMeasured: incident.isMeasured, measured: until.map(words.time),
            vantage: incident.vantage, thresholds: incident.thresholds.map(thresholds))
        var page = page(
            address, data, title: title,
            description: incident.updates.last.map { words.text($0, of: incident, provider) } ?? "",
            source: file.file, modified: incident.updates.last?.at.day ?? incident.began.by.day,
            translated: { $0.addresses.incident(incident.id) })
        page.diagnostics = rendered.markdown.diagnostics
        page.links = rendered.links
        page.feed = .incidents
        return page
    }

    /// The place of a stage on its page: never another's, and the same each time.
    static func anchor(_ place: Int, _ update: Incident.Update) -> String {
        update.stage == .opened || update.stage == .resolved
            ? update.stage.rawValue : "\(update.stage.rawValue)-\(place)"
    }

    private func thresholds(_ thresholds: WatchThresholds) -> String {
        texts.filled(
            .incidentThresholds,
            [
                "interval": incidentWords.duration(milliseconds: Int64(thresholds.interval) * 1_000),
                "failures": "\(thresholds.failures)", "successes": "\(thresholds.successes)",
            ])
    }

    private func affected(_ affected: Incident.AffectedService) -> IncidentPage.Affected {
        let words = incidentWords
        return IncidentPage.Affected(
            name: words.service(affected.service), kind: words.kind(affected.kind),
            cause: affected.cause.map(words.cause) ?? "", detail: affected.cause?.detail ?? "",
            began: words.bounds(affected.began),
            ended: affected.ended.map(words.bounds) ?? texts[.incidentOpen])
    }

    private func report(_ report: Incident.Report, of incident: Incident) -> IncidentPage.Report {
        let isLink = WebAddress.isWebsite(report.source)
        var data = IncidentPage.Report(
            time: report.at?.short, timeLong: report.at.map(incidentWords.time), source: report.source,
            href: isLink ? report.source : nil, text: report.text)
        guard report.isClaim, incident.isMeasured, let at = report.at else { return data }
        let failing = incident.services.filter { $0.began.by <= at && ($0.ended?.by).map { $0 > at } ?? true }
        data.seen =
            failing.isEmpty
            ? texts[.claimNothingSeen] : texts.filled(.claimSeen, ["services": incidentWords.services(failing)])
        return data
    }

    /// The incident as bands, one for each service: what is not known exactly stands out.
    func timeline(_ incident: Incident, id: String = "timeline", title: String? = nil) -> Chart {
        let words = incidentWords
        let services =
            incident.services.isEmpty
            ? [(words.services([]), incident.began, incident.ended, nil as Incident.Cause?, incident.kind)]
            : incident.services.map { (words.service($0.service), $0.began, $0.ended, $0.cause, $0.kind) }
        let times =
            services.flatMap { [$0.1.after, $0.1.by, $0.2?.after, $0.2?.by].compactMap(\.self) }
            + incident.updates.map(\.at)
        let first = times.min() ?? incident.began.by
        let last = max(times.max() ?? first, incident.isResolved ? first : content.availability.measured ?? first)
        let length = Double(max(1, last.milliseconds - first.milliseconds))
        // Something before and after it, so that both ends are seen.
        func at(_ instant: Instant) -> Double {
            0.05 + 0.85 * Double(instant.milliseconds - first.milliseconds) / length
        }
        let rows = services.map { name, began, ended, cause, kind in
            var parts = [Chart.Part(start: 0, end: at(began.after ?? began.by), state: "good")]
            parts.append(Chart.Part(start: at(began.after ?? began.by), end: at(began.by), state: "unknown"))
            let end = ended?.after ?? last
            parts.append(
                Chart.Part(
                    start: at(began.by), end: at(max(end, began.by)), state: kind == .degraded ? "unknown" : "bad",
                    text: cause.map { words.step($0.step) } ?? ""))
            if let ended {
                parts.append(Chart.Part(start: at(max(end, began.by)), end: at(ended.by), state: "unknown"))
                parts.append(Chart.Part(start: at(ended.by), end: 1, state: "good"))
            }
            return Chart.Row(label: name, parts: parts.filter { $0.end > $0.start })
        }
        let marks = (incident.updates.map(\.at) + [incident.began.by] + (incident.ended.map { [$0.by] } ?? [])).unique
            .sorted()
        var ticks: [Chart.Tick] = []
        for mark in marks where ticks.last.map({ at(mark) - $0.at > 0.1 }) ?? true {
            ticks.append(Chart.Tick(at: at(mark), text: IncidentFormatter.clock(mark)))
        }
        let lines = incident.updates.map { update in
            [
                words.time(update.at), words.stage(update.stage),
                words.text(update, of: incident, name(ofProvider: incident.provider)),
            ]
        }
        return Chart(
            id: id, title: title ?? self.title(incident), summary: texts[.incidentTimeline], rows: rows, ticks: ticks,
            table: [[texts[.outageTime], texts[.outageState], texts[.outageWhat]]] + lines)
    }
}
