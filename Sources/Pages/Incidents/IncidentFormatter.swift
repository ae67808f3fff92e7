import Content
import Model

/// Incidents in the words of one language, made of their facts alone. Times are UTC, as rounds and files have them.
struct IncidentFormatter {
    let texts: Localization

    /// `Posteo: nicht erreichbar`; the editor's title, where there is one.
    func title(_ incident: Incident, _ provider: String) -> String {
        if let title = incident.title[texts.language], !title.isEmpty { return title }
        return texts.filled(.incidentTitle, ["provider": provider, "what": kind(incident.kind)])
    }

    func kind(_ kind: Incident.Kind) -> String {
        switch kind {
        case .outage: texts[.kindOutage]
        case .degraded: texts[.kindDegraded]
        case .certificate: texts[.kindCertificate]
        case .dnssec: texts[.kindDNSSEC]
        }
    }

    func service(_ service: Service) -> String { texts[.services, service.rawValue, fallback: service.rawValue] }

    /// The services that are affected; all of the provider's, where it is not known which.
    func services(_ services: [Incident.AffectedService]) -> String {
        services.isEmpty
            ? texts[.incidentAllServices] : services.map { service($0.service) }.unique.joined(separator: ", ")
    }

    /// `29. November 2026, 22:45 UTC`
    func time(_ instant: Instant) -> String {
        texts.filled(
            .incidentTime, ["date": texts.longDate(instant.day ?? .first), "time": Self.clock(instant)])
    }

    /// `22:45`, with seconds where they are not zero.
    static func clock(_ instant: Instant) -> String {
        let text = instant.description.dropFirst(11).prefix(8)
        return String(text.hasSuffix(":00") ? text.prefix(5) : text)
    }

    /// When something began or ended: `zwischen … und …`, or at a time.
    func bounds(_ bounds: Incident.Bounds) -> String {
        guard let after = bounds.after, after < bounds.by else {
            return bounds.after == nil ? texts.filled(.incidentBy, ["time": time(bounds.by)]) : time(bounds.by)
        }
        return texts.filled(.incidentBetween, ["after": time(after), "by": time(bounds.by)])
    }

    /// `6 Stunden`, `12 Minuten`, `40 Sekunden`
    /// - Parameter nearest: rounded to the nearest unit instead of down.
    func duration(milliseconds: Int64, nearest: Bool = false) -> String {
        let seconds = max(0, milliseconds / 1_000)
        let (unit, key): (Int64, TextKey) =
            seconds >= 2 * 86_400
            ? (86_400, .incidentDays)
            : seconds >= 2 * 3_600
                ? (3_600, .incidentHours)
                : seconds >= 120 ? (60, .incidentMinutes) : (1, .incidentSeconds)
        return texts.filled(key, ["count": "\((seconds + (nearest ? unit / 2 : 0)) / unit)"])
    }

    /// How long it took at least and at most; `nil` while it lasts.
    func duration(_ began: Incident.Bounds, _ ended: Incident.Bounds?) -> String? {
        guard let ended else { return nil }
        let least = (ended.after ?? ended.by).milliseconds - began.by.milliseconds
        let most = ended.by.milliseconds - (began.after ?? began.by).milliseconds
        // Rounded down, the most that it can have taken would be too little.
        let (short, long) = (duration(milliseconds: least, nearest: true), duration(milliseconds: most, nearest: true))
        return short == long ? short : texts.filled(.incidentFromTo, ["least": short, "most": long])
    }

    /// `TCP: keine Antwort`
    func cause(_ cause: Incident.Cause) -> String {
        texts.filled(
            .incidentCause,
            [
                "step": step(cause.step),
                "reason": texts[.reasons, cause.code.rawValue, fallback: cause.code.rawValue],
            ])
    }

    func step(_ step: Incident.Step) -> String {
        switch step {
        case .dns: "DNS"
        case .tcp: "TCP"
        case .tls: "TLS"
        case .greeting: texts[.stepGreeting]
        }
    }

    /// What a stage says, in a sentence or two; an editor's words come first.
    func text(_ update: Incident.Update, of incident: Incident, _ provider: String) -> String {
        let own = update.text[texts.language] ?? ""
        let fact = fact(update, of: incident, provider)
        return [own, fact].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func fact(_ update: Incident.Update, of incident: Incident, _ provider: String) -> String {
        // What others reported was not seen stage by stage.
        guard incident.isMeasured else { return "" }
        let known = incident.services.filter { $0.began.by <= update.at }
        let failing = known.filter { ($0.ended?.by).map { $0 > update.at } ?? true }
        switch update.stage {
        case .opened, .changed:
            let causes = failing.compactMap(\.cause).map(cause).unique.joined(separator: "; ")
            let over = known.filter { affected in !failing.contains(affected) }
            var sentences = [
                texts.filled(
                    .incidentFails,
                    [
                        "provider": provider, "services": services(failing),
                        "kind": kind(failing.map(\.kind).max() ?? incident.kind),
                        "since": bounds(failing.map(\.began).min { $0.by < $1.by } ?? incident.began),
                    ])
            ]
            if !causes.isEmpty { sentences.append("\(causes).") }
            if !over.isEmpty { sentences.append(texts.filled(.incidentAgain, ["services": services(over)])) }
            return sentences.joined(separator: " ")
        case .resolved:
            guard let ended = incident.ended else { return "" }
            return texts.filled(
                .incidentOver,
                [
                    "provider": provider, "services": services(incident.services), "ended": bounds(ended),
                    "duration": duration(incident.began, ended) ?? "",
                ])
        case .note, .postmortem: return ""
        }
    }

    func stage(_ stage: Incident.Update.Stage) -> String {
        switch stage {
        case .opened: texts[.stageOpened]
        case .changed: texts[.stageChanged]
        case .resolved: texts[.stageResolved]
        case .note: texts[.stageNote]
        case .postmortem: texts[.stagePostmortem]
        }
    }

    func state(_ incident: Incident) -> String { texts[incident.isResolved ? .incidentResolved : .incidentOpen] }
}
