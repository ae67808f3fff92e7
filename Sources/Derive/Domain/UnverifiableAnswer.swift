import DNS
import Model

/// Why an answer that the resolver calls insecure cannot be verified from here, though others may verify it.
///
/// A validator that has none of the algorithms and digests of a zone's DS records must treat the zone as unsigned (RFC
/// 4035 §5.2), and one may treat negative answers with many NSEC3 iterations so (RFC 9276 §3.2). Both say something of
/// the validator, not of the zone. What tells them from a zone that is not signed is the DS record in its parent.
///
/// - Parameter ask: looks a question up that is only needed for this; `nil` where it was not asked. Evidence from before
///   it was has the algorithms of the signatures to go by.
/// - Returns: `nil` where the answer is not insecure, or proven to be.
func whyUnverifiable(_ answer: Answer, depth: Int = 0, ask: (Question) -> Answer?) -> Reason? {
    guard answer.security == .insecure, depth < 8, let content = answer.content else { return nil }
    let signatures = (content.answers + content.authorities).compactMap { record in
        if case .rrsig(let signature) = record.data { signature } else { nil }
    }
    // An alias may lead out of a signed zone: what nobody signed is what makes the answer insecure.
    guard !content.hasUnsignedSets else { return nil }
    var signers: [String] = []
    for signature in signatures where signature.signer != "." && !signers.contains(signature.signer) {
        signers.append(signature.signer)
    }
    for signer in signers.prefix(4) {
        let algorithms = signatures.filter { $0.signer == signer }.map(\.algorithm)
        guard let delegation = ask(Question(signer, .ds)) else {
            if algorithms.allSatisfy({ !DNSSECAlgorithm.isVerifiable($0) }) { return unsupported(algorithms) }
            continue
        }
        if let failure = delegation.failure { return failure }
        let records = (delegation.records ?? []).compactMap { if case .ds(let record) = $0 { record } else { nil } }
        if delegation.security == .secure, !records.isEmpty {
            if let reason = whyUnverifiable(answer, delegatedBy: records, content) { return reason }
        } else if let reason = whyUnverifiable(delegation, depth: depth + 1, ask: ask) {
            return reason
        }
    }
    return nil
}

/// The same of a zone whose DS records are secure.
private func whyUnverifiable(_ answer: Answer, delegatedBy records: [DSRecord], _ content: DNSMessage) -> Reason? {
    let known = records.filter { DNSSECAlgorithm.isVerifiable($0.algorithm) }
    if known.isEmpty { return unsupported(records.map(\.algorithm)) }
    if !known.contains(where: { DNSSECAlgorithm.isVerifiableDigest($0.digestType) }) {
        return Reason(.unsupportedAlgorithm, "DS digest type \(known[0].digestType)")
    }
    if let iterations = content.nsec3Iterations, iterations > DNSSECAlgorithm.iterationLimit {
        return Reason(.unsupportedAlgorithm, "NSEC3 with \(iterations) iterations")
    }
    // What is left where nothing was found: an opt-out range, in which nothing is proven (RFC 5155 §9.2).
    return answer.records?.isEmpty == false ? unsupported(records.map(\.algorithm)) : nil
}

extension DNSMessage {
    /// Whether a record set of the answer, or of the proof that there is none, has no signature.
    fileprivate var hasUnsignedSets: Bool {
        let records = answers + authorities.filter { [.soa, .nsec, .nsec3].contains($0.type) }
        let signed = records.filter { $0.type == .rrsig } + authorities.filter { $0.type == .rrsig }
        return records.contains { record in
            record.type != .rrsig
                && !signed.contains { signature in
                    guard case .rrsig(let data) = signature.data else { return false }
                    return signature.name == record.name && data.typeCovered == record.type
                }
        }
    }
}

private func unsupported(_ algorithms: [UInt8]) -> Reason {
    var names: [String] = []
    for algorithm in algorithms.sorted() {
        let name = DNSSECAlgorithm.name(algorithm)
        if !names.contains(name) { names.append(name) }
    }
    return Reason(.unsupportedAlgorithm, names.joined(separator: " "))
}
