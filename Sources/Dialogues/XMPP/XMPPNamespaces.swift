/// Namespaces and names of XMPP, and the specification each is from.
enum XMPPNamespaces {
    /// RFC 6120 §4.8.1.
    static let streams = "http://etherx.jabber.org/streams"
    /// RFC 6120 §4.9.1.
    static let streamErrors = "urn:ietf:params:xml:ns:xmpp-streams"
    /// RFC 6120 §5.
    static let tls = "urn:ietf:params:xml:ns:xmpp-tls"
    /// RFC 6120 §6.
    static let sasl = "urn:ietf:params:xml:ns:xmpp-sasl"
    /// XEP-0388.
    static let sasl2 = "urn:xmpp:sasl:2"
    /// XEP-0440.
    static let channelBinding = "urn:xmpp:sasl-cb:0"
    /// XEP-0220.
    static let dialback = "jabber:server:dialback"
}

extension XMLName {
    static let stream = XMLName(XMPPNamespaces.streams, "stream")
    static let features = XMLName(XMPPNamespaces.streams, "features")
    static let streamError = XMLName(XMPPNamespaces.streams, "error")
    static let startTLS = XMLName(XMPPNamespaces.tls, "starttls")
    static let startTLSRequired = XMLName(XMPPNamespaces.tls, "required")
    static let proceed = XMLName(XMPPNamespaces.tls, "proceed")
    static let startTLSFailure = XMLName(XMPPNamespaces.tls, "failure")
    static let mechanisms = XMLName(XMPPNamespaces.sasl, "mechanisms")
    static let mechanism = XMLName(XMPPNamespaces.sasl, "mechanism")
    static let sasl2Authentication = XMLName(XMPPNamespaces.sasl2, "authentication")
    static let sasl2Mechanism = XMLName(XMPPNamespaces.sasl2, "mechanism")
    static let channelBindings = XMLName(XMPPNamespaces.channelBinding, "sasl-channel-binding")
    static let channelBinding = XMLName(XMPPNamespaces.channelBinding, "channel-binding")
    static let dialbackFeature = XMLName("urn:xmpp:features:dialback", "dialback")
    /// XEP-0078.
    static let legacyAuthentication = XMLName("http://jabber.org/features/iq-auth", "auth")
    /// XEP-0115.
    static let capabilities = XMLName("http://jabber.org/protocol/caps", "c")
}
