import Dialogues
import Model
import Names

extension Discovery {
    /// The provider's own autoconfig file, at the two places where mail clients look for it.
    mutating func addAutoconfigured(_ service: Service, domain: String) {
        let places = [
            FetchTarget(host: "autoconfig.\(domain)", path: "/mail/config-v1.1.xml"),
            FetchTarget(host: domain, path: "/.well-known/autoconfig/mail/config-v1.1.xml"),
        ]
        for place in places {
            switch fetch(place) {
            case .open: return
            case .failed(let reason, let records):
                lookups += records
                // A host that is not there, or does not listen, has no file; anything else is worth telling.
                if reason.code != .noSuchName, reason.code != .connectionRefused { noteLast(reason) }
            case .page(let page):
                lookups += page.records
                guard page.response.status == 200 else { continue }
                guard page.isAuthentic else {
                    noteLast(Reason(.dependsOnUnknown, "\(page.target.url) has no valid certificate"))
                    continue
                }
                switch readAutoconfig(page.response.body) {
                case .failure(let fault):
                    noteLast(Reason(fault.reason.code, "\(page.target.url): \(fault.reason.detail)"))
                case .success(let servers):
                    for server in servers.filter({ $0.service == service }).prefix(Self.targetsAtMost) {
                        add(
                            Target(
                                host: Self.host(written: server.host), port: server.port, mode: server.mode,
                                lookups: page.records,
                                discovered: ["\(page.target.url): \(server.host) port \(server.port)"], isSecure: false),
                            service: service, domain: domain)
                    }
                    return
                }
            }
        }
    }

    /// A host as an autoconfig file writes it, in A-labels; what is no name stays, and is found to be none later.
    static func host(written text: String) -> String { (try? DomainName.aLabels(text)) ?? text.lowercased() }

    private mutating func noteLast(_ reason: Reason) {
        if openFetches.isEmpty { note(reason) }
    }
}
