import Model

/// What we say and hear on one XMPP stream up to authentication (RFC 6120 §4–6): a state machine, bytes in → bytes out,
/// for a client's stream and for a server's (with the namespace of XEP-0220). The stream inside TLS is a stream of its
/// own, so it has a dialogue of its own.
///
/// `facts` depend on the bytes received and not on how they were cut into pieces, so a recorded stream replays to the
/// same facts. It never waits: the owner of the socket sets the time limits.
///
/// The XML parser in it cannot be copied: go on with one copy only.
package struct XMPPDialogue: Dialogue {
    package typealias Phase = DialoguePhase
    package typealias Step = DialogueStep

    private enum State {
        /// Waiting for the header, then for the features.
        case opening
        /// `<starttls/>` is said.
        case awaitingProceed
        /// The server is older than features. We closed the stream, and an error may still be under way.
        case closing
        case proceeded
        case finished
    }

    /// What is known so far; complete with `proceed`, with `finished`, or when the connection ends.
    package private(set) var facts = XMPPFacts()

    let service: Service
    private let domain: String
    private let from: String?
    let phase: Phase
    private let stream = XMLStream()
    private var state = State.opening
    private var hasClosed = false

    /// - Parameters:
    ///   - service: `xmppServer` speaks server to server, everything else client to server.
    ///   - domain: the JID domain that is asked for, not the host's name.
    ///   - from: the domain we speak for, in a server's stream only; a client has no name before it has authenticated.
    package init(service: Service, domain: String, from: String?, phase: Phase) {
        self.service = service
        self.domain = domain
        self.from = from
        self.phase = phase
    }

    /// Our stream header, to be said first (RFC 6120 §4.7).
    package mutating func begin() -> [UInt8] {
        var text = "<?xml version='1.0'?><stream:stream"
        switch service {
        case .xmppServer: text += " xmlns='jabber:server' xmlns:db='\(XMPPNamespaces.dialback)'"
        default: text += " xmlns='jabber:client'"
        }
        text += " xmlns:stream='\(XMPPNamespaces.streams)' to='\(escaped(domain))'"
        if service == .xmppServer, let from { text += " from='\(escaped(from))'" }
        return Array((text + " version='1.0' xml:lang='en'>").utf8)
    }

    /// Takes bytes in the order in which they came, in any pieces. After the end it takes more, and learns nothing.
    ///
    /// Where a server says `<proceed/>` before it can have heard `<starttls/>`, the step is `send` first; the next call
    /// says `proceed`.
    package mutating func receive(_ bytes: [UInt8]) -> Step {
        var reply: [UInt8] = []
        for byte in bytes {
            switch state {
            case .opening, .awaitingProceed, .closing: reply += take(byte)
            case .proceeded: facts.bytesAfterProceed += 1
            case .finished: return .finished
            }
        }
        switch state {
        case .finished: return .finished
        case .opening, .awaitingProceed, .closing, .proceeded:
            if !reply.isEmpty { return .send(reply) }
            return state == .proceeded ? .proceed : .needMore
        }
    }

    /// What to say before hanging up: the end of our stream, once, where the other side would understand it.
    package mutating func farewell() -> [UInt8] {
        guard !hasClosed, facts.streamOpened, facts.fault == nil, state != .proceeded else { return [] }
        hasClosed = true
        return Array("</stream:stream>".utf8)
    }
}

// MARK: What the server says

extension XMPPDialogue {
    /// Takes one byte; returns what to answer.
    private mutating func take(_ byte: UInt8) -> [UInt8] {
        do throws(XMLStream.Problem) {
            var reply: [UInt8] = []
            for event in try stream.read(byte) { reply += react(to: event) }
            return reply
        } catch {
            switch error {
            case .malformed(let how): return giveUp(Reason(.malformed, how))
            case .tooLarge(let what): return giveUp(Reason(.tooLarge, what))
            }
        }
    }

    private mutating func react(to event: XMLStream.Event) -> [UInt8] {
        switch event {
        case .opened(let header, let namespaces):
            guard header.name == .stream else {
                return giveUp(Reason(.malformed, "not an XMPP stream: root element \(header.name)"))
            }
            facts.note(header: header, namespaces: namespaces)
            if facts.announcesFeatures { return [] }
            state = .closing
            return farewell()
        case .closed:
            facts.streamClosed = true
            state = .finished
            return []
        case .element(let element):
            return react(to: element)
        }
    }

    private mutating func react(to element: XMLElement) -> [UInt8] {
        switch element.name {
        case .streamError:
            facts.note(error: element)
            state = .finished
        case .features where facts.features == nil:
            facts.note(features: element)
            if state == .opening, facts.startTLSOffered, phase == .beforeTLS {
                state = .awaitingProceed
                return Array("<starttls xmlns='\(XMPPNamespaces.tls)'/>".utf8)
            }
            state = .finished
        case .proceed where state == .awaitingProceed:
            facts.proceeded = true
            state = .proceeded
        case .startTLSFailure where state == .awaitingProceed:
            facts.startTLSFailed = true
            state = .finished
        case .proceed, .startTLSFailure:
            return giveUp(Reason(.malformed, "unsolicited response to <starttls/>"))
        default:
            // Whatever else a server may say does not concern this dialogue.
            break
        }
        return []
    }

    private mutating func giveUp(_ fault: Reason) -> [UInt8] {
        facts.fault = fault
        state = .finished
        return []
    }
}

/// Fit for an attribute value between apostrophes (XML 1.0 §2.4).
private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case "'": result += "&apos;"
        default: result.append(character)
        }
    }
}
