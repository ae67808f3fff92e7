import Comparison
import Content
import Model
import Names
import Templates
import Text

extension PageComposer {
    /// A provider's page: who it is, what it says of itself, and where it was measured.
    func provider(_ entry: ProviderPage) -> Page {
        let provider = entry.provider
        let address = addresses.provider(provider.id)
        let links = Links(from: address)
        let prose = ProseHandlers(composer: self, file: entry.file, links: links)
        let rendered = prose.render(entry.prose, firstLine: entry.proseLine)
        let dates = content.snapshots.filter { $0.providers[provider.id] != nil }
        var scope = TemplateContext()
        scope.set("title", provider.name)
        scope.set("website", provider.website)
        scope.set("website-text", DomainName.displayed(url: provider.website))
        scope.set("country", provider.country)
        scope.set("domains", provider.domains.map { DomainName.displayed($0) }.joined(separator: ", "))
        scope.set("aliases", provider.aliases.map { DomainName.displayed($0) }.joined(separator: ", "))
        scope.set("opt-out", provider.optOut)
        scope.set("proseHTML", html: rendered.markdown.bytes)
        scope.set(
            "claims",
            provider.claims.map { claim in
                TemplateContext {
                    $0.set("claim-text", claim.text)
                    $0.set("claim-date", texts.longDate(claim.date))
                    let isLink = WebAddress.isWebsite(claim.source)
                    $0.set("claim-href", isLink ? claim.source : nil)
                    $0.set("claim-source", isLink ? nil : claim.source)
                    setMeasured(claim, of: provider.id, links, in: &$0)
                }
            })
        scope.set(
            "evidence",
            dates.reversed().map { snapshot in
                TemplateContext {
                    $0.set("evidence-href", links.page(addresses.evidence(provider.id, snapshot.snapshot.date)))
                    $0.set("evidence-text", texts.longDate(snapshot.snapshot.date))
                    $0.set("evidence-iso", "\(snapshot.snapshot.date)")
                }
            })
        scope.set("tables", tables(with: provider.id, links))
        scope.set("history", history(of: provider.id, links))
        scope.set("changes-by-date", changes(of: provider.id, links))
        scope.set("reply", entry.reply.map(reply))
        let drawings = edition.tables.compactMap { table in
            gradesDrawing(table, provider: provider.id, id: "noten-\(table.definition.name)").map(html)
        }
        scope.set("drawingsHTML", drawings.joined())
        let badges = badgeParts(of: provider.id, links)
        scope.set("badges", badges.scopes)
        var page = page(
            address, template: "provider", title: provider.name, source: entry.file,
            modified: dates.last?.snapshot.date, translated: { $0.addresses.provider(provider.id) }, scope: scope)
        page.diagnostics = rendered.markdown.diagnostics
        page.links = rendered.links
        page.attachments = badges.files
        page.feed = .provider(provider.id)
        return page
    }

    /// What was measured of what a claim is about.
    private func setMeasured(_ claim: Provider.Claim, of id: String, _ links: Links, in scope: inout TemplateContext) {
        guard var question = CellKey(claim.about), let history = chronicle.histories[id] else { return }
        if question.column == .grade, let service = question.service {
            question = CellKey(.grade, of: service, in: grading(service)?.name ?? "")
        }
        guard let newest = history.dates.last, let run = history.run(question, on: newest) else {
            scope.set("claim-measured", texts[.spokenUnknown])
            return
        }
        let seen = history.lastSeen(run, until: newest)
        scope.set("claim-measured", ChangeFormatter(words: words).said(run.fact, question))
        scope.set("claim-measured-title", title(of: question))
        scope.set("claim-measured-date", texts.longDate(seen))
        scope.set("claim-measured-href", links.page(addresses.evidence(id, seen), question.anchor))
    }

    /// The provider's own words. They are an outsider's: text, no Markdown.
    private func reply(_ reply: ProviderPage.Reply) -> TemplateContext {
        TemplateContext {
            $0.set("reply-date", "\(reply.date)")
            $0.set("reply-date-long", texts.longDate(reply.date))
            $0.set("reply-text", reply.text[edition.language])
            let isLink = WebAddress.isWebsite(reply.source)
            $0.set("reply-href", isLink ? reply.source : nil)
            $0.set("reply-source", isLink ? nil : reply.source)
        }
    }

    /// The tables that have a row for a provider, with the newest date that has one.
    private func tables(with id: String, _ links: Links) -> [TemplateContext] {
        edition.tables.compactMap { table in
            let rows: (SnapshotContent) -> Bool = { snapshot in
                if case .listed(let ids) = table.definition.rows, !ids.contains(id) { return false }
                return snapshot.providers[id].map {
                    ProviderOnDate(findings: $0, snapshot: snapshot.snapshot).says(anythingOf: table.definition)
                } ?? false
            }
            guard let newest = table.snapshots.last(where: rows) else { return nil }
            let date = newest.snapshot.date
            return TemplateContext {
                $0.set("table-title", title(of: table.definition))
                $0.set("table-href", links.page(addresses.table(table.definition.name, date)))
                $0.set("table-date-long", texts.longDate(date))
                $0.set("table-date", "\(date)")
            }
        }
    }
}
