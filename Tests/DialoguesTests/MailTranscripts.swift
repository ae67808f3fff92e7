/// What mail servers said, captured in the lab: Postfix 3.7, Exim 4.96 and Dovecot 2.3 of Debian 12. `\r\n` ends a line;
/// what we said between is left out.
enum PostfixBytes {
    static let greeting = "220 mx.weidenpost.test ESMTP Postfix\r\n"
    static let extensions = """
        250-mx.weidenpost.test\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-VRFY\r\n250-ETRN\r\n250-STARTTLS\r
        250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n250 CHUNKING\r

        """
    static let extensionsWithAuthentication = """
        250-mx.zirbenpost.test\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-VRFY\r\n250-ETRN\r\n250-STARTTLS\r
        250-AUTH PLAIN LOGIN CRAM-MD5\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n250 CHUNKING\r

        """
    static let reset = "250 2.0.0 Ok\r\n"
    static let mustStartTLS = "530 5.7.0 Must issue a STARTTLS command first\r\n"
    static let ready = "220 2.0.0 Ready to start TLS\r\n"
    static let inside = """
        250-mx.weidenpost.test\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-VRFY\r\n250-ETRN\r
        250-AUTH PLAIN LOGIN\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n250 CHUNKING\r

        """
}

enum EximBytes {
    static let greeting = "220 exim.tannenpost.test ESMTP Exim 4.96 Tue, 24 Nov 2026 17:01:10 +0000\r\n"
    static let extensions = """
        250-exim.tannenpost.test Hello scanner.test [127.0.0.1]\r\n250-SIZE 52428800\r\n250-8BITMIME\r
        250-PIPELINING\r\n250-PIPECONNECT\r\n250-CHUNKING\r\n250-STARTTLS\r\n250-SMTPUTF8\r\n250 HELP\r

        """
    static let reset = "250 Reset OK\r\n"
    /// It could not read its key.
    static let unavailable = "454 TLS currently unavailable\r\n"
}

enum DovecotBytes {
    static let imapRequired = """
        * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS LOGINDISABLED] Dovecot (Debian) ready.\r
        * CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS LOGINDISABLED\r
        a OK Pre-login capabilities listed, post-login capabilities have more.\r

        """
    static let imapOptional = """
        * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5] Dovecot (Debian) ready.\r
        * CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5\r
        a OK Pre-login capabilities listed, post-login capabilities have more.\r

        """
    static let imapNothing = "n OK NOOP completed.\r\n"
    static let imapBegin = "b OK Begin TLS negotiation now.\r\n"
    static let imapInside = """
        * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=LOGIN] Dovecot (Debian) ready.\r
        * CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=LOGIN\r
        a OK Pre-login capabilities listed, post-login capabilities have more.\r

        """
    static let pop3Required = """
        +OK Dovecot (Debian) ready.\r\n+OK\r\nCAPA\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nPIPELINING\r\nAUTH-RESP-CODE\r\nSTLS\r
        SASL\r\n.\r

        """
    static let pop3Optional = """
        +OK Dovecot (Debian) ready.\r\n+OK\r\nCAPA\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nPIPELINING\r\nAUTH-RESP-CODE\r\nSTLS\r
        USER\r\nSASL PLAIN LOGIN CRAM-MD5\r\n.\r

        """
    static let pop3Begin = "+OK Begin TLS negotiation now.\r\n"
    static let sieveRequired = sieve("", startTLS: true) + "OK \"Dovecot (Debian) ready.\"\r\n"
    static let sieveOptional = sieve("PLAIN LOGIN CRAM-MD5", startTLS: true) + "OK \"Dovecot (Debian) ready.\"\r\n"
    static let sieveBegin = "OK \"Begin TLS negotiation now.\"\r\n"
    static let sieveInside = sieve("PLAIN LOGIN", startTLS: false) + "OK \"TLS negotiation successful.\"\r\n"

    private static func sieve(_ mechanisms: String, startTLS: Bool) -> String {
        "\"IMPLEMENTATION\" \"Dovecot (Debian) Pigeonhole\"\r\n"
            + "\"SIEVE\" \"fileinto reject envelope encoded-character vacation subaddress comparator-i;ascii-numeric\"\r\n"
            + "\"NOTIFY\" \"mailto\"\r\n\"SASL\" \"\(mechanisms)\"\r\n" + (startTLS ? "\"STARTTLS\"\r\n" : "")
            + "\"VERSION\" \"1.0\"\r\n"
    }
}
