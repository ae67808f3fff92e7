import Model
import TLSWire

/// SSLv2: the input is the body of a record that begins with the message type; the header is made to fit, so that
/// the fuzzer need not find its length.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let body = Array(UnsafeBufferPointer(start: start, count: min(count, 0x7FFF)))
    let record = [0x80 | UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count)] + body
    var flight = FirstFlight()
    flight.receive(record)
    let outcome = flight.outcome(ending: .closed)
    _ = describe(outcome)
    if case .accepted(let facts) = outcome {
        guard facts.ssl2Suites.count <= 100 else { fatalError("unbounded") }
        var knowledge = TLSKnowledge()
        knowledge.record(hello: .ssl2(), outcome: outcome)
        guard !knowledge.finding(.ssl2).isUnknown else { fatalError("answered and yet unknown") }
    }
    if let hello = ClientHello(record: record), hello.suites.count < 5_000 {
        guard ClientHello(record: hello.encoded(random: [])) == hello else { fatalError("differs: \(hello)") }
    }
    return 0
}
