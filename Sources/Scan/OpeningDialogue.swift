import Dialogues
import Model

/// The dialogue in the clear up to the go-ahead for TLS, and its bytes in the transcript.
struct OpeningDialogue {
    private var dialogue: any Dialogue

    /// What the next bytes led to.
    enum Step {
        case go(Reaction)
        /// The other side is ready for a ClientHello.
        case startTLS
    }

    init(_ dialogue: any Dialogue) { self.dialogue = dialogue }

    /// The other side turned us away for the number of our connections.
    var isRateLimited: Bool { dialogue.isRateLimited }

    mutating func begin(_ transcript: inout Transcript) -> Reaction {
        let bytes = dialogue.begin()
        transcript.add(.sent, .plain, bytes)
        return Reaction(send: bytes)
    }

    mutating func received(_ bytes: [UInt8], _ transcript: inout Transcript) -> Step {
        transcript.add(.received, .plain, bytes)
        switch dialogue.receive(bytes) {
        case .needMore: return .go(.wait)
        case .send(let reply):
            transcript.add(.sent, .plain, reply)
            return .go(Reaction(send: reply))
        // What came along with the go-ahead was sent before TLS stood, so it must not count as TLS (it is recorded).
        case .proceed: return .startTLS
        case .finished: return .go(.finish())
        }
    }
}
