import Dialogues
import Model
import Trust

/// How far the first complete handshake with an endpoint came.
enum HandshakeStage: Sendable {
    case connected
    /// It is our turn to begin TLS.
    case reachedTLS
    /// No further attempt follows. `nil` where none was completed.
    case ended(SessionRecord?)
}

typealias HandshakeProgress = AsyncStream<HandshakeStage>

/// A whole handshake by OpenSSL, behind the dialogue where the port wants one, and the dialogue inside it. It shows the
/// certificates as a client gets them, and what is offered once the connection is private.
struct HandshakeScript: ConnectionScript {
    private(set) var transcript = Transcript()
    private(set) var session: SessionRecord?
    private(set) var chain: [[UInt8]] = []
    private var opening: OpeningDialogue?
    private var inside: (any Dialogue)?
    private let tls: TLSSession?
    /// The handshake is done; from here on nothing but what is inside is worth keeping.
    private var isInside = false
    private let progress: HandshakeProgress.Continuation?

    /// - Parameter progress: is told how far it came.
    init(
        opening: OpeningDialogue?, inside: (any Dialogue)?, tls: TLSSession?,
        progress: HandshakeProgress.Continuation? = nil
    ) {
        self.opening = opening
        self.inside = inside
        self.tls = tls
        self.progress = progress
    }

    var isRateLimited: Bool { opening?.isRateLimited ?? false }

    mutating func opened() -> Reaction {
        progress?.yield(.connected)
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
        // The flight is kept for what it shows without a key: up to the certificates in TLS 1.2, the ServerHello in 1.3.
        transcript.add(.received, .tls, bytes, keeping: isInside ? 0 : .max)
        tls?.receive(bytes)
        return advance()
    }
}

extension HandshakeScript {
    private mutating func beginTLS() -> Reaction {
        progress?.yield(.reachedTLS)
        return advance()
    }

    /// Sends what OpenSSL has to say, and goes on with what it decrypted.
    private mutating func advance() -> Reaction {
        guard let tls else { return .finish(.failed(Reason(.malformed, "OpenSSL cannot create a session"))) }
        switch tls.state {
        case .handshaking:
            return Reaction(send: flush(tls))
        case .failed(let reason):
            // The alert that OpenSSL sends is polite; the bytes it got are the evidence.
            return .finish(.failed(reason), sending: flush(tls))
        case .closed:
            return .finish(.closed, sending: flush(tls))
        case .established:
            if !isInside { return enter(tls) }
            return listen(tls)
        }
    }

    private mutating func enter(_ tls: TLSSession) -> Reaction {
        isInside = true
        session = SessionRecord(tls)
        chain = tls.chain
        guard var dialogue = inside else {
            tls.close()
            return .finish(sending: flush(tls))
        }
        let bytes = dialogue.begin()
        inside = dialogue
        transcript.add(.sent, .inside, bytes)
        tls.write(bytes)
        // What came with the last message of the handshake is read at once: nothing else may come.
        return listen(tls)
    }

    private mutating func listen(_ tls: TLSSession) -> Reaction {
        let bytes = tls.read()
        transcript.add(.received, .inside, bytes)
        if !bytes.isEmpty, var dialogue = inside {
            let step = dialogue.receive(bytes)
            var reply: [UInt8] = []
            if case .send(let bytes) = step { reply = bytes }
            if step == .finished { reply = dialogue.farewell() }
            inside = dialogue
            transcript.add(.sent, .inside, reply)
            tls.write(reply)
            if step == .finished {
                tls.close()
                return .finish(sending: flush(tls))
            }
        }
        if case .closed = tls.state { return .finish(.closed, sending: flush(tls)) }
        if case .failed(let reason) = tls.state { return .finish(.failed(reason), sending: flush(tls)) }
        return Reaction(send: flush(tls))
    }

    private mutating func flush(_ tls: TLSSession) -> [UInt8] {
        let bytes = tls.output()
        // Of what we send only the ClientHello says something to a reader of the evidence.
        transcript.add(.sent, .tls, bytes, keeping: isInside ? 0 : .max)
        return bytes
    }
}
