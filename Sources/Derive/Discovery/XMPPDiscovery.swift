import DNS
import Model

extension Discovery {
    /// RFC 6120 §3.2 and XEP-0368: SRV records for STARTTLS and for direct TLS, mixed by priority and weight; a target
    /// `.` says "not offered"; only where no SRV record names a place or declines STARTTLS the domain itself on the usual
    /// port.
    mutating func discoverXMPP(_ service: Service, domain: String, answers: Answers) {
        let word = service == .xmppClient ? "client" : "server"
        let starttls = Question("_xmpp-\(word)._tcp.\(domain)", .srv)
        let direct = Question("_xmpps-\(word)._tcp.\(domain)", .srv)
        guard let plain = ask(starttls, answers), let secure = ask(direct, answers) else {
            _ = ask(direct, answers)
            return
        }
        lookups = [plain.id, secure.id]
        for known in [plain, secure] { note(security: known.answer.security) }
        note(plain.answer.failure)
        note(secure.answer.failure)

        var targets: [(record: SRVRecord, target: Target)] = []
        for (known, mode) in [(plain, Endpoint.Mode.startTLS), (secure, .direct)] {
            for record in known.answer.servicesInOrder where !record.isNotOffered {
                targets.append(
                    (
                        record,
                        Target(
                            host: record.target, port: record.port, mode: mode, lookups: [known.id],
                            discovered: [
                                "\(known.answer.question) \(record.priority) \(record.weight) \(record.port) \(record.target)"
                            ],
                            isSecure: known.answer.security == .secure)
                    ))
            }
        }
        if targets.isEmpty {
            // An unknown answer could have held records, so both "not offered" and the fall-back would be a guess.
            if let failure {
                finding = .unmeasured(failure)
                return
            }
            // A `.` speaks for its own service alone (RFC 2782): where only direct TLS is declined, clients that know
            // RFC 6120 and no more find no record, and go to the domain itself.
            if plain.answer.services.contains(where: \.isNotOffered) {
                finding = .notOffered
                return
            }
            isFallback = true
            targets = [
                (
                    SRVRecord(priority: 0, weight: 0, port: 0, target: domain),
                    Target(
                        host: domain, port: service == .xmppClient ? 5222 : 5269, mode: .startTLS, lookups: lookups,
                        discovered: ["\(starttls): no record, falling back to the domain"],
                        isSecure: plain.answer.security == .secure && secure.answer.security == .secure)
                )
            ]
        }
        let order = targets.enumerated().sorted { left, right in
            let (one, other) = (left.element.record, right.element.record)
            return (one.priority, UInt16.max - one.weight, left.offset)
                < (other.priority, UInt16.max - other.weight, right.offset)
        }
        for (_, entry) in order { add(entry.target, service: service, domain: domain, answers: answers) }
        conclude(answers)
    }
}
