import Derive
import Model
import TLSWire
import Testing

@testable import Scan

/// While scanning, the bytes of a flight are parsed as they come and not again.
@Suite struct ReadOnceTests {
    private let endpoint = Fixture.endpoint()

    /// A TLS 1.2 ServerHello, and ServerHelloDone.
    private static let flight: [UInt8] = {
        let body = [3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0xC0, 0x2F, 0]
        let message = [2, 0, 0, UInt8(body.count)] + body + [14, 0, 0, 0]
        return [22, 3, 3, 0, UInt8(message.count)] + message
    }()

    @Test(arguments: [FirstFlight.ReadDepth.serverHello, .flight])
    func aServerHelloIsParsedOnce(_ extent: FirstFlight.ReadDepth) {
        let counter = WorkCounter()
        WorkCounter.$current.withValue(counter) {
            var script = HelloScript(
                opening: nil, slot: HelloSlot(HelloSlot.Hello(bytes: [22, 3, 1, 0, 0], extent: extent)))
            _ = script.opened()
            // In pieces, as TCP may deliver them.
            var ending: ProbeRecord.Ending?
            for byte in Self.flight where ending == nil { ending = script.received([byte]).ending }
            #expect(ending == .done)
            let reading = Reading(
                script.transcript.passages, ending: .done, of: endpoint, purpose: .hello, flight: script.flight)
            guard case .accepted(let facts) = reading.outcome else {
                Issue.record("\(reading.outcome)")
                return
            }
            #expect(facts.suite == 0xC02F && facts.incomplete == nil)
            #expect(reading.certificates.isEmpty)
            #expect(counter[.serverHello] == 1)
        }
    }
}
