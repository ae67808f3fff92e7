import Model

/// A validating resolver: libunbound, asynchronous, with a memory of this run.
///
/// The same question is asked once in a run: whoever asks it while it is under way waits for the same answer, and
/// whoever asks later gets the answer that was given. Use it from anywhere; call `shutdown()` when done.
package final class Resolver: Sendable {
    private let state: ResolverState

    /// Reads the files that the configuration names and starts the resolver's threads; sends nothing yet.
    ///
    /// - Throws: A diagnostic where a file cannot be read or understood, or an address is none.
    package init(_ configuration: ResolverConfiguration = ResolverConfiguration()) throws(Diagnostic) {
        guard let wakeUp = WakePipe() else {
            throw Diagnostic(
                file: "", rule: .resolver, message: "cannot start the resolver: no file descriptors left",
                hint: "raise the limit (ulimit -n)")
        }
        var anchors: TrustAnchorFile?
        if case .file(let file) = configuration.trustAnchors { anchors = try UnboundContext.anchors(in: file) }
        let context = try UnboundContext.make(configuration)
        state = ResolverState(wakeUp: wakeUp)
        try ResolverThread.start(context, state, wakeUp, anchors: anchors, configuration)
    }

    deinit { state.beginShutdown() }

    /// Asks for the records of a type at a name. It always comes back within the configuration's time limit, plus the
    /// time it has to wait for its turn; a cancelled task gets `interrupted` at once.
    ///
    /// - Parameter name: In A-labels, with or without the final dot, in any case.
    package func lookup(_ name: String, _ type: RecordType) async -> Answer {
        let question = Question(name, type)
        let waiter = state.newWaiter()
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { state.wait(waiter, for: question, $0) }
        } onCancel: {
            state.cancel(waiter, of: question)
        }
        state.leave(waiter)
        return answer
    }

    /// Forgets the answers so far: the same questions are asked again, of libunbound, which keeps to the records' TTL.
    package func forget() { state.forget() }

    /// Ends all look-ups as `interrupted`, and comes back when the resolver's threads are gone.
    package func shutdown() async {
        state.beginShutdown()
        await state.waitForEnd()
    }
}
