import Dialogues
import Model
import TLSWire

/// One hand-made ClientHello and the first flight that answers it, behind the dialogue where the port wants one.
struct HelloScript: ConnectionScript {
    private(set) var transcript = Transcript()
    private var opening: OpeningDialogue?
    private let hello: [UInt8]
    private var reader: FirstFlight

    init(opening: OpeningDialogue?, hello: [UInt8], extent: FirstFlight.ReadDepth) {
        self.opening = opening
        self.hello = hello
        reader = FirstFlight(extent: extent)
    }

    var flight: FirstFlight? { reader }

    var isRateLimited: Bool { opening?.isRateLimited ?? false }

    mutating func opened() -> Reaction {
        guard var opening else { return sendHello() }
        defer { self.opening = opening }
        return opening.begin(&transcript)
    }

    mutating func received(_ bytes: [UInt8]) -> Reaction {
        if var opening {
            let step = opening.received(bytes, &transcript)
            self.opening = opening
            switch step {
            case .go(let reaction): return reaction
            case .startTLS:
                self.opening = nil
                return sendHello()
            }
        }
        let before = reader.consumed
        let progress = reader.receive(bytes)
        // Only what was read is worth keeping: the rest of the flight is the same in every probe.
        transcript.add(.received, .tls, bytes, keeping: reader.consumed - before)
        return progress == .complete ? .finish() : .wait
    }

    private mutating func sendHello() -> Reaction {
        transcript.add(.sent, .tls, hello)
        return Reaction(send: hello)
    }
}
