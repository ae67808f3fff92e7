/// A signature scheme (IANA "TLS SignatureScheme"; RFC 9846 §4.2.3), or before TLS 1.3 a pair of hash and
/// signature algorithm with the same numbers (RFC 5246 §7.4.1.4.1, historical).
package struct SignatureScheme: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number on the wire.
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The registered name (`rsa_pss_rsae_sha256`); hash and algorithm of an old pair; else `0xNNNN`.
    package var description: String {
        if let name = SignatureScheme.names[rawValue] { return name }
        let hashes = ["none", "md5", "sha1", "sha224", "sha256", "sha384", "sha512"]
        let signatures = ["anonymous", "rsa", "dsa", "ecdsa"]
        let (hash, signature) = (Int(rawValue >> 8), Int(rawValue & 0xFF))
        guard hashes.indices.contains(hash), signatures.indices.contains(signature) else {
            return "0x" + hexadecimalNumber(UInt32(rawValue), digits: 4)
        }
        return "\(signatures[signature])_\(hashes[hash])"
    }

    /// What hellos offer, the strong first: everything that a server may want to sign with.
    package static let all: [SignatureScheme] = [
        0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807, 0x0808, 0x0809, 0x080A,
        0x080B, 0x081A, 0x081B, 0x081C, 0x0904, 0x0905, 0x0906, 0x0708, 0x0709, 0x070A, 0x070B, 0x070C, 0x070D,
        0x070E, 0x070F, 0x0303, 0x0301, 0x0302, 0x0402, 0x0502, 0x0602, 0x0203, 0x0201, 0x0202, 0x0101,
    ].map(SignatureScheme.init(rawValue:))

    private static let names: [UInt16: String] = [
        0x0201: "rsa_pkcs1_sha1", 0x0203: "ecdsa_sha1", 0x0401: "rsa_pkcs1_sha256", 0x0403: "ecdsa_secp256r1_sha256",
        0x0420: "rsa_pkcs1_sha256_legacy", 0x0501: "rsa_pkcs1_sha384", 0x0503: "ecdsa_secp384r1_sha384",
        0x0520: "rsa_pkcs1_sha384_legacy", 0x0601: "rsa_pkcs1_sha512", 0x0603: "ecdsa_secp521r1_sha512",
        0x0620: "rsa_pkcs1_sha512_legacy", 0x0704: "eccsi_sha256", 0x0705: "iso_ibs1", 0x0706: "iso_ibs2",
        0x0707: "iso_chinese_ibs", 0x0708: "sm2sig_sm3", 0x0709: "gostr34102012_256a", 0x070A: "gostr34102012_256b",
        0x070B: "gostr34102012_256c", 0x070C: "gostr34102012_256d", 0x070D: "gostr34102012_512a",
        0x070E: "gostr34102012_512b", 0x070F: "gostr34102012_512c", 0x0804: "rsa_pss_rsae_sha256",
        0x0805: "rsa_pss_rsae_sha384", 0x0806: "rsa_pss_rsae_sha512", 0x0807: "ed25519", 0x0808: "ed448",
        0x0809: "rsa_pss_pss_sha256", 0x080A: "rsa_pss_pss_sha384", 0x080B: "rsa_pss_pss_sha512",
        0x081A: "ecdsa_brainpoolP256r1tls13_sha256", 0x081B: "ecdsa_brainpoolP384r1tls13_sha384",
        0x081C: "ecdsa_brainpoolP512r1tls13_sha512", 0x0904: "mldsa44", 0x0905: "mldsa65", 0x0906: "mldsa87",
    ]
}
