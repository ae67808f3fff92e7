import Dispatch

/// Work whose parts do not depend on each other, spread over the machine's cores.
package enum Parallel {
    /// Which threads take part.
    package enum Spread: Sendable {
        /// All cores. The threads that help are those of Swift's tasks, which get none meanwhile.
        case allCores
        /// The calling thread alone, for work in the background.
        case thisThread
    }

    /// Maps inputs to outputs, in the order of the inputs. Put slow inputs first to balance the threads.
    /// - Parameters:
    ///   - stride: how many inputs a thread takes at a time.
    ///   - spread: which threads take part.
    ///   - other: other work, done at the same time.
    package static func map<Input, Output: Sendable>(
        _ inputs: [Input], stride: Int = 16, spread: Spread = .allCores,
        concurrently other: (@Sendable () -> Void)? = nil,
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
