import Dialogues
import Model

/// A mail dialogue played against bytes, and what came of it.
struct MailConversation: Equatable {
    var facts: MailFacts
    /// What we said, joined.
    var said: String
    var last: DialogueStep
    var offer: Finding<StartTLSOffer>
    var mechanisms: Finding<[String]>

    /// - Parameter pieces: what the server sends, each after our answer to the one before.
    init(
        _ service: Service, phase: DialoguePhase = .beforeTLS, mode: Endpoint.Mode = .startTLS,
        purpose: ProbeRecord.Purpose = .handshake, ending: ProbeRecord.Ending = .closed, pieces: [[UInt8]]
    ) {
        let endpoint = Endpoint(
            service: service, domain: "a.test", host: "mx.a.test", port: 1, address: "192.0.2.1", mode: mode)
        let us = DialogueIdentity(ehlo: "probe.test")
        guard var dialogue = dialogue(with: endpoint, phase, purpose: purpose, as: us) as? MailDialogue else {
            (facts, said, last, offer, mechanisms) = (MailFacts(), "", .finished, .notApplicable, .notApplicable)
            return
        }
        said = String(decoding: dialogue.begin(), as: UTF8.self)
        last = .needMore
        for piece in pieces {
            last = dialogue.receive(piece)
            if case .send(let bytes) = last { said += String(decoding: bytes, as: UTF8.self) }
            if last == .finished { said += String(decoding: dialogue.farewell(), as: UTF8.self) }
        }
        facts = dialogue.facts
        offer = dialogue.startTLSOffer(host: "mx.a.test", ending: ending)
        mechanisms = dialogue.offeredMechanisms(host: "mx.a.test", ending: ending)
    }

    init(
        _ service: Service, phase: DialoguePhase = .beforeTLS, mode: Endpoint.Mode = .startTLS,
        purpose: ProbeRecord.Purpose = .handshake, ending: ProbeRecord.Ending = .closed, _ texts: String...
    ) {
        self.init(
            service, phase: phase, mode: mode, purpose: purpose, ending: ending, pieces: texts.map { Array($0.utf8) })
    }
}
