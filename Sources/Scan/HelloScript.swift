import Dialogues
import Model
import TLSWire

/// One hand-made ClientHello and the first flight that answers it, behind the dialogue where the port wants one.
struct HelloScript: ConnectionScript {
    private(set) var transcript = Transcript()
    private var opening: OpeningDialogue?
    private let slot: HelloSlot
    /// `nil` as long as the hello is not sent.
    private var reader: FirstFlight?
    /// TLS may begin.
    private var isReady = false

    init(opening: OpeningDialogue?, slot: HelloSlot) {
        self.opening = opening
        self.slot = slot
    }

    /// Nothing was left to ask.
    static let unneeded = ProbeRecord.Ending.failed(Reason(.notAsked, "nothing was left to ask"))

    var flight: FirstFlight? { reader }

    var isRateLimited: Bool { opening?.isRateLimited ?? false }

    var waitsForUs: Bool { isReady && reader == nil }

    mutating func opened() -> Reaction {
        guard var opening else { return beginTLS() }
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
                return beginTLS()
            }
        }
        guard let before = reader?.consumed, let progress = reader?.receive(bytes) else {
            // Whatever this is, it answers no hello.
            transcript.add(.received, .plain, bytes)
            return .finish(.failed(Reason(.malformed, "bytes before the ClientHello")))
        }
        // Only what was read is worth keeping: the rest of the flight is the same in every probe.
        transcript.add(.received, .tls, bytes, keeping: (reader?.consumed ?? before) - before)
        return progress == .complete ? .finish() : .wait
    }

    mutating func woken() -> Reaction {
        if slot.isDiscarded { return .finish(Self.unneeded) }
        return waitsForUs ? beginTLS() : .wait
    }

    private mutating func beginTLS() -> Reaction {
        isReady = true
        switch slot.take() {
        case .wait: return .wait
        case .leave: return .finish(Self.unneeded)
        case .send(let hello):
            reader = FirstFlight(extent: hello.extent)
            transcript.add(.sent, .tls, hello.bytes)
            return Reaction(send: hello.bytes)
        }
    }
}
