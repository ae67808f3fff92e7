import Comparison
import Content
import Model

/// Which dates have pages of their own although nothing was new on them: all, or, where `history` in the settings says so,
/// those of the last days and those that something refers to. Pages of dates with a change are always published.
struct PublishedDates: Sendable {
    /// What is published of the past; `nil` where that is everything.
    private let past: Past?

    private struct Past {
        /// Each date from here on is published whole.
        var wholeSince: Day
        /// Dates that a text of an editor names.
        var named: Set<Day>
        /// Dates with a page of the measurement.
        var measurements: Set<Day>

        func keeps(_ date: Day) -> Bool { date >= wholeSince || named.contains(date) }

        func keeps(_ entry: TableHistory.Entry) -> Bool {
            entry.isChanged || entry.sameAs == nil || keeps(entry.date)
        }
    }

    init(_ content: SiteContent, _ settings: SiteSettings) {
        guard case .whole(let days) = settings.history, let newest = content.snapshots.last?.manifest.date else {
            past = nil
            return
        }
        let dates = content.snapshots.map(\.manifest.date)
        var past = Past(
            wholeSince: dates.first { newest.days(since: $0) < days } ?? newest, named: Self.named(in: content),
            measurements: [])
        let history = content.history
        for snapshot in content.snapshots {
            let date = snapshot.manifest.date
            let isNew = snapshot.providers.keys.contains { history.states.page(of: $0, on: date) == date }
            let isInTable = history.tables.contains { table in
                table.entry(on: date).map(past.keeps) ?? false
            }
            if past.keeps(date) || isNew || isInTable { past.measurements.insert(date) }
        }
        self.past = past
    }

    /// Whether a date of a table has a page of its own, be it one that says what it confirms.
    func publishes(_ entry: TableHistory.Entry) -> Bool {
        past?.keeps(entry) ?? true
    }

    /// Whether the measurement of a date has a page of its own.
    func publishesMeasurement(of date: Day) -> Bool { past.map { $0.measurements.contains(date) } ?? true }

    /// Dates that texts name, wherever they stand in them, in links, claims and tables of articles and incidents, rather
    /// one too many than one too few; and those that errata and the lists of tables name.
    private static func named(in content: SiteContent) -> Set<Day> {
        var texts = content.articles.map(\.body)
        texts += content.articles.map { Array($0.summary.utf8) }
        texts += content.articles.flatMap(\.updates).map { Array($0.text.utf8) }
        for (_, page) in content.providers {
            texts.append(page.prose)
            texts += page.provider.notes.values.map { Array($0.utf8) }
            texts += (page.reply?.text.values).map { $0.map { Array($0.utf8) } } ?? []
        }
        for page in content.pages {
            texts.append(page.body)
            texts += [page.title, page.summary].map { Array($0.utf8) }
        }
        texts += content.incidents.flatMap(Self.texts)
        texts += content.settings.imprint.values.map { Array($0.utf8) }
        texts += content.templates.values.map { Array($0.bytes) }
        let listed = content.errata.map(\.snapshot) + content.tables.values.flatMap(\.snapshots)
        return texts.reduce(into: Set(listed)) { $0.formUnion(Day.named(in: $1)) }
    }

    /// What people wrote about an incident. Its times are the watch's, and name no snapshot.
    private static func texts(_ file: IncidentFile) -> [[UInt8]] {
        let incident = file.incident
        let updates = incident.updates.flatMap(\.text.values)
        let reports = incident.reports.flatMap { [$0.source, $0.text] }
        return [file.prose] + (Array(incident.title.values) + updates + reports).map { Array($0.utf8) }
    }
}
