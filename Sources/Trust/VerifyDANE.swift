import COpenSSL
import DNS
import Model
import Names

/// What a TLSA set makes of a chain (RFC 6698, 7671, 7672, 7673). The set must have come in a secure answer.
///
/// Usage 3 goes by the leaf alone: neither names nor dates count (RFC 7671 §5.1). Usage 2 wants the anchor in the chain
/// (or whole in the record), dates that hold, and a name: the TLSA base domain, the host, or the service's domain
/// (RFC 7672 §3.2.2, RFC 7673 §4.1). Usages 0 and 1 want a trusted chain besides; for `mx` they are unusable
/// (RFC 7672 §3.1.3). Of several digests of the same usage and selector the strongest counts (RFC 7671 §9).
///
/// - Parameters:
///   - chain: DER forms as sent, the leaf first.
///   - tlsaName: Where the records were found: `_5222._tcp.xmpp.example.org`.
///   - parsed: certificates that are parsed already; it takes up the others.
///   - anchors: For usages 0 and 1: the trusted certificates that the chain's names point at.
package func verifyDANE(
    chain: [[UInt8]], records: [TLSARecord], service: Service, domain: String, host: String, tlsaName: String,
    at instant: Instant, anchors: [[UInt8]] = [], parsed: ParsedCertificates = ParsedCertificates()
) -> DANEFacts {
    defer { ERR_clear_error() }
    let verification = DANEVerification(records.prefix(DANEVerification.recordLimit), service: service, host: host)
    let outcome = verification?.verify(chain, anchors: anchors, at: instant, parsed: parsed)
    var problem = outcome?.problem ?? "unusable"
    if problem.isEmpty, let leaf = chain.first.flatMap(parsed.certificate), outcome?.needsName == true {
        let base = tlsaName.split(separator: ".", maxSplits: 2).last.map(String.init) ?? host
        if !hasName(leaf, service: service, domain: domain, hosts: [base, host]) { problem = "name-mismatch" }
    }
    let usable = verification?.usable ?? []
    let matcher = TLSAMatcher(chain: chain, anchors: anchors, parsed: parsed)
    let facts = records.enumerated().map { index, record in
        var matches: Bool?
        if usable.contains(index), !chain.isEmpty {
            matches = outcome?.matched == record || matcher.matches(record)
        }
        return TLSAFacts(
            usage: record.usage, selector: record.selector, matching: record.matching,
            data: hexadecimal(record.data.prefix(256)), matches: matches)
    }
    return DANEFacts(
        name: DomainName.normalised(tlsaName), records: facts, usable: usable.count, verified: problem.isEmpty,
        problem: problem)
}

private func hasName(_ leaf: Certificate, service: Service, domain: String, hosts: [String]) -> Bool {
    if hosts.contains(where: { matchedDNSName(leaf, name: DomainName.normalised($0)) != nil }) { return true }
    let domain = DomainName.normalised(domain)
    return service.isXMPP
        ? matchedXMPPName(leaf, service: service, domain: domain) != nil : matchedDNSName(leaf, name: domain) != nil
}
