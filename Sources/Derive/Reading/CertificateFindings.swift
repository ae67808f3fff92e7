import DNS
import Model
import Trust

/// The certificates of one provider's evidence and what follows from them, each conclusion drawn once: most endpoints of
/// a provider show the same few. Not `Sendable`: it stays in the derivation that made it.
final class CertificateFindings {
    /// A chain and the record it came in.
    struct Chain {
        /// DER forms as sent, the leaf first; not empty.
        var der: [[UInt8]]
        var anchors: [[UInt8]]
        var proof: Int
        var at: Instant

        var leaf: [UInt8]? { der.first }
    }

    private let der: [String: [UInt8]]
    private let parsed = ParsedCertificates()
    private var facts: [Bytes: CertificateFacts] = [:]

    /// - Parameter der: DER forms by their digests.
    init(_ der: [String: [UInt8]]) { self.der = der }

    /// The chain that a probe saw; `nil` where it saw no certificate.
    func chain(of probe: EndpointReadings.Probe) -> Chain? {
        let record = probe.record
        let chain = record.session.map { $0.chain.compactMap { der[$0] } } ?? probe.reading.certificates
        if chain.isEmpty { return nil }
        return Chain(der: chain, anchors: record.anchors.compactMap { der[$0] }, proof: record.id, at: record.at)
    }

    func facts(_ certificate: [UInt8]) -> CertificateFacts {
        let key = Bytes(certificate)
        if let known = facts[key] { return known }
        let found = certificateFacts(der: certificate, parsed: parsed)
        facts[key] = found
        return found
    }

    func trust(of chain: Chain) -> TrustFacts {
        verifyChain(chain: chain.der, anchors: chain.anchors, at: chain.at, parsed: parsed)
    }

    func identity(_ leaf: [UInt8], of endpoint: Endpoint) -> IdentityFacts {
        checkIdentity(
            leaf: leaf, service: endpoint.service, domain: endpoint.domain, host: endpoint.host, parsed: parsed)
    }

    /// What a TLSA set makes of the chain of an endpoint.
    func dane(_ chain: Chain?, _ answer: Answer, of endpoint: Endpoint) -> DANEFacts {
        verifyDANE(
            chain: chain?.der ?? [], records: answer.tlsa, service: endpoint.service, domain: endpoint.domain,
            host: endpoint.host, tlsaName: answer.question.name, at: chain?.at ?? Instant(milliseconds: 0),
            anchors: chain?.anchors ?? [], parsed: parsed)
    }
}
