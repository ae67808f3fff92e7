import Model
import TLSWire

/// What a connection is to ask. It may be made before that is known: it is led to where TLS begins, and waits there.
/// Behind a delay the dialogue before TLS takes several times as long as the question itself.
final class HelloSlot: Sendable {
    /// An encoded ClientHello, and how far the answer to it is read.
    struct Hello: Sendable {
        var bytes: [UInt8]
        var extent: FirstFlight.ReadDepth
    }

    /// What a connection at which TLS may begin is to do.
    enum Turn: Sendable {
        case send(Hello)
        case wait
        /// There is nothing to ask.
        case leave
    }

    private struct State {
        var hello: Hello?
        /// TLS could begin.
        var isReady = false
        var isSent = false
        var isDiscarded = false
        /// The connection has ended.
        var isOver = false
        var wake: (@Sendable () -> Void)?
    }

    private let state: Locked<State>

    init(_ hello: Hello? = nil) { state = Locked(State(hello: hello)) }

    // MARK: for who asks

    /// What it is to ask; `nil` as long as that is open.
    var hello: Hello? { state.withLock { $0.hello } }

    /// The connection ended where TLS could begin, before it sent its question: it tells nothing about that.
    var isLost: Bool { state.withLock { $0.isReady && $0.hello != nil && !$0.isSent } }

    /// - Returns: whether the connection can still ask it.
    func fill(_ hello: Hello) -> Bool {
        let (isOpen, wake) = state.withLock { state in
            let isOpen = !state.isOver && !state.isDiscarded && state.hello == nil
            if isOpen { state.hello = hello }
            return (isOpen, isOpen ? state.wake : nil)
        }
        wake?()
        return isOpen
    }

    /// Ends the connection, unless it has something to ask.
    func discard() {
        let wake = state.withLock { state in
            if state.hello == nil { state.isDiscarded = true }
            return state.isDiscarded ? state.wake : nil
        }
        wake?()
    }

    // MARK: for the connection

    /// It was discarded.
    var isDiscarded: Bool { state.withLock { $0.isDiscarded } }

    /// TLS may begin.
    func take() -> Turn {
        state.withLock { state in
            state.isReady = true
            if let hello = state.hello {
                state.isSent = true
                return .send(hello)
            }
            return state.isDiscarded ? .leave : .wait
        }
    }

    /// - Parameter wake: called from any thread when there is something to do.
    func attach(_ wake: @escaping @Sendable () -> Void) {
        let isDue = state.withLock { state in
            state.wake = wake
            return state.isDiscarded
        }
        if isDue { wake() }
    }

    /// The connection has ended.
    func end() {
        state.withLock { state in
            state.isOver = true
            state.wake = nil
        }
    }
}
