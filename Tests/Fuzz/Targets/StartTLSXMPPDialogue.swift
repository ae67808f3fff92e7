import Dialogues
import Model

extension FuzzTarget {
    /// The last byte chooses the kind of stream and where it stands; the rest is what the server says. Cut into pieces
    /// or whole, the facts must be the same, bounded, and free of contradictions.
    static let startTLSXMPPDialogue = FuzzTarget("StartTLSXMPPDialogue") { input throws(FuzzViolation) in
        var bytes = input
        guard let choice = bytes.popLast() else { return }
        let service: Service = choice & 1 == 0 ? .xmppClient : .xmppServer
        let phase: XMPPDialogue.Phase = choice & 2 != 0 ? .insideTLS : choice & 4 != 0 ? .withoutTLS : .beforeTLS

        let facts = play(service, phase, bytes, pieces: bytes.count)
        guard facts == play(service, phase, bytes, pieces: 1 + Int(choice >> 3)) else {
            throw FuzzViolation("pieces matter")
        }

        let texts = [facts.from, facts.version, facts.streamError, facts.streamErrorText, facts.otherHost]
            .compactMap { $0 }
        let lists = [facts.features ?? [], facts.mechanisms, facts.sasl2Mechanisms, facts.channelBindings]
        guard lists.allSatisfy({ $0.count <= XMPPFacts.listLimit }),
            (texts + lists.joined()).allSatisfy({ $0.count <= XMPPFacts.textLimit })
        else { throw FuzzViolation("unbounded") }
        guard !facts.proceeded || (facts.startTLSOffered && phase == .beforeTLS),
            facts.features == nil || facts.streamOpened,
            facts.proceeded || facts.bytesAfterProceed == 0,
            !(facts.proceeded && facts.startTLSFailed)
        else { throw FuzzViolation("contradictory: \(facts)") }

        let offer = facts.startTLSOffer(service: service, host: "host", ending: .closed)
        guard offer.value == nil || facts.startTLSOffered else { throw FuzzViolation("offered out of nothing") }
    }
}

private func play(_ service: Service, _ phase: XMPPDialogue.Phase, _ bytes: [UInt8], pieces length: Int) -> XMPPFacts {
    var dialogue = XMPPDialogue(service: service, domain: "a.test", from: nil, phase: phase)
    _ = dialogue.begin()
    var start = 0
    while start < bytes.count {
        let end = min(bytes.count, start + max(1, length))
        _ = dialogue.receive(Array(bytes[start..<end]))
        start = end
    }
    _ = dialogue.farewell()
    return dialogue.facts
}
