import Comparison

/// Why cells of a row are not known, said once for the row where several give the same reason.
enum SharedReasons {
    /// A reason, and the labels of the lines that it is about; none where it is about all.
    struct Reason: Equatable {
        var labels: [String]
        var why: String
    }

    /// - Returns: the cells without the reasons that more than one gives, and these reasons.
    static func taken(from cells: [Cell]) -> (cells: [Cell], reasons: [Reason]) {
        let unknown = cells.flatMap(\.lines).filter { $0.state.isUnknown && !$0.why.isEmpty }
        let counts = unknown.reduce(into: [:]) { counts, line in counts[line.why, default: 0] += 1 }
        let shared = unknown.map(\.why).unique.filter { counts[$0, default: 0] > 1 }
        guard !shared.isEmpty else { return (cells, []) }
        let labels = cells.flatMap(\.lines).map(\.label).filter { !$0.isEmpty }.unique
        var cells = cells
        for cell in cells.indices {
            for line in cells[cell].lines.indices
            where cells[cell].lines[line].state.isUnknown && shared.contains(cells[cell].lines[line].why) {
                cells[cell].lines[line].why = ""
            }
        }
        let reasons = shared.map { why in
            let about = unknown.filter { $0.why == why }.map(\.label).filter { !$0.isEmpty }.unique
            return Reason(labels: about.count == labels.count ? [] : about, why: why)
        }
        return (cells, reasons)
    }
}
