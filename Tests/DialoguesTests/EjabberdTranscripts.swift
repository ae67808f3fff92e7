/// What ejabberd sent on its side of the stream up to authentication: everything before TLS, the
/// go-ahead included, or everything inside.
///
/// Captured on 2026-11-23 from ejabberd 23.01 as packaged in Debian 12, on loopback, with a plain TCP client (Python's
/// `socket` and `ssl`) that sent a stream header for `a.test`, from `probe.test`, and `<starttls/>` where it was offered.
enum Ejabberd {
    /// ejabberd, `starttls_required: true`.
    static let clientRequired = """
        <?xml version='1.0'?><stream:stream id='18174971874789806400' version='1.0' xml:lang='en' xmlns:stream='\
        http://etherx.jabber.org/streams' from='a.test' xmlns='jabber:client'><stream:features><starttls xmlns='\
        urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features><proceed xmlns='urn:ietf:params\
        :xml:ns:xmpp-tls'/>
        """

    /// The same inside TLS.
    static let clientRequiredInside = """
        <?xml version='1.0'?><stream:stream id='769531275197087471' version='1.0' xml:lang='en' xmlns:stream='ht\
        tp://etherx.jabber.org/streams' from='a.test' xmlns='jabber:client'><stream:features><mechanisms xmlns='\
        urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1-PLUS</mechanism><me\
        chanism>SCRAM-SHA-1</mechanism><mechanism>X-OAUTH2</mechanism></mechanisms></stream:features>
        """

    /// ejabberd, `starttls: true`, with `mod_register`.
    static let clientOptional = """
        <?xml version='1.0'?><stream:stream id='6087703912404268878' version='1.0' xml:lang='en' xmlns:stream='h\
        ttp://etherx.jabber.org/streams' from='a.test' xmlns='jabber:client'><stream:features><mechanisms xmlns=\
        'urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</mechanism><mechan\
        ism>X-OAUTH2</mechanism></mechanisms><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><register xmlns=\
        'http://jabber.org/features/iq-register'/></stream:features><proceed xmlns='urn:ietf:params:xml:ns:xmpp-\
        tls'/>
        """

    /// ejabberd, `starttls: false`.
    static let clientWithoutTLS = """
        <?xml version='1.0'?><stream:stream id='16923197457303587921' version='1.0' xml:lang='en' xmlns:stream='\
        http://etherx.jabber.org/streams' from='a.test' xmlns='jabber:client'><stream:features><mechanisms xmlns\
        ='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</mechanism><mecha\
        nism>X-OAUTH2</mechanism></mechanisms></stream:features>
        """

    /// ejabberd, `s2s_use_starttls: required`.
    static let serverRequired = """
        <?xml version='1.0'?><stream:stream id='14819139448685155714' version='1.0' xml:lang='en' xmlns:db='jabb\
        er:server:dialback' xmlns:stream='http://etherx.jabber.org/streams' to='probe.test' from='a.test' xmlns=\
        'jabber:server'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls\
        ></stream:features><proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
        """

    /// The same inside TLS; we showed no certificate.
    static let serverRequiredInside = """
        <?xml version='1.0'?><stream:stream id='16126895424207478275' version='1.0' xml:lang='en' xmlns:db='jabb\
        er:server:dialback' xmlns:stream='http://etherx.jabber.org/streams' to='probe.test' from='a.test' xmlns=\
        'jabber:server'><stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>EXTERNA\
        L</mechanism></mechanisms><dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback></stream:feat\
        ures>
        """

    /// ejabberd, `s2s_use_starttls: optional`, with `mod_s2s_dialback`.
    static let serverOptional = """
        <?xml version='1.0'?><stream:stream id='13649097850169245428' version='1.0' xml:lang='en' xmlns:db='jabb\
        er:server:dialback' xmlns:stream='http://etherx.jabber.org/streams' to='probe.test' from='a.test' xmlns=\
        'jabber:server'><stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/><starttls xmlns='\
        urn:ietf:params:xml:ns:xmpp-tls'/><dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback></str\
        eam:features><proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
        """

    /// ejabberd, `s2s_use_starttls: true`, without `mod_s2s_dialback`. It answers dialback in the clear with
    /// `not-authorized`.
    static let serverNoDialback = """
        <?xml version='1.0'?><stream:stream id='1860375597609100484' version='1.0' xml:lang='en' xmlns:db='jabbe\
        r:server:dialback' xmlns:stream='http://etherx.jabber.org/streams' to='probe.test' from='a.test' xmlns='\
        jabber:server'><stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/><starttls xmlns='u\
        rn:ietf:params:xml:ns:xmpp-tls'/></stream:features><proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
        """

    /// ejabberd, `s2s_use_starttls: false`.
    static let serverWithoutTLS = """
        <?xml version='1.0'?><stream:stream id='13270596283884520022' version='1.0' xml:lang='en' xmlns:db='jabb\
        er:server:dialback' xmlns:stream='http://etherx.jabber.org/streams' to='probe.test' from='a.test' xmlns=\
        'jabber:server'><stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/><dialback xmlns='\
        urn:xmpp:features:dialback'><errors/></dialback></stream:features>
        """

    /// ejabberd, asked for a domain that it does not serve.
    static let serverUnknownHost = """
        <?xml version='1.0'?><stream:stream id='8584922613638486171' version='1.0' xml:lang='en' xmlns:db='jabbe\
        r:server:dialback' xmlns:stream='http://etherx.jabber.org/streams' to='probe.test' from='b.test' xmlns='\
        jabber:server'><stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error><\
        /stream:stream>
        """

    /// ejabberd, `s2s_use_starttls: required`, where we went on with dialback instead.
    static let serverDialbackRefused = """
        <?xml version='1.0'?><stream:stream id='5708596481312817567' version='1.0' xml:lang='en' xmlns:db='jabbe\
        r:server:dialback' xmlns:stream='http://etherx.jabber.org/streams' to='probe.test' from='a.test' xmlns='\
        jabber:server'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>\
        </stream:features><stream:error><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xml\
        :lang='en' xmlns='urn:ietf:params:xml:ns:xmpp-streams'>Use of STARTTLS required</text></stream:error></s\
        tream:stream>
        """
}
