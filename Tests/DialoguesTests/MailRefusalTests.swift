import Dialogues
import Model
import Testing

/// Refused is not absent, and hostile is neither.
@Suite struct MailRefusalTests {
    @Test(arguments: [
        ("421 4.7.0 mx Error: too many connections from 192.0.2.1\r\n", Reason.Code.rateLimited),
        ("450 4.7.1 Greylisted, come back later\r\n", .greylisted),
        ("554 5.7.1 Service unavailable; client host blocked\r\n", .turnedAway), ("421\r\n", .turnedAway),
    ])
    func aRefusalForAGreeting(_ greeting: String, _ code: Reason.Code) {
        let talk = MailConversation(.mx, greeting)
        guard case .refused(let by, let why) = talk.offer else {
            Issue.record("\(talk.offer)")
            return
        }
        #expect(by == "mx.a.test")
        #expect(why.code == code)
        #expect(talk.last == .finished)
        #expect(talk.mechanisms.isUnknown)
    }

    @Test func aRefusalLater() {
        #expect(
            MailConversation(.mx, "220 a\r\n", "450 4.7.1 Greylisted\r\n").offer
                == .refused(by: "mx.a.test", why: Reason(.greylisted, "450 4.7.1 Greylisted")))
        #expect(
            MailConversation(.mx, PostfixBytes.greeting, PostfixBytes.extensions, "421 4.3.2 closing\r\n").offer
                == .refused(by: "mx.a.test", why: Reason(.turnedAway, "421 4.3.2 closing")))
        #expect(
            MailConversation(.imap, "* BYE too many connections\r\n").offer
                == .refused(by: "mx.a.test", why: Reason(.rateLimited, "* BYE too many connections")))
        #expect(MailConversation(.pop3, "-ERR [SYS/TEMP] later\r\n").offer.isUnknown)
        #expect(MailConversation(.sieve, "BYE \"later\"\r\n").offer.isUnknown)
    }

    @Test func aServerFromBeforeExtensions() {
        let talk = MailConversation(.mx, "220 a\r\n", "500 5.5.1 Command unrecognized\r\n", "250 a\r\n")
        #expect(talk.said == "EHLO probe.test\r\nHELO probe.test\r\nQUIT\r\n")
        #expect(talk.offer == .notOffered)
        #expect(talk.facts.withoutExtensions)
    }

    /// A firewall that inspects SMTP writes over STARTTLS (as reported in sslyze's issue 84, and known to Postfix's client
    /// by the banner). No package plays it. Whether the server has STARTTLS is not known, and neither is its AUTH.
    @Test(arguments: [
        "250-mx.a.test\r\n250-SIZE 1000\r\n250-XXXXXXXA\r\n250 8BITMIME\r\n", "250-mx.a.test\r\n250 XXXXXXXX\r\n",
        "250-mx.a.test\r\n250-XXXXXXXXXXXXB\r\n250 XXXXXXXA\r\n",
    ])
    func aMiddleboxOverwritesExtensions(_ extensions: String) {
        let talk = MailConversation(.submission, "220 a\r\n", extensions)
        guard case .refused(let by, let why) = talk.offer else {
            Issue.record("\(talk.offer)")
            return
        }
        #expect(by.isEmpty && why.code == .middlebox && extensions.contains(why.detail))
        #expect(talk.mechanisms == .refused(by: "", why: why))
        #expect(talk.said == "EHLO probe.test\r\nQUIT\r\n")
    }

    /// The first line of the answer is the server's name and a greeting, whatever it says (RFC 5321 §4.1.1.1).
    @Test func whereSTARTTLSStands() {
        for extensions in ["250-a\r\n250-STARTTLS\r\n250 SIZE 1\r\n", "250-a\r\n250 STARTTLS\r\n"] {
            let talk = MailConversation(.mx, "220 a\r\n", extensions, "250 ok\r\n", "220 go\r\n")
            #expect(talk.offer == .measured(.optional))
        }
        #expect(MailConversation(.mx, "220 a\r\n", "250-STARTTLS\r\n250 SIZE 1\r\n").offer == .notOffered)
    }

    @Test func aMiddleboxOverwritesTheGreeting() {
        let old = MailConversation(.mx, "220 ****0***2****\r\n", "500 Command unrecognized\r\n", "250 a\r\n")
        #expect(old.offer == .refused(by: "", why: Reason(.middlebox, "220 ****0***2****")))
        #expect(MailConversation(.mx, "220 * a *\r\n", "500 what?\r\n", "250 a\r\n").offer == .notOffered)
    }

    /// It leaves STARTTLS alone, or there was no middlebox at all.
    @Test func whatIsNoMiddlebox() {
        let offered = MailConversation(
            .mx, "220 a\r\n", "250-a\r\n250-XXXXXXXA\r\n250 STARTTLS\r\n", "250 ok\r\n", "220 go\r\n")
        #expect(offered.offer == .measured(.optional))
        for word in ["XXX", "XCLIENT", "XXXXXXA", "XXXXXXXa", "XXXXXXX1", "XXXXYXXA", "XEXCH50 A"] {
            #expect(MailConversation(.mx, "220 a\r\n", "250-a\r\n250 \(word)\r\n").offer == .notOffered, "\(word)")
        }
        let authenticated = MailConversation(.submission, "220 a\r\n", "250-a\r\n250-XXXXXXXA\r\n250 AUTH PLAIN\r\n")
        #expect(authenticated.mechanisms == .measured(["PLAIN"]) && authenticated.offer.isUnknown)
    }

    @Test func silenceIsNoAnswer() {
        let reason = Reason(.timeout, "no answer")
        #expect(MailConversation(.mx, ending: .failed(reason), pieces: []).offer == .unmeasured(reason))
        // An offer that the connection broke off at is not kept yet.
        #expect(
            MailConversation(.mx, ending: .failed(reason), PostfixBytes.greeting, PostfixBytes.extensions).offer
                == .unmeasured(reason))
        #expect(MailConversation(.imap, "* OK hi\r\n").offer.isUnknown)
    }

    @Test func bytesBehindTheGoAheadAreCountedAndDropped() {
        let talk = MailConversation(
            .mx, PostfixBytes.greeting, PostfixBytes.extensions, PostfixBytes.reset,
            PostfixBytes.ready + "250 injected\r\n")
        #expect(talk.last == .proceed)
        #expect(talk.facts.bytesAfterProceed == 14)
        #expect(talk.offer == .measured(.optional))
    }

    @Test func answersBeforeTheQuestion() {
        let talk = MailConversation(
            .mx, PostfixBytes.greeting + PostfixBytes.extensions, PostfixBytes.reset, "220 go\r\n")
        #expect(talk.facts.earlyBytes == PostfixBytes.extensions.utf8.count)
        #expect(talk.offer == .measured(.optional))
        // A go-ahead in the same packet answers nothing that was said.
        let all = MailConversation(
            .mx, PostfixBytes.greeting + PostfixBytes.extensions + PostfixBytes.reset + PostfixBytes.ready)
        #expect(all.last == .finished)
        #expect(all.offer == .unmeasured(Reason(.malformed, "a positive reply before STARTTLS was sent")))
    }

    @Test(arguments: [
        ("250-a\r\n220 STARTTLS\r\n", Reason.Code.malformed), ("hello\r\n", .malformed), ("999 a\r\n", .malformed),
        ("250-" + String(repeating: "x", count: 10_000), .tooLarge),
        (String(repeating: "250-STARTTLS\r\n", count: 200), .tooLarge),
    ])
    func repliesThatAreNone(_ reply: String, _ code: Reason.Code) {
        let talk = MailConversation(.mx, "220 a\r\n", reply)
        #expect(talk.last == .finished)
        guard case .unmeasured(let why) = talk.offer else {
            Issue.record("\(talk.offer)")
            return
        }
        #expect(why.code == code)
    }

    @Test(arguments: [Service.mx, .imap, .pop3, .sieve])
    func aFloodEnds(_ service: Service) {
        let greetings: [Service: String] = [.mx: "220 a\r\n", .imap: "* OK\r\n", .pop3: "+OK\r\n+OK\r\n"]
        let lines: [Service: String] = [.mx: "250-a\r\n", .imap: "* X\r\n", .pop3: "X\r\n", .sieve: "\"X\"\r\n"]
        let flood = String(repeating: lines[service] ?? "", count: 40_000)
        let talk = MailConversation(service, (greetings[service] ?? "") + flood)
        #expect(talk.last == .finished)
        #expect(talk.facts.fault?.code == .tooLarge)
        #expect((talk.facts.capabilities ?? []).count <= MailFacts.listLimit)
    }
}
