import Comparison
import Content
import Model
import Templates

/// A provider beside those that stand before and after it.
struct ComparePage: TemplateData {
    var title: String
    var providers: [Column]
    var parts: [Part]
    var selectionHref: String?

    static let schema = TemplateSchema<Self>(
        "compare", "a provider beside its neighbours in rank",
        [
            .text("title", "the page's heading") { $0.title },
            .list("columns", "the providers") { $0.providers },
            .list("parts", "what is compared: each service, then the domain") { $0.parts },
            .text("selection-href", "the link to all providers beside each other") { $0.selectionHref },
        ])

    /// A provider.
    struct Column: TemplateData {
        var name: String
        var href: String
        var date: String

        static let schema = TemplateSchema<Self>(
            "provider in a comparison", "a provider beside others",
            [
                .text("provider-name", "the provider's name") { $0.name },
                .text("provider-href", "the link to its page") { $0.href },
                .text("provider-date", "since when it is in this state, in words") { $0.date },
            ])
    }

    /// The domain, or a service.
    struct Part: TemplateData {
        var title: String
        var rows: [Row]

        static let schema = TemplateSchema<Self>(
            "part of a comparison", "what is compared of a service, or of the domain",
            [
                .text("part-title", "the service, or that it is the domain") { $0.title },
                .list("rows", "the columns of tables, a row each") { $0.rows },
            ])
    }

    /// What one question gives for each of the providers.
    struct Row: TemplateData {
        var title: String
        var differs: Bool
        var cells: [ComparisonTable.Cell]

        static let schema = TemplateSchema<Self>(
            "row of a comparison", "the answers to one question",
            [
                .text("row-name", "the column's name") { $0.title },
                .truth("row-differs", "whether the providers differ in it") { $0.differs },
                .list("cells", "the answers, in the order of the providers") { $0.cells },
            ])
    }
}

extension PageComposer {
    /// Who stands beside a provider: the one before it, itself, and the one after it. Empty where it was not measured, or
    /// nobody else was.
    func neighbours(of id: String) -> [Standing] {
        let ranked = comparable
        guard let place = ranked.firstIndex(where: { $0.id == id }) else { return [] }
        return Array(ranked[max(0, place - 1)...min(ranked.count - 1, place + 1)])
    }

    /// `nil` where there is nobody to compare with.
    func comparison(_ entry: ProviderFile) -> DeferredPage? {
        let standings = neighbours(of: entry.provider.id)
        guard !standings.isEmpty else { return nil }
        return DeferredPage { comparePage(entry, standings) }
    }

    /// A question, and what it gives for each of some providers.
    struct ComparedRow {
        var column: TableDefinition.Column
        var lines: [CellLine]
    }

    /// What is compared: each service that one of them has, then what is the domain's.
    func compared(_ standings: [Standing]) -> [(title: String, rows: [ComparedRow])] {
        let services = Service.allCases.filter { service in
            standings.contains { $0.present.contains { $0.service == service } }
        }
        let ofDomain: [TableDefinition.Column] = [.dnssec, .dane, .caa, .spf, .dmarc, .mtaSTS, .tlsReporting]
        let words = words
        return services.map { service in
            let rows = TableDefinition.Column.ofServicesIn2014.reversed().map { column in
                ComparedRow(
                    column: column,
                    lines: standings.map { standing in
                        let profile = grading(service)?.profile(on: standing.date)
                        return standing.view.line(column, of: service, profile: profile, words: words)
                    })
            }
            return (texts[.services, service.rawValue, fallback: service.rawValue], rows)
        } + [
            (
                texts[.historyWhole],
                ofDomain.map { column in
                    ComparedRow(
                        column: column,
                        lines: standings.map { $0.view.line(column, table: "", notes: [:], words: words) })
                }
            )
        ]
    }

    private func comparePage(_ entry: ProviderFile, _ standings: [Standing]) -> Page {
        let id = entry.provider.id
        let address = addresses.comparison(id)
        let links = Links(from: address)
        let title = texts.filled(.compareTitle, ["provider": entry.provider.name])
        let data = ComparePage(
            title: title,
            providers: standings.map { standing in
                ComparePage.Column(
                    name: content.providers[standing.id]?.provider.name ?? standing.name,
                    href: links.page(addresses.provider(standing.id)),
                    date: texts.filled(.historyFrom, ["date": texts.longDate(stateDate(of: standing))]))
            },
            parts: compared(standings).map { part in
                ComparePage.Part(title: part.title, rows: part.rows.map { row($0, standings, links) })
            }, selectionHref: selectionHref(links, showing: standings))
        return page(
            address, data, title: title, source: entry.file, modified: standings.map { stateDate(of: $0) }.max(),
            translated: { $0.addresses.comparison(id) })
    }

    private func row(_ row: ComparedRow, _ standings: [Standing], _ links: Links) -> ComparePage.Row {
        ComparePage.Row(
            title: words.name(of: row.column), differs: Set(row.lines.map { "\($0.state) \($0.text)" }).count > 1,
            cells: zip(standings, row.lines).map { standing, line in
                ComparisonTable.Cell(
                    column: row.column.rawValue, title: standing.name,
                    lines: [self.line(line, standing.id, evidenceAddress(standing.id, standing.date), links)])
            })
    }
}
