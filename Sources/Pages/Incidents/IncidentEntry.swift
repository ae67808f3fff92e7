import Content
import Model
import Templates

/// An incident in a list.
struct IncidentEntry: TemplateData {
    var title: String
    var href: String
    var provider: String
    var providerHref: String?
    var state: String
    var isOpen: Bool
    var kind: String
    var services: String
    var date: String
    var began: String
    var duration: String?

    static let schema = TemplateSchema<Self>(
        "incident in a list", "an incident in a list",
        [
            .text("incident-title", "its title") { $0.title },
            .text("incident-href", "the link to its page") { $0.href },
            .text("incident-provider", "the provider's name") { $0.provider },
            .text("incident-provider-href", "the link to the provider's page, if it has one") { $0.providerHref },
            .text("incident-state", "whether it is over, in words") { $0.state },
            .truth("incident-open", "whether it still lasts") { $0.isOpen },
            .text("incident-kind", "`outage`, `degraded`, `certificate`, `dnssec`") { $0.kind },
            .text("incident-services", "the services that are affected") { $0.services },
            .text("incident-date", "when it began, `2014-07-15T06:50:00Z`") { $0.date },
            .text("incident-began", "the same in words") { $0.began },
            .text("incident-duration", "how long it took, once it is over") { $0.duration },
        ])
}

extension PageComposer {
    var incidentWords: IncidentFormatter { IncidentFormatter(texts: texts) }

    /// A provider's name; its id where there is no such provider any more.
    func name(ofProvider id: String) -> String { content.providers[id]?.provider.name ?? id }

    func title(_ incident: Incident) -> String {
        incidentWords.title(incident, name(ofProvider: incident.provider))
    }

    func incidentEntry(_ incident: Incident, _ links: Links) -> IncidentEntry {
        let words = incidentWords
        return IncidentEntry(
            title: title(incident), href: links.page(addresses.incident(incident.id)),
            provider: name(ofProvider: incident.provider),
            providerHref: content.providers[incident.provider] == nil
                ? nil : links.page(addresses.provider(incident.provider)),
            state: words.state(incident), isOpen: !incident.isResolved, kind: incident.kind.rawValue,
            services: words.services(incident.services), date: incident.began.by.short,
            began: words.time(incident.began.by), duration: words.duration(incident.began, incident.ended))
    }

    /// Open incidents, newest first.
    func openIncidents(_ links: Links) -> [IncidentEntry] {
        content.incidents.map(\.incident).filter { !$0.isResolved }.map { incidentEntry($0, links) }
    }
}
