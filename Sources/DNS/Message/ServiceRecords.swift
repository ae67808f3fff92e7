/// Where a service is (RFC 2782). The target `.` says that the service is not offered.
package struct SRVRecord: Hashable, Sendable {
    package let priority: UInt16
    package let weight: UInt16
    package let port: UInt16
    package let target: String

    package init(priority: UInt16, weight: UInt16, port: UInt16, target: String) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target
    }

    /// The service is decidedly not offered at this domain (RFC 2782, "Target").
    package var isNotOffered: Bool { target == "." }
}

/// Where mail goes (RFC 1035 §3.3.9). Preference 0 and exchange `.` is the null MX (RFC 7505).
package struct MXRecord: Hashable, Sendable {
    package let preference: UInt16
    package let exchange: String

    package init(preference: UInt16, exchange: String) {
        self.preference = preference
        self.exchange = exchange
    }

    /// RFC 7505 §3: the domain takes no mail.
    package var isNull: Bool { exchange == "." }
}

/// Which key or certificate a TLS server has (RFC 6698 §2.1).
package struct TLSARecord: Hashable, Sendable {
    /// 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE (RFC 7218 §2.1); others are not assigned.
    package let usage: UInt8
    /// 0 the whole certificate, 1 its SubjectPublicKeyInfo.
    package let selector: UInt8
    /// 0 the thing itself, 1 its SHA-256, 2 its SHA-512.
    package let matching: UInt8
    package let data: [UInt8]

    package init(usage: UInt8, selector: UInt8, matching: UInt8, data: [UInt8]) {
        self.usage = usage
        self.selector = selector
        self.matching = matching
        self.data = data
    }
}

/// Who may issue certificates (RFC 8659 §4.1).
package struct CAARecord: Hashable, Sendable {
    /// Bit 7 (128) is "critical".
    package let flags: UInt8
    /// ASCII letters and digits, lower case.
    package let tag: String
    package let value: [UInt8]

    package init(flags: UInt8, tag: String, value: [UInt8]) {
        self.flags = flags
        self.tag = tag
        self.value = value
    }
}
