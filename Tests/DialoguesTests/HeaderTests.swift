import Dialogues
import Model
import Testing

@Suite struct HeaderTests {
    private func header(_ service: Service, domain: String = "a.test", from: String? = nil) -> String {
        var dialogue = XMPPDialogue(service: service, domain: domain, from: from, phase: .beforeTLS)
        return String(decoding: dialogue.begin(), as: UTF8.self)
    }

    @Test func client() {
        #expect(
            header(.xmppClient, from: "probe.test")
                == "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams' to='a.test' version='1.0' xml:lang='en'>")
    }

    @Test func server() {
        let before = "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback'"
        let middle = " xmlns:stream='http://etherx.jabber.org/streams' to='a.test'"
        let after = " version='1.0' xml:lang='en'>"
        #expect(header(.xmppServer, from: "probe.test") == before + middle + " from='probe.test'" + after)
        #expect(header(.xmppServer) == before + middle + after)
    }

    @Test func escaping() {
        #expect(header(.xmppClient, domain: "a'<&\">b").contains(" to='a&apos;&lt;&amp;\">b' "))
    }
}
