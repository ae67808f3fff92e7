import Grading
import Model

/// What is below the best at a service without any rule of a profile: the columns of the tables beside the grade. What is
/// unknown is none.
struct Shortcomings {
    /// A topic and the column that shows it.
    struct Shortcoming: Hashable {
        var topic: Topic
        var column: String
    }

    /// When the findings were measured, for the age of certificates; `nil` where it does not matter.
    let instant: Instant?

    /// - Parameter service: the one that the endpoint is of.
    func all(of endpoint: EndpointFindings, in service: ServiceFindings) -> [Shortcoming] {
        guard endpoint.connection.value != nil else { return [] }
        var found: [Shortcoming] = []
        func add(_ topic: Topic, _ column: String, _ isBelow: Bool) {
            if isBelow { found.append(Shortcoming(topic: topic, column: column)) }
        }
        add(.startTLS, "starttls", acceptsPlaintext(endpoint))
        add(.certificate, "certificates", isInvalid(endpoint))
        add(.certificate, "certificate", lacksStaple(endpoint))
        add(.lifetime, "certificate", isOverdue(endpoint))
        if let groups = endpoint.groups.value {
            let first = groups.firstIndex { $0.contains("MLKEM") }
            let isTested = first != nil || endpoint.untestedGroups { $0.contains("MLKEM") } == nil
            add(.hybridGroups, "post-quantum", isTested && first != 0)
        }
        if [.xmppClient, .submission, .imap, .pop3, .sieve].contains(service.service),
            let mechanisms = endpoint.mechanisms.afterTLS.value.map({ $0.map { $0.uppercased() } })
        {
            add(.sasl, "sasl", !mechanisms.contains { $0.hasPrefix("SCRAM-") })
            add(
                .sasl, "channel-binding",
                !mechanisms.contains { $0.hasSuffix("-PLUS") }
                    && endpoint.xmpp?.insideTLS.value?.channelBindings.isEmpty != false)
        }
        add(.federation, "federation", service.service == .xmppServer && hinders(endpoint))
        add(.directTLS, "direct-tls", lacksDirectTLS(service))
        add(.ipv6, "ipv6", lacksIPv6(endpoint.endpoint.host, service))
        if let hsts = endpoint.web?.hsts {
            add(.hsts, "hsts", hsts == .notOffered || hsts.value.map { $0.maxAge < Self.year } == true)
        }
        return found
    }

    /// The shortest time that counts as good (RFC 6797 has none; the list of browsers wants a year).
    private static let year = 31_536_000

    /// Passwords may be sent in plaintext, which no rule of the profile lowers a grade for.
    private func acceptsPlaintext(_ endpoint: EndpointFindings) -> Bool {
        [.imap, .pop3, .sieve].contains(endpoint.endpoint.service) && endpoint.startTLS == .measured(.optional)
    }

    private func isInvalid(_ endpoint: EndpointFindings) -> Bool {
        endpoint.dane.value?.verified != true
            && (endpoint.trust.value.map { !$0.valid && !$0.isBeyondVerification } == true
                || endpoint.identity.value?.valid == false)
    }

    /// The certificate wants an OCSP response (RFC 7633), and the server has none.
    private func lacksStaple(_ endpoint: EndpointFindings) -> Bool {
        endpoint.leaf?.wantsImpossibleStaple == true && endpoint.parameters?.stapledStatus != .measured(true)
    }

    private func isOverdue(_ endpoint: EndpointFindings) -> Bool {
        guard let leaf = endpoint.leaf else { return false }
        if endpoint.trust.value?.valid == true, leaf.exceedsLifetimeLimit { return true }
        // As the column says it: clients of ACME renew when a third is left.
        return instant.flatMap(leaf.thousandthsLeft).map { $0 < 167 } == true
    }

    /// Servers that are strict about the purpose of a certificate do not take it from this server as a client, or the
    /// server asks others for none.
    private func hinders(_ endpoint: EndpointFindings) -> Bool {
        let purposes = endpoint.leaf?.extendedKeyUsage ?? []
        let isForServersAlone =
            !purposes.isEmpty && !purposes.contains("clientAuth") && !purposes.contains("anyExtendedKeyUsage")
        return isForServersAlone || endpoint.parameters?.certificateRequest == .measured(false)
    }

    /// XMPP's records say so (XEP-0368); other services have no such record that clients must follow.
    private func lacksDirectTLS(_ service: ServiceFindings) -> Bool {
        [.xmppClient, .xmppServer].contains(service.service) && service.undiscovered == nil
            && !service.endpoints.contains { $0.endpoint.mode == .direct }
    }

    /// It has no address of IPv6, or nothing answers there. What this machine cannot reach says nothing.
    private func lacksIPv6(_ host: String, _ service: ServiceFindings) -> Bool {
        let modern = service.endpoints.filter { $0.endpoint.host == host && $0.endpoint.address.contains(":") }
        if modern.isEmpty { return service.undiscovered == nil }
        return modern.allSatisfy { endpoint in
            guard case .unmeasured(let why) = endpoint.connection else { return false }
            return [.timeout, .connectionRefused, .reset, .unreachable].contains(why.code)
        }
    }
}

extension EndpointFindings {
    fileprivate var leaf: CertificateFacts? { certificates.value?.first }
}
