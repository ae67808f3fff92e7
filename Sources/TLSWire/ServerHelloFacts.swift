import Findings

/// What a server's first flight said.
public struct ServerHelloFacts: Hashable, Sendable {
    /// The version chosen; `nil` where it is none that exists.
    public var version: ProtocolVersion?
    /// The version's number on the wire, out of `supported_versions` where that is there.
    public var wireVersion: UInt16
    /// The suite's number. In SSLv2 the server chooses none: 0 there, and the kinds are in `ssl2Suites`.
    public var suite: UInt32
    /// SSLv2: every kind that the server accepts, in its order.
    public var ssl2Suites: [UInt32]
    /// A HelloRetryRequest (RFC 8446 §4.1.4): the suite is accepted, and `group` is the one the server wants.
    public var isHelloRetryRequest: Bool
    /// The group: of the key share, or out of the ServerKeyExchange.
    public var group: NamedGroup?
    /// The extensions' numbers, in order.
    public var extensions: [UInt16]
    /// The ALPN protocol chosen.
    public var applicationProtocol: String?
    /// The compression method; 0 is none.
    public var compression: UInt8
    /// Certificates as sent, DER, the leaf first; `nil` where none were seen (not asked for, anonymous, TLS 1.3).
    public var certificates: [Bytes]?
    /// What the ServerKeyExchange said, where one was seen.
    public var keyExchange: KeyExchangeFacts?
    /// An OCSP response came along (CertificateStatus, RFC 6066 §8).
    public var stapledStatus: Bool
    /// The server asked for our certificate.
    public var requestsCertificate: Bool
    /// Why the flight after ServerHello is not all here, where it was asked for.
    public var incomplete: Reason?

    public init(
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

    /// `extended_master_secret` was answered (RFC 7627).
    public var extendedMasterSecret: Bool { extensions.contains(ExtensionType.extendedMasterSecret) }
    /// `encrypt_then_mac` was answered (RFC 7366); only CBC suites have it.
    public var encryptThenMAC: Bool { extensions.contains(ExtensionType.encryptThenMAC) }
    /// `renegotiation_info` was answered (RFC 5746).
    public var secureRenegotiation: Bool { extensions.contains(ExtensionType.renegotiationInfo) }
    /// `session_ticket` was answered (RFC 5077).
    public var sessionTicket: Bool { extensions.contains(ExtensionType.sessionTicket) }
    /// Certificate timestamps came along (RFC 6962 §3.3.1).
    public var certificateTimestamps: Bool { extensions.contains(ExtensionType.certificateTimestamps) }
}

/// What a ServerKeyExchange says (RFC 5246 §7.4.3, RFC 8422 §5.4).
public struct KeyExchangeFacts: Hashable, Sendable {
    /// Bits of the Diffie-Hellman prime, or of a temporary RSA key in an EXPORT suite.
    public var bits: Int?
    /// The Diffie-Hellman prime, without leading zeros.
    public var prime: Bytes?
    /// The named curve.
    public var group: NamedGroup?
    /// A curve spelled out instead of named (RFC 8422 forbids it).
    public var explicitCurve: Bool
    /// With what it is signed (TLS 1.2; earlier versions do not say).
    public var signatureScheme: SignatureScheme?

    public init(
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
