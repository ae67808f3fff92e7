import COpenSSL
import Model

/// Collects every error of a verification. OpenSSL itself keeps only the last one when verification continues.
final class VerificationErrors {
    /// The most that are kept; a chain of a hundred certificates cannot honestly have more.
    private static let limit = 200

    private(set) var problems: [TrustFacts.Problem] = []

    func add(_ name: String, depth: Int) {
        let problem = TrustFacts.Problem(name: name, depth: depth)
        if problems.count < Self.limit, !problems.contains(problem) { problems.append(problem) }
    }

    /// Takes problems out again, those of the certificates from a depth on.
    func remove(_ names: [String], from depth: Int) {
        problems.removeAll { $0.depth >= depth && names.contains($0.name) }
    }

    /// Makes the context report every error here and go on after it. The context must not outlive this object.
    func listen(to context: OpaquePointer) {
        _ = copenssl_store_context_set_data(context, Unmanaged.passUnretained(self).toOpaque())
        X509_STORE_CTX_set_verify_cb(context) { ok, context in
            guard ok == 0, let context, let data = copenssl_store_context_data(context) else { return 1 }
            Unmanaged<VerificationErrors>.fromOpaque(data).takeUnretainedValue().take(context)
            return 1
        }
    }

    private func take(_ context: OpaquePointer) {
        let error = X509_STORE_CTX_get_error(context)
        let depth = Int(X509_STORE_CTX_get_error_depth(context))
        switch error {
        case X509_V_OK: return
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
            add(MissingIssuer.name(ofIssuerOf: X509_STORE_CTX_get_current_cert(context), depth: depth), depth: depth)
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            // OpenSSL reports the missing issuer a second time.
            if problems.isEmpty { add("unknown-issuer", depth: depth) }
        default: add(Self.name(error), depth: depth)
        }
    }

    /// A stable name for an OpenSSL error.
    static func name(_ error: Int32) -> String {
        switch error {
        case X509_V_ERR_CERT_HAS_EXPIRED: "expired"
        case X509_V_ERR_CERT_NOT_YET_VALID: "not-yet-valid"
        case X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD, X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD: "bad-date"
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: "self-signed"
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_UNTRUSTED, X509_V_ERR_CERT_REJECTED:
            "untrusted-root"
        case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE: "bad-signature"
        case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY, X509_V_ERR_NO_ISSUER_PUBLIC_KEY: "unreadable-key"
        case X509_V_ERR_CERT_CHAIN_TOO_LONG, X509_V_ERR_PATH_LENGTH_EXCEEDED: "chain-too-long"
        case X509_V_ERR_INVALID_CA: "issuer-is-no-ca"
        case X509_V_ERR_INVALID_PURPOSE: "wrong-purpose"
        case X509_V_ERR_KEYUSAGE_NO_CERTSIGN: "issuer-may-not-sign"
        case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION: "unknown-critical-extension"
        case X509_V_ERR_INVALID_EXTENSION: "bad-extension"
        case X509_V_ERR_PERMITTED_VIOLATION, X509_V_ERR_EXCLUDED_VIOLATION, X509_V_ERR_SUBTREE_MINMAX,
            X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE, X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX,
            X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
            "name-constraint"
        case X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_EE_KEY_TOO_SMALL: "weak-key"
        case X509_V_ERR_CA_MD_TOO_WEAK: "weak-hash"
        case X509_V_ERR_DANE_NO_MATCH: "no-match"
        default: "openssl-\(error)"
        }
    }
}
