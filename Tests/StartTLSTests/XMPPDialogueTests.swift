import Testing

@testable import StartTLS

@Suite struct XMPPDialogueTests {
    @Test func first() {
        var dialogue = XMPPDialogue(service: .xmppClient, domain: "a.test", from: nil, phase: .beforeTLS(wantTLS: true))
        #expect(String(decoding: dialogue.begin(), as: UTF8.self).contains("to='a.test'"))
        let step = dialogue.receive(Array("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' from='a.test'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>".utf8))
        #expect(step.next == .needMore)
        #expect(String(decoding: step.send, as: UTF8.self).contains("<starttls"))
        #expect(dialogue.facts.startTLSOffer(service: .xmppClient, host: "h", ending: .closed) == .measured(.required))
    }
}
