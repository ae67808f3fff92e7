import Comparison
import Content
import Model
import Templates

/// What changed last, on the home page.
struct HomeChanges: TemplateData {
    var title: String
    var count: String
    var changes: [ChangeEntry]
    var further: String?
    var tables: [TableEntry]

    static let schema = TemplateSchema<Self>(
        "newest changes", "what changed last, on the home page",
        [
            .text("changes-title", "since when, and until when") { $0.title },
            .text("changes-count", "how many things became better, worse or other") { $0.count },
            .list("changes", "the first changes, what became worse before what became better") { $0.changes },
            .text("further-changes", "how many more there are") { $0.further },
            .list("changed-tables", "the tables in which something changed, with the links to all changes") {
                $0.tables
            },
        ])
}

extension PageComposer {
    /// The most changes that the home page names.
    private static let changesAtMost = 6

    /// The changes of the newest date on which a table changed; `nil` where none has yet.
    func newestChanges(_ links: Links) -> HomeChanges? {
        func newest(_ table: TableHistory) -> Int? {
            table.entries.indices.dropFirst().last {
                table.entries[$0].isChanged && table.entries[$0].snapshot.manifest.origin == .measured
                    && table.entries[$0 - 1].snapshot.manifest.origin == .measured
            }
        }
        let all = edition.tables.compactMap { table in newest(table).map { (table: table, place: $0) } }
        guard let date = all.map({ $0.table.entries[$0.place].date }).max() else { return nil }
        let changed = all.filter { $0.table.entries[$0.place].date == date }
        guard let before = changed.map({ $0.table.entries[$0.place - 1].date }).max() else { return nil }
        let changes = Changes(chronicle, from: before, to: date) { $0.column != .dane }
        guard !changes.isEmpty else { return nil }
        let order: [Changes.Direction] = [.worse, .better, .other, .rule, .definition]
        let sorted = order.flatMap { direction in changes.changes.filter { $0.direction == direction } }
        let more = sorted.count - Self.changesAtMost
        return HomeChanges(
            title: texts.filled(.newestChanges, ["from": texts.longDate(before), "to": texts.longDate(date)]),
            count: changeCount(changes), changes: sorted.prefix(Self.changesAtMost).map { change($0, links) },
            further: more > 0 ? texts.filled(.furtherChanges, ["count": "\(more)"]) : nil,
            tables: changed.map { table, _ in
                TableEntry(
                    title: title(of: table.definition), href: links.page(addresses.changes(table.definition.name, date))
                )
            })
    }
}
