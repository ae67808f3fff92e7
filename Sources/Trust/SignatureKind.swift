/// A kind of certificate to ask for. TLS 1.3 encrypts certificates and its suites do not name their kind, so the
/// signature schemes that a client offers are the only way to see each.
package enum SignatureKind: String, CaseIterable, Sendable {
    case rsa = "RSA"
    case ecdsa = "ECDSA"
    case edwards = "EdDSA"

    /// The schemes of TLS 1.3 that such a key signs with (RFC 9846 §4.2.3), by OpenSSL's names.
    private var signing: [(number: UInt16, name: String)] {
        switch self {
        case .rsa:
            [
                (0x0804, "rsa_pss_rsae_sha256"), (0x0805, "rsa_pss_rsae_sha384"), (0x0806, "rsa_pss_rsae_sha512"),
                (0x0809, "rsa_pss_pss_sha256"), (0x080A, "rsa_pss_pss_sha384"), (0x080B, "rsa_pss_pss_sha512"),
            ]
        case .ecdsa:
            [
                (0x0403, "ecdsa_secp256r1_sha256"), (0x0503, "ecdsa_secp384r1_sha384"),
                (0x0603, "ecdsa_secp521r1_sha512"),
            ]
        case .edwards: [(0x0807, "ed25519"), (0x0808, "ed448")]
        }
    }

    /// In OpenSSL's words. The PKCS #1 schemes sign no TLS 1.3 handshake (RFC 9846 §4.2.3), so they do not bring an RSA
    /// certificate; they allow that an RSA authority signed the one asked for.
    func schemes(excluding seen: Set<UInt16>) -> String {
        (signing.filter { !seen.contains($0.number) }.map(\.name)
            + ["rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512"]).joined(separator: ":")
    }

    /// The schemes of TLS 1.3 that a key of this type signs with (RFC 9846 §4.2.3), by its type among the certificate's
    /// facts. A server may have a certificate for each such set: without one, the client gets another.
    package static func schemes(of keyType: String) -> Set<UInt16> {
        switch keyType {
        case "RSA": [0x0804, 0x0805, 0x0806]
        case "RSA-PSS": [0x0809, 0x080A, 0x080B]
        case "EC P-256": [0x0403]
        case "EC P-384": [0x0503]
        case "EC P-521": [0x0603]
        case "Ed25519": [0x0807]
        case "Ed448": [0x0808]
        default: []
        }
    }

    /// Whether it has schemes beside these.
    package func hasSchemes(besides seen: Set<UInt16>) -> Bool { !signing.allSatisfy { seen.contains($0.number) } }

    /// Whether a key of this kind signs with this scheme in TLS 1.3.
    package func signs(with scheme: UInt16) -> Bool { signing.contains { $0.number == scheme } }

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
