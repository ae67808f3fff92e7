import Content
import Model

/// The state of all providers in the shape of Statuspage's public API, version 2. Clients take the state from open
/// incidents, else from components, so the indicator, the components and the impacts are made of the same incidents and
/// always agree.
struct StatusFiles {
    let composer: PageComposer

    private var incidents: [Incident] { composer.content.incidents.map(\.incident).filter(\.isMeasured) }
    private var open: [Incident] { incidents.filter { !$0.isResolved } }

    var files: [String: [UInt8]] {
        [
            "api/v2/summary.json": summary.file,
            "api/v2/status.json": JSONValue.object(["page": page, "status": status]).file,
            "api/v2/incidents.json": JSONValue.object([
                "page": page, "incidents": .list(incidents.prefix(50).map(json)),
            ]).file,
        ]
    }

    private var summary: JSONValue {
        .object([
            "page": page, "status": status, "components": .list(components.map(\.json)),
            "incidents": .list(open.map(json)), "scheduled_maintenances": [],
        ])
    }

    /// When something was seen last; data have it, and no clock.
    private var updated: Instant {
        let times =
            incidents.flatMap { $0.updates.map(\.at) } + [composer.content.availability.measured].compactMap(\.self)
        return times.max() ?? Instant(milliseconds: 0)
    }

    private var page: JSONValue {
        .object([
            "id": "pruefstand", "name": .text(composer.settings.title[composer.edition.language] ?? ""),
            "url": .text(composer.settings.baseURL + composer.addresses.incidents), "time_zone": "Etc/UTC",
            "updated_at": .text(updated.description),
        ])
    }

    private var status: JSONValue {
        let worst = open.map(impact).max() ?? .none
        return .object(["indicator": .text(worst.rawValue), "description": .text(composer.texts[worst.text])])
    }

    // MARK: components

    private struct Component {
        var provider: String
        var json: JSONValue
    }

    private var components: [Component] {
        let watched = composer.content.availability.services.map(\.provider)
        let ids = Set(watched).union(open.map(\.provider)).sorted()
        return ids.enumerated().map { position, id in
            Component(provider: id, json: component(id, position))
        }
    }

    private func component(_ id: String, _ position: Int) -> JSONValue {
        let state = open.filter { $0.provider == id }.map(impact).max() ?? .none
        return .object([
            "id": .text(id), "name": .text(composer.name(ofProvider: id)), "status": .text(state.component),
            "position": .number(position + 1), "page_id": "pruefstand", "group": .truth(false),
            "showcase": .truth(true),
            "only_show_if_degraded": .truth(false), "created_at": .text(Instant(milliseconds: 0).description),
            "updated_at": .text(updated.description),
        ])
    }

    // MARK: incidents

    enum Impact: String, Comparable {
        case none, minor, major, critical

        var component: String {
            switch self {
            case .none: "operational"
            case .minor: "degraded_performance"
            case .major: "partial_outage"
            case .critical: "major_outage"
            }
        }

        var text: TextKey {
            switch self {
            case .none: .statusNone
            case .minor: .statusMinor
            case .major: .statusMajor
            case .critical: .statusCritical
            }
        }

        private var rank: Int {
            switch self {
            case .none: 0
            case .minor: 1
            case .major: 2
            case .critical: 3
            }
        }

        static func < (left: Impact, right: Impact) -> Bool { left.rank < right.rank }
    }

    /// Never none: a client would hide the component then.
    private func impact(_ incident: Incident) -> Impact {
        let failing = incident.services.filter { incident.isResolved || $0.ended == nil }
        if (failing.map(\.kind).max() ?? incident.kind) == .degraded { return .minor }
        let all = Set(composer.content.availability.services.filter { $0.provider == incident.provider }.map(\.service))
        let down = Set(failing.filter { $0.kind != .degraded }.map(\.service))
        return down.isEmpty || all.isSubset(of: down) ? .critical : .major
    }

    private func json(_ incident: Incident) -> JSONValue {
        let address = composer.settings.baseURL + composer.addresses.incident(incident.id)
        let provider = composer.name(ofProvider: incident.provider)
        let first = incident.updates.first?.at ?? incident.began.by
        let last = incident.updates.last?.at ?? first
        let state =
            incident.updates.contains { $0.stage == .postmortem } && incident.isResolved
            ? "postmortem" : incident.isResolved ? "resolved" : "investigating"
        let updates = incident.updates.enumerated().reversed().map { place, update in
            JSONValue.object([
                "id": .text("\(incident.id)-\(PageComposer.anchor(place, update))"), "incident_id": .text(incident.id),
                "status": .text(
                    update.stage == .resolved
                        ? "resolved"
                        : update.stage == .postmortem
                            ? "postmortem" : update.stage == .opened ? "investigating" : "monitoring"),
                "body": .text(composer.incidentWords.text(update, of: incident, provider)),
                "created_at": .text(update.at.description), "updated_at": .text(update.at.description),
                "display_at": .text(update.at.description),
            ])
        }
        return .object([
            "id": .text(incident.id), "name": .text(composer.title(incident)), "status": .text(state),
            "impact": .text(impact(incident).rawValue), "created_at": .text(first.description),
            "started_at": .text(incident.began.by.description), "updated_at": .text(last.description),
            "resolved_at": incident.isResolved ? (incident.ended?.by ?? last).description.asJSON : .null,
            "shortlink": .text(address), "page_id": "pruefstand", "incident_updates": .list(updates),
            "components": .list([component(incident.provider, 0)]),
        ])
    }
}

extension String {
    fileprivate var asJSON: JSONValue { .text(self) }
}
