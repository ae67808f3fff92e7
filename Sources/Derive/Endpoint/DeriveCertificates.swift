import Model
import Names
import TLSWire
import Trust

/// The certificates of an endpoint, and whether DANE vouches for them.
extension EndpointDerivation {
    /// As the handshake got it; else as a first flight shows it, where OpenSSL speaks none of the server's suites.
    var chain: CertificateFindings.Chain? {
        for probe in handshakes + hellos {
            if let chain = certificates.chain(of: probe) { return chain }
        }
        return nil
    }

    func certificateFacts(_ chain: CertificateFindings.Chain?) -> Finding<[CertificateFacts]> {
        if let chain { return .measured(chain.der.map(certificates.facts)) }
        let versions = readings.versions.map(\.finding)
        let suites = versions.compactMap(\.value).flatMap(\.suites)
        if !suites.isEmpty, suites.allSatisfy({ $0.authentication == .anonymous }) { return .notOffered }
        if case .failed(let reason)? = handshakes.last?.record.ending { return .unmeasured(reason) }
        if let unknown = versions.first(where: { $0.isUnknown }) { return unknown.map { _ in [] } }
        return suites.isEmpty ? .notOffered : .unmeasured(Reason(.dependsOnUnknown, "no handshake"))
    }

    /// Whether a chain is trusted. Where all that speaks against it is that a key or signature cannot be verified here, it
    /// is unknown.
    func trust(_ chain: CertificateFindings.Chain) -> Finding<TrustFacts> {
        let facts = certificates.trust(of: chain)
        guard facts.isBeyondVerification else { return .measured(facts) }
        return .unmeasured(
            Reason(.unsupportedAlgorithm, facts.unsupportedAlgorithm(in: chain.der.map(certificates.facts))))
    }

    func dane(_ chain: CertificateFindings.Chain?, isWithoutTLS: Bool) -> (finding: Finding<DANEFacts>, proofs: [Int]) {
        // TLSA records are those of names (RFC 6698 §3).
        if IPAddress(endpoint.host) != nil { return (.notApplicable, []) }
        guard let place, place.isSecure else {
            if let unknown = place?.unknownSecurity { return (.unmeasured(unknown), place?.lookups ?? []) }
            // Without a secure way to the host no TLSA record counts, so none is asked for (RFC 7673 §3).
            return (place == nil ? .notAsked : .notOffered, place?.lookups ?? [])
        }
        var search = Discovery(at: endpoint, answers: answers)
        guard let known = search.tlsa(of: place) else { return (.notAsked, []) }
        let proofs = place.lookups + [known.id] + (chain.map { [$0.proof] } ?? [])
        if let failure = known.answer.failure { return (.unmeasured(failure), proofs) }
        if let reason = whyUnverifiable(known.answer, ask: { answers[$0]?.answer }) {
            return (.unmeasured(reason), proofs)
        }
        guard known.answer.security == .secure, !known.answer.tlsa.isEmpty else { return (.notOffered, proofs) }
        // With a TLSA record TLS is promised; where there is none, or no chain, the promise is not kept or not seen.
        if chain == nil, !isWithoutTLS {
            return (.unmeasured(Reason(.dependsOnUnknown, "no certificate was seen")), proofs)
        }
        return (.measured(certificates.dane(chain, known.answer, of: endpoint)), proofs)
    }
}
