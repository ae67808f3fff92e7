import COpenSSL

/// What a handshake agreed on.
package struct TLSSessionFacts: Hashable, Sendable {
    /// OpenSSL's name: `TLSv1.2`.
    package var version: String
    /// The suite's code point on the wire.
    package var suite: UInt16
    /// DER forms as sent, the leaf first.
    package var chain: [[UInt8]]
    /// IANA's name of the key exchange group (`x25519`, `secp256r1`, `ffdhe2048`), `dh` for a group of the
    /// server's own; `nil` without one or where it is not known.
    package var group: String?
    /// Size of the server's ephemeral key in bits; 0 without one.
    package var groupBits: Int
    /// The protocol that the server chose by ALPN.
    package var applicationProtocol: String?
    /// RFC 5746; always true in TLS 1.3.
    package var secureRenegotiation: Bool
    /// RFC 7627 (historical); always true in TLS 1.3.
    package var extendedMasterSecret: Bool
    /// A stapled OCSP response (RFC 6066 §8), DER form, at most 64 kB.
    package var ocspResponse: [UInt8]?

    init(_ ssl: OpaquePointer, chain: [[UInt8]]) {
        version = SSL_get_version(ssl).map { String(cString: $0) } ?? ""
        suite = SSL_get_current_cipher(ssl).map { SSL_CIPHER_get_protocol_id($0) } ?? 0
        self.chain = chain
        let isTLS13 = SSL_version(ssl) == TLS1_3_VERSION
        secureRenegotiation = isTLS13 || copenssl_secure_renegotiation(ssl) == 1
        extendedMasterSecret = isTLS13 || copenssl_extended_master_secret(ssl) == 1
        (group, groupBits) = Self.keyExchange(ssl)

        var bytes: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &bytes, &length)
        applicationProtocol = bytes.map {
            escapingUntrusted(UnsafeBufferPointer(start: $0, count: Int(length)), limit: 255)
        }

        var response: UnsafePointer<UInt8>?
        let count = copenssl_ocsp_response(ssl, &response)
        if let response, (1...65_536).contains(count) {
            ocspResponse = Array(UnsafeBufferPointer(start: response, count: count))
        }
    }

    private static func keyExchange(_ ssl: OpaquePointer) -> (group: String?, bits: Int) {
        var key: OpaquePointer?
        guard copenssl_peer_temporary_key(ssl, &key) == 1, let key else { return (nil, 0) }
        defer { EVP_PKEY_free(key) }
        let bits = max(0, Int(EVP_PKEY_get_bits(key)))
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_X25519: return ("x25519", bits)
        case EVP_PKEY_X448: return ("x448", bits)
        case EVP_PKEY_DH, EVP_PKEY_DHX: return (groupName(key) ?? "dh", bits)
        case EVP_PKEY_EC: return (groupName(key), bits)
        default: return (nil, bits)
        }
    }

    private static func groupName(_ key: OpaquePointer) -> String? {
        var name = [CChar](repeating: 0, count: 80)
        var length = 0
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else { return nil }
        let text = String(decoding: name.prefix(max(0, min(length, 79))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        switch text {
        case "prime256v1": return "secp256r1"
        case "prime192v1": return "secp192r1"
        default: return text
        }
    }
}
