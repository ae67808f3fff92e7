import Dispatch
import Model

/// Work whose parts do not depend on each other, spread over the machine's cores.
enum Parallel {
    /// How far work is spread.
    enum Spread: Sendable {
        /// As fast as it can be. The threads that help are those of Swift's tasks, which get none meanwhile.
        case allCores
        /// Nothing but the thread that calls, for work that must not be in anybody's way.
        case thisThread
    }

    /// What `work` makes of each input, in the inputs' order, whichever thread came to it first. What takes long
    /// stands best at the beginning: whoever came to it last would be alone with it.
    /// - Parameters:
    ///   - stride: how many inputs a thread takes at a time; few enough that none is left with the long end.
    ///   - spread: whether other threads may help.
    ///   - other: something else that is to be done meanwhile.
    static func map<Input, Output: Sendable>(
        _ inputs: [Input], stride: Int = 16, spread: Spread = .allCores, beside other: (@Sendable () -> Void)? = nil,
        _ work: @Sendable (Input) -> Output
    ) -> [Output] where Input: Sendable {
        let chunks = (inputs.count + stride - 1) / stride
        let iterations = chunks + (other == nil ? 0 : 1)
        if iterations <= 1 || spread == .thisThread {
            other?()
            return inputs.map(work)
        }
        let done = Locked<[[Output]]>(Array(repeating: [], count: chunks))
        DispatchQueue.concurrentPerform(iterations: iterations) { iteration in
            if let other, iteration == 0 { return other() }
            let chunk = iteration - (iterations - chunks)
            let range = chunk * stride..<min((chunk + 1) * stride, inputs.count)
            let outputs = inputs[range].map(work)
            done.withLock { $0[chunk] = outputs }
        }
        return done.withLock { chunks in
            var all: [Output] = []
            all.reserveCapacity(inputs.count)
            for chunk in chunks { all += chunk }
            return all
        }
    }
}
