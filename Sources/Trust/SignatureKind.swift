/// A kind of certificate to ask for. TLS 1.3 encrypts certificates and its suites do not name their kind, so the
/// signature schemes that a client offers are the only way to see each.
package enum SignatureKind: String, CaseIterable, Sendable {
    case rsa = "RSA"
    case ecdsa = "ECDSA"
    case edwards = "EdDSA"

    /// In OpenSSL's words. The PKCS #1 schemes sign no TLS 1.3 handshake (RFC 9846 §4.2.3), so they do not bring an RSA
    /// certificate; they allow that an RSA authority signed the one asked for.
    var schemes: String {
        let authority = "rsa_pkcs1_sha256:rsa_pkcs1_sha384:rsa_pkcs1_sha512"
        return switch self {
        case .rsa:
            "rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:rsa_pss_pss_sha256:rsa_pss_pss_sha384:"
                + "rsa_pss_pss_sha512:" + authority
        case .ecdsa: "ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384:ecdsa_secp521r1_sha512:" + authority
        case .edwards: "ed25519:ed448:" + authority
        }
    }

    /// The kind that a key is of, by its type among the certificate's facts; `nil` for any other.
    package init?(keyType: String) {
        switch keyType {
        case _ where keyType.hasPrefix("RSA"): self = .rsa
        case _ where keyType.hasPrefix("EC "): self = .ecdsa
        case _ where keyType.hasPrefix("Ed"): self = .edwards
        default: return nil
        }
    }
}
