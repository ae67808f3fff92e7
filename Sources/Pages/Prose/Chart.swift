import Text

/// A drawing made at build time: an SVG of bands or bars along an axis, with its text beside it. Colours come from the
/// style sheet by class, so that it fits light and dark; nothing in it is told by colour alone.
struct Chart {
    /// Distinguishes the ids of a page's drawings.
    var id: String
    var title: String
    /// What it shows, in a sentence.
    var summary: String
    var rows: [Row]
    /// Where the axis is labelled.
    var ticks: [Tick]
    /// The same as a table; the first row holds its headers.
    var table: [[String]]

    /// A line of the drawing.
    struct Row {
        var label: String
        var parts: [Part]
        /// Stands at the row's end; may be empty.
        var total = ""
    }

    /// A band, or a bar where it is not as high as its row.
    struct Part {
        /// From 0 to 1 along the axis.
        var start: Double
        var end: Double
        /// From 0 to 1 of the row's height.
        var height = 1.0
        /// `good`, `plain`, `bad`, `unknown`, as in the tables.
        var state: String
        var text = ""
    }

    struct Tick {
        var at: Double
        var text: String
    }

    /// A row's label stands above its band, so that both have the drawing's whole width. Lengths along the axis are
    /// shares of that width, all others pixels: letters are as large on a narrow screen as on a wide one.
    private static let (labelHeight, bandHeight, gap) = (19, 24, 9)
    private static var rowHeight: Int { labelHeight + bandHeight + gap }
    /// What a letter takes at most, in pixels.
    private static let (letter, tickLetter) = (7.4, 6.6)
    /// The width of a drawing, in pixels: on a screen of 390 pixels, and in an article on a wide one. What does not fit
    /// into the first is shown only where there is more room, what does not fit into the second never.
    private static let (narrow, wide) = (310.0, 520.0)

    /// A share of the axis in tenths of a per cent: short, and the same everywhere.
    private static func x(_ share: Double) -> String { number(share * 100) + "%" }

    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// The element alone; its text alternative are its title and description.
    var svg: String {
        let bottom = rows.count * Self.rowHeight
        var svg =
            "<svg class=\"chart\" height=\"\(bottom + 26)\" role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\">\n"
            + "<title id=\"\(id)-t\">\(HTML.escaped(title))</title>\n"
            + "<desc id=\"\(id)-d\">\(HTML.escaped(summary))</desc>\n"
        for (place, row) in rows.enumerated() { svg += band(row, top: place * Self.rowHeight) }
        svg += "<line x1=\"0\" y1=\"\(bottom)\" x2=\"100%\" y2=\"\(bottom)\"/>\n"
        for (tick, kind) in zip(ticks, labelled) {
            let x = Self.x(tick.at)
            svg += "<line x1=\"\(x)\" y1=\"\(bottom)\" x2=\"\(x)\" y2=\"\(bottom + 5)\"/>\n"
            guard let kind else { continue }
            let anchor = Self.isEndAnchored(tick) ? "end" : "start"
            svg +=
                "<text class=\"\(kind)\" x=\"\(x)\" y=\"\(bottom + 20)\" text-anchor=\"\(anchor)\">"
                + "\(HTML.escaped(tick.text))</text>\n"
        }
        return svg + "</svg>\n"
    }

    /// Where a label would not fit on a narrow screen it is written towards the axis's beginning.
    private static func isEndAnchored(_ tick: Tick) -> Bool { tick.at * narrow + length(tick) > narrow }

    private static func length(_ tick: Tick) -> Double { Double(tick.text.unicodeScalars.count) * tickLetter }

    /// The class of each tick's label: shown always, shown where there is room, or `nil` for never.
    private var labelled: [String?] {
        /// What a label takes of an axis of that width, with a gap behind it.
        func place(_ tick: Tick, on width: Double) -> Range<Double> {
            let length = Self.length(tick)
            let start = tick.at * width - (Self.isEndAnchored(tick) ? length : 0)
            return start..<start + length + 8
        }
        func fitting(_ width: Double, beside others: Set<Int>) -> Set<Int> {
            ticks.indices.reduce(into: others) { shown, index in
                let own = place(ticks[index], on: width)
                let isFree = shown.allSatisfy { !place(ticks[$0], on: width).overlaps(own) }
                if isFree { shown.insert(index) }
            }
        }
        let always = fitting(Self.narrow, beside: [])
        let roomy = fitting(Self.wide, beside: always)
        return ticks.indices.map { always.contains($0) ? "tick" : roomy.contains($0) ? "tick roomy" : nil }
    }

    private func band(_ row: Row, top: Int) -> String {
        let (label, bottom) = (top + 14, top + Self.labelHeight + Self.bandHeight)
        var svg = "<text x=\"0\" y=\"\(label)\">\(HTML.escaped(row.label))</text>\n"
        if !row.total.isEmpty {
            svg += "<text x=\"100%\" y=\"\(label)\" text-anchor=\"end\">\(HTML.escaped(row.total))</text>\n"
        }
        for part in row.parts {
            let height = Double(Self.bandHeight) * part.height
            svg +=
                "<rect class=\"\(part.state)\" x=\"\(Self.x(part.start))\" y=\"\(Self.number(Double(bottom) - height))\" "
                + "width=\"\(Self.x(part.end - part.start))\" height=\"\(Self.number(height))\"/>\n"
            let length = Double(part.text.unicodeScalars.count) * Self.letter + 6
            guard !part.text.isEmpty, length < (part.end - part.start) * Self.wide else { continue }
            let kind = length < (part.end - part.start) * Self.narrow ? "" : " class=\"roomy\""
            svg +=
                "<text\(kind) x=\"\(Self.x((part.start + part.end) / 2))\" y=\"\(bottom - 7)\" text-anchor=\"middle\">"
                + "\(HTML.escaped(part.text))</text>\n"
        }
        return svg
    }

    /// At most seven ticks over equally wide columns, each at its column's beginning.
    /// - Parameter position: where a label's place begins, from 0 to 1; by default, all places are equally wide.
    static func ticks(_ labels: [String], at position: ((Int) -> Double)? = nil) -> [Tick] {
        let step = max(1, (labels.count + 6) / 7)
        return stride(from: 0, to: labels.count, by: step).map {
            Tick(at: position?($0) ?? Double($0) / Double(max(1, labels.count)), text: labels[$0])
        }
    }
}

extension PageComposer {
    /// A drawing with its caption and its table.
    func html(of chart: Chart) -> [UInt8] { rendered(Drawing(chart)) }
}
