import DNS
import Findings
import Foundation

/// What a probe's URL names.
struct ProbeTarget {
    let service: Service
    let domain: String
    /// A place of its own; `nil`: the DNS says where the service is.
    let endpoint: Endpoint?

    /// `nil` where the text is no URL of a known form.
    init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme, let host = parts.host,
            parts.path.isEmpty || parts.path == "/"
        else { return nil }
        // For tls:// an address will do, and is taken as it is, without the DNS. Foundation leaves the brackets of
        // RFC 3986 §3.2.2 on. XMPP has no use for one: its certificates and streams name domains.
        let literal = IPAddress(host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host)
        guard literal == nil ? DomainName.isValid(host) : scheme.lowercased() == "tls" else { return nil }
        let name = literal?.description ?? DomainName.normalised(host)
        let port = parts.port.flatMap { UInt16(exactly: $0) }
        let mode: Endpoint.Mode
        switch scheme.lowercased() {
        case "xmpp-client": (service, mode) = (.xmppClient, .startTLS)
        case "xmpp-server": (service, mode) = (.xmppServer, .startTLS)
        case "xmpps-client": (service, mode) = (.xmppClient, .direct)
        case "xmpps-server": (service, mode) = (.xmppServer, .direct)
        case "tls": (service, mode) = (.https, .direct)
        default: return nil
        }
        domain = name
        if let port {
            endpoint = Endpoint(
                service: service, domain: name, host: name, port: port, address: literal?.description ?? "", mode: mode)
        } else if mode == .startTLS {
            endpoint = nil
        } else {
            return nil
        }
    }
}
