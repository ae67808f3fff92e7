import Content
import Model
import Templates

/// All incidents, by year and by provider.
struct IncidentsPage: TemplateData {
    var title: String
    var open: [IncidentEntry]
    var years: [Group]
    var providers: [Group]
    var measured: String?
    var calendarHref: String
    var statusHref: String

    static let schema = TemplateSchema<Self>(
        "incidents", "all incidents, by year and by provider",
        [
            .text("title", "the page's heading") { $0.title },
            .list("open-incidents", "those that still last") { $0.open },
            .list("incident-years", "all, by the year in which they began, newest first") { $0.years },
            .list("incident-providers", "how many each provider had") { $0.providers },
            .text("measured-until", "when was measured last, in words") { $0.measured },
            .text("calendar-href", "the link to the calendar of outages") { $0.calendarHref },
            .text("status-href", "the link to the state as JSON") { $0.statusHref },
        ])

    /// Incidents of a year, or of a provider.
    struct Group: TemplateData {
        var text: String
        var href: String?
        var count: Int
        var incidents: [IncidentEntry]

        static let schema = TemplateSchema<Self>(
            "incidents of a year or provider", "the incidents of a year, or of a provider",
            [
                .text("group-text", "the year, or the provider's name") { $0.text },
                .text("group-href", "the link to the provider's page") { $0.href },
                .text("group-count", "how many there are") { "\($0.count)" },
                .list("group-incidents", "those of a year, newest first") { $0.incidents },
            ])
    }
}

extension PageComposer {
    /// Whether the site has anything to say about availability.
    var hasIncidents: Bool { !content.incidents.isEmpty || content.availability.measured != nil }

    /// The page of all incidents, with the files for machines.
    func incidents() -> Page {
        let address = addresses.incidents
        let links = Links(from: address)
        let all = content.incidents.map(\.incident)
        let years = Dictionary(grouping: all) { $0.began.by.day?.year ?? 0 }.sorted { $0.key > $1.key }
        let providers = Dictionary(grouping: all, by: \.provider).map { (id: $0.key, count: $0.value.count) }
            .sorted { (name(ofProvider: $0.id), $0.id) < (name(ofProvider: $1.id), $1.id) }
        let data = IncidentsPage(
            title: texts[.incidentsTitle], open: openIncidents(links),
            years: years.map { year, incidents in
                IncidentsPage.Group(
                    text: "\(year)", count: incidents.count, incidents: incidents.map { incidentEntry($0, links) })
            },
            providers: providers.map { id, count in
                IncidentsPage.Group(
                    text: name(ofProvider: id),
                    href: content.providers[id] == nil ? nil : links.page(addresses.provider(id)), count: count,
                    incidents: [])
            },
            measured: content.availability.measured.map(incidentWords.time),
            calendarHref: links.file(addresses.incidentCalendar), statusHref: links.file("api/v2/summary.json"))
        var page = page(
            address, data, title: texts[.incidentsTitle], source: "content/incidents",
            modified: all.flatMap(\.updates).map(\.at).max()?.day, translated: { $0.addresses.incidents })
        page.feed = .incidents
        page.attachments[addresses.incidentCalendar] = IncidentCalendar(composer: self).bytes
        // One of all languages: clients know one address.
        if edition.language == settings.defaultLanguage {
            page.attachments.merge(StatusFiles(composer: self).files) { $1 }
        }
        return page
    }
}
