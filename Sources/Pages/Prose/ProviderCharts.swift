import Comparison
import Content
import Model

/// Drawings made of measurements.
extension PageComposer {
    /// A provider's grades in a table up to the date of their newest change, a band a service; `nil` where there was none.
    /// What came after it was as it is at the end: so the drawing stays the same until the next change.
    func gradesDrawing(_ table: TableHistory, provider: String, id: String) -> Chart? {
        guard let history = chronicle.histories[provider], table.definition.columns.contains(.grade) else { return nil }
        let measured = table.entries.map(\.date).filter(history.dates.hasSorted)
        let services = table.definition.services
        let grades = measured.map { date in services.map { grade(of: $0, table, history, on: date) } }
        let changed = grades.indices.filter { $0 == 0 || grades[$0] != grades[$0 - 1] }
        guard let last = changed.last, last > 0 else { return nil }
        let dates = measured.prefix(through: last)
        let unknown = CellLine.State.unknown.rawValue
        let rows = services.enumerated().map { place, labelled in
            Chart.Row(label: name(labelled), parts: Self.bands(grades.prefix(through: last).map { $0[place] }))
        }
        guard rows.contains(where: { $0.parts.contains { $0.state != unknown } }) else { return nil }
        let text = changed.map { place in
            [texts.longDate(measured[place])]
                + grades[place].map { $0.state == unknown ? texts[.spokenUnknown] : $0.text }
        }
        let values = [
            "provider": content.providers[provider]?.provider.name ?? history.name,
            "table": title(of: table.definition),
            "from": texts.longDate(measured[0]), "to": texts.longDate(measured[last]),
        ]
        return Chart(
            id: id, title: texts.filled(.gradesTitle, values), summary: texts.filled(.gradesSummary, values),
            rows: rows, ticks: Chart.ticks(dates.map(\.description)) { Self.begin(of: $0, among: dates.count) },
            table: [[texts[.csvDate]] + services.map(name)] + text)
    }

    /// A service's grade on a date.
    private struct Grade: Equatable {
        var text: String
        var state: String
    }

    private func grade(
        of labelled: TableDefinition.ServiceLabel, _ table: TableHistory, _ history: ProviderHistories.History,
        on date: Day
    ) -> Grade {
        let question = CellKey(.grade, of: labelled.service, in: table.definition.name)
        guard let run = history.run(question, on: date), !run.gaps.hasSorted(date) else {
            return Grade(text: texts[.unknown], state: CellLine.State.unknown.rawValue)
        }
        let line = words.line(run.fact, .grade)
        return Grade(text: line.text, state: line.state.rawValue)
    }

    /// Where the band of a date begins, from 0 to 1: the last one is wide enough to be seen.
    private static func begin(of place: Int, among count: Int) -> Double {
        guard count > 1, place < count else { return place == 0 ? 0 : 1 }
        return Double(place) / Double(count - 1) * (1 - max(1 / Double(count), 0.125))
    }

    private func name(_ labelled: TableDefinition.ServiceLabel) -> String {
        labelled.label.isEmpty
            ? texts[.services, labelled.service.rawValue, fallback: labelled.service.rawValue] : labelled.label
    }

    /// Equal neighbours become one band.
    private static func bands(_ grades: [Grade]) -> [Chart.Part] {
        var parts: [Chart.Part] = []
        for (place, grade) in grades.enumerated() {
            let end = begin(of: place + 1, among: grades.count)
            if let last = parts.last, last.text == grade.text, last.state == grade.state {
                parts[parts.count - 1].end = end
            } else {
                parts.append(
                    Chart.Part(
                        start: begin(of: place, among: grades.count), end: end, state: grade.state, text: grade.text))
            }
        }
        return parts
    }

    /// How many of a table's providers offer each protocol version, over its snapshots; `nil` where there are not two.
    /// A provider offers a version where any of the table's services does; who could not be measured counts nowhere.
    func versionsDrawing(_ table: TableHistory, id: String) -> Chart? {
        let definition = table.definition
        guard definition.columns.contains(.protocols), table.entries.count > 1 else { return nil }
        let dates = Self.drawn(table.entries.map(\.date))
        let counts = dates.map { count(definition, on: $0) }
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

    /// The most dates that are drawn one beside the other.
    private static let datesAtMost = 31

    /// All dates where there are few; else the last of each month.
    static func drawn(_ dates: [Day]) -> [Day] {
        guard dates.count > datesAtMost else { return dates }
        return dates.indices.filter { place in
            guard place + 1 < dates.count else { return true }
            let (date, next) = (dates[place], dates[place + 1])
            return date.month != next.month || date.year != next.year
        }.map { dates[$0] }
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
        for (id, history) in chronicle.histories where table.hasRow(id) && history.dates.hasSorted(date) {
            let facts = table.services.compactMap { labelled -> CellValue? in
                let run = history.run(CellKey(.protocols, of: labelled.service), on: date)
                return run.flatMap { $0.gaps.hasSorted(date) ? nil : $0.fact }
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
