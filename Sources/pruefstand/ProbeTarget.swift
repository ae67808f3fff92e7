import DNS
import Foundation
import Model

/// What a probe's URL names.
struct ProbeTarget {
    let service: Service
    let domain: String
    /// A place of its own; `nil`: the DNS says where the service is.
    let endpoint: Endpoint?
    /// What TLS carries is looked at, too.
    let speaksInside: Bool

    /// A scheme and what it stands for.
    private struct Scheme {
        var service: Service
        var mode: Endpoint.Mode
        /// The port where none is said; `nil`: without a port the DNS is asked where the service is.
        var port: UInt16?
    }

    /// RFC 8314 has the ports of the mail protocols, RFC 5804 that of ManageSieve.
    private static let schemes: [String: Scheme] = [
        "xmpp-client": Scheme(service: .xmppClient, mode: .startTLS),
        "xmpp-server": Scheme(service: .xmppServer, mode: .startTLS),
        "xmpps-client": Scheme(service: .xmppClient, mode: .direct),
        "xmpps-server": Scheme(service: .xmppServer, mode: .direct),
        "mx": Scheme(service: .mx, mode: .startTLS), "smtp": Scheme(service: .mx, mode: .startTLS, port: 25),
        "submission": Scheme(service: .submission, mode: .startTLS, port: 587),
        "submissions": Scheme(service: .submission, mode: .direct, port: 465),
        "imap": Scheme(service: .imap, mode: .startTLS, port: 143),
        "imaps": Scheme(service: .imap, mode: .direct, port: 993),
        "pop3": Scheme(service: .pop3, mode: .startTLS, port: 110),
        "pop3s": Scheme(service: .pop3, mode: .direct, port: 995),
        "sieve": Scheme(service: .sieve, mode: .startTLS, port: 4190),
        "https": Scheme(service: .https, mode: .direct, port: 443), "tls": Scheme(service: .https, mode: .direct),
    ]

    /// `nil` where the text is no URL of a known form.
    init?(_ text: String) {
        guard let parts = URLComponents(string: text), let name = parts.scheme?.lowercased(), let host = parts.host,
            let scheme = Self.schemes[name], parts.path.isEmpty || parts.path == "/"
        else { return nil }
        // An address will do and is taken as it is, without the DNS. Foundation leaves the brackets of RFC 3986 §3.2.2
        // on. XMPP and the MX records of a domain have no use for one: they go by names.
        let literal = IPAddress(host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host)
        let goesByName = name.hasPrefix("xmpp") || name == "mx"
        guard literal == nil ? DomainName.isValid(host) : !goesByName else { return nil }
        service = scheme.service
        speaksInside = name != "tls"
        domain = literal?.description ?? DomainName.normalised(host)
        if let port = parts.port.map({ UInt16(exactly: $0) }) ?? scheme.port, port > 0 {
            endpoint = Endpoint(
                service: service, domain: domain, host: domain, port: port, address: literal?.description ?? "",
                mode: scheme.mode)
        } else if scheme.mode == .startTLS, goesByName, parts.port == nil {
            endpoint = nil
        } else {
            return nil
        }
    }
}
