extension Endpoint {
    /// What the SNI extension says: the JID domain in XMPP (XEP-0368, RFC 7590 §3.1), the host elsewhere; `nil` where
    /// the host is an address, which RFC 6066 §3 forbids in SNI, and for which some servers end the handshake.
    package var serverName: String? {
        switch service {
        case .xmppClient, .xmppServer: domain
        default: host == address ? nil : host
        }
    }

    /// What ALPN offers where TLS begins with the first byte (XEP-0368, RFC 7301); nothing after STARTTLS.
    package var applicationProtocols: [String] {
        guard mode == .direct else { return [] }
        switch service {
        case .xmppClient: return ["xmpp-client"]
        case .xmppServer: return ["xmpp-server"]
        case .https, .caldav, .carddav, .webdav: return ["http/1.1"]
        default: return []
        }
    }

    /// What the ALPN of hellos offers, which end before any of it is spoken: all that ports of this kind know.
    package var probedApplicationProtocols: [String] {
        guard mode == .direct else { return [] }
        switch service {
        // A server may know HTTP/2 alone (gRPC).
        case .https, .caldav, .carddav, .webdav: return ["h2", "http/1.1"]
        // IANA "TLS ALPN Protocol IDs"; submission has none of its own.
        case .imap: return ["imap"]
        case .pop3: return ["pop3"]
        case .sieve: return ["managesieve"]
        case .xmppClient, .xmppServer, .mx, .submission: return applicationProtocols
        }
    }

    /// Whether another service may share the port, which then gets every ClientHello whose ALPN does not ask for XMPP
    /// (XEP-0368 §4): direct TLS on a port that is not registered for XMPP.
    package var mayShareItsPort: Bool {
        isXMPP && mode == .direct && ![5222, 5223, 5269, 5270].contains(port)
    }

    /// Whether a mail protocol is spoken here.
    package var isMail: Bool { [.mx, .submission, .imap, .pop3, .sieve].contains(service) }

    /// Whether HTTP is spoken here.
    package var isWeb: Bool { [.https, .caldav, .carddav, .webdav].contains(service) }

    /// The protocol's name as the field writes it.
    package var protocolName: String {
        switch service {
        case .xmppClient, .xmppServer: "XMPP"
        case .mx, .submission: "SMTP"
        case .imap: "IMAP"
        case .pop3: "POP3"
        case .sieve: "ManageSieve"
        case .https, .caldav, .carddav, .webdav: "HTTP"
        }
    }

    /// Whether XMPP is spoken here.
    package var isXMPP: Bool { service == .xmppClient || service == .xmppServer }
}
