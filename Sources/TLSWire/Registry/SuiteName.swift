import Model

/// Reads what a suite is out of its name: `TLS_<key exchange>_WITH_<cipher>_<hash>` up to TLS 1.2
/// (RFC 5246 appendix C, historical), `TLS_<AEAD>_<hash>` since TLS 1.3 (RFC 9846 appendix B.4),
/// `SSL_CK_<cipher>_WITH_<hash>` in SSLv2.
enum SuiteName {
    /// The facts behind `name`, or `nil` where the name is of none of these forms.
    static func facts(code: UInt32, name: String, openSSLName: String) -> SuiteFacts? {
        guard var parts = Parts(name) else { return nil }
        if parts.exchange.hasSuffix("_FIPS") { parts.exchange.removeLast(5) }
        let export = parts.exchange.contains("EXPORT") || parts.cipher.contains("EXPORT")
        parts.exchange = cut(parts.exchange, suffixes: ["_EXPORT", "_EXPORT1024"])
        guard let exchange = exchanges[parts.exchange] else { return nil }
        let (cipher, mac) = bulk(parts.cipher, authenticatedOnly: parts.onlyAuthenticated)
        guard let bits = strength(of: cipher, export: export) else { return nil }
        return SuiteFacts(
            code: code, name: name, openSSLName: openSSLName, keyExchange: exchange.0, authentication: exchange.1,
            cipher: cipher, bits: bits, mac: mac, forwardSecrecy: exchange.2, export: export)
    }

    /// A name taken apart.
    private struct Parts {
        var exchange: String
        var cipher: String
        /// A suite of RFC 9150: a hash as MAC, nothing encrypted.
        var onlyAuthenticated = false

        init?(_ name: String) {
            var name = cut(name, suffixes: ["_OLD", "_STREAM", "_SHA_2"], keeping: "_SHA_2", as: "_SHA")
            if let rest = cut(name, prefix: "SSL_CK_") {
                // SSLv2 knows one key exchange; `…_WITH_MD5_1` is SSLeay's own variant.
                name = cut(rest, suffixes: ["_1"])
                let halves = split(name, at: "_WITH_")
                exchange = "RSA"
                cipher = halves.map { "\($0.0)_\($0.1)" } ?? name
                return
            }
            guard let body = cut(name, prefix: "TLS_") ?? cut(name, prefix: "SSL_") else { return nil }
            if let halves = split(body, at: "_WITH_") {
                (exchange, cipher) = halves
                if exchange.hasPrefix("GOSTR341112"), cipher.contains("_MGM_") { exchange = "" }
            } else {
                (exchange, cipher) = ("", body)
                onlyAuthenticated = body == "SHA256_SHA256" || body == "SHA384_SHA384"
            }
        }
    }

    private typealias Exchange = (SuiteFacts.KeyExchange, SuiteFacts.Authentication, Bool)

    /// Key exchange, authentication and forward secrecy by the part before `_WITH_`; empty for TLS 1.3.
    private static let exchanges: [String: Exchange] = [
        "": (.any, .any, true), "NULL": (.null, .null, false), "RSA": (.rsa, .rsa, false),
        "DH_DSS": (.dh, .dss, false), "DH_RSA": (.dh, .rsa, false), "DHE_DSS": (.dhe, .dss, true),
        "DHE_RSA": (.dhe, .rsa, true), "DH_anon": (.dhe, .anonymous, true), "ECDH_ECDSA": (.ecdh, .ecdsa, false),
        "ECDH_RSA": (.ecdh, .rsa, false), "ECDHE_ECDSA": (.ecdhe, .ecdsa, true), "ECDHE_RSA": (.ecdhe, .rsa, true),
        "ECDH_anon": (.ecdhe, .anonymous, true), "PSK": (.psk, .psk, false), "DHE_PSK": (.dhePSK, .psk, true),
        "PSK_DHE": (.dhePSK, .psk, true), "ECDHE_PSK": (.ecdhePSK, .psk, true), "RSA_PSK": (.rsaPSK, .rsa, false),
        "KRB5": (.krb5, .krb5, false), "SRP_SHA": (.srp, .srp, true), "SRP_SHA_RSA": (.srp, .rsa, true),
        "SRP_SHA_DSS": (.srp, .dss, true), "ECCPWD": (.eccpwd, .password, true), "GOSTR341094": (.gost, .gost, false),
        "GOSTR341001": (.gost, .gost, false), "GOSTR341112_256": (.gost, .gost, false),
        "GOSTR341094_RSA": (.rsa, .rsa, false),
        // X25519 and New Hope together.
        "CECPQ1_RSA": (.ecdhe, .rsa, true), "CECPQ1_ECDSA": (.ecdhe, .ecdsa, true),
    ]

    private static let macs = [
        "_SHA", "_SHA256", "_SHA384", "_SHA512", "_MD5", "_SM3", "_IMIT", "_OMAC", "_GOSTR3411", "_GOST94",
    ]

    /// Bulk cipher and MAC by the part after `_WITH_`.
    private static func bulk(_ text: String, authenticatedOnly: Bool) -> (cipher: String, mac: String) {
        if authenticatedOnly { return ("NULL", String(text.prefix(6))) }
        if text == "NULL_NULL" || text == "NULL" { return ("NULL", "NULL") }
        var cipher = text
        var mac = "AEAD"
        if let suffix = macs.first(where: { text.hasSuffix($0) }) {
            cipher.removeLast(suffix.utf8.count)
            mac = String(suffix.dropFirst())
        }
        let aead = ["GCM", "CCM", "POLY1305", "MGM", "AEGIS"].contains { cipher.contains($0) }
        return (spelling[cipher] ?? cipher, aead ? "AEAD" : mac)
    }

    /// Where two specifications spell one cipher differently, the usual form.
    private static let spelling: [String: String] = [
        "DES_CBC_40": "DES40_CBC", "DES_64_CBC": "DES_CBC", "DES_192_EDE3_CBC": "3DES_EDE_CBC",
        "RC2_128_CBC": "RC2_CBC_128", "RC2_128_CBC_EXPORT40": "RC2_CBC_40", "RC4_128_EXPORT40": "RC4_40",
        "RC2_56": "RC2_CBC_56", "DES_64_CFB64": "DES_CFB64", "28147_CNT": "28147_CNT",
    ]

    /// Strength in bits by the cipher's name; `nil` for a cipher that is not known here.
    private static func strength(of cipher: String, export: Bool) -> Int? {
        switch cipher {
        case "NULL": return 0
        case "3DES_EDE_CBC": return 112
        case "DES40_CBC", "RC4_40", "RC2_CBC_40": return 40
        case "DES_CBC", "DES_CFB64", "RC4_56", "RC2_CBC_56": return 56
        case "RC4_64": return 64
        case "IDEA_CBC", "IDEA_128_CBC", "SEED_CBC", "RC4_128", "RC2_CBC_128", "AEGIS_128L": return 128
        case "28147_CNT", "CHACHA20_POLY1305": return 256
        default: break
        }
        if cipher.hasPrefix("KUZNYECHIK") || cipher.hasPrefix("MAGMA") || cipher.hasPrefix("AEGIS_256") { return 256 }
        if cipher.hasPrefix("SM4") { return 128 }
        if cipher.contains("_128_") { return 128 }
        if cipher.contains("_256_") { return 256 }
        return nil
    }

    private static func cut(_ text: String, prefix: String) -> String? {
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }

    private static func cut(
        _ text: String, suffixes: [String], keeping kept: String = "", as replacement: String = ""
    ) -> String {
        guard let suffix = suffixes.first(where: { text.hasSuffix($0) }) else { return text }
        return String(text.dropLast(suffix.count)) + (suffix == kept ? replacement : "")
    }

    private static func split(_ text: String, at separator: String) -> (String, String)? {
        let bytes = Array(text.utf8)
        let mark = Array(separator.utf8)
        guard bytes.count >= mark.count else { return nil }
        for start in 0...(bytes.count - mark.count) where bytes[start...].starts(with: mark) {
            return (
                String(decoding: bytes[..<start], as: UTF8.self),
                String(decoding: bytes[(start + mark.count)...], as: UTF8.self)
            )
        }
        return nil
    }
}
