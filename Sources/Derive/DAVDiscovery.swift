import DNS
import Findings

extension Discovery {
    /// RFC 6764: SRV records for DAV over TLS, then what the provider file names; where neither names a place, the
    /// well-known address of the domain, whose redirect leads to the server (§5).
    mutating func discoverDAV(
        _ service: Service, domain: String, hosts: [Provider.Host], answers: Answers, fetches: Fetches
    ) {
        let word = service == .caldav ? "caldav" : "carddav"
        guard let declined = discoverSRV(service, [("_\(word)s", .direct)], domain: domain, answers: answers) else {
            return
        }
        addNamed(service, domain: domain, hosts: hosts, answers: answers)
        if places.isEmpty, open.isEmpty, !declined {
            addWellKnown(service, FetchTarget(host: domain, path: "/.well-known/\(word)"), answers, fetches)
        }
        concludeNamed(declined: declined, answers)
    }

    private mutating func addWellKnown(
        _ service: Service, _ target: FetchTarget, _ answers: Answers, _ fetches: Fetches
    ) {
        switch fetch(target, fetches) {
        case .open: break
        case .failed(let reason, let records):
            lookups += records
            if reason.code != .noSuchName, reason.code != .connectionRefused { note(reason) }
        case .page(let page):
            lookups += page.records
            // Only a server that asks who is there, or sent us elsewhere, shows that something is served.
            guard page.records.count > 1 || page.response.status == 401 else { return }
            add(
                Target(
                    host: page.target.host, port: page.target.port, mode: .direct, lookups: page.records,
                    discovered: ["\(target.url) leads to \(page.target.url)"], isSecure: false),
                service: service, domain: target.host, answers: answers)
        }
    }
}
