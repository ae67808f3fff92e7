import Content
import Grading
import Model

/// How clients and servers authenticate, as far as that is seen without doing so.
extension ServiceFacts {
    /// The best way that a client has to log in. Passwords in plaintext before TLS outweigh it, where a server does not
    /// require STARTTLS before it takes them.
    func sasl(_ endpoint: EndpointFindings) -> Finding<PolicySummary> {
        if let before = endpoint.mechanisms.beforeTLS.value, endpoint.startTLS != .measured(.required),
            before.contains(where: { ["PLAIN", "LOGIN"].contains($0.uppercased()) })
        {
            return .measured(PolicySummary("plaintext", -1))
        }
        return endpoint.mechanisms.afterTLS.flatMap { list in
            let names = list.map { $0.uppercased() }
            if names.contains(where: { $0.hasPrefix("SCRAM-") && $0.hasSuffix("-PLUS") }) {
                return .measured(PolicySummary("scram-plus", 2))
            }
            if names.contains(where: { $0.hasPrefix("SCRAM-") }) { return .measured(PolicySummary("scram", 2)) }
            if names.contains(where: { Self.passwords.contains($0) }) {
                return .measured(PolicySummary("password", 1))
            }
            return names.isEmpty ? .notOffered : .measured(PolicySummary("other", 1))
        }
    }

    private static let passwords: Set<String> = ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"]

    /// The types that the server announces (XEP-0440); mail servers have no way to, and neither have older XMPP servers,
    /// of which mechanisms with `-PLUS` show that there are some (RFC 5801 §5).
    func channelBindings(_ endpoint: EndpointFindings) -> Finding<[String]> {
        if let announced = endpoint.xmpp?.insideTLS.value?.channelBindings, !announced.isEmpty {
            return .measured(announced)
        }
        return endpoint.mechanisms.afterTLS.flatMap { mechanisms in
            mechanisms.contains { $0.uppercased().hasSuffix("-PLUS") } ? .measured(["-PLUS"]) : .notOffered
        }
    }

    /// Everything that `federation` says, in the order of the cell.
    static let federationTraits = [
        "server-and-client", "server-only", "client-only", "neither", "unrestricted", "usage-unknown",
        "requests-certificate", "requests-no-certificate", "request-unknown", "external", "dialback", "method-unseen",
    ]

    /// What decides on whether two servers reach each other since public authorities issue certificates for servers alone:
    /// for what this one has a certificate (RFC 5280 §4.2.1.12), whether it asks for one, and what it then takes. Servers
    /// announce EXTERNAL to a peer whose certificate they accept (XEP-0178 §3), so it is not seen without one.
    func federation(_ endpoint: EndpointFindings) -> Finding<[String]> {
        endpoint.certificates.flatMap { chain in
            guard let leaf = chain.first else { return .unmeasured(Reason(.malformed)) }
            // Snapshots from before this was read have neither.
            if leaf.signatureAlgorithm == nil, endpoint.xmpp == nil { return .notAsked }
            var traits = [leaf.usage]
            switch endpoint.parameters?.certificateRequest {
            case .measured(true)?: traits.append("requests-certificate")
            case .measured(false)?: traits.append("requests-no-certificate")
            default: traits.append("request-unknown")
            }
            let mechanisms = (endpoint.mechanisms.afterTLS.value ?? []).map { $0.uppercased() }
            let inside = endpoint.xmpp?.insideTLS.value
            if mechanisms.contains("EXTERNAL") { traits.append("external") }
            if inside?.dialback == true || inside?.dialbackNamespace == true { traits.append("dialback") }
            if traits.count == 2 { traits.append("method-unseen") }
            return .measured(traits)
        }
    }
}

extension CertificateFacts {
    /// Whether it is for servers, for clients or for both.
    fileprivate var usage: String {
        guard let extendedKeyUsage else { return "usage-unknown" }
        if extendedKeyUsage.isEmpty || extendedKeyUsage.contains("anyExtendedKeyUsage") { return "unrestricted" }
        switch (extendedKeyUsage.contains("serverAuth"), extendedKeyUsage.contains("clientAuth")) {
        case (true, true): return "server-and-client"
        case (true, false): return "server-only"
        case (false, true): return "client-only"
        case (false, false): return "neither"
        }
    }
}
