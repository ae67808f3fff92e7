import COpenSSL

/// Kind and size of a certificate's key.
struct PublicKeyFacts {
    /// `RSA`, `EC P-256`, `Ed25519`; by the key's object identifier where OpenSSL cannot load the key, and empty where
    /// there is none.
    var type = ""
    /// Size in bits, 0 where unknown.
    var bits = 0

    init(_ x509: OpaquePointer) {
        guard let key = X509_get0_pubkey(x509) else {
            ERR_clear_error()
            type = Self.unreadableType(x509)
            return
        }
        bits = max(0, Int(EVP_PKEY_get_bits(key)))
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA: type = "RSA"
        case EVP_PKEY_RSA_PSS: type = "RSA-PSS"
        case EVP_PKEY_DSA: type = "DSA"
        case EVP_PKEY_DH, EVP_PKEY_DHX: type = "DH"
        case EVP_PKEY_EC: type = "EC " + Self.curve(key)
        case EVP_PKEY_ED25519: type = "Ed25519"
        case EVP_PKEY_ED448: type = "Ed448"
        case let other: type = OBJ_nid2sn(other).map { String(cString: $0) } ?? ""
        }
    }

    /// RSA, DSA or DH below 1,024 bits, or a curve below 160: breakable with modest resources.
    var isWeak: Bool {
        switch type {
        case "RSA", "RSA-PSS", "DSA", "DH": bits < 1_024
        case _ where type.hasPrefix("EC "): bits < 160
        default: false
        }
    }

    private static func unreadableType(_ x509: OpaquePointer) -> String {
        var algorithm: OpaquePointer?
        guard let key = X509_get_X509_PUBKEY(x509),
            X509_PUBKEY_get0_param(&algorithm, nil, nil, nil, key) == 1, let algorithm
        else { return "" }
        return AlgorithmName.of(algorithm)
    }

    private static func curve(_ key: OpaquePointer) -> String {
        var name = [CChar](repeating: 0, count: 80)
        var length = 0
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else { return "unnamed" }
        let text = String(decoding: name.prefix(max(0, min(length, 79))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        switch text {
        case "prime256v1": return "P-256"
        case "secp384r1": return "P-384"
        case "secp521r1": return "P-521"
        default: return text
        }
    }
}
