import COpenSSL
import DNS
import Model
import Names

/// Whether a leaf is valid for the name that a client of the service goes by.
///
/// XMPP: the JID's domain, by a DNS-ID, an SRV-ID of the service or an id-on-xmppAddr (RFC 6120 §13.7.1.2, RFC 9525);
/// the SRV target does not count. Every other service: the host, by a DNS-ID. The common name never counts
/// (RFC 9525 §2), a wildcard is the whole left-most label (§6.3). An address in place of a name is met by an IP-ID, and by
/// nothing else (§6.5).
///
/// - Parameters:
///   - leaf: DER form.
///   - domain: The service's domain, in A-labels.
///   - parsed: certificates that are parsed already; it takes up the others.
///   - host: The host that was connected to, in A-labels.
package func checkIdentity(
    leaf: [UInt8], service: Service, domain: String, host: String, parsed: ParsedCertificates = ParsedCertificates()
) -> IdentityFacts {
    let certificate = parsed.certificate(leaf)
    let expected = DomainName.normalised(service.isXMPP ? domain : host)
    let matched = certificate.flatMap { certificate in
        if let address = IPAddress(expected) { return matchedAddress(certificate, address: address) }
        return service.isXMPP
            ? matchedXMPPName(certificate, service: service, domain: expected)
            : matchedDNSName(certificate, name: expected)
    }
    let commonNameOnly =
        matched == nil && DomainName.isValid(expected)
        && certificate.map {
            X509_check_host(
                $0.x509, expected, expected.utf8.count, copenssl_check_host_with_subject_flags, nil) == 1
        } ?? false
    ERR_clear_error()
    return IdentityFacts(
        valid: matched != nil, expected: expected, matched: matched ?? "", commonNameOnly: commonNameOnly)
}

/// The IP-ID that is an address, as `IP:192.0.2.1`.
private func matchedAddress(_ certificate: Certificate, address: IPAddress) -> String? {
    PresentedNames(certificate, limit: .max).first.first { name in
        if case .ip(let presented) = name { presented == address } else { false }
    }?.text
}

extension Service {
    var isXMPP: Bool { self == .xmppClient || self == .xmppServer }
}

/// The DNS-ID that a name meets, as `DNS:*.example.org`.
func matchedDNSName(_ certificate: Certificate, name: String) -> String? {
    // OpenSSL takes a name that begins with a dot for "anything below", and one of length 0 for a C string's.
    guard DomainName.isValid(name, allowingPrefixes: true) else { return nil }
    var matched: UnsafeMutablePointer<CChar>?
    defer { copenssl_free(matched) }
    guard
        X509_check_host(certificate.x509, name, name.utf8.count, copenssl_check_host_flags, &matched) == 1, let matched
    else { return nil }
    let bytes = UnsafeBufferPointer(start: matched, count: strlen(matched)).map { UInt8(bitPattern: $0) }
    return PresentedName.dns(bytes).text
}

/// The name by which a certificate is valid for a JID's domain.
func matchedXMPPName(_ certificate: Certificate, service: Service, domain: String) -> String? {
    if let name = matchedDNSName(certificate, name: domain) { return name }
    guard DomainName.isValid(domain, allowingPrefixes: true) else { return nil }
    let names = PresentedNames(certificate, limit: .max).first
    let service = Array("_\(service.rawValue).".utf8)
    let reference = Array(domain.utf8)
    for name in names {
        if case .srv(let presented) = name, matches(service: service, domain: reference, presented: presented) {
            return name.text
        }
    }
    for name in names {
        if case .xmppAddress(let presented) = name,
            (try? DomainName.aLabels(String(decoding: presented, as: UTF8.self))) == domain
        {
            return name.text
        }
    }
    return nil
}

/// RFC 4985 §2 with the comparison of RFC 9525 §6.3 for the domain's part.
private func matches(service: [UInt8], domain: [UInt8], presented: [UInt8]) -> Bool {
    let presented = presented.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    guard presented.starts(with: service) else { return false }
    let name = presented.dropFirst(service.count)
    if Array(name) == domain { return true }
    // A wildcard stands for one label, and needs two more behind it, as OpenSSL has it for DNS-IDs.
    guard name.starts(with: Array("*.".utf8)), let dot = domain.firstIndex(of: UInt8(ascii: ".")) else { return false }
    let parent = domain[(dot + 1)...]
    return parent.contains(UInt8(ascii: ".")) && name.dropFirst(2).elementsEqual(parent)
}
