import Comparison
import Content
import Model
import Templates

/// A table as it was on a date, or its newest state in some order.
struct TablePage: TemplateData {
    var title: String
    var comparison: [UInt8]
    var drawing: [UInt8] = []
    var csvHref: String
    var jsonHref: String
    var metadataHref: String
    var bibTeXHref: String
    var cslHref: String
    var citation: String
    var isLatest: Bool
    var isNeverMeasured: Bool
    var isSorted: Bool
    var ownHref: String
    var errata: [ErratumEntry]
    var datedHref: String
    var methodHref: String
    var dates: [DatedTableEntry]
    var years: [Year]
    var changesHref: String?

    /// A year in which the table was measured.
    struct Year: TemplateData {
        var href: String
        var text: String

        static let schema = TemplateSchema<Self>(
            "year of a table", "a year in which the table was measured",
            [
                .text("year-href", "the link to all its dates") { $0.href },
                .text("year-text", "the year") { $0.text },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "table", "a table of a date, or its newest state in some order",
        [
            .text("title", "the table's title with its date") { $0.title },
            .html("comparisonHTML", "the table, rendered by the template `comparison`") { $0.comparison },
            .html("drawingHTML", "the charts of protocol versions and of the sums, rendered by the template `drawing`")
            { $0.drawing },
            .text("csv-href", "the link to the table as CSV") { $0.csvHref },
            .text("json-href", "the link to its facts as JSON") { $0.jsonHref },
            .text("metadata-href", "the link to the description of the CSV for programs") { $0.metadataHref },
            .text("bibtex-href", "the link to the citation in BibTeX's format") { $0.bibTeXHref },
            .text("csl-href", "the link to the citation as CSL-JSON") { $0.cslHref },
            .text("citation", "how to cite the table") { $0.citation },
            .truth("is-latest", "whether this page always shows the newest state") { $0.isLatest },
            .truth("is-never-measured", "whether all snapshots were transcribed from publications") {
                $0.isNeverMeasured
            },
            .truth("is-sorted", "whether the rows are in another order than the table's own") { $0.isSorted },
            .text("own-href", "the link to the newest state in the table's own order") { $0.ownHref },
            .list("errata", "what is known to be wrong in it") { $0.errata },
            .text("latest-href", "the link to the newest state") { $0.ownHref },
            .text("dated-href", "the link to the permanent page of this date") { $0.datedHref },
            .text("method-href", "the link to the rules of its grades") { $0.methodHref },
            .list("dates", "of the newest state: the newest dates on which something changed") { $0.dates },
            .list("years", "the years in which it was measured, newest first; of a date, its own") { $0.years },
            .text("changes-href", "the link to what changed since the date before") { $0.changesHref },
        ])
}

extension PageComposer {
    /// A table's dated pages, the one that always shows its newest state, the same sorted by each column, and the dates
    /// of each year. A date on which all rows are those of an earlier one has a page that says so, as long as it is
    /// published.
    func tables(_ table: TableHistory) -> [DeferredPage] {
        let name = table.definition.name
        guard let newest = table.entries.last else { return [DeferredPage { unmeasured(table.definition) }] }
        let dated = table.entries.filter(published.publishes).map { entry -> DeferredPage in
            let same = standingFor(entry)
            let address = addresses.table(name, entry.date)
            let outline = outline(
                address, of: entry.date, source: table.definition.file, isListed: same == nil, errata: [entry.date],
                feed: .table(name), [])
            if let same { return DeferredPage { confirmation(table, entry, of: same) }.kept(outline) }
            return DeferredPage { tablePage(table, entry, address: address) }.kept(outline)
        }
        // The rows of a sorted page are the same until one changes, and so is the page.
        let whole = table.entries.last { standingFor($0) == nil } ?? newest
        let sorted = orders(of: table.definition).map { order in
            DeferredPage { tablePage(table, whole, address: addresses.sorted(name, order.name), order: order) }
        }
        let latest = DeferredPage { tablePage(table, newest, address: addresses.table(name), order: .own) }
        return dated + [latest] + sorted + yearsOfDates(table)
    }

    /// The date whose page shows the rows of this one; `nil` where the date has a whole page of its own: where some row
    /// is new, or something is known to be wrong in it.
    func standingFor(_ entry: TableHistory.Entry) -> Day? {
        content.errata.contains { $0.snapshot == entry.date } ? nil : entry.sameAs
    }

    /// How the newest state is sorted.
    enum RowOrder: Hashable, Sendable {
        /// The table's own order.
        case own
        case provider
        case column(TableDefinition.Column)

        var column: TableDefinition.Column? { if case .column(let column) = self { column } else { nil } }
        /// The address's last part; columns have theirs in every language.
        var name: String { column?.rawValue ?? "provider" }
    }

    private func orders(of table: TableDefinition) -> [RowOrder] {
        [.provider] + table.columns.filter { $0 != .notes }.map { .column($0) }
    }

    private func comparison(_ table: TableHistory, _ entry: TableHistory.Entry) -> Comparison {
        Comparison(
            table.definition, snapshot: entry.snapshot, providers: content.providers, texts: texts,
            chronicle: chronicle, staying: entry.staying)
    }

    /// The files of a table; those of a date without a whole page are those of the date that stands for it.
    private func download(_ table: TableHistory, _ entry: TableHistory.Entry, _ comparison: Comparison) -> TableDownload
    {
        var comparison = comparison
        if let same = standingFor(entry), let whole = table.entry(on: same) {
            comparison = self.comparison(table, whole)
        }
        return TableDownload(
            comparison: comparison, title: title(of: table.definition), caption: caption(comparison), texts: texts,
            addresses: addresses, settings: settings, chronicle: chronicle)
    }

    /// The files of a table's newest state; `nil` where there is none.
    func newestDownload(_ table: TableHistory) -> TableDownload? {
        table.entries.last.map { download(table, $0, comparison(table, $0)) }
    }

    /// - Parameter order: for the page of the newest state and those that show it sorted; `nil` for a dated one.
    private func tablePage(
        _ table: TableHistory, _ entry: TableHistory.Entry, address: String, order: RowOrder? = nil
    ) -> Page {
        let comparison = comparison(table, entry)
        let links = Links(from: address)
        let name = table.definition.name
        let date = entry.date
        let isLatest = order != nil
        var title = texts.filled(
            .tableTitle, ["title": self.title(of: table.definition), "date": texts.longDate(date)])
        if let order, order != .own {
            let isTranscribed = entry.snapshot.manifest.origin == .transcribed
            let column =
                order.column.map { texts.header($0, transcribed: isTranscribed) } ?? texts.all["columns.provider"] ?? ""
            title = texts.filled(.sortedTitle, ["title": title, "column": column])
        }
        let concerned = content.errata.filter { erratum in
            erratum.snapshot == date
                && (erratum.provider.map { id in comparison.rows.contains { $0.provider == id } } ?? true)
        }
        let download = download(table, entry, comparison)
        let orders = order == nil ? [] : orders(of: table.definition)
        let rows: Comparison = order.map { $0.sorting(comparison) } ?? comparison
        var data = TablePage(
            title: title,
            comparison: html(of: rows, links: links, isWhole: true, order: order, orders: orders),
            csvHref: links.file(download.csvPath), jsonHref: links.file(download.jsonPath),
            metadataHref: links.file(download.metadataPath),
            bibTeXHref: links.file(download.bibTeXPath), cslHref: links.file(download.cslPath),
            citation: download.citation, isLatest: isLatest,
            isNeverMeasured: isLatest && table.entries.allSatisfy { $0.snapshot.manifest.origin == .transcribed },
            isSorted: isLatest && order != .own, ownHref: links.page(addresses.table(name)),
            errata: errata(concerned, links), datedHref: links.page(addresses.table(name, date)),
            methodHref: links.page(addresses.method, anchor(table, date)),
            dates: order == .own ? newestDates(of: table, links) : [],
            years: years(of: table, for: order == .own ? nil : date.year, links))
        if order == .own {
            let charts = [
                versionsDrawing(table, id: "versionen-\(table.definition.name)"),
                countsDrawing(
                    table, countedColumns(table.definition), title: texts[.countsOfTable],
                    id: "anteile-\(table.definition.name)"),
            ]
            data.drawing = Array(charts.compactMap { $0.map(html) }.joined())
        }
        if hasChangesPage(table, date) { data.changesHref = links.page(addresses.changes(name, date)) }
        var page = page(
            address, data, title: title, description: caption(comparison), source: table.definition.file,
            modified: date,
            translated: { other in
                switch order {
                case nil: other.addresses.table(name, date)
                case .own?: other.addresses.table(name)
                case let order?: other.addresses.sorted(name, order.name)
                }
            })
        // The same rows in another order are nothing of their own to find.
        page.isListed = order == nil || order == .own
        page.feed = .table(name)
        page.usesScript = true
        page.structured = page.isListed ? download.structured : nil
        if order == nil { page.attachments = download.files }
        if page.isListed { page.attachments[page.markdownPath] = markdown(of: comparison, title: title, download) }
        return page
    }

    private func anchor(_ table: TableHistory, _ date: Day) -> String? {
        table.definition.profile(on: date).map { MethodPage.anchor($0.name) }
    }
}

extension PageComposer.RowOrder {
    fileprivate func sorting(_ comparison: Comparison) -> Comparison {
        switch self {
        case .own: comparison
        case .provider: comparison.sortedByName()
        case .column(let column): comparison.sorted(by: column)
        }
    }
}
