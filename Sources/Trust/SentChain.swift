import COpenSSL
import Model

/// What is remarkable about certificates as a server sent them. None of it keeps a client of today from finding the way
/// to a root: TLS 1.3 lets clients expect any order, and RFC 9846 §4.4.2 lets servers leave the root out; up to TLS 1.2
/// each had to certify the one before it (RFC 5246 §7.4.2, historical).
///
/// Who issued whom goes by names and key identifiers (RFC 5280 §6.1.3), not by signatures.
func sentPeculiarities(chain: [[UInt8]], parsed: ParsedCertificates) -> [TrustFacts.Problem] {
    defer { ERR_clear_error() }
    let sent = chain.prefix(TLSSession.chainLimit).map(parsed.certificate)
    /// Positions of those that a position's certificate issued.
    func issued(by index: Int) -> [Int] {
        guard let issuer = sent[index] else { return [] }
        return sent.indices.filter { other in
            guard other != index, let subject = sent[other] else { return false }
            // Whether it was allowed to, or has a key that can be read here, is another question.
            return ![
                X509_V_ERR_SUBJECT_ISSUER_MISMATCH, X509_V_ERR_AKID_SKID_MISMATCH,
                X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH, X509_V_ERR_UNSPECIFIED,
            ].contains(X509_check_issued(issuer.x509, subject.x509))
        }
    }
    var found: [TrustFacts.Problem] = []
    var children: [Int: [Int]] = [:]
    for index in sent.indices.dropFirst() where sent[index] != nil {
        if chain[..<index].contains(chain[index]) {
            found.append(.init(name: "duplicate", depth: index))
        } else {
            children[index] = issued(by: index)
        }
    }
    // From the leaf upward: whoever issued one that belongs to it belongs to it, too.
    var related: Set<Int> = [0]
    while let next = children.first(where: { !related.contains($0.key) && !related.isDisjoint(with: $0.value) }) {
        related.insert(next.key)
    }
    for (index, issued) in children {
        guard related.contains(index), let certificate = sent[index] else {
            found.append(.init(name: "unrelated", depth: index))
            continue
        }
        if !issued.contains(where: { $0 < index && related.contains($0) }) {
            found.append(.init(name: "wrong-order", depth: index))
        }
        if X509_self_signed(certificate.x509, 0) == 1 { found.append(.init(name: "sent-root", depth: index)) }
    }
    return found.sorted { ($0.depth, $0.name) < ($1.depth, $1.name) }
}
