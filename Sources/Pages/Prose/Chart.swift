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

    private static let (width, left, right, rowHeight, gap, letter) = (720, 130, 60, 26, 8, 7.4)
    private static var axis: Double { Double(width - left - right) }

    /// Where a share of the axis lies, in tenths of a pixel: short, and the same everywhere.
    private static func x(_ share: Double) -> String { number(Double(left) + axis * share) }

    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// The element alone; its text alternative are its title and description.
    var svg: String {
        let height = rows.count * (Self.rowHeight + Self.gap) + 30
        var svg =
            "<svg class=\"chart\" viewBox=\"0 0 \(Self.width) \(height)\" role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\">\n"
            + "<title id=\"\(id)-t\">\(HTML.escaped(title))</title>\n"
            + "<desc id=\"\(id)-d\">\(HTML.escaped(summary))</desc>\n"
        for (place, row) in rows.enumerated() { svg += band(row, top: place * (Self.rowHeight + Self.gap)) }
        let bottom = rows.count * (Self.rowHeight + Self.gap)
        svg += "<path class=\"axis\" d=\"M\(Self.left) \(bottom)H\(Self.width - Self.right)\"/>\n"
        for tick in ticks {
            let anchor = tick.at > 0.9 ? "end" : "start"
            svg += "<path class=\"axis\" d=\"M\(Self.x(tick.at)) \(bottom)v5\"/>\n"
            svg +=
                "<text class=\"tick\" x=\"\(Self.x(tick.at))\" y=\"\(bottom + 20)\" text-anchor=\"\(anchor)\">"
                + "\(HTML.escaped(tick.text))</text>\n"
        }
        return svg + "</svg>\n"
    }

    private func band(_ row: Row, top: Int) -> String {
        let middle = top + 18
        var svg = "<text x=\"0\" y=\"\(middle)\">\(HTML.escaped(row.label))</text>\n"
        for part in row.parts {
            let width = Self.axis * (part.end - part.start)
            let height = Double(Self.rowHeight) * part.height
            svg +=
                "<rect class=\"\(part.state)\" x=\"\(Self.x(part.start))\" "
                + "y=\"\(Self.number(Double(top) + Double(Self.rowHeight) - height))\" width=\"\(Self.number(width))\" "
                + "height=\"\(Self.number(height))\"/>\n"
            guard !part.text.isEmpty, Double(part.text.unicodeScalars.count) * Self.letter + 6 < width else { continue }
            svg +=
                "<text x=\"\(Self.x((part.start + part.end) / 2))\" y=\"\(middle)\" text-anchor=\"middle\">"
                + "\(HTML.escaped(part.text))</text>\n"
        }
        if !row.total.isEmpty {
            svg +=
                "<text x=\"\(Self.width)\" y=\"\(middle)\" text-anchor=\"end\">\(HTML.escaped(row.total))</text>\n"
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
