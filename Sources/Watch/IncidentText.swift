import Model
import YAML

/// The front matter that the program writes into files of incidents, and how it changes files that people edit: its own
/// keys are written anew, entries are added to lists, and every other byte stays as it is.
package enum IncidentText {
    /// Why a file cannot be changed.
    package struct Fault: Error, Hashable, Sendable {
        package var line: Int
        package var message: String
        package var hint: String
    }

    /// A new file.
    package static func file(_ incident: Incident) -> [UInt8] {
        var lines = [
            "---",
            "# pruefstand watch keeps state, kind, began, ended and services up to date, and adds to updates and reports,",
            "# until the state is resolved. Everything else is yours: a title, text of updates, and what is below.",
            "provider: \(incident.provider)",
        ]
        for key in owned(incident) { lines += key.lines }
        if !incident.vantage.isEmpty { lines.append("vantage: \(YAMLScalar.quoted(incident.vantage))") }
        if let thresholds = incident.thresholds { lines.append(text(thresholds)) }
        lines.append("updates:")
        for update in incident.updates { lines.append("  \(text(update))") }
        if !incident.reports.isEmpty { lines.append("reports:") }
        for report in incident.reports { lines.append("  \(text(report))") }
        lines += ["---", ""]
        return Array(lines.joined(separator: "\n").utf8)
    }

    /// The file with what is new.
    /// - Parameters:
    ///   - bytes: as it is now.
    ///   - filed: how many of the incident's updates are in it.
    /// - Returns: `nil` where the file says that the incident is over, or has everything: then it is not touched.
    package static func edited(
        _ bytes: [UInt8], _ incident: Incident, filed: Int
    ) throws(Fault) -> [UInt8]? {
        var front = try FrontMatterLines(bytes)
        if front.value(of: "state") == "resolved" { return nil }
        for key in owned(incident) { front.set(key.name, key.lines) }
        try front.append(incident.updates.dropFirst(filed).map(text), to: "updates")
        let said = front.entries(of: "reports")
        try front.append(incident.reports.filter { !isLastClaim($0, of: said) }.map(text), to: "reports")
        let result = front.bytes
        return result == bytes ? nil : result
    }

    // MARK: keys

    private static func owned(_ incident: Incident) -> [(name: String, lines: [String])] {
        var keys = [
            ("state", ["state: \(incident.isResolved ? "resolved" : "open")"]),
            ("kind", ["kind: \(incident.kind.rawValue)"]),
            ("began", ["began: \(text(incident.began))"]),
        ]
        if let ended = incident.ended { keys.append(("ended", ["ended: \(text(ended))"])) }
        if !incident.services.isEmpty {
            keys.append(("services", ["services:"] + incident.services.map { "  \(text($0))" }))
        }
        return keys
    }

    private static func text(_ bounds: Incident.Bounds) -> String {
        "{" + (bounds.after.map { "after: \($0.short), " } ?? "") + "by: \(bounds.by.short)}"
    }

    private static func text(_ affected: Incident.AffectedService) -> String {
        var text = "- {service: \(affected.service.rawValue), kind: \(affected.kind.rawValue)"
        if let cause = affected.cause {
            text += ", step: \(cause.step.rawValue), reason: \(cause.code.rawValue)"
            if !cause.detail.isEmpty { text += ", detail: \(YAMLScalar.quoted(cause.detail))" }
        }
        text += ", began: \(Self.text(affected.began))"
        if let ended = affected.ended { text += ", ended: \(Self.text(ended))" }
        return text + "}"
    }

    private static func text(_ thresholds: WatchThresholds) -> String {
        "thresholds: {interval: \(thresholds.interval), recheck: \(thresholds.recheck), "
            + "failures: \(thresholds.failures), successes: \(thresholds.successes)}"
    }

    private static func text(_ update: Incident.Update) -> String {
        "- {at: \(update.at.short), stage: \(update.stage.rawValue)}"
    }

    private static func text(_ report: Incident.Report) -> String {
        "- {" + (report.at.map { "at: \($0.short), " } ?? "") + source(report)
            + "text: \(YAMLScalar.quoted(report.text))" + (report.isClaim ? ", claim: true}" : "}")
    }

    private static func source(_ report: Incident.Report) -> String {
        "source: \(YAMLScalar.quoted(report.source)), "
    }

    /// Whether a file's last statement of the provider says the same: then the program was ended after it had written
    /// that, and before it had noted so.
    private static func isLastClaim(_ report: Incident.Report, of lines: [String]) -> Bool {
        var timeless = report
        timeless.at = nil
        let end = text(timeless).dropFirst(3)
        return report.isClaim && lines.last { $0.contains(source(report)) }?.hasSuffix(end) ?? false
    }
}
