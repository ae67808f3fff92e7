import Dispatch
import Findings

/// Work whose parts do not depend on each other, spread over the machine's cores.
enum Parallel {
    /// What `work` makes of each input, in the inputs' order, whichever thread came to it first.
    /// - Parameter stride: how many inputs a thread takes at a time; few enough that none is left with the long end.
    static func map<Input, Output: Sendable>(
        _ inputs: [Input], stride: Int = 16, _ work: @Sendable (Input) -> Output
    ) -> [Output] where Input: Sendable {
        let chunks = (inputs.count + stride - 1) / stride
        if chunks <= 1 { return inputs.map(work) }
        let done = Locked<[[Output]]>(Array(repeating: [], count: chunks))
        DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
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
