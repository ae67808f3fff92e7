import Model

/// What a server's first flight said.
package struct ServerHelloFacts: Hashable, Sendable {
    /// The version chosen; `nil` where it is none that exists.
    package var version: ProtocolVersion?
    /// The version's number on the wire, out of `supported_versions` where that is there.
    package var wireVersion: UInt16
    /// The suite's number. In SSLv2 the server chooses none: 0 there, and the kinds are in `ssl2Suites`.
    package var suite: UInt32
    /// SSLv2: every kind that the server accepts, in its order.
    package var ssl2Suites: [UInt32]
    /// A HelloRetryRequest (RFC 9846 §4.1.4): the suite is accepted, and `group` is the one the server wants.
    package var isHelloRetryRequest: Bool
    /// The version that a server which chose a lower one says that it speaks, by the end of its random (RFC 9846
    /// §4.1.3).
    package var downgradedFrom: ProtocolVersion?
    /// The group: of the key share, or out of the ServerKeyExchange.
    package var group: NamedGroup?
    /// The extensions' numbers, in order.
    package var extensions: [UInt16]
    /// The ALPN protocol chosen.
    package var applicationProtocol: String?
    /// The compression method; 0 is none.
    package var compression: UInt8
    /// Certificates as sent, DER, the leaf first; `nil` where none were seen (not asked for, anonymous, TLS 1.3).
    package var certificates: [Bytes]?
    /// What the ServerKeyExchange said, where one was seen.
    package var keyExchange: KeyExchangeFacts?
    /// An OCSP response came along (CertificateStatus, RFC 6066 §8).
    package var stapledStatus: Bool
    /// The server asked for our certificate.
    package var requestsCertificate: Bool
    /// Why the flight after ServerHello is not all here, where it was asked for.
    package var incomplete: Reason?

    package init(
        version: ProtocolVersion?, wireVersion: UInt16, suite: UInt32, ssl2Suites: [UInt32] = [],
        isHelloRetryRequest: Bool = false, group: NamedGroup? = nil, extensions: [UInt16] = [],
        applicationProtocol: String? = nil, compression: UInt8 = 0, certificates: [Bytes]? = nil,
        keyExchange: KeyExchangeFacts? = nil, stapledStatus: Bool = false, requestsCertificate: Bool = false,
        incomplete: Reason? = nil
    ) {
        self.version = version
        self.wireVersion = wireVersion
        self.suite = suite
        self.ssl2Suites = ssl2Suites
        self.isHelloRetryRequest = isHelloRetryRequest
        self.group = group
        self.extensions = extensions
        self.applicationProtocol = applicationProtocol
        self.compression = compression
        self.certificates = certificates
        self.keyExchange = keyExchange
        self.stapledStatus = stapledStatus
        self.requestsCertificate = requestsCertificate
        self.incomplete = incomplete
    }

    /// `extended_master_secret` was answered (RFC 7627, historical).
    package var extendedMasterSecret: Bool { extensions.contains(ExtensionType.extendedMasterSecret) }
    /// `encrypt_then_mac` was answered (RFC 7366); only CBC suites have it.
    package var encryptThenMAC: Bool { extensions.contains(ExtensionType.encryptThenMAC) }
    /// `renegotiation_info` was answered (RFC 5746).
    package var secureRenegotiation: Bool { extensions.contains(ExtensionType.renegotiationInfo) }
    /// `session_ticket` was answered (RFC 5077, historical).
    package var sessionTicket: Bool { extensions.contains(ExtensionType.sessionTicket) }
    /// Certificate timestamps came along (RFC 6962 §3.3.1, historical).
    package var certificateTimestamps: Bool { extensions.contains(ExtensionType.certificateTimestamps) }
}

/// What a ServerKeyExchange says (RFC 5246 §7.4.3, RFC 8422 §5.4, historical).
package struct KeyExchangeFacts: Hashable, Sendable {
    /// Bits of the Diffie-Hellman prime, or of a temporary RSA key in an EXPORT suite.
    package var bits: Int?
    /// The Diffie-Hellman prime, without leading zeros.
    package var prime: Bytes?
    /// The named curve.
    package var group: NamedGroup?
    /// A curve spelled out instead of named (forbidden by RFC 8422, historical).
    package var explicitCurve: Bool
    /// With what it is signed (TLS 1.2; earlier versions do not say).
    package var signatureScheme: SignatureScheme?

    package init(
        bits: Int? = nil, prime: Bytes? = nil, group: NamedGroup? = nil, explicitCurve: Bool = false,
        signatureScheme: SignatureScheme? = nil
    ) {
        self.bits = bits
        self.prime = prime
        self.group = group
        self.explicitCurve = explicitCurve
        self.signatureScheme = signatureScheme
    }
}
