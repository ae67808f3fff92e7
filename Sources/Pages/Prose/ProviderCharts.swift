import Comparison
import Content
import Model

/// Drawings made of measurements.
extension PageComposer {
    /// A provider's grades in a table over its snapshots, a band a service; `nil` where there are not two to compare.
    func gradesDrawing(_ table: LocalizedSite.DatedTable, provider: String, id: String) -> Chart? {
        guard let history = chronicle.histories[provider], table.definition.columns.contains(.grade) else { return nil }
        let dates = table.snapshots.map(\.manifest.date).filter { history.dates.contains($0) }
        guard dates.count > 1 else { return nil }
        var text: [[String]] = [[texts[.csvDate]] + table.definition.services.map(name)]
        text += dates.map { [texts.longDate($0)] }
        let rows = table.definition.services.map { labelled -> Chart.Row in
            let question = CellKey(.grade, of: labelled.service, in: table.definition.name)
            let cells = dates.map { date -> (text: String, state: String) in
                guard let run = history.run(question, on: date), !run.gaps.contains(date) else {
                    return (texts[.unknown], CellLine.State.unknown.rawValue)
                }
                let line = words.line(run.fact, .grade)
                return (line.text, line.state.rawValue)
            }
            for (place, cell) in cells.enumerated() {
                text[place + 1].append(
                    cell.state == CellLine.State.unknown.rawValue ? texts[.spokenUnknown] : cell.text)
            }
            return Chart.Row(label: name(labelled), parts: Self.bands(cells))
        }
        guard rows.contains(where: { $0.parts.contains { $0.state != CellLine.State.unknown.rawValue } }) else {
            return nil
        }
        let values = [
            "provider": content.providers[provider]?.provider.name ?? history.name,
            "table": title(of: table.definition),
            "from": texts.longDate(dates[0]), "to": texts.longDate(dates[dates.count - 1]),
        ]
        return Chart(
            id: id, title: texts.filled(.gradesTitle, values), summary: texts.filled(.gradesSummary, values),
            rows: rows, ticks: Chart.ticks(dates.map(\.description)), table: text)
    }

    private func name(_ labelled: TableDefinition.ServiceLabel) -> String {
        labelled.label.isEmpty
            ? texts[.services, labelled.service.rawValue, fallback: labelled.service.rawValue] : labelled.label
    }

    /// Equal neighbours become one band.
    private static func bands(_ cells: [(text: String, state: String)]) -> [Chart.Part] {
        var parts: [Chart.Part] = []
        let width = 1 / Double(cells.count)
        for (place, cell) in cells.enumerated() {
            if let last = parts.last, last.text == cell.text, last.state == cell.state {
                parts[parts.count - 1].end = Double(place + 1) * width
            } else {
                parts.append(
                    Chart.Part(
                        start: Double(place) * width, end: Double(place + 1) * width, state: cell.state, text: cell.text
                    ))
            }
        }
        return parts
    }

    /// How many of a table's providers offer each protocol version, over its snapshots; `nil` where there are not two.
    /// A provider offers a version where any of the table's services does; who could not be measured counts nowhere.
    func versionsDrawing(_ table: LocalizedSite.DatedTable, id: String) -> Chart? {
        let definition = table.definition
        guard definition.columns.contains(.protocols), table.snapshots.count > 1 else { return nil }
        let counts = table.snapshots.map { count(definition, on: $0.manifest.date) }
        let dates = table.snapshots.map(\.manifest.date)
        let seen = ProtocolVersion.allCases.reversed().filter { version in
            counts.contains { $0.offering[version, default: 0] > 0 }
        }
        guard !seen.isEmpty else { return nil }
        let width = 1 / Double(counts.count)
        let rows = seen.map { version -> Chart.Row in
            let parts = counts.enumerated().compactMap { place, count -> Chart.Part? in
                let share = count.share(version)
                guard share > 0 else { return nil }
                return Chart.Part(
                    start: Double(place) * width, end: (Double(place) + 0.92) * width, height: share,
                    state: version < .tls12 ? "bad" : "good")
            }
            let last = counts.last { $0.known > 0 }
            return Chart.Row(
                label: version.rawValue, parts: parts,
                total: last.map { "\(Int(($0.share(version) * 100).rounded())) %" } ?? "")
        }
        let header = [texts[.csvDate]] + seen.map(\.rawValue)
        let lines = zip(dates, counts).map { date, count in
            [texts.longDate(date)]
                + seen.map { version in
                    texts.filled(
                        .shareOf, ["count": "\(count.offering[version, default: 0])", "all": "\(count.known)"])
                }
        }
        let values = [
            "table": title(of: definition), "from": texts.longDate(dates[0]),
            "to": texts.longDate(dates[dates.count - 1]),
        ]
        return Chart(
            id: id, title: texts.filled(.versionsTitle, values), summary: texts.filled(.versionsSummary, values),
            rows: rows, ticks: Chart.ticks(dates.map(\.description)), table: [header] + lines)
    }

    private struct VersionCount {
        /// Providers whose versions are known.
        var known = 0
        var offering: [ProtocolVersion: Int] = [:]

        func share(_ version: ProtocolVersion) -> Double {
            known == 0 ? 0 : Double(offering[version, default: 0]) / Double(known)
        }
    }

    private func count(_ table: TableDefinition, on date: Day) -> VersionCount {
        var count = VersionCount()
        for (id, history) in chronicle.histories where table.hasRow(id) && history.dates.contains(date) {
            let facts = table.services.compactMap { labelled -> CellValue? in
                let run = history.run(CellKey(.protocols, of: labelled.service), on: date)
                return run.flatMap { $0.gaps.contains(date) ? nil : $0.fact }
            }
            guard !facts.isEmpty else { continue }
            count.known += 1
            let offered = facts.reduce(into: Set<ProtocolVersion>()) { versions, fact in
                if case .measured(.protocols(let more)) = fact.finding { versions.formUnion(more) }
            }
            for version in offered { count.offering[version, default: 0] += 1 }
        }
        return count
    }
}
