/// When questions are due. All have the same limit, so the first sent is the first due.
struct DeadlineQueue {
    struct Entry {
        let question: Question
        let deadline: ContinuousClock.Instant
    }

    private var entries: [Entry] = []
    private var start = 0

    var first: Entry? { start < entries.count ? entries[start] : nil }

    mutating func append(_ question: Question, _ deadline: ContinuousClock.Instant) {
        entries.append(Entry(question: question, deadline: deadline))
    }

    mutating func removeFirst() {
        guard start < entries.count else { return }
        start += 1
        // Now and then, so that it costs nothing and keeps nothing.
        if start >= 1_024, start * 2 >= entries.count {
            entries.removeFirst(start)
            start = 0
        }
    }
}
