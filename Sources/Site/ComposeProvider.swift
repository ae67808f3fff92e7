import Findings
import Grading
import Markdown

extension PageComposer {
    /// A provider's page: who it is, what it says of itself, and where it was measured.
    func provider(_ entry: ProviderPage) -> Page {
        let provider = entry.provider
        let address = addresses.provider(provider.id)
        let links = Links(from: address)
        let prose = ProseHandlers(composer: self, file: entry.file, links: links)
        let rendered = prose.render(entry.prose, firstLine: entry.proseLine)
        let dates = content.snapshots.filter { $0.providers[provider.id] != nil }
        var scope = Scope()
        scope.set("title", provider.name)
        scope.set("website", provider.website)
        scope.set("country", provider.country)
        scope.set("domains", provider.domains.joined(separator: ", "))
        scope.set("aliases", provider.aliases.joined(separator: ", "))
        scope.set("opt-out", provider.optOut)
        scope.set("proseHTML", rendered.markdown.html)
        scope.set(
            "claims",
            provider.claims.map { claim in
                Scope {
                    $0.set("claim-text", claim.text)
                    $0.set("claim-date", texts.longDate(claim.date))
                    let isLink = WebAddress.isWebsite(claim.source)
                    $0.set("claim-href", isLink ? claim.source : nil)
                    $0.set("claim-source", isLink ? nil : claim.source)
                }
            })
        scope.set(
            "evidence",
            dates.reversed().map { snapshot in
                Scope {
                    $0.set("evidence-href", links.page(addresses.evidence(provider.id, snapshot.snapshot.date)))
                    $0.set("evidence-text", texts.longDate(snapshot.snapshot.date))
                    $0.set("evidence-iso", "\(snapshot.snapshot.date)")
                }
            })
        scope.set("tables", tables(with: provider.id, links))
        var page = page(
            address, template: "provider", title: provider.name, source: entry.file,
            modified: dates.last?.snapshot.date, translated: { $0.addresses.provider(provider.id) }, scope: scope)
        page.diagnostics = rendered.markdown.diagnostics
        page.links = rendered.links
        return page
    }

    /// The tables that have a row for a provider, with the newest date that has one.
    private func tables(with id: String, _ links: Links) -> [Scope] {
        edition.tables.compactMap { table in
            let rows: (SnapshotContent) -> Bool = { snapshot in
                if case .listed(let ids) = table.definition.rows, !ids.contains(id) { return false }
                return snapshot.providers[id].map {
                    ProviderOnDate(findings: $0, snapshot: snapshot.snapshot).says(anythingOf: table.definition)
                } ?? false
            }
            guard let newest = table.snapshots.last(where: rows) else { return nil }
            let date = newest.snapshot.date
            return Scope {
                $0.set("table-title", title(of: table.definition))
                $0.set("table-href", links.page(addresses.table(table.definition.name, date)))
                $0.set("table-date-long", texts.longDate(date))
                $0.set("table-date", "\(date)")
            }
        }
    }
}
