import Model
import TestSupport
import Testing

/// What real mail servers said, and what is to be made of it.
@Suite struct MailDialogueTests {
    @Test func postfixAsMailExchanger() {
        let talk = MailConversation(
            .mx, PostfixBytes.greeting, PostfixBytes.extensions, PostfixBytes.reset, PostfixBytes.ready)
        #expect(talk.said == "EHLO probe.test\r\nRSET\r\nSTARTTLS\r\n")
        #expect(talk.last == .proceed)
        // No AUTH, but a mail exchanger wants none: whoever does not do TLS gets on all the same.
        #expect(talk.offer == .measured(.optional))
        #expect(talk.mechanisms == .measured([]))
        #expect(talk.facts.capabilities?.count == 9)
        #expect(talk.facts.greeting == "220 mx.weidenpost.test ESMTP Postfix")
    }

    /// A greeting of several lines goes by the one that names the protocol: postscreen sends only strangers another one
    /// before it.
    @Test(arguments: [
        ("220-wait a moment\r\n220 mx.a.test ESMTP Postfix\r\n", "220 mx.a.test ESMTP Postfix"),
        ("220-mx.a.test ESMTP Exim 4.96\r\n220-No unsolicited\r\n220 e-mail.\r\n", "220 mx.a.test ESMTP Exim 4.96"),
        ("220-\r\n220-mx.a.test ready\r\n220 go ahead\r\n", "220 mx.a.test ready"),
    ])
    func greetingsOfSeveralLines(_ bytes: String, _ greeting: String) {
        #expect(MailConversation(.mx, bytes).facts.greeting == greeting)
    }

    /// Two refusals of one kind are one, whatever connection or second they came on.
    @Test func refusalsHoldStill() {
        let talks = ["203.0.113.7", "203.0.113.8"].map {
            MailConversation(.mx, "421 4.7.0 [\($0)] too many connections, Sat, 28 Nov 2026 21:37:07 +0000\r\n")
        }
        #expect(talks[0].facts.refusal == Reason(.rateLimited, "421 4.7.0 … too many connections, …"))
        #expect(talks[0].facts.refusal == talks[1].facts.refusal)
    }

    @Test func aHelloAsksForNothingButTLS() {
        let talk = MailConversation(
            .mx, purpose: .hello, PostfixBytes.greeting, PostfixBytes.extensions, PostfixBytes.ready)
        #expect(talk.said == "EHLO probe.test\r\nSTARTTLS\r\n")
        #expect(talk.last == .proceed)
    }

    @Test func mailExchangerThatWantsTLS() {
        let talk = MailConversation(
            .mx, PostfixBytes.greeting, PostfixBytes.extensions, PostfixBytes.mustStartTLS, PostfixBytes.ready)
        #expect(talk.offer == .measured(.required))
    }

    @Test func submissionRequired() {
        let talk = MailConversation(
            .submission, PostfixBytes.greeting, PostfixBytes.extensions, PostfixBytes.mustStartTLS, PostfixBytes.ready)
        #expect(talk.offer == .measured(.required))
        #expect(talk.mechanisms == .measured([]))
    }

    @Test func submissionWithPasswordsInTheClear() {
        let talk = MailConversation(
            .submission, PostfixBytes.greeting, PostfixBytes.extensionsWithAuthentication, PostfixBytes.reset,
            PostfixBytes.ready)
        #expect(talk.offer == .measured(.optional))
        #expect(talk.mechanisms == .measured(["PLAIN", "LOGIN", "CRAM-MD5"]))
    }

    @Test func insideTLSTheClientSpeaksFirst() {
        let talk = MailConversation(.submission, phase: .insideTLS, PostfixBytes.inside)
        #expect(talk.said == "EHLO probe.test\r\nQUIT\r\n")
        #expect(talk.mechanisms == .measured(["PLAIN", "LOGIN"]))
        let direct = MailConversation(
            .submission, phase: .insideTLS, mode: .direct, PostfixBytes.greeting, PostfixBytes.inside)
        #expect(direct.said == "EHLO probe.test\r\nQUIT\r\n")
        #expect(direct.mechanisms == .measured(["PLAIN", "LOGIN"]))
    }

    @Test func eximWithoutItsKeyDeclines() {
        let talk = MailConversation(
            .mx, EximBytes.greeting, EximBytes.extensions, EximBytes.reset, EximBytes.unavailable)
        #expect(
            talk.offer
                == .refused(by: "mx.a.test", why: Reason(.startTLSFailure, "454 TLS currently unavailable")))
    }

    @Test func imap() {
        let required = MailConversation(.imap, DovecotBytes.imapRequired, DovecotBytes.imapBegin)
        #expect(required.offer == .measured(.required))
        #expect(required.mechanisms == .measured([]))
        #expect(required.last == .proceed)
        let optional = MailConversation(
            .imap, DovecotBytes.imapOptional, DovecotBytes.imapNothing, DovecotBytes.imapBegin)
        #expect(optional.offer == .measured(.optional))
        #expect(optional.mechanisms == .measured(["PLAIN", "LOGIN", "CRAM-MD5"]))
        let inside = MailConversation(.imap, phase: .insideTLS, mode: .direct, DovecotBytes.imapInside)
        // Played in one piece, so that our question came after its answer.
        #expect(inside.said == "z LOGOUT\r\n")
        #expect(inside.mechanisms == .measured(["PLAIN", "LOGIN"]))
    }

    /// RFC 3501 §6.2.3 (historical): without LOGINDISABLED anybody may say LOGIN, whatever SASL has to offer.
    @Test func imapLoginAlone() {
        let talk = MailConversation(
            .imap, "* OK hi\r\n", "* CAPABILITY IMAP4rev1 STARTTLS\r\na OK done\r\n", "n BAD what\r\n", "b OK go\r\n")
        #expect(talk.offer == .measured(.optional))
    }

    /// Who lists a login without TLS is asked whether it takes anything but STARTTLS, before a handshake.
    @Test func imapIsAskedForNothing() {
        let (greeting, listed) = ("* OK ready\r\n", "* CAPABILITY IMAP4rev1 AUTH=PLAIN STARTTLS\r\na OK done\r\n")
        let talk = MailConversation(.imap, greeting, listed, "* 1 EXISTS\r\nn OK done\r\n", "b OK go\r\n")
        #expect(talk.said == "a CAPABILITY\r\nn NOOP\r\nb STARTTLS\r\n" && talk.offer == .measured(.optional))
        let hello = MailConversation(.imap, purpose: .hello, greeting, listed, "b OK go\r\n")
        #expect(hello.said == "a CAPABILITY\r\nb STARTTLS\r\n" && hello.last == .proceed)
        let closed = MailConversation(.imap, DovecotBytes.imapRequired, DovecotBytes.imapBegin)
        #expect(!closed.said.contains("NOOP") && closed.last == .proceed)
        // STARTTLS was not said yet.
        #expect(MailConversation(.imap, greeting, listed, "b OK go\r\n").facts.fault?.code == .malformed)
        // Goodbye for a command that asks for nothing is no refusal of us, and no answer is given to it.
        let goodbye = MailConversation(
            .imap, greeting, listed, "* BYE stunnel: unexpected command\r\nn BAD NOOP unexpected\r\n")
        #expect(goodbye.facts.endedByQuestion && goodbye.facts.refusal == nil && goodbye.offer.isUnknown)
        #expect(goodbye.said == "a CAPABILITY\r\nn NOOP\r\n")
        #expect(MailConversation(.imap, greeting, "* BYE too many\r\n").facts.refusal != nil)
    }

    /// A list that is not complete proves nothing by what is missing in it.
    @Test func anIMAPListThatDoesNotEndIsNoNo() {
        let begin = ["* OK hi\r\n", "* CAPABILITY IMAP4rev1 {100000}\r\n" + String(repeating: "x", count: 5_000)]
        let literal = MailConversation(.imap, begin[0], begin[1])
        guard case .unmeasured(let why) = literal.offer else {
            Issue.record("a literal became \(literal.offer)")
            return
        }
        #expect(why.code == .malformed && literal.mechanisms.isUnknown)
        // In another response, what it holds can look like a list.
        let hidden = MailConversation(
            .imap, "* OK hi\r\n",
            "* LIST () \"/\" {46}\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na OK done\r\n"
                + "* CAPABILITY IMAP4rev1 STARTTLS\r\na OK done\r\n")
        #expect(hidden.offer.isUnknown && hidden.mechanisms.isUnknown)
        let flood = MailConversation(
            .imap, "* OK hi\r\n", String(repeating: "* CAPABILITY IMAP4rev1 IDLE\r\n", count: 3_000))
        guard case .unmeasured(let why) = flood.offer else {
            Issue.record("a flood became \(flood.offer)")
            return
        }
        #expect(why.code == .tooLarge && flood.mechanisms.isUnknown)
        #expect(MailConversation(.imap, "* OK hi\r\n", "* CAPABILITY IMAP4rev1 IDLE\r\n").offer.isUnknown)
        #expect(
            MailConversation(.imap, "* OK hi\r\n", "* CAPABILITY IMAP4rev1 IDLE\r\na OK done\r\n").offer == .notOffered)
    }

    @Test func pop3() {
        let required = MailConversation(.pop3, DovecotBytes.pop3Required, DovecotBytes.pop3Begin)
        #expect(required.offer == .measured(.required))
        let optional = MailConversation(.pop3, DovecotBytes.pop3Optional, DovecotBytes.pop3Begin)
        #expect(optional.offer == .measured(.optional))
        #expect(optional.mechanisms == .measured(["PLAIN", "LOGIN", "CRAM-MD5"]))
        // A time stamp in the greeting is a way in, too (RFC 1939 §7).
        let apop = MailConversation(
            .pop3, "+OK POP3 <1896.697170952@a.test>\r\n", "+OK\r\nSTLS\r\n.\r\n", "+OK\r\n")
        #expect(apop.offer == .measured(.optional))
    }

    @Test func pop3WithoutCAPA() {
        let has = MailConversation(.pop3, "+OK\r\n", "-ERR what?\r\n", "+OK begin\r\n")
        #expect(has.said == "CAPA\r\nSTLS\r\n")
        #expect(has.offer == .measured(.optional))
        #expect(has.mechanisms.isUnknown)
        #expect(MailConversation(.pop3, "+OK\r\n", "-ERR what?\r\n", "-ERR what?\r\n").offer == .notOffered)
    }

    @Test func sieve() {
        let required = MailConversation(.sieve, DovecotBytes.sieveRequired, DovecotBytes.sieveBegin)
        #expect(required.said == "STARTTLS\r\n")
        #expect(required.offer == .measured(.required))
        let optional = MailConversation(.sieve, DovecotBytes.sieveOptional, DovecotBytes.sieveBegin)
        #expect(optional.offer == .measured(.optional))
        #expect(optional.mechanisms == .measured(["PLAIN", "LOGIN", "CRAM-MD5"]))
        let inside = MailConversation(.sieve, phase: .insideTLS, DovecotBytes.sieveInside)
        #expect(inside.said == "LOGOUT\r\n")
        #expect(inside.mechanisms == .measured(["PLAIN", "LOGIN"]))
    }

    /// RFC 5804 §4: any string may come as a literal.
    @Test func sieveLiterals() {
        let talk = MailConversation(
            .sieve, "\"IMPLEMENTATION\" {9}\r\nTwo\r\nlines\r\n\"SASL\" {5+}\r\nPLAIN\r\n\"STARTTLS\"\r\nOK\r\n",
            "OK\r\n")
        #expect(talk.mechanisms == .measured(["PLAIN"]))
        #expect(talk.offer == .measured(.optional))
    }

    /// Facts depend on the bytes, not on the pieces they come in.
    @Test(arguments: [
        (Service.mx, PostfixBytes.greeting, PostfixBytes.extensions + "250 2.0.0 Ok\r\n"),
        (.imap, DovecotBytes.imapOptional + DovecotBytes.imapNothing, DovecotBytes.imapBegin),
        (.pop3, DovecotBytes.pop3Required, "+OK\r\n"),
        (.sieve, DovecotBytes.sieveRequired, DovecotBytes.sieveBegin),
    ])
    func pieces(_ service: Service, _ first: String, _ second: String) {
        let whole = MailConversation(service, first, second)
        var generator = SeededGenerator(state: 7)
        for _ in 0..<20 {
            let pieces =
                Array(first.utf8).cut(longest: 9, using: &generator)
                + Array(second.utf8).cut(longest: 9, using: &generator)
            var cut = MailConversation(service, pieces: pieces)
            // How many bytes came too early is the one thing that pieces decide.
            cut.facts.earlyBytes = whole.facts.earlyBytes
            #expect(cut.facts == whole.facts)
        }
    }
}
