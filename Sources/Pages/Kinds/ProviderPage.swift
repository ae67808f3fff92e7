import Comparison
import Content
import Model
import Names
import Templates
import Text

/// A provider: who it is, what it says of itself, and what was measured.
struct ProviderPage: TemplateData {
    var title: String
    var website: String
    var websiteText: String
    var country: String
    var domains: String
    var aliases: String
    /// Where there are many.
    var aliasCount: String?
    var optOut: Bool
    var verdict: ProviderVerdict?
    var compareHref: String?
    var matrix: ServiceMatrix?
    var prose: [UInt8]
    var claims: [Claim]
    var reply: Reply?
    var history: [ProviderHistory]
    var changesByDate: [DatedChanges]
    var furtherChanges: String?
    /// The first chart, and all others.
    var drawings: (first: [UInt8], further: [UInt8])
    var badges: [BadgeEntry]
    var tables: [TableEntry]
    var evidence: [EvidenceLink]
    var ownServer: OwnServer?
    var availability: ProviderAvailability?
    var incidents: [IncidentEntry] = []

    static let schema = TemplateSchema<Self>(
        "provider", "a provider",
        [
            .text("title", "the provider's name") { $0.title },
            .text("website", "the address of its website") { $0.website },
            .text("website-text", "the same as people read it") { $0.websiteText },
            .text("country", "its country") { $0.country },
            .text("domains", "its domains") { $0.domains },
            .text("aliases", "further domains of its users") { $0.aliases },
            .text("aliases-count", "how many there are, if they are many") { $0.aliasCount },
            .truth("opt-out", "whether it does not want to be measured") { $0.optOut },
            .one("verdict", "how it stands, if a table grades one of its services") { $0.verdict },
            .text("compare-href", "the link to the page with its neighbours in rank, if it has some") {
                $0.compareHref
            },
            .one("matrix", "its services, if something is known of them") { $0.matrix },
            .html("proseHTML", "the text of its file") { $0.prose },
            .list("claims", "what it says of itself") { $0.claims },
            .one("reply", "its reply to the measurements, if there is one") { $0.reply },
            .list("history", "what is known now, and what was before; a part for each service") { $0.history },
            .list("domain-facts", "what is known of its domain") { $0.history.first { $0.isOfDomain }?.rows ?? [] },
            .list("changes-by-date", "what changed, newest first; of many dates the newest") { $0.changesByDate },
            .text("further-changes", "on how many dates more something changed before") { $0.furtherChanges },
            .html("drawingsHTML", "the chart of its grades in a table") { $0.drawings.first },
            .html("further-drawingsHTML", "those in other tables") { $0.drawings.further },
            .list("badges", "its badges") { $0.badges },
            .list("tables", "the tables that show it") { $0.tables },
            .list("evidence", "the links to its evidence, newest first: one for each state in which it was found") {
                $0.evidence
            },
            .one("availability", "how its services could be used, if that is watched") { $0.availability },
            .list("incidents", "its incidents, newest first") { $0.incidents },
            .one("own-server", "what the provider itself can do, if it may be measured") { $0.ownServer },
        ])

    /// What it says of itself, beside what was measured.
    struct Claim: TemplateData {
        var text: String
        var date: String
        var href: String?
        var source: String?
        var measured: String?
        var measuredTitle: String?
        var measuredDate: String?
        var measuredHref: String?

        static let schema = TemplateSchema<Self>(
            "claim", "what a provider says of itself, beside what was measured",
            [
                .text("claim-text", "what it says") { $0.text },
                .text("claim-date", "when, in words") { $0.date },
                .text("claim-href", "where, if that is a web address") { $0.href },
                .text("claim-source", "where, if it is none") { $0.source },
                .text("claim-measured", "what was measured of it") { $0.measured },
                .text("claim-measured-title", "of which column") { $0.measuredTitle },
                .text("claim-measured-date", "when it was measured, in words") { $0.measuredDate },
                .text("claim-measured-href", "the link to the evidence") { $0.measuredHref },
            ])
    }

    /// Its reply to the measurements.
    struct Reply: TemplateData {
        var date: String
        var dateLong: String
        var text: String?
        var href: String?
        var source: String?

        static let schema = TemplateSchema<Self>(
            "reply", "a provider's reply to the measurements",
            [
                .text("reply-date", "when it replied, `2014-07-29`") { $0.date },
                .text("reply-date-long", "the same in words") { $0.dateLong },
                .text("reply-text", "what it replied") { $0.text },
                .text("reply-href", "where, if that is a web address") { $0.href },
                .text("reply-source", "where or how, if it is none") { $0.source },
            ])
    }

    /// What a snapshot shows as new.
    struct DatedChanges: TemplateData {
        var iso: String
        var long: String
        var count: String
        var isOpen: Bool
        var changes: [ChangeEntry]

        static let schema = TemplateSchema<Self>(
            "changes of a date", "what a snapshot shows as new",
            [
                .text("date-iso", "the snapshot's date, `2014-07-29`") { $0.iso },
                .text("date-long", "the same in words") { $0.long },
                .text("date-count", "how many things became better, worse or other") { $0.count },
                .truth("date-open", "whether they are few, and the newest") { $0.isOpen },
                .list("changes", "the changes") { $0.changes },
            ])
    }

    /// The evidence of a snapshot.
    struct EvidenceLink: TemplateData {
        var href: String
        var text: String
        var iso: String
        var confirmed: String?

        static let schema = TemplateSchema<Self>(
            "link to evidence", "the evidence of a snapshot",
            [
                .text("evidence-confirmed", "of a former state, how often and until when it was found again") {
                    $0.confirmed
                },
                .text("evidence-href", "the link to its page") { $0.href },
                .text("evidence-text", "the snapshot's date in words") { $0.text },
                .text("evidence-iso", "that date, `2014-07-29`") { $0.iso },
            ])
    }
}

extension PageComposer {
    /// A provider's page: who it is, what it says of itself, and where it was measured.
    func provider(_ entry: ProviderFile) -> Page {
        let provider = entry.provider
        let address = addresses.provider(provider.id)
        let links = Links(from: address)
        let prose = ProseHandlers(composer: self, file: entry.file, links: links)
        let rendered = prose.render(entry.prose, firstLine: entry.proseLine)
        let found = states.states(of: provider.id)
        let drawings = edition.tables.compactMap { table in
            gradesDrawing(table, provider: provider.id, id: "noten-\(table.definition.name)").map(html)
        }
        let badges = badgeParts(of: provider.id, links)
        let aliases = provider.aliases.map { DomainName.displayed($0) }
        let changes = changes(of: provider.id, links)
        let availability = availability(of: provider.id, links)
        var data = ProviderPage(
            title: provider.name, website: provider.website,
            websiteText: DomainName.displayed(url: provider.website),
            country: country(of: provider.id),
            domains: provider.domains.map { DomainName.displayed($0) }.joined(separator: ", "),
            aliases: aliases.joined(separator: ", "),
            aliasCount: aliases.count > Self.aliasesAtMost
                ? texts.filled(.aliasCount, ["count": "\(aliases.count)"]) : nil,
            optOut: provider.optOut, verdict: verdict(of: provider.id, links),
            compareHref: neighbours(of: provider.id).isEmpty
                ? nil : links.page(addresses.comparison(provider.id)),
            matrix: matrix(of: provider.id, links), prose: rendered.markdown.bytes,
            claims: provider.claims.map { claim($0, of: provider.id, links) }, reply: entry.reply.map(reply),
            history: history(of: provider.id, links), changesByDate: changes.newest, furtherChanges: changes.further,
            drawings: (drawings.first ?? [], Array(drawings.dropFirst().joined())), badges: badges.entries,
            tables: tables(with: provider.id, links),
            evidence: found.reversed().map { state in
                ProviderPage.EvidenceLink(
                    href: links.page(addresses.evidence(provider.id, state.first)), text: texts.longDate(state.first),
                    iso: "\(state.first)", confirmed: confirmedUntil(state, of: provider.id))
            }, ownServer: ownServer(provider))
        data.availability = availability?.part
        data.incidents = content.incidents.map(\.incident).filter { $0.provider == provider.id }
            .map { incidentEntry($0, links) }
        var page = page(
            address, data, title: provider.name, source: entry.file, modified: found.last?.first,
            translated: { $0.addresses.provider(provider.id) })
        page.diagnostics = rendered.markdown.diagnostics
        page.links = rendered.links
        page.attachments = badges.files.merging(availability?.files ?? [:]) { $1 }
        page.feed = .provider(provider.id)
        return page
    }

    /// The most aliases that are named without being asked for.
    private static let aliasesAtMost = 8

    private func claim(_ claim: Provider.Claim, of id: String, _ links: Links) -> ProviderPage.Claim {
        let isLink = WebAddress.isWebsite(claim.source)
        var data = ProviderPage.Claim(
            text: claim.text, date: texts.longDate(claim.date), href: isLink ? claim.source : nil,
            source: isLink ? nil : claim.source)
        guard var question = CellKey(claim.about), let history = chronicle.histories[id] else { return data }
        if question.column == .grade, let service = question.service {
            question = CellKey(.grade, of: service, in: grading(service)?.name ?? "")
        }
        guard let newest = history.dates.last, let run = history.run(question, on: newest) else {
            data.measured = texts[.spokenUnknown]
            return data
        }
        let seen = history.lastSeen(run, until: newest)
        data.measured = ChangeFormatter(words: words).said(run.fact, question)
        data.measuredTitle = title(of: question)
        data.measuredDate =
            seen < newest ? texts.longDate(seen) : texts.filled(.historyFrom, ["date": texts.longDate(run.since)])
        data.measuredHref = links.page(evidenceAddress(id, seen), question.anchor)
        return data
    }

    /// The provider's own words. They are an outsider's: text, no Markdown.
    private func reply(_ reply: ProviderFile.Reply) -> ProviderPage.Reply {
        let isLink = WebAddress.isWebsite(reply.source)
        return ProviderPage.Reply(
            date: "\(reply.date)", dateLong: texts.longDate(reply.date), text: reply.text[edition.language],
            href: isLink ? reply.source : nil, source: isLink ? nil : reply.source)
    }

    /// The tables that have a row for a provider; where their newest state does not show it, with the date that does.
    private func tables(with id: String, _ links: Links) -> [TableEntry] {
        edition.tables.compactMap { table in
            guard table.definition.hasRow(id) else { return nil }
            let shown = table.entries.last { entry in
                entry.snapshot.providers[id].map {
                    ProviderOnDate(findings: $0, manifest: entry.snapshot.manifest).says(anythingOf: table.definition)
                } ?? false
            }
            guard let date = shown?.date else { return nil }
            let isNewest = date == table.entries.last?.date
            let name = table.definition.name
            return TableEntry(
                title: title(of: table.definition),
                href: links.page(isNewest ? addresses.table(name) : tableAddress(table, date)),
                date: isNewest ? nil : "\(date)", dateLong: isNewest ? nil : texts.longDate(date))
        }
    }
}
