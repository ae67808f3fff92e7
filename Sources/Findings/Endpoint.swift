/// A kind of service a provider runs.
public enum Service: String, Codable, CaseIterable, CodingKeyRepresentable, Sendable {
    case xmppClient = "xmpp-client"
    case xmppServer = "xmpp-server"
    case mx, submission, imap, pop3, sieve, https, caldav, carddav, webdav
}

/// One place to connect to: service × host × port × address × mode.
public struct Endpoint: Hashable, Codable, Sendable, CustomStringConvertible {
    /// How TLS begins.
    public enum Mode: String, Codable, Sendable {
        /// After a dialogue in the clear.
        case startTLS = "starttls"
        /// With the first byte.
        case direct
    }

    public var service: Service
    /// The domain whose service this is: what the certificate must be valid for in XMPP, and the SNI there.
    public var domain: String
    /// The host's name, lower case, without the final dot.
    public var host: String
    public var port: UInt16
    /// An IPv4 or IPv6 address in its usual text form.
    public var address: String
    public var mode: Mode
    /// Where on the host a DAV service begins (the context path of RFC 6764 §4), with the query that may belong to it;
    /// `nil` where nothing names it, which is the root.
    public var path: String?

    public init(
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
    public var description: String { "\(service.rawValue) \(domain) \(host):\(port) [\(address)] \(mode.rawValue)" }
}
