import Comparison
import Content
import Model
import Templates

/// What changed in a table between two snapshots.
struct ChangesPage: TemplateData {
    var title: String
    var intro: String
    var before: Snapshot
    var after: Snapshot
    var groups: [Group]
    var olderHref: String?
    var newerHref: String?

    /// One of the two snapshots.
    struct Snapshot: Sendable {
        var href: String
        var text: String
        var iso: String
    }

    /// The changes of one direction.
    struct Group: TemplateData {
        var direction: Changes.Direction
        var title: String
        var changes: [ChangeEntry]

        static let schema = TemplateSchema<Self>(
            "group of changes", "the changes of one direction",
            [
                .text("group-id", "`better`, `worse`, `other`, `rule` or `definition`") { $0.direction.rawValue },
                .text("group-title", "the same in words") { $0.title },
                .truth("group-is-rule", "whether the rules of grading changed, not the servers") {
                    $0.direction == .rule
                },
                .truth("group-is-definition", "whether other domains or hosts are measured than before") {
                    $0.direction == .definition
                },
                .list("changes", "the changes") { $0.changes },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "changes", "what changed in a table between two snapshots",
        [
            .text("title", "the page's heading") { $0.title },
            .text("intro", "between which snapshots") { $0.intro },
            .text("before-href", "the link to the table as it was before") { $0.before.href },
            .text("before-text", "the date of that snapshot in words") { $0.before.text },
            .text("before-iso", "that date, `2014-07-29`") { $0.before.iso },
            .text("after-href", "the link to the table as it is since") { $0.after.href },
            .text("after-text", "the date of that snapshot in words") { $0.after.text },
            .text("after-iso", "that date, `2014-07-29`") { $0.after.iso },
            .list("groups", "the changes by direction") { $0.groups },
            .text("older-href", "the link to the changes before these") { $0.olderHref },
            .text("newer-href", "the link to the changes after these") { $0.newerHref },
        ])
}

extension TableHistory {
    /// What changed in the table between two days. DANE for the whole provider is left out where the table also tells
    /// for which services it is there: both would say the same.
    func changes(_ chronicle: ProviderHistories, from: Day, to: Day) -> Changes {
        var ids: [String]?
        if case .listed(let listed) = definition.rows { ids = listed }
        return Changes(chronicle, from: from, to: to, providers: ids) { question in
            definition.asks(question) && !(question.column == .dane && definition.columns.contains(.daneProtocols))
        }
    }
}

extension PageComposer {
    /// A page for each date of a table on which something is different from the date before it.
    func changes(_ table: TableHistory) -> [DeferredPage] {
        let places = table.entries.indices.filter { hasChangesPage(table, at: $0) }
        return places.indices.map { index in
            DeferredPage {
                changesPage(
                    table, at: places[index], older: index == 0 ? nil : places[index - 1],
                    newer: index + 1 == places.count ? nil : places[index + 1])
            }
        }
    }

    /// Whether a date of a table has a page of what changed. Of snapshots from before states were told apart each has.
    func hasChangesPage(_ table: TableHistory, at place: Int) -> Bool {
        let entry = table.entries[place]
        return place > 0 && (entry.isChanged || entry.sameAs == nil)
    }

    func hasChangesPage(_ table: TableHistory, _ date: Day) -> Bool {
        table.place(of: date).map { hasChangesPage(table, at: $0) } ?? false
    }

    /// - Parameters:
    ///   - place: of the date in the table's entries; there is one before it.
    ///   - older, newer: those of the dates whose changes come before and after.
    private func changesPage(_ table: TableHistory, at place: Int, older: Int?, newer: Int?) -> Page {
        let (from, to) = (table.entries[place - 1].date, table.entries[place].date)
        let name = table.definition.name
        let address = addresses.changes(name, to)
        let links = Links(from: address)
        let changes = table.changes(chronicle, from: from, to: to)
        let title = texts.filled(
            .changesTitle, ["title": self.title(of: table.definition), "date": texts.longDate(to)])
        func snapshot(_ day: Day) -> ChangesPage.Snapshot {
            ChangesPage.Snapshot(
                href: links.page(tableAddress(table, day)), text: texts.longDate(day), iso: "\(day)")
        }
        var data = ChangesPage(
            title: title,
            intro: texts.filled(.changesIntro, ["from": texts.longDate(from), "to": texts.longDate(to)]),
            before: snapshot(from), after: snapshot(to), groups: groups(changes, links))
        data.olderHref = older.map { links.page(addresses.changes(name, table.entries[$0].date)) }
        data.newerHref = newer.map { links.page(addresses.changes(name, table.entries[$0].date)) }
        var page = page(
            address, data, title: title, description: changeCount(changes), source: table.definition.file,
            modified: to, translated: { $0.addresses.changes(name, to) })
        page.feed = .table(name)
        return page
    }

    /// `2 besser, 1 schlechter`; empty where nothing changed.
    func changeCount(_ changes: Changes) -> String {
        let words = ChangeFormatter(words: self.words)
        return Changes.Direction.allCases.compactMap { direction in
            let count = changes.changes.count { $0.direction == direction }
            return count == 0 ? nil : "\(words.direction(direction)): \(count)"
        }.joined(separator: ", ")
    }

    private func groups(_ changes: Changes, _ links: Links) -> [ChangesPage.Group] {
        Changes.Direction.allCases.compactMap { direction in
            let chosen = changes.changes.filter { $0.direction == direction }
            guard !chosen.isEmpty else { return nil }
            return ChangesPage.Group(
                direction: direction, title: ChangeFormatter(words: words).direction(direction),
                changes: chosen.map { change($0, links) })
        }
    }
}
