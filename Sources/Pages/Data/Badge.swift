import Comparison
import Content
import Model
import Templates
import Text

/// A provider's badge for a table: an SVG of two fields, and the same as JSON for shields.io's endpoint badge.
struct Badge: Hashable {
    var label: String
    /// What was measured, with its month: a badge stands on other pages for years, and need not change each day.
    var message: String
    var state: CellLine.State

    /// Colours with enough contrast to white letters, and shields.io's names for about the same.
    private var colour: (svg: String, name: String) {
        switch state {
        case .good: ("#1d6b34", "success")
        case .bad, .absent: ("#a1261b", "critical")
        case .plain, .notApplicable: ("#575e65", "inactive")
        case .unknown, .refused: ("#7a5200", "important")
        }
    }

    /// Letters differ in width and a build has no font to measure them: the text is set to the width that is made for it.
    private static func width(_ text: String) -> Int { text.unicodeScalars.count * 7 }

    /// No style sheet reaches an image, so the colours stand in it; both halves keep them on light and dark pages.
    var svg: [UInt8] {
        let (left, right) = (Self.width(label) + 12, Self.width(message) + 12)
        let text = HTML.escaped("\(label): \(message)")
        func words(_ text: String, at x: Int) -> String {
            "<text x=\"\(x)\" y=\"14\" textLength=\"\(Self.width(text))\">\(HTML.escaped(text))</text>\n"
        }
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(left + right)" height="20" role="img" aria-label="\(text)">
            <title>\(text)</title>
            <rect width="\(left)" height="20" fill="#3a4046"/>
            <rect x="\(left)" width="\(right)" height="20" fill="\(colour.svg)"/>
            <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
            \(words(label, at: 6))\(words(message, at: left + 6))</g>
            </svg>

            """
        return Array(svg.utf8)
    }

    /// shields.io, "Endpoint badge", schema version 1.
    var json: [UInt8] {
        JSONValue.object([
            "schemaVersion": .number(1), "label": .text(label), "message": .text(message),
            "color": .text(colour.name),
        ]).file
    }
}

extension PageComposer {
    /// A badge for each table that has a row for the provider: its grades, or else the columns that say yes.
    func badges(of provider: String) -> [(table: TableDefinition, date: Day, badge: Badge)] {
        guard let history = chronicle.histories[provider] else { return [] }
        return edition.tables.compactMap { table in
            guard table.definition.hasRow(provider), let newest = table.entries.last?.date else {
                return nil
            }
            let definition = table.definition
            let questions =
                definition.columns.contains(.grade)
                ? definition.services.map { CellKey(.grade, of: $0.service, in: definition.name) }
                : definition.columns.filter { $0 == .dnssec || $0 == .dane }.map { CellKey($0) }
            let known = questions.compactMap { question in history.run(question, on: newest).map { (question, $0) } }
            guard !known.isEmpty else { return nil }
            let lines = known.map { question, run in (question, words.line(run.fact, question.column)) }
            let date = known.map { history.lastSeen($0.1, until: newest) }.min() ?? newest
            func dated(_ message: String) -> String {
                texts.filled(.badgeDated, ["message": message, "date": Self.month(date)])
            }
            let badge: Badge
            if definition.columns.contains(.grade) {
                let worst = lines.map(\.1).max { $0.state.rank < $1.state.rank }
                badge = Badge(
                    label: title(of: definition),
                    message: dated(lines.map { $0.1.text }.unique.joined(separator: " / ")),
                    state: worst?.state ?? .unknown)
            } else {
                let good = lines.filter { $0.1.state == .good }.map { texts.header($0.0.column) }
                badge = Badge(
                    label: title(of: definition),
                    message: dated(good.isEmpty ? texts[.badgeNone] : good.joined(separator: " + ")),
                    state: good.count == lines.count ? .good : good.isEmpty ? .bad : .plain)
            }
            return (definition, date, badge)
        }
    }

    /// `2014-07`
    private static func month(_ date: Day) -> String { String("\(date)".prefix(7)) }

    /// The badges' files and what the provider's page says of them.
    func badgeParts(of provider: String, _ links: Links) -> (entries: [BadgeEntry], files: [String: [UInt8]]) {
        let folder = addresses.provider(provider)
        var files: [String: [UInt8]] = [:]
        let entries = badges(of: provider).map { table, date, badge in
            let path = "\(folder)\(table.name)"
            files["\(path).svg"] = badge.svg
            files["\(path).json"] = badge.json
            return BadgeEntry(
                src: links.file("\(path).svg"), jsonHref: links.file("\(path).json"),
                text: "\(badge.label): \(badge.message)", date: Self.month(date),
                dateLong: texts.filled(
                    .monthOfYear, ["month": texts.month(date.month), "year": "\(date.year)"]))
        }
        return (entries, files)
    }
}

/// A badge on its provider's page.
struct BadgeEntry: TemplateData {
    var src: String
    var jsonHref: String
    var text: String
    var date: String
    var dateLong: String

    static let schema = TemplateSchema<Self>(
        "badge", "a badge of a provider",
        [
            .text("badge-src", "the image") { $0.src },
            .text("badge-json-href", "the same for shields.io") { $0.jsonHref },
            .text("badge-text", "what it says") { $0.text },
            .text("badge-date", "of which month it is, `2014-07`") { $0.date },
            .text("badge-date-long", "the same in words") { $0.dateLong },
        ])
}
