/// The order in which sorted sequences are merged: which of them has the smallest head.
package struct MergeOrder: Sendable {
    /// By head, the smallest last.
    private var heads: [(head: Int, source: Int)] = []

    package init() {}

    /// Notes the head of a sequence, which has none noted.
    package mutating func add(_ head: Int, of source: Int) {
        var (low, high) = (0, heads.count)
        while low < high {
            let middle = (low + high) / 2
            if (heads[middle].head, heads[middle].source) > (head, source) { low = middle + 1 } else { high = middle }
        }
        heads.insert((head, source), at: low)
    }

    /// Takes the sequence with the smallest head; `nil` where there is none.
    package mutating func next() -> Int? { heads.popLast()?.source }
}
