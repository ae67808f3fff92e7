import DNS
import FoundationEssentials
import Model
import Names
import Text

/// The service and endpoint that a probe's URL names.
struct ProbeTarget {
    let service: Service
    let domain: String
    /// The endpoint named in the URL; `nil` if it must be discovered by DNS.
    let endpoint: Endpoint?
    /// Whether to speak the application protocol inside TLS, too.
    let speaksInside: Bool

    /// The meaning of a URL scheme.
    private struct Scheme {
        var service: Service
        var mode: Endpoint.Mode
        /// The default port; `nil` if the service is discovered by DNS when the URL has no port.
        var port: UInt16?
    }

    /// Ports of the mail protocols: RFC 8314; of ManageSieve: RFC 5804.
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

    /// The nearest known scheme or all of them; `nil` if the scheme is known.
    static func hint(scheme: String) -> String? {
        schemes[scheme.lowercased()] == nil ? Suggestion.hint(for: scheme, among: schemes.keys) : nil
    }

    /// For `localhost:25`: the URL that is meant, as far as the port says; `nil` if it is no host with a port.
    static func suggestion(for text: String) -> String? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        let host = text[..<colon]
        let isAddress = host.hasPrefix("[") && host.hasSuffix("]") || IPAddress(String(host)) != nil
        guard isAddress || (try? DomainName.aLabels(String(host))) != nil else { return nil }
        // XMPP's ports are in the URL only where they are not what the DNS would say.
        let known = schemes.first { $0.value.port == port }?.key ?? Self.xmppPorts[port] ?? "tls"
        return "\(known)://\(text)"
    }

    private static let xmppPorts: [UInt16: String] = [
        5222: "xmpp-client", 5269: "xmpp-server", 5223: "xmpps-client", 5270: "xmpps-server",
    ]

    /// Why the URL's host is not a domain name; `nil` if that is not what is wrong.
    static func hostProblem(_ url: String) -> String? { DomainName.problem(ofHostInURL: url)?.reason }

    /// `nil` if the text is not a URL of a known form.
    init?(_ text: String) {
        guard let text = try? DomainName.aLabels(inURL: text), let parts = URLComponents(string: text),
            let name = parts.scheme?.lowercased(), let host = parts.encodedHost,
            let scheme = Self.schemes[name], parts.path.isEmpty || parts.path == "/"
        else { return nil }
        // IP addresses are used as given, without DNS. Foundation keeps the brackets of RFC 3986 §3.2.2. XMPP domains and
        // mail domains must be names.
        let literal = IPAddress(host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host)
        let goesByName = name.hasPrefix("xmpp") || name == "mx"
        let checked = try? DomainName.aLabels(host)
        guard let domain = literal.map({ goesByName ? nil : $0.description }) ?? checked else { return nil }
        service = scheme.service
        speaksInside = name != "tls"
        self.domain = domain
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
