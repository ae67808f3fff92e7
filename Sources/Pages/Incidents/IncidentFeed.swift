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
            let text = [
                incidentWords.text(update, of: incident, name(ofProvider: incident.provider)),
                incident.claim(at: place).map { texts.filled(.claimQuoted, ["text": $0.text]) } ?? "",
            ].filter { !$0.isEmpty }.joined(separator: " ")
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

extension Incident {
    /// A status page is read after the measurement, within this time, in milliseconds.
    private static let readingTime: Int64 = 60_000

    /// What the provider said last when a stage came, if it had not said that at the stage before. It is in the file
    /// before the stage is published, so the entry of a stage never changes because of it.
    fileprivate func claim(at place: Int) -> Report? {
        // Of what was not measured here, an editor tells it.
        guard isMeasured else { return nil }
        let end = updates[place].at.milliseconds + Self.readingTime
        let start = place > 0 ? updates[place - 1].at.milliseconds + Self.readingTime : .min
        return reports.filter { report in
            report.isClaim && report.at.map { start < $0.milliseconds && $0.milliseconds <= end } ?? false
        }.max { ($0.at?.milliseconds ?? 0) < ($1.at?.milliseconds ?? 0) }
    }
}
