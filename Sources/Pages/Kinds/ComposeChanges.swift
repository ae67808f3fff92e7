import Comparison
import Content
import Model
import Templates

extension LocalizedSite.DatedTable {
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
    /// A page for each snapshot of a table but the first: what is different from the one before it.
    func changes(_ table: LocalizedSite.DatedTable) -> [DeferredPage] {
        zip(table.snapshots, table.snapshots.dropFirst()).enumerated().map { position, pair in
            { changesPage(table, from: pair.0.snapshot.date, to: pair.1.snapshot.date, position: position) }
        }
    }

    private func changesPage(_ table: LocalizedSite.DatedTable, from: Day, to: Day, position: Int) -> Page {
        let name = table.definition.name
        let address = addresses.changes(name, to)
        let links = Links(from: address)
        let changes = table.changes(chronicle, from: from, to: to)
        let title = texts.filled(
            .changesTitle, ["title": self.title(of: table.definition), "date": texts.longDate(to)])
        var scope = TemplateContext()
        scope.set(.title, title)
        scope.set(.intro, texts.filled(.changesIntro, ["from": texts.longDate(from), "to": texts.longDate(to)]))
        scope.set(.beforeHref, links.page(addresses.table(name, from)))
        scope.set(.beforeText, texts.longDate(from))
        scope.set(.beforeIso, "\(from)")
        scope.set(.afterHref, links.page(addresses.table(name, to)))
        scope.set(.afterText, texts.longDate(to))
        scope.set(.afterIso, "\(to)")
        scope.set(.groups, groups(changes, links))
        if position > 0 { scope.set(.olderHref, links.page(addresses.changes(name, from))) }
        if position + 2 < table.snapshots.count {
            scope.set(
                .newerHref, links.page(addresses.changes(name, table.snapshots[position + 2].snapshot.date)))
        }
        var page = page(
            address, template: "changes", title: title, description: changeCount(changes),
            source: table.definition.file, modified: to, translated: { $0.addresses.changes(name, to) }, scope: scope)
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

    private func groups(_ changes: Changes, _ links: Links) -> [TemplateContext] {
        Changes.Direction.allCases.compactMap { direction in
            let chosen = changes.changes.filter { $0.direction == direction }
            guard !chosen.isEmpty else { return nil }
            return TemplateContext {
                $0.set(.groupId, direction.rawValue)
                $0.set(.groupTitle, ChangeFormatter(words: words).direction(direction))
                $0.set(.groupIsRule, direction == .rule)
                $0.set(.changes, chosen.map { change($0, links) })
            }
        }
    }

    /// One change as a row.
    func change(_ change: Changes.Change, _ links: Links) -> TemplateContext {
        let words = ChangeFormatter(words: self.words)
        let anchor = change.question.anchor
        return TemplateContext {
            $0.set(.changeProvider, change.name)
            $0.set(
                .changeProviderHref,
                content.providers[change.provider] == nil ? nil : links.page(addresses.provider(change.provider)))
            $0.set(.changeService, words.service(change.question))
            $0.set(.changeText, words.steps(change).joined(separator: ", "))
            $0.set(.changeDirection, change.direction.rawValue)
            $0.set(.changeDirectionText, words.direction(change.direction))
            $0.set(.changeBefore, words.said(change.before, change.question))
            $0.set(.changeBeforeHref, links.page(addresses.evidence(change.provider, change.seenBefore), anchor))
            $0.set(.changeAfter, words.said(change.after, change.question))
            $0.set(.changeAfterHref, links.page(addresses.evidence(change.provider, change.since), anchor))
            $0.set(.changeDate, "\(change.since)")
            $0.set(.changeDateLong, texts.longDate(change.since))
        }
    }
}
