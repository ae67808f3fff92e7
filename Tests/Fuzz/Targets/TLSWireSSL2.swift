import Model
import TLSWire

extension FuzzTarget {
    /// SSLv2: the input is the body of a record that begins with the message type; the header is made to fit, so that
    /// the fuzzer need not find its length.
    static let tlsWireSSL2 = FuzzTarget("TLSWireSSL2") { input throws(FuzzViolation) in
        let body = input.prefix(0x7FFF)
        let record = [0x80 | UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count)] + body
        var flight = FirstFlight()
        flight.receive(record)
        let outcome = flight.outcome(ending: .closed)
        _ = describe(outcome)
        if case .accepted(let facts) = outcome {
            guard facts.ssl2Suites.count <= 100 else { throw FuzzViolation("unbounded") }
            var knowledge = TLSKnowledge()
            knowledge.record(hello: .ssl2(), outcome: outcome)
            guard !knowledge.finding(.ssl2).isUnknown else { throw FuzzViolation("answered and yet unknown") }
        }
        if let hello = ClientHello(record: record), hello.suites.count < 5_000 {
            guard ClientHello(record: hello.encoded(random: [])) == hello else {
                throw FuzzViolation("differs: \(hello)")
            }
        }
    }
}
