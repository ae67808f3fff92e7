import Model
import TLSWire

extension FuzzTarget {
    /// A server's answer, whatever it is: the outcome must not depend on how the bytes were cut, and reading again what
    /// was consumed must give it again. The last byte of the input chooses extent and piece size.
    static let tlsWireFirstFlight = FuzzTarget("TLSWireFirstFlight") { input throws(FuzzViolation) in
        var bytes = input
        guard let choice = bytes.popLast() else { return }
        let extent: FirstFlight.ReadDepth = choice & 1 == 0 ? .flight : .serverHello
        var whole = FirstFlight(extent: extent)
        whole.receive(bytes)
        let outcome = whole.outcome(ending: .closed)
        _ = describe(outcome)

        var pieces = FirstFlight(extent: extent)
        let step = Int(choice >> 1) + 1
        var index = 0
        while index < bytes.count {
            let end = min(index + step, bytes.count)
            if pieces.receive(bytes[index..<end]) == .complete,
                case .refused(.notTLS) = pieces.outcome(ending: .closed)
            {
                // How much of a plain answer is shown depends on what came at once.
                return
            }
            index = end
        }
        guard pieces.outcome(ending: .closed) == outcome else {
            throw FuzzViolation("depends on the pieces: \(outcome)")
        }

        var again = FirstFlight(extent: .flight)
        again.receive(bytes.prefix(whole.consumed))
        guard again.consumed == whole.consumed else {
            throw FuzzViolation("consumed \(again.consumed) of \(whole.consumed)")
        }
        if case .accepted(let first) = outcome, case .accepted(let second) = again.outcome(ending: .done) {
            guard first.suite == second.suite, first.group == second.group else {
                throw FuzzViolation("differs when read again")
            }
        }
    }
}
