import COpenSSL
import Model
import Text

/// What a certificate says. It never fails: what cannot be read is empty, zero or `nil`, and the digest is always there.
///
/// - Parameter parsed: certificates that are parsed already; it takes up the others.
package func certificateFacts(
    der: [UInt8], parsed: ParsedCertificates = ParsedCertificates()
) -> CertificateFacts {
    let digest = hexadecimal(Digest.sha256(der))
    guard let certificate = parsed.certificate(der) else {
        return CertificateFacts(
            sha256: digest, subject: "", issuer: "", notBefore: nil, notAfter: nil, keyType: "", keyBits: 0,
            signatureHash: "", names: [], nameCount: 0, selfSigned: false)
    }
    defer { ERR_clear_error() }
    let x509 = certificate.x509
    let key = PublicKeyFacts(x509)
    let names = PresentedNames(certificate)
    return CertificateFacts(
        sha256: digest, subject: distinguishedName(X509_get_subject_name(x509)),
        issuer: distinguishedName(X509_get_issuer_name(x509)), notBefore: instant(X509_get0_notBefore(x509)),
        notAfter: instant(X509_get0_notAfter(x509)), keyType: key.type, keyBits: key.bits,
        signatureHash: signatureHash(x509), names: names.first.map(\.text), nameCount: names.count,
        selfSigned: X509_self_signed(x509, 1) == 1, mustStaple: copenssl_must_staple(x509) == 1,
        hasTimestamps: X509_get_ext_by_NID(x509, NID_ct_precert_scts, -1) >= 0,
        extendedKeyUsage: extendedKeyUsage(x509), hasResponder: hasResponder(x509),
        signatureAlgorithm: signatureAlgorithm(x509), keyDigest: publicKeyDigest(certificate))
}

/// What the key may be used for; empty where nothing restricts it, `nil` where that cannot be read.
private func extendedKeyUsage(_ x509: OpaquePointer) -> [String]? {
    var state: Int32 = 0
    guard let purposes = copenssl_extended_key_usage(x509, &state) else { return state == -1 ? [] : nil }
    defer { copenssl_extended_key_usage_free(purposes) }
    return (0..<min(20, max(0, copenssl_key_purpose_count(purposes)))).compactMap { index in
        guard let purpose = copenssl_key_purpose(purposes, index) else { return nil }
        let known = OBJ_obj2nid(purpose)
        guard known != NID_undef, let name = OBJ_nid2sn(known) else { return AlgorithmName.dotted(purpose) }
        return String(cString: name)
    }
}

private func hasResponder(_ x509: OpaquePointer) -> Bool {
    guard let access = copenssl_authority_information_access(x509) else { return false }
    defer { copenssl_authority_information_access_free(access) }
    return copenssl_responder_count(access) > 0
}

private func signatureAlgorithm(_ x509: OpaquePointer) -> String {
    var algorithm: UnsafePointer<X509_ALGOR>?
    X509_get0_signature(nil, &algorithm, x509)
    guard let algorithm else { return "" }
    var object: OpaquePointer?
    X509_ALGOR_get0(&object, nil, nil, algorithm)
    guard let object else { return "" }
    let known = OBJ_obj2nid(object)
    guard known != NID_undef, let name = OBJ_nid2ln(known) else { return AlgorithmName.of(object) }
    return String(cString: name)
}

/// Whether OpenSSL can check signatures of the kind that a certificate has. What it does not know may be as good as any.
func hasUnknownSignature(_ x509: OpaquePointer) -> Bool {
    let kind = X509_get_signature_nid(x509)
    var hash: Int32 = 0
    guard kind != NID_undef, OBJ_find_sigid_algs(kind, &hash, nil) == 1 else { return true }
    // MD2 is known, and not computed any more.
    return hash != NID_undef && hash != NID_md2 && OBJ_nid2sn(hash).flatMap(EVP_get_digestbyname) == nil
}

/// RFC 4514 form, at most 500 characters and an ellipsis if there are more.
private func distinguishedName(_ name: OpaquePointer?) -> String {
    guard let name, let bio = BIO_new(BIO_s_mem()) else { return "" }
    defer { BIO_free(bio) }
    guard X509_NAME_print_ex(bio, name, 0, copenssl_rfc4514_flags) >= 0 else { return "" }
    // More than 500 characters of four bytes are not looked at.
    var bytes = [UInt8](repeating: 0, count: 2_000)
    let count = BIO_read(bio, &bytes, Int32(bytes.count))
    let read = bytes.prefix(max(0, Int(count)))
    let text = escapingUntrusted(read, limit: 500, escapesBackslash: false)
    let isCut = BIO_ctrl_pending(bio) > 0 || escapingUntrusted(read, limit: 501, escapesBackslash: false) != text
    return isCut ? text + "…" : text
}

/// A point in time, `nil` where the certificate has none that exists.
private func instant(_ time: UnsafePointer<ASN1_TIME>?) -> Instant? {
    var parts = tm()
    guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
    func digits(_ number: Int32, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    let (year, wrapped) = parts.tm_year.addingReportingOverflow(1_900)
    guard !wrapped, (1...9_999).contains(year) else { return nil }
    let day = "\(digits(year, 4))-\(digits(parts.tm_mon + 1, 2))-\(digits(parts.tm_mday, 2))"
    return Instant("\(day)T\(digits(parts.tm_hour, 2)):\(digits(parts.tm_min, 2)):\(digits(parts.tm_sec, 2))Z")
}

/// OpenSSL's short name of the signature's hash; empty where the scheme has none of its own or is not known.
func signatureHash(_ x509: OpaquePointer) -> String {
    var hash: Int32 = 0
    if X509_get_signature_info(x509, &hash, nil, nil, nil) != 1 {
        // It refuses hashes that the library does not compute any more; their names are known all the same.
        guard OBJ_find_sigid_algs(X509_get_signature_nid(x509), &hash, nil) == 1 else { return "" }
    }
    guard hash != NID_undef, let name = OBJ_nid2sn(hash) else { return "" }
    return String(cString: name)
}
