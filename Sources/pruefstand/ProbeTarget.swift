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
            parts.path.isEmpty || parts.path == "/", DomainName.isValid(host)
        else { return nil }
        let name = DomainName.normalised(host)
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
            endpoint = Endpoint(service: service, domain: name, host: name, port: port, address: "", mode: mode)
        } else if mode == .startTLS {
            endpoint = nil
        } else {
            return nil
        }
    }
}
