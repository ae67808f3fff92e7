import Archive
import Model
import Text
import Watch
import YAML

extension SiteReader {
    private static let keys = [
        "provider", "title", "state", "kind", "began", "ended", "services", "measured", "vantage", "thresholds",
        "updates", "reports",
    ]

    /// The providers must have been read before.
    func readIncidents(into content: inout SiteContent) {
        content.incidents = []
        let (languages, providers, broken) = (content.settings.languages, Set(content.providers.keys), content.broken)
        for name in self.names(in: "content/incidents", ending: ".md", into: &content) {
            let file = "content/incidents/\(name)"
            var read: IncidentFile?
            collect(file, into: &content) { () throws(Diagnostics) in
                let front = try FrontMatter(of: try folder.text(file))
                let reader = YAMLValidator(file: file, firstLine: front.yamlLine)
                guard let node = reader.mapping(front.yaml, keys: Self.keys) else { return reader.diagnostics }
                if let incident = incident(String(name.dropLast(3)), node, languages) {
                    if !providers.contains(incident.provider),
                        !broken.contains("content/providers/\(incident.provider).md")
                    {
                        reader.report(
                            at: node.place(of: "provider"), .noSuchProvider,
                            "unknown provider '\(reader.excerpt(incident.provider))'",
                            hint: Suggestion.hint(for: incident.provider, among: providers), level: .warning)
                    }
                    read = IncidentFile(incident: incident, prose: front.body, file: file, proseLine: front.bodyLine)
                }
                return reader.diagnostics
            }
            if let read, !content.broken.contains(file) { content.incidents.append(read) }
        }
        content.incidents.sort { ($1.incident.began.by, $0.file) < ($0.incident.began.by, $1.file) }
    }

    private func incident(_ id: String, _ node: YAMLMapping, _ languages: [String]) -> Incident? {
        if Day(id.prefix(10)) == nil || id.dropFirst(10).first != "-" || !Slug.isSlug(id.dropFirst(11)) {
            node.reader.report(
                at: .start, .badFileName, "the file name does not have the form DATE-PROVIDER.md",
                hint: "use lower-case letters, digits and hyphens, as in 2026-11-29-posteo.md")
        }
        for key in ["state", "kind", "began"] { node.require(key) }
        let provider = node.requiredString("provider")
        let state = node.word("state", of: ["open", "resolved"])
        let kind = node.word("kind", of: Incident.Kind.allCases.map(\.rawValue)).flatMap(Incident.Kind.init(rawValue:))
        let began = bounds("began", node)
        let ended = bounds("ended", node)
        let services = node.nodes(
            "services", keys: ["service", "kind", "step", "reason", "detail", "began", "ended"]
        ).compactMap(affected)
        let updates = node.nodes("updates", keys: ["at", "stage", "text"]).compactMap { update($0, languages) }
        let reports = node.nodes("reports", keys: ["at", "source", "text", "claim"]).compactMap(report)
        guard let provider, let state, let kind, let began else { return nil }
        if state == "resolved", ended == nil {
            node.report(
                "state", .missingKey, "a resolved incident needs 'ended'",
                hint: "add 'ended: {after: …, by: …}': the last time it was seen, and the first when it was over")
        }
        if let ended, ended.by < began.by {
            node.report(
                "ended", .dateContradiction, "the incident ends before it begins", hint: "correct one of the times")
        }
        return Incident(
            id: id, provider: provider, title: node.localized("title", languages: languages),
            isResolved: state == "resolved", kind: kind, services: services, began: began, ended: ended,
            isMeasured: node.bool("measured", default: true), vantage: node.string("vantage") ?? "",
            thresholds: thresholds(node), updates: updates.sorted { $0.at < $1.at }, reports: reports)
    }

    private func instant(_ key: String, _ node: YAMLMapping) -> Instant? {
        guard let text = node.string(key) else { return nil }
        guard let instant = Instant(text) else {
            node.report(
                key, .badTime, "'\(node.reader.excerpt(text))' is not a time in UTC",
                hint: "use the format 2014-07-15T06:50:00Z")
            return nil
        }
        return instant
    }

    private func requiredInstant(_ key: String, _ node: YAMLMapping) -> Instant? {
        node.require(key) ? instant(key, node) : nil
    }

    private func bounds(_ key: String, _ node: YAMLMapping) -> Incident.Bounds? {
        guard let bounds = node.node(key, keys: ["after", "by"]) else { return nil }
        let after = instant("after", bounds)
        guard let by = requiredInstant("by", bounds) else { return nil }
        if let after, after > by {
            bounds.report(
                "after", .dateContradiction, "'after' is later than 'by'", hint: "exchange or correct the times")
        }
        return Incident.Bounds(after: after, by: by)
    }

    private func affected(_ node: YAMLMapping) -> Incident.AffectedService? {
        for key in ["service", "kind", "began"] { node.require(key) }
        let service = node.word("service", of: Service.allCases.map(\.rawValue)).flatMap(Service.init(rawValue:))
        let kind = node.word("kind", of: Incident.Kind.allCases.map(\.rawValue)).flatMap(Incident.Kind.init(rawValue:))
        let step = node.word("step", of: Incident.Step.allCases.map(\.rawValue)).flatMap(Incident.Step.init(rawValue:))
        let reason = node.string("reason")
        let began = bounds("began", node)
        let ended = bounds("ended", node)
        guard let service, let kind, let began else { return nil }
        let cause = step.flatMap { step in
            reason.map {
                Incident.Cause(step: step, code: Reason.Code(rawValue: $0), detail: node.string("detail") ?? "")
            }
        }
        return Incident.AffectedService(service: service, kind: kind, cause: cause, began: began, ended: ended)
    }

    private func update(_ node: YAMLMapping, _ languages: [String]) -> Incident.Update? {
        node.require("stage")
        let at = requiredInstant("at", node)
        let stage = node.word("stage", of: Incident.Update.Stage.allCases.map(\.rawValue))
            .flatMap(Incident.Update.Stage.init(rawValue:))
        let text = node.localized("text", languages: languages)
        guard let at, let stage else { return nil }
        if text.isEmpty, stage == .note || stage == .postmortem { node.require("text") }
        return Incident.Update(at: at, stage: stage, text: text)
    }

    private func report(_ node: YAMLMapping) -> Incident.Report? {
        let source = node.requiredString("source")
        let text = node.requiredString("text")
        let at = instant("at", node)
        guard let source, let text else { return nil }
        if WebAddress.scheme(of: source) != nil, !WebAddress.isSafe(source) {
            node.report(
                "source", .badAddress, "'\(source)' is not a URL that may be linked",
                hint: "use a URL like https://example.org/page")
        }
        return Incident.Report(at: at, source: source, text: text, isClaim: node.bool("claim", default: false))
    }

    private func thresholds(_ node: YAMLMapping) -> WatchThresholds? {
        guard let node = node.node("thresholds", keys: ["interval", "recheck", "failures", "successes"]) else {
            return nil
        }
        var thresholds = WatchThresholds()
        thresholds.interval = node.int("interval", in: 1...86_400) ?? thresholds.interval
        thresholds.recheck = node.int("recheck", in: 1...86_400) ?? thresholds.recheck
        thresholds.failures = node.int("failures", in: 1...100) ?? thresholds.failures
        thresholds.successes = node.int("successes", in: 1...100) ?? thresholds.successes
        return thresholds
    }

    // MARK: rounds

    /// Months of rounds that are read: enough for the days that pages show.
    private static let monthsRead = 4

    /// The newest months of `content/rounds`.
    func readRounds(into content: inout SiteContent) {
        let shown = "content/rounds"
        let months = names(in: shown, ending: ".ndjson", into: &content).compactMap(RoundsFile.month).sorted()
        var availability = Availability()
        for month in months.suffix(Self.monthsRead) {
            let file = "\(shown)/\(month).ndjson"
            collect(file, into: &content) { () throws(Diagnostics) in
                let rounds = RoundsFile(
                    month: month, try folder.bytes(file, limit: RoundsFile.sizeLimit), file: file)
                for line in rounds.lines { availability.take(line, month: month) }
                return rounds.diagnostics
            }
        }
        content.availability = availability
    }
}
