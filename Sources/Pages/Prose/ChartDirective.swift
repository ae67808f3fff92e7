import Comparison
import Content
import Markdown
import Model
import Text
import YAML

extension ProseHandlers {
    private static let keys = ["kind", "title", "date", "states", "table", "provider", "column", "incident"]
    static let kinds = ["outage", "grades", "versions", "counts", "c2s-s2s", "incident"]
    static let outageStates = ["up", "partly", "down"]

    /// A fenced block `chart`: an outage's timeline, a provider's grades, the versions' shares, how many say
    /// yes in a column, or who talks to whom in
    /// XMPP.
    func chart(_ directive: Directive) -> MarkdownHandlers.Answer {
        let reader = YAMLValidator(file: file, firstLine: directive.firstLine)
        guard let node = reader.mapping(directive.text, keys: Self.keys) else { return .fails(reader.diagnostics) }
        node.require("kind")
        // Its line distinguishes it from the page's other drawings.
        let id = "drawing-\(directive.place.line)"
        let html: [UInt8]? =
            switch node.word("kind", of: Self.kinds) {
            case "outage": outage(node, id).map(composer.html)
            case "grades": measured(node) { composer.gradesDrawing($0, provider: $1, id: id) }
            case "versions": measured(node) { table, _ in composer.versionsDrawing(table, id: id) }
            case "counts": measured(node) { table, _ in counts(node, table, id) }
            case "incident": incident(node, id).map(composer.html)
            case "c2s-s2s": composer.xmppFigure(id)
            default: nil
            }
        return reader.diagnostics.isEmpty ? .renders(html ?? []) : .fails(reader.diagnostics)
    }

    /// The timeline of an incident.
    private func incident(_ node: YAMLMapping, _ id: String) -> Chart? {
        guard let name = node.requiredString("incident") else { return nil }
        let incidents = composer.content.incidents.map(\.incident)
        guard let incident = incidents.first(where: { $0.id == name }) else {
            if !composer.content.broken.contains("content/incidents/\(name).md") {
                node.report(
                    "incident", .noSuchIncident, "unknown incident '\(node.reader.excerpt(name))'",
                    hint: Suggestion.hint(for: name, among: incidents.map(\.id)))
            }
            return nil
        }
        return composer.timeline(incident, id: id, title: node.string("title"))
    }

    /// A drawing of a table's data.
    private func measured(_ node: YAMLMapping, _ draw: (TableHistory, String) -> Chart?) -> [UInt8]? {
        guard let name = node.requiredString("table") else { return nil }
        guard let table = composer.edition.tables.first(where: { $0.definition.name == name }) else {
            if !composer.content.broken.contains("content/tables/\(name).yaml") {
                node.report(
                    "table", .noSuchTable, "unknown table '\(node.reader.excerpt(name))'",
                    hint: Suggestion.hint(for: name, among: composer.content.tables.keys))
            }
            return nil
        }
        var provider = ""
        if node.string("kind") == "grades" {
            guard let id = node.requiredString("provider") else { return nil }
            guard composer.chronicle.histories[id] != nil else {
                // That its files are broken is reported with them.
                if composer.content.leavesOut(id) { return nil }
                node.report(
                    "provider", .noSuchProvider, "no snapshot contains the provider '\(node.reader.excerpt(id))'",
                    hint: Suggestion.hint(for: id, among: composer.chronicle.histories.keys.sorted()))
                return nil
            }
            provider = id
        }
        guard let drawing = draw(table, provider) else {
            if composer.content.snapshots.contains(where: { !$0.leftOut.isEmpty }) { return nil }
            guard node.reader.diagnostics.isEmpty else { return nil }
            node.report(
                "table", .nothingToDraw, "a chart needs a table with at least two snapshots",
                hint: "remove the chart until there are two")
            return nil
        }
        return composer.html(of: drawing)
    }

    /// How many providers say yes in a column of a table: over time, or on one date.
    private func counts(_ node: YAMLMapping, _ table: TableHistory, _ id: String) -> Chart? {
        let definition = table.definition
        let known = definition.columns.filter(\.isCounted)
        guard let name = node.requiredString("column") else { return nil }
        guard let column = known.first(where: { $0.rawValue == name }) else {
            node.report(
                "column", .unknownColumn,
                "the table '\(definition.name)' does not count '\(node.reader.excerpt(name))'",
                hint: Suggestion.hint(for: name, among: known.map(\.rawValue)))
            return nil
        }
        let columns = composer.counted(column, in: definition)
        let title = node.string("title") ?? composer.countsTitle(definition, column)
        guard node.has("date") else { return composer.countsDrawing(table, columns, title: title, id: id) }
        guard let date = node.day("date") else { return nil }
        guard table.entry(on: date) != nil else {
            if !composer.content.broken.contains("content/snapshots/\(date)"), !composer.content.leavesOut(on: date) {
                node.report(
                    "date", .noSuchSnapshot, "the table has no snapshot of \(date)",
                    hint: Suggestion.hint(for: "\(date)", among: table.entries.map(\.date.description)))
            }
            return nil
        }
        return composer.countsDrawing(definition, columns, on: date, title: title, id: id)
    }

    /// States one after another on one day, each with the time that it began at.
    private func outage(_ node: YAMLMapping, _ id: String) -> Chart? {
        let texts = composer.texts
        let title = node.requiredString("title")
        let date = node.requiredDay("date")
        node.require("states")
        var states: [(minute: Int, state: String, text: String)] = []
        for entry in node.nodes("states", keys: ["time", "state", "text"]) {
            let time = entry.requiredString("time")
            entry.require("state")
            let state = entry.word("state", of: Self.outageStates)
            guard let time, let state else { continue }
            guard let minute = Self.minute(time), minute > states.last?.minute ?? -1 else {
                entry.report(
                    "time", .badTime, "'\(node.reader.excerpt(time))' is not a time later than the previous one",
                    hint: "write times as \"HH:MM\", quoted and in ascending order")
                continue
            }
            states.append((minute, state, entry.string("text") ?? ""))
        }
        guard let title, let date, let first = states.first, let last = states.last else { return nil }
        // The last state goes on: a part of its own as wide as a quarter of all before it.
        let end = Double(last.minute) + max(30, Double(last.minute - first.minute) / 4)
        func at(_ minute: Int) -> Double { Double(minute - first.minute) / (end - Double(first.minute)) }
        let classes = ["up": "good", "partly": "unknown", "down": "bad"]
        let names: [String: TextKey] = ["up": .outageUp, "partly": .outagePartly, "down": .outageDown]
        func name(_ state: String) -> String { names[state].map { texts[$0] } ?? state }
        let parts = states.enumerated().map { place, state in
            Chart.Part(
                start: at(state.minute), end: place + 1 < states.count ? at(states[place + 1].minute) : 1,
                state: classes[state.state] ?? "plain", text: name(state.state))
        }
        let lines = states.map { [Self.time($0.minute), name($0.state), $0.text] }
        return Chart(
            id: id, title: title, summary: texts.filled(.outageSummary, ["date": texts.longDate(date)]),
            rows: [Chart.Row(label: "\(date)", parts: parts)],
            ticks: states.map { Chart.Tick(at: at($0.minute), text: Self.time($0.minute)) },
            table: [[texts[.outageTime], texts[.outageState], texts[.outageWhat]]] + lines)
    }

    /// `08:50` as minutes since midnight.
    private static func minute(_ time: String) -> Int? {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    private static func time(_ minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}

extension PageComposer {
    /// Who talks to whom: a program with its server (C2S), two servers with each other (S2S). Programs stand above their
    /// servers, so that the drawing is narrow enough for any screen.
    func xmppFigure(_ id: String) -> [UInt8] {
        func box(_ x: Int, _ y: Int, _ first: TextKey, _ second: String, _ kind: String) -> String {
            "<rect class=\"\(kind)\" x=\"\(x)\" y=\"\(y)\" width=\"116\" height=\"56\" rx=\"8\"/>\n"
                + "<text x=\"\(x + 58)\" y=\"\(y + 25)\" text-anchor=\"middle\">\(HTML.escaped(texts[first]))</text>\n"
                + "<text class=\"tick\" x=\"\(x + 58)\" y=\"\(y + 43)\" text-anchor=\"middle\">\(HTML.escaped(second))</text>\n"
        }
        func way(_ path: String, _ name: String, _ x: Int, _ y: Int, _ anchor: String) -> String {
            "<path class=\"way\" d=\"\(path)\"/>\n"
                + "<text class=\"way\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(name)</text>\n"
        }
        let svg =
            "<svg class=\"chart figure\" viewBox=\"0 0 312 172\" role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\">\n"
            + "<title id=\"\(id)-t\">\(HTML.escaped(texts[.xmppTitle]))</title>\n"
            + "<desc id=\"\(id)-d\">\(HTML.escaped(texts[.xmppSummary]))</desc>\n"
            + box(1, 1, .xmppProgram, "anna@a.example", "plain")
            + way("M59 57v56m-6 -8l6 8l6 -8", "C2S", 72, 90, "start")
            + box(1, 115, .xmppServer, "a.example", "server")
            + way("M117 143h76m-8 -6l8 6l-8 6M125 137l-8 6l8 6", "S2S", 155, 132, "middle")
            + box(195, 115, .xmppServer, "b.example", "server")
            + way("M253 57v56m-6 -8l6 8l6 -8", "C2S", 240, 90, "end")
            + box(195, 1, .xmppProgram, "bert@b.example", "plain") + "</svg>\n"
        return rendered(Drawing(svg: svg, id: id, title: texts[.xmppTitle], table: []))
    }
}
