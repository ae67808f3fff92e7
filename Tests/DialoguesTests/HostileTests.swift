import Dialogues
import Foundation
import Model
import Testing

/// Servers that break the rules: every one ends in a stated reason, in bounded time and memory.
@Suite struct HostileTests {
    @Test(arguments: [
        "<!DOCTYPE x><stream:stream xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>",
        "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
            + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]><l>&c;</l>",
        clientHeader + "<stream:features>&entity;</stream:features>",
        clientHeader + "<?php echo 1 ?>",
        clientHeader + "<stream:features></stream:error>",
        clientHeader + "<unbound:x/>",
        clientHeader + "<x a='1' a='2'/>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
        "<?xml version='1.0' encoding='UTF-16'?><a/>",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "220 mx.example ESMTP\r\n",
        "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{16}",
        "<html><body>",
        "<stream:stream xmlns:stream='http://etherx.jabber.org/stream' version='1.0'>",
        "<stream xmlns='jabber:client' version='1.0'>",
        "</stream:stream>",
        clientHeader + proceed,
        clientHeader + "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
        clientHeader + clientHeader,
    ])
    func malformed(text: String) {
        let bytes = Array(text.utf8)
        let whole = Conversation(.xmppClient, pieces: [bytes])
        #expect(whole.facts.fault?.code == .malformed)
        #expect(whole.last == .finished)
        #expect(whole.said.isEmpty)
        #expect(whole.offer(.xmppClient) == .unmeasured(whole.facts.fault ?? Reason(.notAsked)))
        #expect(Conversation(.xmppClient, pieces: bytes.map { [$0] }) == whole)
    }

    /// A stray byte, a broken sequence, a surrogate, five bytes, and NUL.
    @Test func invalidUTF8() {
        for bad in [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0x00]] as [[UInt8]] {
            let bytes = Array(clientHeader.utf8) + Array("<stream:features><a>".utf8) + bad + Array("</a>".utf8)
            let whole = Conversation(.xmppClient, pieces: [bytes])
            #expect(whole.facts.fault?.code == .malformed)
            #expect(Conversation(.xmppClient, pieces: bytes.map { [$0] }) == whole)
        }
    }

    @Test func splitInsideACharacter() {
        let text = clientHeader.replacing("a.test", with: "überpöst-😀.test") + features(mechanisms("PLÄIN"))
        let whole = Conversation(.xmppClient, text)
        #expect(whole.facts.from == "überpöst-😀.test")
        #expect(whole.facts.mechanisms == ["PLÄIN"])
        #expect(Conversation(.xmppClient, pieces: text.utf8.map { [$0] }) == whole)
    }

    @Test func bytesBehindTheGoAhead() {
        let text = clientHeader + features(startTLS) + proceed
        let injected = Array("\u{16}\u{3}\u{1}<stream:features/>".utf8)
        let whole = Conversation(.xmppClient, pieces: [Array(text.utf8) + injected])
        #expect(whole.last == .proceed)
        #expect(whole.facts.bytesAfterProceed == injected.count)
        #expect(whole.facts.features == ["urn:ietf:params:xml:ns:xmpp-tls starttls"])
        #expect(Conversation(.xmppClient, pieces: (Array(text.utf8) + injected).map { [$0] }) == whole)
        #expect(Conversation(.xmppClient, text).facts.bytesAfterProceed == 0)
    }

    /// The second list of features is none, and a second header ends the stream.
    @Test func saidTwice() {
        let text = clientHeader + features(startTLS) + features(mechanisms("PLAIN")) + proceed
        let conversation = Conversation(.xmppClient, text)
        #expect(conversation.facts.mechanisms == [])
        #expect(conversation.last == .proceed)
    }

    /// Hundreds of honest features in less than the bounds are not too many.
    @Test func muchButNotTooMuch() {
        let inner = (0..<400).map { "<feature xmlns='urn:f:\($0 % 9)'><optional/></feature>" }.joined()
        let conversation = Conversation(.xmppClient, clientHeader + features(inner + startTLS))
        #expect(conversation.facts.fault == nil)
        #expect(conversation.facts.featureCount == 401)
        #expect(conversation.facts.features?.count == XMPPFacts.listLimit)
        #expect(conversation.facts.startTLSOffered)
    }
}
