/// The head of a zone (RFC 1035 §3.3.13). Times are in seconds.
public struct SOARecord: Hashable, Sendable {
    public let primary: String
    /// The mailbox, its first label being the local part.
    public let mailbox: String
    public let serial: UInt32
    public let refresh: UInt32
    public let retry: UInt32
    public let expire: UInt32
    /// How long a "does not exist" may be kept (RFC 2308 §4).
    public let minimum: UInt32
}

/// The digest of a child zone's key (RFC 4034 §5).
public struct DSRecord: Hashable, Sendable {
    public let keyTag: UInt16
    public let algorithm: UInt8
    public let digestType: UInt8
    public let digest: [UInt8]
}

/// A zone's public key (RFC 4034 §2).
public struct DNSKEYRecord: Hashable, Sendable {
    public let flags: UInt16
    public let `protocol`: UInt8
    public let algorithm: UInt8
    public let key: [UInt8]

    /// Bit 15, the secure entry point.
    public var isSecureEntryPoint: Bool { flags & 1 == 1 }
}

/// A signature over a record set (RFC 4034 §3).
public struct RRSIGRecord: Hashable, Sendable {
    public let typeCovered: RecordType
    public let algorithm: UInt8
    public let labels: UInt8
    public let originalTimeToLive: UInt32
    /// Seconds since 1970 modulo 2³², to be read by serial number arithmetic (RFC 4034 §3.1.5).
    public let expiration: UInt32
    public let inception: UInt32
    public let keyTag: UInt16
    public let signer: String
    public let signature: [UInt8]
}

/// How a zone hashes its names (RFC 5155 §4).
public struct NSEC3PARAMRecord: Hashable, Sendable {
    public let hashAlgorithm: UInt8
    public let flags: UInt8
    public let iterations: UInt16
    public let salt: [UInt8]
}
