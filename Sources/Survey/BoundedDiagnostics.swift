import Model

/// Diagnostics of a file that may have as many faults as lines: the first of each rule, and how many more there are.
struct BoundedDiagnostics: Sendable {
    /// How many of each rule are kept.
    static let limit = 20

    private var kept: [Diagnostic] = []
    private var counts: [Diagnostic.Rule: Int] = [:]
    /// The first of each rule that was not kept.
    private var first: [Diagnostic.Rule: Diagnostic] = [:]

    mutating func add(_ diagnostic: Diagnostic) {
        let count = counts[diagnostic.rule, default: 0] + 1
        counts[diagnostic.rule] = count
        if count <= Self.limit {
            kept.append(diagnostic)
        } else if count == Self.limit + 1 {
            first[diagnostic.rule] = diagnostic
        }
    }

    /// Those that were kept, and one for each rule that had more.
    var all: [Diagnostic] {
        let further = first.map { rule, diagnostic in
            var diagnostic = diagnostic
            let rest = counts[rule, default: 0] - Self.limit
            diagnostic.message = "\(rest) further \(rest == 1 ? "line" : "lines") of this kind, from this one on"
            return diagnostic
        }
        return (kept + further).sorted()
    }
}
