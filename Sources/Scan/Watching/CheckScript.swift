import Dialogues
import Model
import Trust

/// What a check has shown; filled while its connection is driven.
struct CheckNotes: Sendable {
    /// The step that is being waited for.
    var step = Incident.Step.tcp
    var standing = DialogueStanding.open
    /// DER forms as sent, the leaf first.
    var chain: [[UInt8]] = []
    /// The dialogue with a web server, once it or its connection has ended.
    var page: HTTPDialogue?
}

/// One connection as a client makes it, up to authentication: the dialogue before TLS, the handshake, and the dialogue
/// inside. Nothing of it is kept but what it shows.
struct CheckScript: ConnectionScript {
    let transcript = Transcript()
    private var opening: (any Dialogue)?
    private var inside: (any Dialogue)?
    private let tls: TLSSession?
    private var isInside = false
    private let notes: Locked<CheckNotes>

    init(opening: (any Dialogue)?, inside: (any Dialogue)?, tls: TLSSession?, notes: Locked<CheckNotes>) {
        self.opening = opening
        self.inside = inside
        self.tls = tls
        self.notes = notes
    }

    var isRateLimited: Bool { opening?.isRateLimited ?? false }

    mutating func opened() -> Reaction {
        guard opening != nil else { return handshake() }
        notes.withLock { $0.step = .greeting }
        return Reaction(send: opening?.begin() ?? [])
    }

    mutating func received(_ bytes: [UInt8]) -> Reaction {
        guard let step = opening?.receive(bytes) else {
            tls?.receive(bytes)
            return advance()
        }
        note(opening)
        switch step {
        case .needMore: return .wait
        case .send(let reply): return Reaction(send: reply)
        case .finished: return .finish(sending: opening?.farewell() ?? [])
        case .proceed:
            opening = nil
            return handshake()
        }
    }

    private func note(_ dialogue: (any Dialogue)?) {
        guard let standing = dialogue?.standing else { return }
        notes.withLock { $0.standing = standing }
    }

    private mutating func handshake() -> Reaction {
        notes.withLock { notes in
            notes.step = .tls
            notes.standing = .open
        }
        return advance()
    }

    private mutating func advance() -> Reaction {
        guard let tls else { return .finish(.failed(Reason(.unsupportedAlgorithm, "OpenSSL cannot create a session"))) }
        switch tls.state {
        case .handshaking: return Reaction(send: tls.output())
        case .failed(let reason): return .finish(.failed(reason), sending: tls.output())
        case .closed: return .finish(.closed, sending: tls.output())
        case .established: return isInside ? listen(tls) : enter(tls)
        }
    }

    private mutating func enter(_ tls: TLSSession) -> Reaction {
        isInside = true
        notes.withLock { notes in
            notes.step = .greeting
            notes.chain = tls.chain
            if inside == nil { notes.standing = .working }
        }
        guard let first = inside?.begin() else {
            tls.close()
            return .finish(sending: tls.output())
        }
        tls.write(first)
        return listen(tls)
    }

    private mutating func listen(_ tls: TLSSession) -> Reaction {
        let bytes = tls.read()
        if !bytes.isEmpty, let step = inside?.receive(bytes) {
            note(inside)
            if case .send(let reply) = step { tls.write(reply) }
            if step == .finished {
                keep()
                tls.write(inside?.farewell() ?? [])
                tls.close()
                return .finish(sending: tls.output())
            }
        }
        if case .closed = tls.state {
            keep()
            return .finish(.closed, sending: tls.output())
        }
        if case .failed(let reason) = tls.state { return .finish(.failed(reason), sending: tls.output()) }
        return Reaction(send: tls.output())
    }

    private func keep() {
        guard let page = inside as? HTTPDialogue else { return }
        notes.withLock { $0.page = page }
    }
}
