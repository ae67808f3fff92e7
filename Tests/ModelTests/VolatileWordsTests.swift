import Model
import Testing

/// What differs from one connection to the next is left out of a server's words, and nothing else.
@Suite struct VolatileWordsTests {
    @Test(arguments: [
        ("220 exim.a.test ESMTP Exim 4.96 Sat, 28 Nov 2026 21:37:07 +0000", "220 exim.a.test ESMTP Exim 4.96 …"),
        (
            "220 mx.a.test Microsoft ESMTP MAIL Service ready at Tue, 1 Dec 2026 04:00:11 +0100",
            "220 mx.a.test Microsoft ESMTP MAIL Service ready at …"
        ),
        ("+OK <1896.697170952@pop.a.test>", "+OK …"),
        (
            "* OK Gimap ready for requests from 192.0.2.7 a640c23a62f3a-b7a1b1b1b1bmb",
            "* OK Gimap ready for requests from …"
        ),
        ("421 4.7.0 [2001:db8::17] too many connections", "421 4.7.0 … too many connections"),
        ("451 try again in 287 seconds (1795824000)", "451 try again in 287 seconds …"),
        ("220 mx ready 2026-11-28T21:30:26.123Z", "220 mx ready …"),
    ])
    func leftOut(_ text: String, _ kept: String) { #expect(withoutVolatileWords(text) == kept) }

    @Test(arguments: [
        "220 mx.a.test ESMTP Postfix (Debian/GNU)",
        "* OK [CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256-PLUS] Dovecot ready.",
        "554 5.7.1 You may come back in May", "\"IMPLEMENTATION\" \"Dovecot Pigeonhole 0.5\"", "", "  two  spaces ",
        "220 mx2.a.test ESMTP Exim 4.96", "* OK a Cyrus IMAP 3.6.1-4+deb12u3-Debian-3.6.1-4+deb12u3 server ready",
        "220 mx.a.test ESMTP Exim 4.96-15+deb12u11",
        "421 Sun Microsystems", "250 8BITMIME",
    ])
    func kept(_ text: String) { #expect(withoutVolatileWords(text) == text) }

    /// What is left of a text has nothing left to take out.
    @Test func isDoneOnce() {
        let once = withoutVolatileWords("220 a ESMTP Sat, 28 Nov 2026 21:37:07 +0000 and 12:30 again")
        #expect(withoutVolatileWords(once) == once)
    }
}
