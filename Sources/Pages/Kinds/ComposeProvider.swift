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
        scope.set(.title, provider.name)
        scope.set(.website, provider.website)
        scope.set(.websiteText, DomainName.displayed(url: provider.website))
        scope.set(.country, provider.country)
        scope.set(.domains, provider.domains.map { DomainName.displayed($0) }.joined(separator: ", "))
        scope.set(.aliases, provider.aliases.map { DomainName.displayed($0) }.joined(separator: ", "))
        scope.set(.optOut, provider.optOut)
        scope.set(.proseHTML, html: rendered.markdown.bytes)
        scope.set(
            .claims,
            provider.claims.map { claim in
                TemplateContext {
                    $0.set(.claimText, claim.text)
                    $0.set(.claimDate, texts.longDate(claim.date))
                    let isLink = WebAddress.isWebsite(claim.source)
                    $0.set(.claimHref, isLink ? claim.source : nil)
                    $0.set(.claimSource, isLink ? nil : claim.source)
                    setMeasured(claim, of: provider.id, links, in: &$0)
                }
            })
        scope.set(
            .evidence,
            dates.reversed().map { snapshot in
                TemplateContext {
                    $0.set(.evidenceHref, links.page(addresses.evidence(provider.id, snapshot.snapshot.date)))
                    $0.set(.evidenceText, texts.longDate(snapshot.snapshot.date))
                    $0.set(.evidenceIso, "\(snapshot.snapshot.date)")
                }
            })
        scope.set(.tables, tables(with: provider.id, links))
        scope.set(.history, history(of: provider.id, links))
        scope.set(.changesByDate, changes(of: provider.id, links))
        scope.set(.reply, entry.reply.map(reply))
        let drawings = edition.tables.compactMap { table in
            gradesDrawing(table, provider: provider.id, id: "noten-\(table.definition.name)").map(html)
        }
        scope.set(.drawingsHTML, drawings.joined())
        let badges = badgeParts(of: provider.id, links)
        scope.set(.badges, badges.scopes)
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
            scope.set(.claimMeasured, texts[.spokenUnknown])
            return
        }
        let seen = history.lastSeen(run, until: newest)
        scope.set(.claimMeasured, ChangeFormatter(words: words).said(run.fact, question))
        scope.set(.claimMeasuredTitle, title(of: question))
        scope.set(.claimMeasuredDate, texts.longDate(seen))
        scope.set(.claimMeasuredHref, links.page(addresses.evidence(id, seen), question.anchor))
    }

    /// The provider's own words. They are an outsider's: text, no Markdown.
    private func reply(_ reply: ProviderPage.Reply) -> TemplateContext {
        TemplateContext {
            $0.set(.replyDate, "\(reply.date)")
            $0.set(.replyDateLong, texts.longDate(reply.date))
            $0.set(.replyText, reply.text[edition.language])
            let isLink = WebAddress.isWebsite(reply.source)
            $0.set(.replyHref, isLink ? reply.source : nil)
            $0.set(.replySource, isLink ? nil : reply.source)
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
                $0.set(.tableTitle, title(of: table.definition))
                $0.set(.tableHref, links.page(addresses.table(table.definition.name, date)))
                $0.set(.tableDateLong, texts.longDate(date))
                $0.set(.tableDate, "\(date)")
            }
        }
    }
}
