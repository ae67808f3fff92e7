/// A kind of service a provider runs.
package enum Service: String, Codable, CaseIterable, CodingKeyRepresentable, Sendable {
    case xmppClient = "xmpp-client"
    case xmppServer = "xmpp-server"
    case mx, submission, imap, pop3, sieve, https, caldav, carddav, webdav
}

/// One place to connect to: service × host × port × address × mode.
package struct Endpoint: Hashable, Codable, Sendable, CustomStringConvertible {
    /// How TLS begins.
    package enum Mode: String, Codable, Sendable {
        /// After a dialogue in the clear.
        case startTLS = "starttls"
        /// With the first byte.
        case direct
    }

    package var service: Service
    /// The domain whose service this is: what the certificate must be valid for in XMPP, and the SNI there.
    package var domain: String
    /// The host's name, lower case, without the final dot.
    package var host: String
    package var port: UInt16
    /// An IPv4 or IPv6 address in its usual text form.
    package var address: String
    package var mode: Mode
    /// Where on the host a DAV service begins (the context path of RFC 6764 §4), with the query that may belong to it;
    /// `nil` where nothing names it, which is the root.
    package var path: String?

    package init(
        service: Service, domain: String, host: String, port: UInt16, address: String, mode: Mode, path: String? = nil
    ) {
        self.service = service
        self.domain = domain
        self.host = host
        self.port = port
        self.address = address
        self.mode = mode
        self.path = path
    }

    /// `xmpp-client example.org xmpp.example.org:5222 [192.0.2.1] starttls`
    package var description: String { "\(service.rawValue) \(domain) \(host):\(port) [\(address)] \(mode.rawValue)" }
}
