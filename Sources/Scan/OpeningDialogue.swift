import Dialogues
import Model

/// The plaintext dialogue up to the STARTTLS response, and its bytes in the transcript.
struct OpeningDialogue {
    private var dialogue: any Dialogue

    /// What the next bytes led to.
    enum Step {
        case go(Reaction)
        /// The other side is ready for a ClientHello.
        case startTLS
    }

    init(_ dialogue: any Dialogue) { self.dialogue = dialogue }

    /// The server refused the connection because of their number.
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
        // Bytes received with the STARTTLS response were sent before TLS, so they must not count as TLS (they are
        // recorded).
        case .proceed: return .startTLS
        case .finished: return .go(.finish())
        }
    }
}
