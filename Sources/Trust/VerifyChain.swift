import COpenSSL
import Model

/// Whether a chain leads to one of the anchors at a time (RFC 5280 §6), with everything that is wrong with it.
///
/// Any anchor ends a chain, be it a root or not. OpenSSL's security level is 0: old keys and hashes are judged by the
/// certificates' facts; only what anybody can forge or break is a problem here (`weak-key`: RSA, DSA, DH below 1,024
/// bits, curves below 160; `weak-hash`: MD5 and older).
///
/// - Parameters:
///   - chain: DER forms as the server sent them, the leaf first.
///   - anchors: DER forms of what is trusted, as `TrustStore.anchors(for:)` finds them.
///   - instant: When the chain was seen.
///   - parsed: certificates that are parsed already; it takes up the others.
package func verifyChain(
    chain: [[UInt8]], anchors: [[UInt8]], at instant: Instant, parsed: ParsedCertificates = ParsedCertificates()
) -> TrustFacts {
    WorkCounter.count(.chain)
    let errors = VerificationErrors()
    let verification = ChainVerification(chain: chain, anchors: anchors, at: instant, errors: errors, parsed: parsed)
    verification?.run()
    ERR_clear_error()
    let problems = errors.problems.sorted { ($0.depth, $0.name) < ($1.depth, $1.name) }
    return TrustFacts(
        valid: problems.isEmpty, problems: problems, sent: sentPeculiarities(chain: chain, parsed: parsed))
}

/// One run of OpenSSL's verification over a recorded chain.
struct ChainVerification: ~Copyable {
    private let context: OpaquePointer
    private let store: OpaquePointer
    private let leaf: Certificate
    private let sent: CertificateStack
    private let errors: VerificationErrors

    /// `nil` where there is nothing to verify, which is said to `errors`.
    init?(
        chain: [[UInt8]], anchors: [[UInt8]], at instant: Instant, errors: VerificationErrors,
        parsed: ParsedCertificates
    ) {
        guard let first = chain.first else {
            errors.add("no-certificate", depth: 0)
            return nil
        }
        var certificates: [Certificate] = []
        for (depth, der) in chain.prefix(TLSSession.chainLimit).enumerated() {
            guard let certificate = parsed.certificate(der) else {
                errors.add("malformed-certificate", depth: depth)
                continue
            }
            certificates.append(certificate)
        }
        guard let leaf = certificates.first, leaf.der == first, let sent = CertificateStack(certificates.dropFirst())
        else { return nil }
        guard let store = X509_STORE_new() else { return nil }
        for anchor in anchors.compactMap(parsed.certificate) { _ = X509_STORE_add_cert(store, anchor.x509) }
        guard let context = X509_STORE_CTX_new() else {
            X509_STORE_free(store)
            return nil
        }
        self.context = context
        self.store = store
        self.leaf = leaf
        self.sent = sent
        self.errors = errors
        guard X509_STORE_CTX_init(context, store, leaf.x509, self.sent.pointer) == 1 else {
            errors.add("malformed-certificate", depth: 0)
            return
        }
        let parameters = X509_STORE_CTX_get0_param(context)
        X509_VERIFY_PARAM_set_time(parameters, time_t(instant.milliseconds / 1_000))
        _ = X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        X509_VERIFY_PARAM_set_auth_level(parameters, 0)
        _ = X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER)
        errors.listen(to: context)
    }

    deinit {
        X509_STORE_CTX_free(context)
        X509_STORE_free(store)
    }

    /// Verifies; all that is wrong is in `errors` then.
    ///
    /// - Parameter dane: Where there is one, its TLSA records are applied too.
    func run(dane: OpaquePointer? = nil) {
        if let dane { X509_STORE_CTX_set0_dane(context, dane) }
        let result = X509_verify_cert(context)
        addWhatUnreadableKeysHide()
        if dane == nil { replaceWhatUnknownSignaturesCause() }
        if result != 1, errors.problems.isEmpty {
            errors.add(VerificationErrors.name(X509_STORE_CTX_get_error(context)), depth: 0)
        }
        addWeaknesses()
    }

    /// OpenSSL gives up before it looks at dates and signatures where it cannot load one of the keys. The dates can be
    /// read all the same; the signatures stay unknown, which `unreadable-key` stands for.
    private func addWhatUnreadableKeysHide() {
        guard let built = X509_STORE_CTX_get0_chain(context) else { return }
        let certificates = (0..<max(0, copenssl_x509_stack_count(built))).map { copenssl_x509_stack_value(built, $0) }
        let unreadable = certificates.indices.filter { certificates[$0].map { X509_get0_pubkey($0) } == .some(nil) }
        guard !unreadable.isEmpty else { return }
        for depth in unreadable { errors.add("unreadable-key", depth: depth) }
        var now = X509_VERIFY_PARAM_get_time(X509_STORE_CTX_get0_param(context))
        for (depth, x509) in certificates.enumerated() {
            let begins = X509_cmp_time(X509_get0_notBefore(x509), &now)
            let ends = X509_cmp_time(X509_get0_notAfter(x509), &now)
            if begins == 0 || ends == 0 { errors.add("bad-date", depth: depth) }
            if begins > 0 { errors.add("not-yet-valid", depth: depth) }
            if ends < 0 { errors.add("expired", depth: depth) }
        }
    }

    /// A signature of a kind that OpenSSL cannot check fails there like a forged one, and that of a Merkle tree
    /// certificate has no issuer to be found. Neither says anything of the chain from there on.
    private func replaceWhatUnknownSignaturesCause() {
        guard let built = X509_STORE_CTX_get0_chain(context) else { return }
        let sentCount = X509_STORE_CTX_get_num_untrusted(context)
        for depth in 0..<max(0, min(copenssl_x509_stack_count(built), sentCount)) {
            guard let x509 = copenssl_x509_stack_value(built, depth), hasUnknownSignature(x509) else { continue }
            errors.remove(
                ["bad-signature", "missing-intermediate", "unknown-issuer", "untrusted-root", "self-signed"],
                from: Int(depth))
            return errors.add("unknown-signature", depth: Int(depth))
        }
    }

    private func addWeaknesses() {
        guard let built = X509_STORE_CTX_get0_chain(context) else { return }
        let sentCount = X509_STORE_CTX_get_num_untrusted(context)
        for depth in 0..<max(0, copenssl_x509_stack_count(built)) {
            guard let x509 = copenssl_x509_stack_value(built, depth) else { continue }
            if PublicKeyFacts(x509).isWeak { errors.add("weak-key", depth: Int(depth)) }
            // Nobody relies on the signature of an anchor, nor on one by the key itself.
            guard depth < sentCount, X509_self_signed(x509, 0) != 1 else { continue }
            if ["MD2", "MD4", "MD5"].contains(signatureHash(x509)) { errors.add("weak-hash", depth: Int(depth)) }
        }
    }
}
