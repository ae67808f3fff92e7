import Dialogues
import Model
import TestSupport
import Testing

/// What real servers said, and what is to be made of it.
@Suite struct TranscriptTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var name: String
        var service: Service
        var phase = XMPPDialogue.Phase.beforeTLS
        var text: String
        var offer: Finding<StartTLSOffer>
        var insistence: XMPPFacts.Insistence?
        var mechanisms: [String] = []
        var dialback = false
        var testDescription: String { name }
    }

    static let scramAndPlain = ["PLAIN", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-1", "X-OAUTH2"]

    static let beforeTLS: [Sample] = [
        Sample(
            name: "Prosody, clients, required", service: .xmppClient, text: Prosody.clientRequired,
            offer: .measured(.required), insistence: .announced),
        Sample(
            name: "Prosody, clients, optional", service: .xmppClient, text: Prosody.clientOptional,
            offer: .measured(.optional), mechanisms: ["SCRAM-SHA-1"]),
        Sample(
            name: "Prosody, clients, no TLS", service: .xmppClient, text: Prosody.clientWithoutTLS, offer: .notOffered,
            mechanisms: ["SCRAM-SHA-1", "PLAIN"]),
        Sample(
            name: "Prosody, clients, unknown host", service: .xmppClient, text: Prosody.clientUnknownHost,
            offer: .unmeasured(Reason(.streamError, "host-unknown"))),
        Sample(
            name: "Prosody, servers, required", service: .xmppServer, text: Prosody.serverRequired,
            offer: .measured(.required), insistence: .announced, dialback: true),
        Sample(
            name: "Prosody, servers, optional", service: .xmppServer, text: Prosody.serverOptional,
            offer: .measured(.optional), dialback: true),
        Sample(
            name: "Prosody, servers, no TLS", service: .xmppServer, text: Prosody.serverWithoutTLS, offer: .notOffered,
            dialback: true),
        Sample(
            name: "Prosody, servers, before 1.0", service: .xmppServer, text: Prosody.serverOld, offer: .notOffered),
        Sample(
            name: "Prosody, servers, unknown host", service: .xmppServer, text: Prosody.serverUnknownHost,
            offer: .unmeasured(Reason(.streamError, "host-unknown"))),
        Sample(
            name: "Prosody, servers, bad namespace", service: .xmppServer, text: Prosody.serverBadNamespace,
            offer: .refused(by: "xmpp.a.test", why: Reason(.streamError, "invalid-namespace"))),
        Sample(
            name: "ejabberd, clients, required", service: .xmppClient, text: Ejabberd.clientRequired,
            offer: .measured(.required), insistence: .announced),
        Sample(
            name: "ejabberd, clients, optional", service: .xmppClient, text: Ejabberd.clientOptional,
            offer: .measured(.optional), mechanisms: ["PLAIN", "SCRAM-SHA-1", "X-OAUTH2"]),
        Sample(
            name: "ejabberd, clients, no TLS", service: .xmppClient, text: Ejabberd.clientWithoutTLS,
            offer: .notOffered, mechanisms: ["PLAIN", "SCRAM-SHA-1", "X-OAUTH2"]),
        Sample(
            name: "ejabberd, servers, required", service: .xmppServer, text: Ejabberd.serverRequired,
            offer: .measured(.required), insistence: .announced),
        Sample(
            name: "ejabberd, servers, optional", service: .xmppServer, text: Ejabberd.serverOptional,
            offer: .measured(.optional), dialback: true),
        // Its list of mechanisms is empty, and it refuses dialback in the clear: required, though nothing says so.
        Sample(
            name: "ejabberd, servers, no dialback", service: .xmppServer, text: Ejabberd.serverNoDialback,
            offer: .measured(.required), insistence: .noAuthentication),
        Sample(
            name: "ejabberd, servers, no TLS", service: .xmppServer, text: Ejabberd.serverWithoutTLS,
            offer: .notOffered, dialback: true),
        Sample(
            name: "ejabberd, servers, unknown host", service: .xmppServer, text: Ejabberd.serverUnknownHost,
            offer: .unmeasured(Reason(.streamError, "host-unknown"))),
        Sample(
            name: "ejabberd, servers, dialback refused", service: .xmppServer, text: Ejabberd.serverDialbackRefused,
            offer: .refused(by: "xmpp.a.test", why: Reason(.streamError, "policy-violation")), insistence: .announced),
    ]

    static let insideTLS: [Sample] = [
        Sample(
            name: "Prosody, clients, inside, required", service: .xmppClient, phase: .insideTLS,
            text: Prosody.clientRequiredInside, offer: .notOffered, mechanisms: ["PLAIN", "SCRAM-SHA-1"]),
        Sample(
            name: "Prosody, clients, inside, optional", service: .xmppClient, phase: .insideTLS,
            text: Prosody.clientOptionalInside, offer: .notOffered, mechanisms: ["PLAIN", "SCRAM-SHA-1"]),
        Sample(
            name: "Prosody, servers, inside", service: .xmppServer, phase: .insideTLS,
            text: Prosody.serverRequiredInside, offer: .notOffered, dialback: true),
        Sample(
            name: "ejabberd, clients, inside", service: .xmppClient, phase: .insideTLS,
            text: Ejabberd.clientRequiredInside, offer: .notOffered, mechanisms: scramAndPlain),
        Sample(
            name: "ejabberd, servers, inside", service: .xmppServer, phase: .insideTLS,
            text: Ejabberd.serverRequiredInside, offer: .notOffered, mechanisms: ["EXTERNAL"], dialback: true),
    ]

    @Test(arguments: beforeTLS + insideTLS)
    func realServers(_ sample: Sample) {
        let conversation = Conversation(sample.service, sample.phase, sample.text)
        #expect(conversation.offer(sample.service) == sample.offer)
        #expect(conversation.facts.insistence(service: sample.service) == sample.insistence)
        #expect(conversation.facts.mechanisms == sample.mechanisms)
        #expect(conversation.facts.dialback == sample.dialback)
        #expect(conversation.facts.streamOpened)
        #expect(conversation.facts.fault == nil)
    }

    @Test(arguments: beforeTLS + insideTLS)
    func piecesDoNotMatter(_ sample: Sample) {
        let bytes = Array(sample.text.utf8)
        let whole = Conversation(sample.service, sample.phase, pieces: [bytes])
        #expect(Conversation(sample.service, sample.phase, pieces: bytes.map { [$0] }) == whole)
        var generator = SeededGenerator(state: 2014)
        for longest in [2, 3, 7, 40, 200] {
            for _ in 0..<20 {
                let pieces = bytes.cut(longest: longest, using: &generator)
                #expect(Conversation(sample.service, sample.phase, pieces: pieces) == whole)
            }
        }
    }

    @Test func factsOfOne() {
        let conversation = Conversation(.xmppClient, Prosody.clientOptional)
        #expect(conversation.facts.from == "a.test")
        #expect(conversation.facts.version == "1.0")
        #expect(conversation.facts.hasID)
        #expect(
            conversation.facts.features == [
                "urn:ietf:params:xml:ns:xmpp-sasl mechanisms", "urn:ietf:params:xml:ns:xmpp-tls starttls",
                "http://jabber.org/features/iq-register register",
            ])
        #expect(conversation.said == "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        #expect(conversation.last == .proceed)
        #expect(
            Conversation(.xmppClient, Prosody.clientUnknownHost).facts.streamErrorText
                == "This server does not serve b.test")
        #expect(Conversation(.xmppServer, Prosody.serverRequired).facts.dialbackNamespace)
        #expect(Conversation(.xmppClient, .insideTLS, Prosody.clientOptionalInside).facts.legacyAuthentication)
    }

    /// The server is told in order that nothing more comes.
    @Test func farewell() {
        #expect(Conversation(.xmppClient, Prosody.clientWithoutTLS).said == "</stream:stream>")
        #expect(Conversation(.xmppClient, .insideTLS, Ejabberd.clientRequiredInside).said == "</stream:stream>")
        #expect(Conversation(.xmppServer, Prosody.serverOld).said == "</stream:stream>")
        #expect(Conversation(.xmppServer, Prosody.serverOld).last == .needMore)
    }

    /// Without wanting TLS, the features are all that is asked for.
    @Test func withoutWantingTLS() {
        let conversation = Conversation(.xmppClient, .withoutTLS, Prosody.clientOptional)
        #expect(conversation.last == .finished)
        #expect(conversation.said == "</stream:stream>")
        #expect(conversation.facts.startTLSOffered)
        #expect(!conversation.facts.proceeded)
    }
}
