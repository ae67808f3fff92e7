import Comparison
import Content
import Model
import Templates

/// All measured providers beside each other; with the script, those that a reader chooses.
struct SelectionPage: TemplateData {
    var title: String
    var providers: [Column]
    var parts: [Part]

    static let schema = TemplateSchema<Self>(
        "selection", "all measured providers beside each other",
        [
            .text("title", "the page's heading") { $0.title },
            .list("columns", "the providers, the best first") { $0.providers },
            .list("parts", "what is compared: each service, then the domain") { $0.parts },
        ])

    /// A provider.
    struct Column: TemplateData {
        var id: String
        var name: String
        var href: String
        var evidenceHref: String

        static let schema = TemplateSchema<Self>(
            "provider in a selection", "a provider beside all others",
            [
                .text("provider-id", "its id") { $0.id },
                .text("provider-name", "its name") { $0.name },
                .text("provider-href", "the link to its page") { $0.href },
                .text("evidence-href", "the link to its evidence") { $0.evidenceHref },
            ])
    }

    /// A service, or the domain.
    struct Part: TemplateData {
        var title: String
        var rows: [Row]

        static let schema = TemplateSchema<Self>(
            "part of a selection", "what is compared of a service, or of the domain",
            [
                .text("part-title", "the service, or that it is the domain") { $0.title },
                .list("rows", "the columns of tables, a row each") { $0.rows },
            ])
    }

    /// What one question gives for all providers.
    struct Row: TemplateData {
        var title: String
        var anchor: String?
        var cells: [Cell]

        static let schema = TemplateSchema<Self>(
            "row of a selection", "the answers to one question, without links",
            [
                .text("row-name", "the column's name") { $0.title },
                .text("row-anchor", "the place on the pages of evidence") { $0.anchor },
                .list("cells", "the answers, in the order of the providers") { $0.cells },
            ])
    }

    /// An answer in as few bytes as may be: there is one for each provider and question.
    struct Cell: TemplateData {
        var text: String
        var state: String

        static let schema = TemplateSchema<Self>(
            "cell of a selection", "an answer",
            [
                .text("cell-text", "the value or a sign") { $0.text },
                .text("cell-state", "as `line-state` of a table") { $0.state },
            ])
    }
}

extension PageComposer {
    /// Who can stand beside others: those that were measured, the best first. Empty where there are not two.
    var comparable: [Standing] {
        let ranked = content.standings.measured.filter { content.providers[$0.id] != nil && !$0.present.isEmpty }
        return ranked.count > 1 ? ranked : []
    }

    /// The link to all providers beside each other; `nil` where there is no such page.
    /// - Parameter chosen: those that are shown, where the script runs.
    func selectionHref(_ links: Links, showing chosen: [Standing] = []) -> String? {
        guard !comparable.isEmpty else { return nil }
        let page = links.page(addresses.selection)
        return chosen.isEmpty ? page : "\(page)?show=\(chosen.map(\.id).joined(separator: ","))"
    }

    /// `nil` where there is nobody to compare with.
    func selection() -> DeferredPage? {
        let standings = comparable
        guard !standings.isEmpty else { return nil }
        return DeferredPage { selectionPage(standings) }
    }

    private func selectionPage(_ standings: [Standing]) -> Page {
        let links = Links(from: addresses.selection)
        let data = SelectionPage(
            title: texts[.selectionTitle],
            providers: standings.map { standing in
                SelectionPage.Column(
                    id: standing.id, name: content.providers[standing.id]?.provider.name ?? standing.name,
                    href: links.page(addresses.provider(standing.id)),
                    evidenceHref: links.page(evidenceAddress(standing.id, standing.date)))
            },
            parts: compared(standings).map { part in
                SelectionPage.Part(
                    title: part.title,
                    rows: part.rows.map { row in
                        SelectionPage.Row(
                            title: words.name(of: row.column), anchor: row.lines.lazy.compactMap(\.anchor).first,
                            cells: row.lines.map { line in
                                SelectionPage.Cell(
                                    text: line.text + (line.mixed ? texts[.mixedMark] : ""),
                                    state: line.state.rawValue)
                            })
                    })
            })
        var page = page(
            addresses.selection, data, title: data.title, source: "templates/selection.mustache",
            modified: standings.map { stateDate(of: $0) }.max(), translated: { $0.addresses.selection })
        page.usesScript = true
        return page
    }
}
