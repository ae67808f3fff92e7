/// What a cipher suite is, self-contained, so that a snapshot can be graded without a registry.
package struct SuiteFacts: Hashable, Codable, Sendable {
    /// How the two sides agree on a key.
    package enum KeyExchange: String, Codable, Sendable {
        case rsa = "RSA"
        case dhe = "DHE"
        case ecdhe = "ECDHE"
        case dh = "DH"
        case ecdh = "ECDH"
        case psk = "PSK"
        case dhePSK = "DHE_PSK"
        case ecdhePSK = "ECDHE_PSK"
        case rsaPSK = "RSA_PSK"
        case srp = "SRP"
        case krb5 = "KRB5"
        case gost = "GOST"
        case eccpwd = "ECCPWD"
        /// A TLS 1.3 suite says nothing of it; it is always ephemeral.
        case any = "ANY"
        case null = "NULL"
    }

    /// How the server proves who it is.
    package enum Authentication: String, Codable, Sendable {
        case rsa = "RSA"
        case dss = "DSS"
        case ecdsa = "ECDSA"
        case psk = "PSK"
        case anonymous = "anon"
        case krb5 = "KRB5"
        case srp = "SRP"
        case gost = "GOST"
        case password = "PWD"
        case any = "ANY"
        case null = "NULL"
    }

    /// The number on the wire: 16 bits, or 24 for an SSLv2 kind.
    package var code: UInt32
    /// The IANA name (or the specification's where IANA has none).
    package var name: String
    /// OpenSSL's name; empty where OpenSSL never had it.
    package var openSSLName: String
    package var keyExchange: KeyExchange
    package var authentication: Authentication
    /// The bulk cipher as the field writes it: `AES_128_GCM`, `RC4_128`, `3DES_EDE_CBC`, `NULL`.
    package var cipher: String
    /// Strength of the bulk cipher in bits; 0 for NULL, 112 for 3DES, 40 or 56 for EXPORT.
    package var bits: Int
    /// `SHA`, `SHA256`, `MD5`, …, or `AEAD`.
    package var mac: String
    /// The session key does not depend on the certificate's key alone.
    package var forwardSecrecy: Bool
    /// Weakened on purpose for the export rules of the 1990s.
    package var export: Bool

    package init(
        code: UInt32, name: String, openSSLName: String, keyExchange: KeyExchange, authentication: Authentication,
        cipher: String, bits: Int, mac: String, forwardSecrecy: Bool, export: Bool
    ) {
        self.code = code
        self.name = name
        self.openSSLName = openSSLName
        self.keyExchange = keyExchange
        self.authentication = authentication
        self.cipher = cipher
        self.bits = bits
        self.mac = mac
        self.forwardSecrecy = forwardSecrecy
        self.export = export
    }
}
