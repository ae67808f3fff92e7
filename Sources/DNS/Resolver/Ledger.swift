/// Looks questions up among the answers so far, and keeps account of those that were needed and those that are missing.
///
/// The state machines over DNS answers ask through one of these: whoever drives them asks what is `open` and runs them
/// again with the new answers, until nothing is open.
package struct Ledger<Known>: Sendable {
    /// Questions that were needed, answered or not, in the order in which they were first asked.
    package private(set) var asked: [Question] = []
    /// Those of them that have no answer yet.
    package private(set) var open: [Question] = []
    /// Questions without an answer that would only tell more: nothing waits for them.
    package private(set) var wanted: [Question] = []
    private let known: @Sendable (Question) -> Known?

    /// - Parameter known: the answer to a question; `nil` where there is none yet.
    package init(_ known: @escaping @Sendable (Question) -> Known?) { self.known = known }

    /// The answer to a question that others do without; a missing one is `wanted`. Evidence from before it was asked
    /// gives the same conclusions as then.
    package mutating func optionalAnswer(to question: Question) -> Known? {
        let known = known(question)
        if known == nil, !wanted.contains(question) { wanted.append(question) }
        return known
    }

    /// The answer to a question; a missing one makes the question open.
    package mutating func answer(to question: Question) -> Known? {
        if !asked.contains(question) { asked.append(question) }
        guard let known = known(question) else {
            if !open.contains(question) { open.append(question) }
            return nil
        }
        return known
    }
}
