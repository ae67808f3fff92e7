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
    var citation: String
    var isLatest: Bool
    var isNeverMeasured: Bool
    var isSorted: Bool
    var ownHref: String
    var errata: [ErratumEntry]
    var datedHref: String
    var methodHref: String
    var dates: [Date]
    var changesHref: String?

    /// A snapshot that the table can be seen of.
    struct Date: TemplateData {
        var href: String
        var text: String
        var iso: String
        var isCurrent: Bool

        static let schema = TemplateSchema<Self>(
            "date of a table", "a date that the table can be seen of",
            [
                .text("date-href", "the link to the table of that date") { $0.href },
                .text("date-text", "the date in words") { $0.text },
                .text("date-iso", "the date, `2014-07-29`") { $0.iso },
                .truth("date-current", "whether this page shows it") { $0.isCurrent },
            ])
    }

    static let schema = TemplateSchema<Self>(
        "table", "a table of a date, or its newest state in some order",
        [
            .text("title", "the table's title with its date") { $0.title },
            .html("comparisonHTML", "the table, rendered by the template `comparison`") { $0.comparison },
            .html("drawingHTML", "the chart of protocol versions, rendered by the template `drawing`") { $0.drawing },
            .text("csv-href", "the link to the table as CSV") { $0.csvHref },
            .text("json-href", "the link to its facts as JSON") { $0.jsonHref },
            .text("metadata-href", "the link to the description of the CSV for programs") { $0.metadataHref },
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
            .list("dates", "all dates, newest first") { $0.dates },
            .text("changes-href", "the link to what changed since the date before") { $0.changesHref },
        ])
}

extension PageComposer {
    /// A table's dated pages, the one that always shows its newest state, and the same sorted by each column.
    func tables(_ table: LocalizedSite.DatedTable) -> [DeferredPage] {
        let name = table.definition.name
        if table.snapshots.isEmpty { return [{ unmeasured(table.definition) }] }
        var pages: [DeferredPage] = []
        for (place, snapshot) in table.snapshots.enumerated() {
            let comparison: @Sendable () -> Comparison = {
                Comparison(
                    table.definition, snapshot: snapshot, providers: content.providers, texts: texts,
                    chronicle: chronicle, earlier: Array(table.snapshots[..<place]))
            }
            pages.append {
                tablePage(table, comparison(), at: place, address: addresses.table(name, snapshot.manifest.date))
            }
            guard place == table.snapshots.count - 1 else { continue }
            pages.append { tablePage(table, comparison(), at: place, address: addresses.table(name), order: .own) }
            for order in orders(of: table.definition) {
                pages.append {
                    let own = comparison()
                    let sorted = order.column.map { own.sorted(by: $0) } ?? own.sortedByName()
                    return tablePage(
                        table, sorted, at: place, address: addresses.sorted(name, order.name), order: order)
                }
            }
        }
        return pages
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

    /// - Parameter order: for the page of the newest state and those that show it sorted; `nil` for a dated one.
    private func tablePage(
        _ table: LocalizedSite.DatedTable, _ comparison: Comparison, at place: Int, address: String,
        order: RowOrder? = nil
    ) -> Page {
        let links = Links(from: address)
        let name = table.definition.name
        let date = comparison.snapshot.manifest.date
        let isLatest = order != nil
        var title = texts.filled(
            .tableTitle, ["title": self.title(of: table.definition), "date": texts.longDate(date)])
        if let order, order != .own {
            let column = order.column.map(texts.header) ?? texts.all["columns.provider"] ?? ""
            title = texts.filled(.sortedTitle, ["title": title, "column": column])
        }
        let concerned = content.errata.filter { erratum in
            erratum.snapshot == date
                && (erratum.provider.map { id in comparison.rows.contains { $0.provider == id } } ?? true)
        }
        let caption = self.caption(comparison)
        let download = TableDownload(
            comparison: comparison, title: self.title(of: table.definition), caption: caption, texts: texts,
            addresses: addresses, settings: settings, chronicle: chronicle)
        let orders = order == nil ? [] : orders(of: table.definition)
        var data = TablePage(
            title: title,
            comparison: html(of: comparison, links: links, isWhole: true, order: order, orders: orders),
            csvHref: links.file(download.csvPath), jsonHref: links.file(download.jsonPath),
            metadataHref: links.file(download.metadataPath), citation: download.citation, isLatest: isLatest,
            isNeverMeasured: isLatest && table.snapshots.allSatisfy { $0.manifest.origin == .transcribed },
            isSorted: isLatest && order != .own, ownHref: links.page(addresses.table(name)),
            errata: errata(concerned, links), datedHref: links.page(addresses.table(name, date)),
            methodHref: links.page(addresses.method, anchor(table, date)),
            dates: dates(of: table, current: isLatest ? nil : date, links))
        if order == .own {
            data.drawing = versionsDrawing(table, id: "versionen-\(table.definition.name)").map(html) ?? []
        }
        if place > 0 { data.changesHref = links.page(addresses.changes(name, date)) }
        var page = page(
            address, data, title: title, description: caption, source: table.definition.file,
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
        page.structured = page.isListed ? download.structured : nil
        if order == nil { page.attachments = download.files }
        return page
    }

    private func dates(of table: LocalizedSite.DatedTable, current: Day?, _ links: Links) -> [TablePage.Date] {
        table.snapshots.reversed().map { other in
            let date = other.manifest.date
            return TablePage.Date(
                href: links.page(addresses.table(table.definition.name, date)), text: texts.longDate(date),
                iso: "\(date)", isCurrent: date == current)
        }
    }

    private func anchor(_ table: LocalizedSite.DatedTable, _ date: Day) -> String? {
        table.definition.profile(on: date).map { MethodPage.anchor($0.name) }
    }
}
