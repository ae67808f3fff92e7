import CUnbound
import Glibc
import Model

/// The one thread that speaks with libunbound: it sends questions, waits for answers and watches the time.
final class ResolverThread {
    /// How long libunbound gets at the end to bring home what is under way.
    private static let drainLimit: Duration = .milliseconds(500)

    /// A question that libunbound has and has not answered. libunbound gets an unretained pointer to it;
    /// `pending` keeps it alive until libunbound has called back or is gone.
    private final class QueryHandle {
        let question: Question
        let number: UInt
        unowned let thread: ResolverThread

        init(_ question: Question, number: UInt, thread: ResolverThread) {
            self.question = question
            self.number = number
            self.thread = thread
        }
    }

    /// `nil` when the thread is about to end.
    private var context: UnboundContext?
    private let state: ResolverState
    private let wakeUp: WakePipe
    private let anchors: TrustAnchorFile?
    private let timeLimit: Duration
    private let concurrency: Int
    private var pending: [UInt: QueryHandle] = [:]
    private var nextNumber: UInt = 0
    private var dueTimes = DeadlineQueue()
    private var unboundDescriptor: Int32
    private let clock = ContinuousClock()

    private init(
        _ context: consuming UnboundContext, _ state: ResolverState, _ wakeUp: WakePipe, anchors: TrustAnchorFile?,
        _ configuration: ResolverConfiguration
    ) {
        unboundDescriptor = ub_fd(context.pointer)
        self.context = consume context
        self.state = state
        self.wakeUp = wakeUp
        self.anchors = anchors
        timeLimit = configuration.timeLimit
        concurrency = max(1, configuration.concurrency)
    }

    /// Starts the thread; it ends some time after `state.beginShutdown()`, and calls `state.end()` then.
    static func start(
        _ context: consuming UnboundContext, _ state: ResolverState, _ wakeUp: WakePipe, anchors: TrustAnchorFile?,
        _ configuration: ResolverConfiguration
    ) throws(Diagnostic) {
        let thread = Unmanaged.passRetained(ResolverThread(context, state, wakeUp, anchors: anchors, configuration))
        var identifier = pthread_t()
        let error = pthread_create(
            &identifier, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<ResolverThread>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, thread.toOpaque())
        guard error == 0 else {
            thread.release()
            throw Diagnostic(
                file: "", rule: .resolver, message: "cannot start the resolver thread: error \(error)",
                hint: "raise the limit on processes (ulimit -u)")
        }
        pthread_detach(identifier)
    }

    private func run() {
        while !state.isShutDown {
            send()
            wait(until: dueTimes.first?.deadline)
            expire()
        }
        let end = clock.now + Self.drainLimit
        while !pending.isEmpty, clock.now < end { wait(until: end) }
        context = nil
        pending = [:]
        state.end()
    }

    private func send() {
        while pending.count < concurrency {
            let deadline = clock.now + timeLimit
            guard let question = state.nextToSend(deadline: deadline) else { return }
            nextNumber &+= 1
            let ticket = QueryHandle(question, number: nextNumber, thread: self)
            pending[ticket.number] = ticket
            dueTimes.append(question, deadline)
            let error = ask(ticket)
            if error != UB_NOERROR.rawValue {
                pending[ticket.number] = nil
                state.finish(.failed(question, error))
            }
        }
    }

    private func ask(_ ticket: QueryHandle) -> Int32 {
        guard let context = context?.pointer else { return UB_INITFAIL.rawValue }
        let name = ticket.question.name
        // C would end the name at a NUL, and ask for another one.
        guard !name.isEmpty, name.utf8.count <= 1_024, !name.utf8.contains(0) else { return UB_SYNTAX.rawValue }
        return ub_resolve_async(
            context, name == "." ? name : name + ".", Int32(ticket.question.type.rawValue), 1,
            Unmanaged.passUnretained(ticket).toOpaque(),
            { data, error, result in
                // Called by `ub_process`, so in this thread and while its object is alive.
                guard let data else { return ub_resolve_free(result) }
                let ticket = Unmanaged<QueryHandle>.fromOpaque(data).takeUnretainedValue()
                ticket.thread.take(ticket, error, result)
                ub_resolve_free(result)
            }, nil)
    }

    private func take(_ ticket: QueryHandle, _ error: Int32, _ result: UnsafeMutablePointer<ub_result>?) {
        pending[ticket.number] = nil
        guard error == UB_NOERROR.rawValue, let result else {
            return state.finish(.failed(ticket.question, error))
        }
        let isCovered = anchors?.covers(ticket.question.name) ?? true
        state.finish(Answer(result.pointee, to: ticket.question, isCovered: isCovered))
    }

    /// Sleeps until libunbound has a result, a wake-up arrives, or the deadline passes.
    private func wait(until deadline: ContinuousClock.Instant?) {
        var milliseconds: Int32 = -1
        if let deadline {
            let left = (deadline - clock.now) / .milliseconds(1)
            milliseconds = Int32(min(max(left.rounded(.up), 0), 60_000))
        }
        var descriptors = [
            pollfd(fd: unboundDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeUp.readable, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&descriptors, 2, milliseconds) > 0 else { return }
        wakeUp.clear()
        let events = Int32(descriptors[0].revents)
        if events & POLLIN != 0, let context = context?.pointer {
            _ = ub_process(context)
        } else if events != 0 {
            // libunbound's end is broken: without this we would turn round and round. Look-ups run into their limits.
            unboundDescriptor = -1
        }
    }

    private func expire() {
        let now = clock.now
        while let first = dueTimes.first, first.deadline <= now {
            dueTimes.removeFirst()
            if state.isOverdue(first.question, due: first.deadline) {
                state.finish(
                    Answer(
                        question: first.question, security: .indeterminate, message: nil,
                        failure: Reason(.timeout, "no answer within \(timeLimit)")))
            }
        }
    }
}
