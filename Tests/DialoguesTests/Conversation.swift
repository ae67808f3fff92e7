import Dialogues
import Model
import TestSupport

/// A dialogue played against bytes, and what came of it.
struct Conversation: Equatable {
    var facts: XMPPFacts
    /// What we said after the header, joined.
    var said: String
    var last: XMPPDialogue.Step

    /// - Parameter pieces: what the server sends, piece by piece. Bytes that come after the end are shown to it all the same.
    init(
        _ service: Service, _ phase: XMPPDialogue.Phase = .beforeTLS, domain: String = "a.test", pieces: [[UInt8]]
    ) {
        var dialogue = XMPPDialogue(service: service, domain: domain, from: "probe.test", phase: phase)
        _ = dialogue.begin()
        said = ""
        last = .needMore
        for piece in pieces {
            last = dialogue.receive(piece)
            if case .send(let bytes) = last { said += String(decoding: bytes, as: UTF8.self) }
        }
        // A step that is still owed: after `send`, the go-ahead that came in the same piece.
        if case .send = last { last = dialogue.receive([]) }
        if last == .finished { said += String(decoding: dialogue.farewell(), as: UTF8.self) }
        facts = dialogue.facts
    }

    init(_ service: Service, _ phase: XMPPDialogue.Phase, _ text: String) {
        self.init(service, phase, pieces: [Array(text.utf8)])
    }

    init(_ service: Service, _ text: String) {
        self.init(service, .beforeTLS, text)
    }

    /// What we said depends on the pieces, where the server speaks out of turn: an answer to what came in the piece
    /// that ended the dialogue is not said any more.
    static func == (left: Conversation, right: Conversation) -> Bool {
        left.facts == right.facts && left.last == right.last
    }

    func offer(
        _ service: Service, ending: ProbeRecord.Ending = .closed
    ) -> Finding<StartTLSOffer> {
        facts.startTLSOffer(service: service, host: "xmpp.a.test", ending: ending)
    }
}

extension [UInt8] {
    /// Cut into pieces of random lengths, 1 to `longest`.
    func cut(longest: Int, using generator: inout SeededGenerator) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while start < count {
            let end = Swift.min(count, start + Int.random(in: 1...longest, using: &generator))
            pieces.append([UInt8](self[start..<end]))
            start = end
        }
        return pieces
    }
}

let clientHeader =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
    + " id='1' from='a.test' version='1.0'>"
let serverHeader =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'"
    + " xmlns:db='jabber:server:dialback' id='1' from='a.test' version='1.0'>"
let startTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
let proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"

func features(_ inner: String) -> String { "<stream:features>\(inner)</stream:features>" }

func mechanisms(_ names: String...) -> String {
    "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
        + names.map { "<mechanism>\($0)</mechanism>" }.joined() + "</mechanisms>"
}
