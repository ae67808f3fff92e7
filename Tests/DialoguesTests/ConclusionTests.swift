import Dialogues
import Model
import Testing

/// What is concluded from dialogues that no packaged server of today holds. The bytes are written by hand.
@Suite struct ConclusionTests {
    /// The sources of ejabberd 2.1.13 (`ejabberd_s2s_in.erl`, `mod_caps.erl`): dialback works in the clear, and only
    /// the namespace in the header tells.
    @Test func oldEjabberd() {
        let capabilities =
            "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='http://www.process-one.net/en/ejabberd/'"
            + " ver='TMxtwUhqoTEERIRzCRa2rNgfGdM='/>"
        let optional = Conversation(.xmppServer, serverHeader + features(startTLS + capabilities) + proceed)
        #expect(optional.offer(.xmppServer) == .measured(.optional))
        let client = Conversation(.xmppClient, clientHeader + features(startTLS + capabilities) + proceed)
        #expect(client.offer(.xmppClient) == .measured(.required))
        #expect(client.facts.insistence(service: .xmppClient) == .noAuthentication)
    }

    /// Prefixes are the server's to choose, also for the stream itself.
    @Test func otherPrefixes() {
        let stream =
            "<?xml version='1.0'?><s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client'"
            + " from='a.test' id='1' version='1.0'><s:features xmlns:t='urn:ietf:params:xml:ns:xmpp-tls'>"
            + "<t:starttls><t:required/></t:starttls></s:features><t:proceed xmlns:t='urn:ietf:params:xml:ns:xmpp-tls'/>"
        for pieces in [[Array(stream.utf8)], stream.utf8.map { [$0] }] {
            let conversation = Conversation(.xmppClient, pieces: pieces)
            #expect(conversation.offer(.xmppClient) == .measured(.required) && conversation.last == .proceed)
        }
    }

    @Test func onlyFeature() {
        for service in [Service.xmppClient, .xmppServer] {
            let header = service == .xmppServer ? serverHeader : clientHeader
            let conversation = Conversation(service, header + features(startTLS) + proceed)
            #expect(conversation.offer(service) == .measured(.required))
            #expect(conversation.facts.insistence(service: service) == .onlyFeature)
        }
    }

    @Test(arguments: [
        ("<ver xmlns='urn:xmpp:features:rosterver'/>", Service.xmppClient, StartTLSOffer.required),
        ("<register xmlns='http://jabber.org/features/iq-register'/>", .xmppClient, .required),
        ("<auth xmlns='http://jabber.org/features/iq-auth'/>", .xmppClient, .optional),
        ("<dialback xmlns='urn:xmpp:features:dialback'/>", .xmppClient, .required),
        ("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", .xmppClient, .required),
        (mechanisms("PLAIN"), .xmppClient, .optional),
        // The right name in a wrong namespace is another thing.
        ("<mechanisms xmlns='urn:x'><mechanism>PLAIN</mechanism></mechanisms>", .xmppClient, .required),
        (
            "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>SCRAM-SHA-256</mechanism></authentication>",
            .xmppClient, .optional
        ),
        ("<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>9</max-bytes></limits>", .xmppServer, .required),
        ("<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>", .xmppServer, .optional),
        (mechanisms("EXTERNAL"), .xmppServer, .optional),
    ])
    func byBehaviour(beside: String, service: Service, expected: StartTLSOffer) {
        let header = service == .xmppServer ? serverHeader : clientHeader
        let conversation = Conversation(service, header + features(startTLS + beside) + proceed)
        #expect(conversation.offer(service) == .measured(expected))
    }

    @Test func notOffered() {
        #expect(Conversation(.xmppClient, clientHeader + "<stream:features/>").offer(.xmppClient) == .notOffered)
        let wrong = "<starttls xmlns='urn:x'/>"
        #expect(Conversation(.xmppClient, clientHeader + features(wrong)).offer(.xmppClient) == .notOffered)
    }

    /// A stream without a version has no features to come, so it ends at once; but an error may still be on its way.
    @Test func olderThanFeatures() {
        let header = clientHeader.replacing(" version='1.0'>", with: ">")
        let silent = Conversation(.xmppClient, header)
        #expect(silent.said == "</stream:stream>")
        #expect(silent.offer(.xmppClient, ending: .failed(Reason(.timeout))) == .notOffered)
        let closing = Conversation(.xmppClient, header + "</stream:stream>")
        #expect(closing.last == .finished)
        #expect(closing.said == "</stream:stream>" || closing.said.isEmpty)
        #expect(closing.offer(.xmppClient) == .notOffered)
        let refusing = Conversation(.xmppClient, header + "<stream:error>Host unknown here</stream:error>")
        #expect(
            refusing.offer(.xmppClient)
                == .refused(by: "xmpp.a.test", why: Reason(.streamError, "Host unknown here")))
        let zeroNine = clientHeader.replacing("version='1.0'", with: "version='0.9'")
        #expect(Conversation(.xmppClient, zeroNine).offer(.xmppClient) == .notOffered)
    }

    @Test(arguments: ["policy-violation", "not-authorized", "resource-constraint", "a-new-one"])
    func streamErrors(condition: String) {
        let error =
            "<stream:error><\(condition) xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
            + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'> no </text></stream:error>"
        let conversation = Conversation(.xmppServer, serverHeader + error)
        #expect(
            conversation.offer(.xmppServer) == .refused(by: "xmpp.a.test", why: Reason(.streamError, condition)))
        #expect(conversation.facts.streamErrorText == "no")
        #expect(conversation.said == "</stream:stream>")
    }

    @Test func seeOtherHost() {
        let error =
            "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>[2001:db8::1]:9222"
            + "</see-other-host></stream:error>"
        let conversation = Conversation(.xmppClient, clientHeader + error)
        #expect(conversation.facts.otherHost == "[2001:db8::1]:9222")
        #expect(conversation.facts.streamError == "see-other-host")
    }

    @Test func declinedStartTLS() {
        let failure = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"
        let conversation = Conversation(.xmppClient, clientHeader + features(startTLS) + failure)
        #expect(conversation.facts.startTLSFailed)
        #expect(conversation.last == .finished)
        #expect(
            conversation.offer(.xmppClient) == .refused(by: "xmpp.a.test", why: Reason(.startTLSFailure)))
    }

    /// What the server announced stays known where it then falls silent.
    @Test func offeredAndSilent() {
        let conversation = Conversation(.xmppClient, clientHeader + features(startTLS + mechanisms("PLAIN")))
        #expect(conversation.offer(.xmppClient, ending: .failed(Reason(.timeout))) == .measured(.optional))
    }

    @Test func unknown() {
        let timeout = ProbeRecord.Ending.failed(Reason(.timeout, "no answer"))
        #expect(
            Conversation(.xmppClient, "").offer(.xmppClient, ending: timeout)
                == .unmeasured(Reason(.timeout, "no answer")))
        #expect(
            Conversation(.xmppClient, "").offer(.xmppClient) == .unmeasured(Reason(.closed, "before the stream header"))
        )
        for end in ["", "<stream:features><starttls", "</stream:stream>"] {
            #expect(
                Conversation(.xmppClient, clientHeader + end).offer(.xmppClient)
                    == .unmeasured(Reason(.closed, "before the stream features")))
        }
    }

    @Test func bindingsAndSASL2() {
        let inner =
            mechanisms(" SCRAM-SHA-256-PLUS\n", "SCRAM-SHA-256", "", "SCRAM-SHA-256")
            + "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>SCRAM-SHA-256</mechanism>"
            + "<mechanism>SCRAM-SHA-512</mechanism><inline><sm xmlns='urn:xmpp:sm:3'/></inline></authentication>"
            + "<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='tls-exporter'/>"
            + "<channel-binding type='tls-server-end-point'/></sasl-channel-binding>"
        let facts = Conversation(.xmppClient, .insideTLS, clientHeader + features(inner)).facts
        #expect(facts.mechanisms == ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-512"])
        #expect(facts.sasl2Mechanisms == ["SCRAM-SHA-256", "SCRAM-SHA-512"])
        #expect(facts.channelBindings == ["tls-exporter", "tls-server-end-point"])
    }
}
