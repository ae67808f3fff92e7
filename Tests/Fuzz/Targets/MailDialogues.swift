import Dialogues
import Model

extension FuzzTarget {
    /// The last byte chooses where the dialogue stands and how what the server says is cut; the rest is what it says.
    /// What is recorded of it must replay to the same facts, bounded and free of contradictions.
    static func mailDialogue(_ name: String, _ service: Service) -> FuzzTarget {
        FuzzTarget(name) { input throws(FuzzViolation) in
            var bytes = input
            guard let choice = bytes.popLast() else { return }
            let mode: Endpoint.Mode = choice & 1 == 0 ? .startTLS : .direct
            let phase: DialoguePhase = mode == .direct || choice & 2 != 0 ? .insideTLS : .beforeTLS
            let purpose: ProbeRecord.Purpose = choice & 4 == 0 ? .handshake : .hello
            let endpoint = Endpoint(
                service: service, domain: "a.test", host: "a.test", port: 1, address: "", mode: mode)
            func make() -> MailDialogue? { dialogue(with: endpoint, phase, purpose: purpose) as? MailDialogue }
            guard let first = make(), let second = make() else { throw FuzzViolation("no dialogue") }

            let (facts, passages, offer) = play(first, bytes, pieces: 1 + Int(choice >> 3))
            guard facts == play(second, passages).facts else { throw FuzzViolation("the replay differs") }

            let lists = [facts.capabilities ?? [], facts.mechanisms]
            guard lists.allSatisfy({ $0.count <= MailFacts.listLimit }),
                (lists.joined() + [facts.greeting ?? ""]).allSatisfy({ $0.count <= MailFacts.textLimit })
            else { throw FuzzViolation("unbounded") }
            guard !facts.proceeded || (facts.startTLSOffered && phase == .beforeTLS),
                facts.proceeded || facts.bytesAfterProceed == 0, !(facts.proceeded && facts.declined != nil),
                offer.value == nil || facts.startTLSOffered
            else { throw FuzzViolation("contradictory: \(facts)") }
        }
    }
}

/// Plays bytes in pieces; returns the facts, and what came between two of our words, as it would be recorded.
private func play(
    _ start: MailDialogue, _ bytes: [UInt8], pieces length: Int
) -> (facts: MailFacts, passages: [[UInt8]], offer: Finding<StartTLSOffer>) {
    var dialogue = start
    _ = dialogue.begin()
    var passages: [[UInt8]] = [[]]
    var index = 0
    while index < bytes.count {
        let piece = Array(bytes[index..<min(bytes.count, index + length)])
        passages[passages.count - 1] += piece
        if case .send = dialogue.receive(piece) { passages.append([]) }
        index += length
    }
    _ = dialogue.farewell()
    return (dialogue.facts, passages, dialogue.startTLSOffer(host: "host", ending: .closed))
}

private func play(
    _ start: MailDialogue, _ passages: [[UInt8]]
) -> (facts: MailFacts, offer: Finding<StartTLSOffer>) {
    var dialogue = start
    for passage in passages { _ = dialogue.receive(passage) }
    return (dialogue.facts, dialogue.startTLSOffer(host: "host", ending: .closed))
}
