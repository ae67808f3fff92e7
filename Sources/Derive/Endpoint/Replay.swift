import Dialogues
import Model
import TLSWire

/// What became of a hello, out of the bytes that passed; the scanner asks the same while it runs.
package func helloOutcome(
    _ passages: [Passage], ending: ProbeRecord.Ending, of endpoint: Endpoint? = nil
) -> ProbeOutcome {
    guard passages.contains(where: { $0.layer == .tls && $0.direction == .sent }) else {
        switch ending {
        case .failed(let reason): return .unknown(reason)
        case _ where passages.contains { $0.direction == .received }:
            // The server said why: too many of us, an error of its own.
            if let endpoint, let why = refusal(passages, ending, endpoint) { return .unknown(why) }
            return .unknown(Reason(.streamError, "the dialogue did not reach TLS"))
        case .closed: return .unknown(Reason(.closed, "before TLS"))
        case .done: return .unknown(Reason(.streamError, "the dialogue did not reach TLS"))
        }
    }
    var flight = FirstFlight(extent: .flight)
    for passage in passages where passage.layer == .tls && passage.direction == .received {
        flight.receive(passage.bytes.array)
    }
    return flight.outcome(ending: ending)
}

/// Why a dialogue in the clear ended before TLS, in the server's words.
private func refusal(_ passages: [Passage], _ ending: ProbeRecord.Ending, _ endpoint: Endpoint) -> Reason? {
    guard endpoint.mode == .startTLS,
        var dialogue = Dialogues.dialogue(with: endpoint, .beforeTLS, purpose: .hello)
    else { return nil }
    for passage in passages where passage.layer == .plain && passage.direction == .received {
        if dialogue.receive(passage.bytes.array) == .finished { break }
    }
    switch dialogue.startTLSOffer(host: endpoint.host, ending: ending) {
    case .refused(_, let why), .unmeasured(let why): return why
    case .measured, .notOffered, .notApplicable: return nil
    }
}

/// The certificates that a first flight shows in the clear (TLS 1.2 and before), the leaf first.
package func certificates(inFlightOf passages: [Passage]) -> [[UInt8]]? {
    guard case .accepted(let facts) = helloOutcome(passages, ending: .done) else { return nil }
    return facts.certificates?.map(\.array)
}

/// The hello that was sent, read back from its bytes.
func hello(_ passages: [Passage]) -> ClientHello? {
    passages.first { $0.layer == .tls && $0.direction == .sent }.flatMap { ClientHello(record: $0.bytes.array) }
}

/// What the dialogue of one layer showed; `nil` where none was spoken.
func dialogue(_ probe: ProbeRecord, _ layer: Passage.Layer, _ endpoint: Endpoint) -> (any Dialogue)? {
    guard probe.transcript.contains(where: { $0.layer == layer }),
        // How we introduced ourselves only matters to the other side.
        var dialogue = Dialogues.dialogue(
            with: endpoint, layer == .plain ? .beforeTLS : .insideTLS, purpose: probe.purpose)
    else { return nil }
    for passage in probe.transcript where passage.layer == layer && passage.direction == .received {
        if dialogue.receive(passage.bytes.array) == .finished { break }
    }
    return dialogue
}
