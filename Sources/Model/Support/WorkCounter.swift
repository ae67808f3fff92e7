/// Counts work that must not be done twice for the same input. Only a test installs one, with `$current.withValue`;
/// without one, counting costs reading a task-local value.
package final class WorkCounter: Sendable {
    /// A kind of work.
    package enum Work: Hashable, Sendable {
        /// Parsing the body of a ServerHello.
        case serverHello
        /// Replaying the received bytes of a dialogue.
        case dialogue
        /// Verifying a certificate chain.
        case chain
    }

    /// The counter of this task; `nil` where nothing is counted.
    @TaskLocal package static var current: WorkCounter?

    private let counts = Locked<[Work: Int]>([:])

    package init() {}

    /// How often this was done.
    package subscript(work: Work) -> Int { counts.withLock { $0[work, default: 0] } }

    /// Adds one to the count of this task's counter, if there is one.
    package static func count(_ work: Work) {
        guard let current else { return }
        current.counts.withLock { $0[work, default: 0] += 1 }
    }
}
