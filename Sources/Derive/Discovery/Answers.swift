import DNS
import Model

/// The answers of a run by their question, each with the id of its record.
package struct Answers: Sendable {
    /// An answer and the id of its record.
    package typealias Known = (id: Int, answer: Answer)

    private var known: [Question: Known] = [:]
    private var instants: [Question: Instant] = [:]

    package init() {}

    /// Out of the evidence; records whose type is unknown here are passed over.
    package init(_ records: some Sequence<LookupRecord>) {
        for record in records {
            if let answer = Answer(record) { add(answer, id: record.id, at: record.at) }
        }
    }

    /// The first answer to a question stays: a run asks each once.
    package mutating func add(_ answer: Answer, id: Int, at instant: Instant) {
        guard known[answer.question] == nil else { return }
        known[answer.question] = (id, answer)
        instants[answer.question] = instant
    }

    /// When a question was asked; `nil` where it was not.
    package func instant(_ question: Question) -> Instant? { instants[question] }

    package subscript(question: Question) -> Known? { known[question] }
}
