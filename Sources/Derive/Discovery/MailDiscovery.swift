import DNS
import Model
import Names

extension Discovery {
    /// RFC 5321 §5.1: every mail exchanger by preference, and the domain itself where there is no MX record at all.
    /// RFC 7505: a lone null MX takes no mail.
    mutating func discoverMX(domain: String) {
        guard let known = ask(Question(domain, .mx)) else { return }
        lookups = [known.id]
        note(security: known.answer.security)
        if let failure = known.answer.failure {
            finding = .unmeasured(failure)
            return
        }
        if known.answer.noSuchName {
            finding = .unmeasured(Reason(.noSuchName, domain))
            return
        }
        let all = known.answer.mailExchangers
        if all.count == 1, all[0].isNull {
            finding = .notOffered
            return
        }
        let exchangers = all.enumerated().filter { !$0.element.isNull }
            .sorted { ($0.element.preference, $0.offset) < ($1.element.preference, $1.offset) }.map(\.element)
        // A TLSA record at a secure host counts for the hop, whatever named the host (RFC 7672 §2.2.1).
        for record in exchangers.prefix(Self.targetsAtMost) {
            add(
                Target(
                    host: record.exchange, port: 25, mode: .startTLS, lookups: lookups,
                    discovered: ["\(known.answer.question) \(record.preference) \(record.exchange)"], isSecure: true),
                service: .mx, domain: domain)
        }
        if all.isEmpty {
            isFallback = true
            add(
                Target(
                    host: domain, port: 25, mode: .startTLS, lookups: lookups,
                    discovered: ["\(known.answer.question): no record, falling back to the domain"], isSecure: true),
                service: .mx, domain: domain)
        }
        conclude()
    }

    /// RFC 6186 and RFC 8314 §5.1: SRV records for STARTTLS and for implicit TLS; then what the provider file names;
    /// and only where neither names anything, what the provider's autoconfig file says.
    mutating func discoverMail(
        _ service: Service, domain: String, hosts: [Provider.Host]
    ) {
        let names: [(String, Endpoint.Mode)] =
            switch service {
            case .imap: [("_imap", .startTLS), ("_imaps", .direct)]
            case .pop3: [("_pop3", .startTLS), ("_pop3s", .direct)]
            case .submission: [("_submission", .startTLS), ("_submissions", .direct)]
            default: [("_sieve", .startTLS)]
            }
        guard let declined = discoverSRV(service, names, domain: domain) else { return }
        addNamed(service, domain: domain, hosts: hosts)
        if places.isEmpty, open.isEmpty, service != .sieve, !declined {
            addAutoconfigured(service, domain: domain)
        }
        concludeNamed(declined: declined)
    }

    /// Places that only the provider file can tell.
    mutating func discoverNamed(_ service: Service, domain: String, hosts: [Provider.Host]) {
        addNamed(service, domain: domain, hosts: hosts)
        concludeNamed(declined: false)
    }

    /// The domain's own web server, and what the provider file names.
    mutating func discoverWeb(domain: String, hosts: [Provider.Host]) {
        isFallback = true
        add(
            Target(
                host: domain, port: 443, mode: .direct, lookups: [], discovered: ["\(domain), the host of the website"],
                isSecure: true),
            service: .https, domain: domain)
        addNamed(.https, domain: domain, hosts: hosts)
        conclude()
    }

    /// Adds the targets of SRV records in a client's order.
    /// - Parameter path: where on the hosts the service begins, and the look-up that says so.
    /// - Returns: whether a record says that the service is not offered; `nil` where answers are missing.
    mutating func discoverSRV(
        _ service: Service, _ names: [(label: String, mode: Endpoint.Mode)], domain: String, path: ContextPath? = nil
    ) -> Bool? {
        guard let found = serviceTargets(names, domain: domain, path: path) else { return nil }
        for target in found.targets { add(target, service: service, domain: domain) }
        return !found.declined.isEmpty
    }

    mutating func addNamed(_ service: Service, domain: String, hosts: [Provider.Host]) {
        for host in hosts.prefix(Self.targetsAtMost) where host.service == service {
            add(
                Target(
                    host: DomainName.normalised(host.host), port: host.port, mode: host.mode, lookups: [],
                    discovered: ["\(host.host) port \(host.port), from the provider file"], isSecure: true),
                service: service, domain: domain)
        }
    }

    /// The end of a discovery that has no port to fall back to: where nothing names a place, nobody can say that there
    /// is none, unless a record does.
    mutating func concludeNamed(declined: Bool) {
        guard open.isEmpty, openFetches.isEmpty else { return }
        if places.isEmpty, failure == nil {
            finding = declined ? .notOffered : .unmeasured(Reason(.noRecord))
        } else {
            conclude()
        }
    }
}
