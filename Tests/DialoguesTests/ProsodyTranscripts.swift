/// What Prosody sent on its side of the stream up to authentication: everything before TLS, the
/// go-ahead included, or everything inside.
///
/// Captured on 2026-11-23 from Prosody 0.12.3 as packaged in Debian 12, on loopback, with a plain TCP client (Python's
/// `socket` and `ssl`) that sent a stream header for `a.test`, from `probe.test`, and `<starttls/>` where it was offered.
enum Prosody {
    /// Prosody, `c2s_require_encryption = true`.
    static let clientRequired = """
        <?xml version='1.0'?><stream:stream xml:lang='en' id='3f4022a5-6d0c-43ac-b88c-89c8e2f6dfa1' xmlns:stream\
        ='http://etherx.jabber.org/streams' version='1.0' from='a.test' xmlns='jabber:client'><stream:features><\
        starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features><proceed xmlns=\
        'urn:ietf:params:xml:ns:xmpp-tls'/>
        """

    /// The same inside TLS.
    static let clientRequiredInside = """
        <?xml version='1.0'?><stream:stream xml:lang='en' id='34db8fd5-7bc8-48a6-9940-4557e2fe03b9' xmlns:stream\
        ='http://etherx.jabber.org/streams' version='1.0' from='a.test' xmlns='jabber:client'><stream:features><\
        mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</\
        mechanism></mechanisms></stream:features>
        """

    /// Prosody, `c2s_require_encryption = false`, with registration, smacks and legacyauth loaded.
    static let clientOptional = """
        <?xml version='1.0'?><stream:stream xmlns='jabber:client' id='ee23ee53-0cee-4a4d-864b-b64f233d8899' xmln\
        s:stream='http://etherx.jabber.org/streams' xml:lang='en' version='1.0' from='a.test'><stream:features><\
        mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism></mechanisms><star\
        ttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><register xmlns='http://jabber.org/features/iq-register'/>\
        </stream:features><proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
        """

    /// The same inside TLS.
    static let clientOptionalInside = """
        <?xml version='1.0'?><stream:stream xmlns='jabber:client' id='a7a1b2f6-af99-42fd-8902-94de1552fb5d' xmln\
        s:stream='http://etherx.jabber.org/streams' xml:lang='en' version='1.0' from='a.test'><stream:features><\
        mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</\
        mechanism></mechanisms><register xmlns='http://jabber.org/features/iq-register'/><auth xmlns='http://jab\
        ber.org/features/iq-auth'/></stream:features>
        """

    /// Prosody without `mod_tls`, `allow_unencrypted_plain_auth = true`.
    static let clientWithoutTLS = """
        <?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' xml:lang='en' xmlns=\
        'jabber:client' version='1.0' id='892cf512-e657-432e-a2a0-106798125351' from='a.test'><stream:features><\
        mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</\
        mechanism></mechanisms><auth xmlns='http://jabber.org/features/iq-auth'/></stream:features>
        """

    /// Prosody, asked for a domain that it does not serve.
    static let clientUnknownHost = """
        <?xml version='1.0'?><stream:stream xml:lang='en' id='bf7abbe8-8788-4861-bf72-890389149855' xmlns:stream\
        ='http://etherx.jabber.org/streams' version='1.0' from='b.test' xmlns='jabber:client'><stream:error><hos\
        t-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'\
        >This server does not serve b.test</text></stream:error></stream:stream>
        """

    /// Prosody, `s2s_require_encryption = true`.
    static let serverRequired = """
        <?xml version='1.0'?><stream:stream xml:lang='en' version='1.0' to='probe.test' id='07a231a0-3371-4e75-b\
        ba1-b37dcecc2a63' xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:server' xmlns:db='jabber\
        :server:dialback' from='a.test'><stream:features><dialback xmlns='urn:xmpp:features:dialback'/><starttls\
         xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features><proceed xmlns='urn:iet\
        f:params:xml:ns:xmpp-tls'/>
        """

    /// The same inside TLS; we showed no certificate.
    static let serverRequiredInside = """
        <?xml version='1.0'?><stream:stream xml:lang='en' version='1.0' to='probe.test' id='96fa148d-75bb-4d2f-8\
        178-ef1aa6d0a520' xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:server' xmlns:db='jabber\
        :server:dialback' from='a.test'><stream:features><dialback xmlns='urn:xmpp:features:dialback'/></stream:\
        features>
        """

    /// Prosody, `s2s_require_encryption = false`, with `mod_s2s_bidi`.
    static let serverOptional = """
        <?xml version='1.0'?><stream:stream xmlns='jabber:server' id='b92b9ece-ed78-44ed-b278-1d7544869fe5' from\
        ='a.test' xmlns:stream='http://etherx.jabber.org/streams' xml:lang='en' to='probe.test' version='1.0' xm\
        lns:db='jabber:server:dialback'><stream:features><bidi xmlns='urn:xmpp:features:bidi'/><starttls xmlns='\
        urn:ietf:params:xml:ns:xmpp-tls'/><dialback xmlns='urn:xmpp:features:dialback'/></stream:features><proce\
        ed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
        """

    /// Prosody without `mod_tls`.
    static let serverWithoutTLS = """
        <?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' xml:lang='en' xmlns=\
        'jabber:server' to='probe.test' from='a.test' version='1.0' id='eb255288-4267-456d-8780-5760df0eca86' xm\
        lns:db='jabber:server:dialback'><stream:features><dialback xmlns='urn:xmpp:features:dialback'/></stream:\
        features>
        """

    /// Prosody, asked by a server older than XMPP 1.0: it answers as one.
    static let serverOld = """
        <?xml version='1.0'?><stream:stream xml:lang='en' to='probe.test' id='76929425-d71a-40e2-bd5c-90059f26ed\
        19' xmlns:stream='http://etherx.jabber.org/streams' from='a.test' xmlns:db='jabber:server:dialback' xmln\
        s='jabber:server'>
        """

    /// Prosody, asked for a domain that it does not serve.
    static let serverUnknownHost = """
        <?xml version='1.0'?><stream:stream xml:lang='en' to='probe.test' id='4cae6fca-9d53-4714-988f-7657d3ef54\
        4e' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' from='b.test' xmlns='jabber:server'><s\
        tream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:\
        ns:xmpp-streams'>This host does not serve b.test</text></stream:error></stream:stream>
        """

    /// Prosody, where our header was `<foo>`.
    static let serverBadNamespace = """
        <?xml version='1.0'?><stream:stream xml:lang='en' to='' id='' xmlns:stream='http://etherx.jabber.org/str\
        eams' xmlns:db='jabber:server:dialback' from='' xmlns='jabber:server'><stream:error><invalid-namespace x\
        mlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>
        """
}
