/// The head of a zone (RFC 1035 §3.3.13). Times are in seconds.
package struct SOARecord: Hashable, Sendable {
    package let primary: String
    /// The mailbox, its first label being the local part.
    package let mailbox: String
    package let serial: UInt32
    package let refresh: UInt32
    package let retry: UInt32
    package let expire: UInt32
    /// How long a "does not exist" may be kept (RFC 2308 §4).
    package let minimum: UInt32
}

/// The digest of a child zone's key (RFC 4034 §5).
package struct DSRecord: Hashable, Sendable {
    package let keyTag: UInt16
    package let algorithm: UInt8
    package let digestType: UInt8
    package let digest: [UInt8]
}

/// A zone's public key (RFC 4034 §2).
package struct DNSKEYRecord: Hashable, Sendable {
    package let flags: UInt16
    package let `protocol`: UInt8
    package let algorithm: UInt8
    package let key: [UInt8]

    /// Bit 15, the secure entry point.
    package var isSecureEntryPoint: Bool { flags & 1 == 1 }
}

/// A signature over a record set (RFC 4034 §3).
package struct RRSIGRecord: Hashable, Sendable {
    package let typeCovered: RecordType
    package let algorithm: UInt8
    package let labels: UInt8
    package let originalTimeToLive: UInt32
    /// Seconds since 1970 modulo 2³², to be read by serial number arithmetic (RFC 4034 §3.1.5).
    package let expiration: UInt32
    package let inception: UInt32
    package let keyTag: UInt16
    package let signer: String
    package let signature: [UInt8]
}

/// How a zone hashes its names (RFC 5155 §4).
package struct NSEC3PARAMRecord: Hashable, Sendable {
    package let hashAlgorithm: UInt8
    package let flags: UInt8
    package let iterations: UInt16
    package let salt: [UInt8]
}
