/// Suggestions for misspelled words.
package enum Suggestion {
    /// The candidate with the smallest edit distance to `word`, if that is at most a third of the word's length. Among
    /// equals, the alphabetically first.
    package static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in candidates.sorted() where abs(candidate.count - word.count) <= limit {
            let distance = editDistance(Array(word.lowercased()), Array(candidate.lowercased()))
            if distance <= limit, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.word
    }

    /// A hint: `did you mean 'x'?`, or all candidates if none is close and there are few.
    package static func hint(for word: String, among candidates: some Sequence<String>) -> String {
        if let close = closest(to: word, among: candidates) { return "did you mean '\(close)'?" }
        let all = candidates.sorted()
        if all.isEmpty { return "there are none" }
        return all.count > 30 ? "check the spelling" : "valid values: \(all.joined(separator: ", "))"
    }

    /// The edit distance with transpositions (optimal string alignment). Words are truncated to 64 characters.
    static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
        let left = Array(left.prefix(64))
        let right = Array(right.prefix(64))
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for (row, character) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    previous[column + 1] + 1, current[column] + 1, previous[column] + (character == other ? 0 : 1))
                if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}
