import Content
import Model

extension PageComposer {
    /// The feed of incidents: each stage is an entry of its own, which never changes its id, since hardly any reader shows
    /// an entry that changes in place.
    func incidentFeed() -> Feed {
        let subject = FeedSubject.incidents
        let stages = content.incidents.map(\.incident).flatMap { incident in
            incident.updates.enumerated().map { (incident: incident, place: $0, update: $1) }
        }.sorted { ($1.update.at, $0.incident.id, $1.place) < ($0.update.at, $1.incident.id, $0.place) }
        let entries = stages.prefix(Feed.limit).map { incident, place, update in
            let link = "\(settings.baseURL)\(addresses.incident(incident.id))#\(Self.anchor(place, update))"
            let day = update.at.day ?? .first
            let text = incidentWords.text(update, of: incident, name(ofProvider: incident.provider))
            return Feed.Entry(
                id: link, link: link,
                title: texts.filled(
                    .incidentStage, ["stage": incidentWords.stage(update.stage), "title": title(incident)]),
                content: .whole(text), published: day, updated: day, at: update.at)
        }
        return Feed(
            title: texts.filled(
                .feedTitle, ["site": settings.title[edition.language] ?? "", "what": texts[.incidentsTitle]]),
            language: edition.language, home: settings.baseURL + subject.home(addresses),
            path: subject.path(addresses), author: author, entries: Array(entries))
    }
}
