import Comparison
import Content
import Model
import Templates

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
                tablePage(table, comparison(), at: place, address: addresses.table(name, snapshot.snapshot.date))
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
        let date = comparison.snapshot.snapshot.date
        let isLatest = order != nil
        var title = texts.filled(
            .tableTitle, ["title": self.title(of: table.definition), "date": texts.longDate(date)])
        if let order, order != .own {
            let column = order.column.map(texts.header) ?? texts.all["columns.provider"] ?? ""
            title = texts.filled(.sortedTitle, ["title": title, "column": column])
        }
        var scope = TemplateContext()
        scope.set(.title, title)
        scope.set(
            .comparisonHTML,
            html(
                of: comparison, links: links, isWhole: true, order: order,
                orders: order == nil ? [] : orders(of: table.definition)))
        if order == .own {
            let drawing = versionsDrawing(table, id: "versionen-\(table.definition.name)")
            scope.set(.drawingHTML, drawing.map(html))
        }
        let download = TableDownload(composer: self, comparison: comparison)
        scope.set(.csvHref, links.file(download.csvPath))
        scope.set(.jsonHref, links.file(download.jsonPath))
        scope.set(.metadataHref, links.file(download.metadataPath))
        scope.set(.citation, download.citation)
        scope.set(.isLatest, isLatest)
        scope.set(
            .isNeverMeasured,
            isLatest && table.snapshots.allSatisfy { $0.snapshot.origin == .transcribed })
        scope.set(.isSorted, isLatest && order != .own)
        scope.set(.ownHref, links.page(addresses.table(name)))
        let concerned = content.errata.filter { erratum in
            erratum.snapshot == date
                && (erratum.provider.map { id in comparison.rows.contains { $0.provider == id } } ?? true)
        }
        scope.set(.errata, errata(concerned, links))
        scope.set(.latestHref, links.page(addresses.table(name)))
        scope.set(.datedHref, links.page(addresses.table(name, date)))
        scope.set(.methodHref, links.page(addresses.method, anchor(table, date)))
        scope.set(.dates, dates(of: table, current: isLatest ? nil : date, links))
        if place > 0 { scope.set(.changesHref, links.page(addresses.changes(name, date))) }
        var page = page(
            address, template: "table", title: title, description: caption(comparison), source: table.definition.file,
            modified: date,
            translated: { other in
                switch order {
                case nil: other.addresses.table(name, date)
                case .own?: other.addresses.table(name)
                case let order?: other.addresses.sorted(name, order.name)
                }
            }, scope: scope)
        // The same rows in another order are nothing of their own to find.
        page.isListed = order == nil || order == .own
        page.feed = .table(name)
        page.structured = page.isListed ? download.structured : nil
        if order == nil { page.attachments = download.files }
        return page
    }

    private func dates(of table: LocalizedSite.DatedTable, current: Day?, _ links: Links) -> [TemplateContext] {
        table.snapshots.reversed().map { other in
            let date = other.snapshot.date
            return TemplateContext {
                $0.set(.dateHref, links.page(addresses.table(table.definition.name, date)))
                $0.set(.dateText, texts.longDate(date))
                $0.set(.dateIso, "\(date)")
                $0.set(.dateCurrent, date == current)
            }
        }
    }

    private func anchor(_ table: LocalizedSite.DatedTable, _ date: Day) -> String? {
        table.definition.profile(on: date).map { MethodPage.anchor($0.name) }
    }

    /// A comparison table's HTML. On its own page it is whole; elsewhere it links there.
    func html(
        of comparison: Comparison, links: Links, isWhole: Bool, order: RowOrder? = nil, orders: [RowOrder] = []
    ) -> String {
        let date = comparison.snapshot.snapshot.date
        let lines = comparison.rows.flatMap(\.cells).flatMap(\.lines)
        let scope = TemplateContext {
            $0.set(.t, edition.words)
            $0.set(.tableTitle, title(of: comparison.definition))
            $0.set(.caption, caption(comparison))
            $0.set(.tableId, "tabelle-\(comparison.definition.name)-\(date)")
            $0.set(
                .columns,
                comparison.columns.map { column in
                    let sorts = orders.contains(.column(column))
                    return TemplateContext {
                        $0.set(.columnName, column.rawValue)
                        $0.set(.columnTitle, texts.header(column))
                        $0.set(.columnSorted, order == .column(column))
                        $0.set(
                            .columnHref,
                            sorts ? links.page(addresses.sorted(comparison.definition.name, column.rawValue)) : nil)
                    }
                })
            if orders.contains(.provider) {
                $0.set(.providerSorted, order == .provider)
                $0.set(
                    .providerOrderHref,
                    links.page(addresses.sorted(comparison.definition.name, RowOrder.provider.name)))
            }
            $0.set(.rows, comparison.rows.map { row($0, date, links) })
            $0.set(.isEmpty, comparison.rows.isEmpty)
            $0.set(.hasMixed, lines.contains(where: \.mixed))
            $0.set(.hasUnknown, lines.contains { $0.state == .unknown || $0.state == .refused })
            $0.set(.hasStale, comparison.rows.contains { $0.staleSince != nil })
            $0.set(.hasAbsent, lines.contains { $0.state == .absent })
            $0.set(.mixedMark, texts[.mixedMark])
            $0.set(.unknownMark, texts[.unknown])
            $0.set(.absentMark, texts[.absent])
            $0.set(.isTranscribed, comparison.snapshot.snapshot.origin == .transcribed)
            if !isWhole { $0.set(.wholeHref, links.page(addresses.table(comparison.definition.name, date))) }
        }
        return templates.render("comparison", scope)
    }

    private func row(_ row: Comparison.Row, _ date: Day, _ links: Links) -> TemplateContext {
        let evidence = addresses.evidence(row.provider, row.staleSince ?? date)
        return TemplateContext {
            $0.set(.rowName, row.name)
            if let stale = row.staleSince {
                $0.set(.rowStale, texts.filled(.staleRow, ["date": texts.longDate(stale)]))
            }
            $0.set(
                .rowHref, content.providers[row.provider] == nil ? nil : links.page(addresses.provider(row.provider)))
            $0.set(
                .cells,
                row.cells.map { cell in
                    TemplateContext {
                        $0.set(.cellColumn, cell.column.rawValue)
                        $0.set(.cellTitle, texts.header(cell.column))
                        $0.set(
                            .lines,
                            cell.lines.filter { !$0.text.isEmpty }.map { line($0, row.provider, evidence, links) })
                    }
                })
        }
    }

    private func line(_ line: CellLine, _ provider: String, _ evidence: String, _ links: Links) -> TemplateContext {
        let prefix = line.label.isEmpty ? "" : texts.filled(.labelled, ["label": line.label, "value": ""])
        return TemplateContext {
            $0.set(.linePrefix, prefix)
            $0.set(.lineText, line.text)
            $0.set(.lineState, line.state.rawValue)
            $0.set(.lineMark, line.mixed ? texts[.mixedMark] : nil)
            $0.set(.lineWhy, line.why)
            if let last = line.last {
                $0.set(.lastText, texts.filled(.lastKnown, ["value": last.text, "date": texts.longDate(last.date)]))
                $0.set(.lastHref, links.page(addresses.evidence(provider, last.date), last.anchor))
            }
            $0.set(.lineSpoken, line.spoken.isEmpty ? nil : prefix + line.spoken)
            $0.set(.lineTitle, line.spoken)
            $0.set(.lineHref, line.anchor.map { links.page(evidence, $0) })
        }
    }

    /// When, from where, and by which rules.
    func caption(_ comparison: Comparison) -> String {
        let snapshot = comparison.snapshot.snapshot
        var parts: [String] = []
        if let source = snapshot.source, snapshot.origin == .transcribed {
            parts.append(
                texts.filled(
                    .captionTranscribed, ["title": source.title, "date": texts.longDate(source.published)]))
            if let updated = source.updated {
                parts[0] += ", " + texts.filled(.captionUpdated, ["date": texts.longDate(updated)])
            }
        } else {
            parts.append(
                texts.filled(
                    snapshot.vantage.isEmpty ? .captionMeasuredOn : .captionMeasured,
                    ["date": texts.longDate(snapshot.date), "vantage": snapshot.vantage]))
        }
        if comparison.columns.contains(.grade), let profile = comparison.definition.profile(on: snapshot.date) {
            parts.append(texts.filled(.captionProfile, ["profile": profile.name]))
        }
        return parts.map { "\($0)." }.joined(separator: " ")
    }

    /// A hand-written table; the first row holds the headers, the first field of a row names it.
    func handWritten(_ rows: [[String]]) -> String {
        let scope = TemplateContext {
            $0.set(.t, edition.words)
            $0.set(.caption, texts[.handWritten])
            $0.set(.headers, (rows.first ?? []).map { text in TemplateContext([.headerText: text]) })
            $0.set(
                .rows,
                rows.dropFirst().map { row in
                    TemplateContext {
                        $0.set(.rowName, row.first)
                        $0.set(
                            .fields,
                            zip(rows.first ?? [], row).dropFirst().map { header, field in
                                TemplateContext([.fieldTitle: header, .fieldText: field])
                            })
                    }
                })
        }
        return templates.render("csv", scope)
    }
}
