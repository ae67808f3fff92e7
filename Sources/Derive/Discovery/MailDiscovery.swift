import DNS
import Model
import Names

extension Discovery {
    /// RFC 5321 §5.1: every mail exchanger by preference, and the domain itself where there is no MX record at all.
    /// RFC 7505: a lone null MX takes no mail.
    mutating func discoverMX(domain: String, answers: Answers) {
        guard let known = ask(Question(domain, .mx), answers) else { return }
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
                service: .mx, domain: domain, answers: answers)
        }
        if all.isEmpty {
            isFallback = true
            add(
                Target(
                    host: domain, port: 25, mode: .startTLS, lookups: lookups,
                    discovered: ["\(known.answer.question): no record, falling back to the domain"], isSecure: true),
                service: .mx, domain: domain, answers: answers)
        }
        conclude(answers)
    }

    /// RFC 6186 and RFC 8314 §5.1: SRV records for STARTTLS and for implicit TLS; then what the provider file names;
    /// and only where neither names anything, what the provider's autoconfig file says.
    mutating func discoverMail(
        _ service: Service, domain: String, hosts: [Provider.Host], answers: Answers, fetches: Fetches
    ) {
        let names: [(String, Endpoint.Mode)] =
            switch service {
            case .imap: [("_imap", .startTLS), ("_imaps", .direct)]
            case .pop3: [("_pop3", .startTLS), ("_pop3s", .direct)]
            case .submission: [("_submission", .startTLS), ("_submissions", .direct)]
            default: [("_sieve", .startTLS)]
            }
        guard let declined = discoverSRV(service, names, domain: domain, answers: answers) else { return }
        addNamed(service, domain: domain, hosts: hosts, answers: answers)
        if places.isEmpty, open.isEmpty, service != .sieve, !declined {
            addAutoconfigured(service, domain: domain, answers: answers, fetches: fetches)
        }
        concludeNamed(declined: declined, answers)
    }

    /// Places that only the provider file can tell.
    mutating func discoverNamed(_ service: Service, domain: String, hosts: [Provider.Host], answers: Answers) {
        addNamed(service, domain: domain, hosts: hosts, answers: answers)
        concludeNamed(declined: false, answers)
    }

    /// The domain's own web server, and what the provider file names.
    mutating func discoverWeb(domain: String, hosts: [Provider.Host], answers: Answers) {
        isFallback = true
        add(
            Target(
                host: domain, port: 443, mode: .direct, lookups: [], discovered: ["\(domain), the host of the website"],
                isSecure: true),
            service: .https, domain: domain, answers: answers)
        addNamed(.https, domain: domain, hosts: hosts, answers: answers)
        conclude(answers)
    }

    /// Adds the targets of SRV records in a client's order.
    /// - Parameter path: where on the hosts the service begins, and the look-up that says so.
    /// - Returns: whether a record says that the service is not offered; `nil` where answers are missing.
    mutating func discoverSRV(
        _ service: Service, _ names: [(label: String, mode: Endpoint.Mode)], domain: String, answers: Answers,
        path: ContextPath? = nil
    ) -> Bool? {
        let asked = names.map { (ask(Question("\($0.label)._tcp.\(domain)", .srv), answers), $0.mode) }
        guard open.isEmpty else { return nil }
        var found: [(record: SRVRecord, target: Target)] = []
        var declined = false
        for case (let (id, answer)?, let mode) in asked {
            lookups.append(id)
            note(answer.failure)
            note(security: answer.security)
            for record in answer.servicesInOrder {
                if record.isNotOffered {
                    declined = true
                    continue
                }
                found.append(
                    (
                        record,
                        Target(
                            host: record.target, port: record.port, mode: mode,
                            lookups: [id] + (path.map { [$0.lookup] } ?? []),
                            discovered: [
                                "\(answer.question) \(record.priority) \(record.weight) \(record.port) \(record.target)"
                            ] + (path.map { ["\($0.question) path=\($0.path)"] } ?? []),
                            // RFC 7673 §3.1: an insecure SRV record could name anybody's host.
                            isSecure: answer.security == .secure, path: path?.path)
                    ))
            }
        }
        let order = found.enumerated().sorted { left, right in
            let (one, other) = (left.element.record, right.element.record)
            return (one.priority, UInt16.max - one.weight, left.offset)
                < (other.priority, UInt16.max - other.weight, right.offset)
        }
        for (_, entry) in order { add(entry.target, service: service, domain: domain, answers: answers) }
        return declined
    }

    mutating func addNamed(_ service: Service, domain: String, hosts: [Provider.Host], answers: Answers) {
        for host in hosts.prefix(Self.targetsAtMost) where host.service == service {
            add(
                Target(
                    host: DomainName.normalised(host.host), port: host.port, mode: host.mode, lookups: [],
                    discovered: ["\(host.host) port \(host.port), from the provider file"], isSecure: true),
                service: service, domain: domain, answers: answers)
        }
    }

    /// The end of a discovery that has no port to fall back to: where nothing names a place, nobody can say that there
    /// is none, unless a record does.
    mutating func concludeNamed(declined: Bool, _ answers: Answers) {
        guard open.isEmpty, openFetches.isEmpty else { return }
        if places.isEmpty, failure == nil {
            finding = declined ? .notOffered : .unmeasured(Reason(.noRecord))
        } else {
            conclude(answers)
        }
    }
}
