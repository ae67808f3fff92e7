import Findings
import Grading

extension PageComposer {
    /// A table's dated pages, and the one that always shows its newest state.
    func tables(_ table: Edition.DatedTable) -> [Page] {
        var pages = table.snapshots.map {
            tablePage(table, $0, address: addresses.table(table.definition.name, $0.snapshot.date), isLatest: false)
        }
        if let newest = table.snapshots.last {
            pages.append(tablePage(table, newest, address: addresses.table(table.definition.name), isLatest: true))
        }
        return pages
    }

    private func tablePage(
        _ table: Edition.DatedTable, _ snapshot: SnapshotContent, address: String, isLatest: Bool
    ) -> Page {
        let links = Links(from: address)
        let name = table.definition.name
        let date = snapshot.snapshot.date
        let title = texts.filled(
            .tableTitle, ["title": self.title(of: table.definition), "date": texts.longDate(date)])
        let comparison = Comparison(
            table.definition, snapshot: snapshot, providers: content.providers, texts: texts)
        var scope = Scope()
        scope.set("title", title)
        scope.set("comparisonHTML", html(of: comparison, links: links, isWhole: true))
        scope.set("is-latest", isLatest)
        let concerned = content.errata.filter { erratum in
            erratum.snapshot == date
                && (erratum.provider.map { id in comparison.rows.contains { $0.provider == id } } ?? true)
        }
        scope.set("errata", errata(concerned, links))
        scope.set("latest-href", links.page(addresses.table(name)))
        scope.set("dated-href", links.page(addresses.table(name, date)))
        scope.set("method-href", links.page(addresses.method, anchor(table, date)))
        scope.set(
            "dates",
            table.snapshots.reversed().map { other in
                Scope {
                    $0.set("date-href", links.page(addresses.table(name, other.snapshot.date)))
                    $0.set("date-text", texts.longDate(other.snapshot.date))
                    $0.set("date-iso", "\(other.snapshot.date)")
                    $0.set("date-current", !isLatest && other.snapshot.date == date)
                }
            })
        if let changed = table.snapshots.firstIndex(where: { $0.snapshot.date == date }), changed > 0 {
            scope.set("changes-href", links.page(addresses.changes(name, date)))
        }
        var page = page(
            address, template: "table", title: title, description: caption(comparison), source: table.definition.file,
            modified: date,
            translated: { isLatest ? $0.addresses.table(name) : $0.addresses.table(name, date) }, scope: scope)
        page.isListed = true
        return page
    }

    private func anchor(_ table: Edition.DatedTable, _ date: Day) -> String? {
        table.definition.profile(on: date).map { MethodPage.anchor($0.name) }
    }

    /// A comparison table's HTML. On its own page it is whole; elsewhere it links there.
    func html(of comparison: Comparison, links: Links, isWhole: Bool) -> String {
        let date = comparison.snapshot.snapshot.date
        let lines = comparison.rows.flatMap(\.cells).flatMap(\.lines)
        let scope = Scope {
            $0.set("t", edition.words)
            $0.set("table-title", title(of: comparison.definition))
            $0.set("caption", caption(comparison))
            $0.set("table-id", "tabelle-\(comparison.definition.name)-\(date)")
            $0.set(
                "columns",
                comparison.columns.map { column in
                    Scope(["column-name": column.rawValue, "column-title": header(column)])
                })
            $0.set("rows", comparison.rows.map { row($0, date, links) })
            $0.set("is-empty", comparison.rows.isEmpty)
            $0.set("has-mixed", lines.contains(where: \.mixed))
            $0.set("has-unknown", lines.contains { $0.state == .unknown || $0.state == .refused })
            $0.set("has-absent", lines.contains { $0.state == .absent })
            $0.set("mixed-mark", texts[.mixedMark])
            $0.set("unknown-mark", texts[.unknown])
            $0.set("absent-mark", texts[.absent])
            $0.set("is-transcribed", comparison.snapshot.snapshot.origin == .transcribed)
            if !isWhole { $0.set("whole-href", links.page(addresses.table(comparison.definition.name, date))) }
        }
        return content.templates.render("comparison", scope)
    }

    func header(_ column: TableDefinition.Column) -> String {
        texts[.columns, column.rawValue, fallback: column.rawValue]
    }

    private func row(_ row: Comparison.Row, _ date: Day, _ links: Links) -> Scope {
        let evidence = addresses.evidence(row.provider, date)
        return Scope {
            $0.set("row-name", row.name)
            $0.set(
                "row-href", content.providers[row.provider] == nil ? nil : links.page(addresses.provider(row.provider)))
            $0.set(
                "cells",
                row.cells.map { cell in
                    Scope {
                        $0.set("cell-column", cell.column.rawValue)
                        $0.set("cell-title", header(cell.column))
                        $0.set("lines", cell.lines.filter { !$0.text.isEmpty }.map { line($0, evidence, links) })
                    }
                })
        }
    }

    private func line(_ line: CellLine, _ evidence: String, _ links: Links) -> Scope {
        let prefix = line.label.isEmpty ? "" : texts.filled(.labelled, ["label": line.label, "value": ""])
        return Scope {
            $0.set("line-prefix", prefix)
            $0.set("line-text", line.text)
            $0.set("line-state", line.state.rawValue)
            $0.set("line-mark", line.mixed ? texts[.mixedMark] : nil)
            $0.set("line-why", line.why)
            $0.set("line-spoken", line.spoken.isEmpty ? nil : prefix + line.spoken)
            $0.set("line-title", line.spoken)
            $0.set("line-href", line.anchor.map { links.page(evidence, $0) })
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
        let scope = Scope {
            $0.set("t", edition.words)
            $0.set("caption", texts[.handWritten])
            $0.set("headers", (rows.first ?? []).map { text in Scope(["header-text": text]) })
            $0.set(
                "rows",
                rows.dropFirst().map { row in
                    Scope {
                        $0.set("row-name", row.first)
                        $0.set(
                            "fields",
                            zip(rows.first ?? [], row).dropFirst().map { header, field in
                                Scope(["field-title": header, "field-text": field])
                            })
                    }
                })
        }
        return content.templates.render("csv", scope)
    }
}
