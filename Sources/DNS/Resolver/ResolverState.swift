import Model

/// A query in progress and the callers that wait for its answer.
struct PendingLookup {
    var waiters: [UInt64: CheckedContinuation<Answer, Never>] = [:]
    /// `nil` until the question has been sent.
    var deadline: ContinuousClock.Instant?
}

/// What the callers of a resolver and its thread share. Every change is made under the lock; continuations are
/// resumed outside of it.
final class ResolverState: Sendable {
    /// The most answers that are remembered; about 100 MB where each has 1 kB.
    static let memoLimit = 100_000

    private struct Fields {
        var memo: [Question: Answer] = [:]
        var flights: [Question: PendingLookup] = [:]
        /// Questions not sent yet, oldest last.
        var queue: [Question] = []
        var incoming: [Question] = []
        /// Cancelled before they had begun to wait.
        var cancelled: Set<UInt64> = []
        var nextWaiter: UInt64 = 0
        var isShutDown = false
        var isOver = false
        var endWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let fields = Locked(Fields())
    private let wakeUp: WakePipe

    init(wakeUp: WakePipe) { self.wakeUp = wakeUp }

    var isShutDown: Bool { fields.withLock { $0.isShutDown } }

    // MARK: For callers

    func newWaiter() -> UInt64 {
        fields.withLock {
            $0.nextWaiter &+= 1
            return $0.nextWaiter
        }
    }

    /// Takes the continuation over: it is resumed once, by whatever comes first.
    func wait(_ waiter: UInt64, for question: Question, _ continuation: CheckedContinuation<Answer, Never>) {
        var isNew = false
        let atOnce: Answer? = fields.withLock { fields in
            if let answer = fields.memo[question] { return answer }
            if fields.isShutDown || fields.cancelled.remove(waiter) != nil { return .interrupted(question) }
            if fields.flights[question] == nil {
                fields.incoming.append(question)
                isNew = true
            }
            fields.flights[question, default: PendingLookup()].waiters[waiter] = continuation
            return nil
        }
        if let atOnce {
            continuation.resume(returning: atOnce)
        } else if isNew {
            wakeUp.wake()
        }
    }

    /// The question itself goes on: its answer may be wanted by others.
    func cancel(_ waiter: UInt64, of question: Question) {
        let continuation = fields.withLock { fields in
            let continuation = fields.flights[question]?.waiters.removeValue(forKey: waiter)
            if continuation == nil { fields.cancelled.insert(waiter) }
            return continuation
        }
        continuation?.resume(returning: .interrupted(question))
    }

    /// The waiter has its answer; a cancellation that came too late is forgotten.
    func leave(_ waiter: UInt64) { fields.withLock { _ = $0.cancelled.remove(waiter) } }

    func forget() { fields.withLock { $0.memo = [:] } }

    /// All that wait are told so; nothing more is taken.
    func beginShutdown() {
        let waiting = fields.withLock { fields in
            fields.isShutDown = true
            let waiting = fields.flights.flatMap { question, flight in flight.waiters.values.map { (question, $0) } }
            fields.flights = [:]
            fields.queue = []
            fields.incoming = []
            return waiting
        }
        for (question, continuation) in waiting { continuation.resume(returning: .interrupted(question)) }
        wakeUp.wake()
    }

    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let isOver = fields.withLock { fields in
                if !fields.isOver { fields.endWaiters.append(continuation) }
                return fields.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    // MARK: For the resolver's thread

    /// The next question to send, marked as sent now; `nil` where there is none.
    func nextToSend(deadline: ContinuousClock.Instant) -> Question? {
        fields.withLock { fields in
            if fields.queue.isEmpty, !fields.incoming.isEmpty {
                fields.queue = fields.incoming.reversed()
                fields.incoming = []
            }
            guard let question = fields.queue.popLast() else { return nil }
            fields.flights[question]?.deadline = deadline
            return question
        }
    }

    /// Delivers an answer to all waiting callers, and keeps it for later ones.
    func finish(_ answer: Answer) {
        let waiting = fields.withLock { fields in
            let flight = fields.flights.removeValue(forKey: answer.question)
            if fields.memo.count < Self.memoLimit, fields.memo[answer.question] == nil {
                fields.memo[answer.question] = answer
            }
            return flight?.waiters.values.map { $0 } ?? []
        }
        for continuation in waiting { continuation.resume(returning: answer) }
    }

    /// Whether the question still waits for an answer that was due at this time.
    func isOverdue(_ question: Question, due deadline: ContinuousClock.Instant) -> Bool {
        fields.withLock { $0.flights[question]?.deadline == deadline }
    }

    func end() {
        let waiting = fields.withLock { fields in
            fields.isOver = true
            defer { fields.endWaiters = [] }
            return fields.endWaiters
        }
        for continuation in waiting { continuation.resume() }
    }
}

extension Answer {
    static func interrupted(_ question: Question) -> Answer {
        Answer(question: question, security: .indeterminate, message: nil, failure: Reason(.interrupted))
    }
}
