import DNS
import Model

extension Discovery {
    /// RFC 6120 §3.2 and XEP-0368: SRV records for STARTTLS and for direct TLS, mixed by priority and weight; a target
    /// `.` declines the service; only where no SRV record names a place or declines STARTTLS the domain itself on the
    /// default port.
    mutating func discoverXMPP(_ service: Service, domain: String) {
        let side = service == .xmppClient ? "client" : "server"
        let names: [(String, Endpoint.Mode)] = [("_xmpp-\(side)", .startTLS), ("_xmpps-\(side)", .direct)]
        guard var found = serviceTargets(names, domain: domain) else { return }
        if found.targets.isEmpty {
            // An unknown answer could have held records, so both "not offered" and the fall-back would be a guess.
            if let failure {
                finding = .unmeasured(failure)
                return
            }
            // A `.` speaks for its own service alone (RFC 2782): where only direct TLS is declined, clients that know
            // RFC 6120 and no more find no record, and go to the domain itself.
            if found.declined.contains(.startTLS) {
                finding = .notOffered
                return
            }
            isFallback = true
            let question = Question("_xmpp-\(side)._tcp.\(domain)", .srv)
            found.targets = [
                Target(
                    host: domain, port: service == .xmppClient ? 5222 : 5269, mode: .startTLS, lookups: lookups,
                    discovered: ["\(question): no record, falling back to the domain"],
                    isSecure: namesSecurity == .secure)
            ]
        }
        for target in found.targets { add(target, service: service, domain: domain) }
        conclude()
    }
}
