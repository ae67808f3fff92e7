import DNS
import Findings

/// The answers of a run by their question, each with the id of its record.
public struct Answers: Sendable {
    private var known: [Question: (id: Int, answer: Answer)] = [:]

    public init() {}

    /// Out of the evidence; records whose type is unknown here are passed over.
    public init(_ records: some Sequence<LookupRecord>) {
        for record in records {
            if let answer = Answer(record) { add(answer, id: record.id) }
        }
    }

    /// The first answer to a question stays: a run asks each once.
    public mutating func add(_ answer: Answer, id: Int) {
        if known[answer.question] == nil { known[answer.question] = (id, answer) }
    }

    public subscript(question: Question) -> (id: Int, answer: Answer)? { known[question] }
}
