import Names

/// One resource record (RFC 1035 §4.1.3).
package struct ResourceRecord: Hashable, Sendable {
    /// The owner's name.
    package let name: String
    package let type: RecordType
    /// 1 for IN; an OPT record has its payload size here.
    package let recordClass: UInt16
    /// Seconds. RFC 2181 §8: a value with the top bit set counts as 0; it is kept here as it came.
    package let timeToLive: UInt32
    package let data: RecordData

    package init(name: String, type: RecordType, recordClass: UInt16, timeToLive: UInt32, data: RecordData) {
        self.name = name
        self.type = type
        self.recordClass = recordClass
        self.timeToLive = timeToLive
        self.data = data
    }
}

/// A record's data, typed where the type is known here.
package enum RecordData: Hashable, Sendable {
    /// A and AAAA.
    case address(IPAddress)
    case cname(String)
    case ns(String)
    case srv(SRVRecord)
    case tlsa(TLSARecord)
    case mx(MXRecord)
    /// The character strings, each at most 255 bytes.
    case txt([[UInt8]])
    case soa(SOARecord)
    case ds(DSRecord)
    case dnskey(DNSKEYRecord)
    case caa(CAARecord)
    case nsec3param(NSEC3PARAMRecord)
    case rrsig(RRSIGRecord)
    /// Service binding, not looked into (RFC 9460).
    case https([UInt8])
    /// A type that is not read here; names in it may be compressed.
    case opaque([UInt8])
    /// A known type whose data breaks that type's rules.
    case malformed([UInt8])
}
