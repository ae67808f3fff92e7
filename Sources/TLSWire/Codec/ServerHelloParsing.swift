import Model

/// Reads a ServerHello's body (RFC 9846 §4.1.3, historical RFC 5246 §7.4.1.3).
enum ServerHelloParsing {
    /// The random value that makes a ServerHello a HelloRetryRequest: SHA-256 of "HelloRetryRequest".
    static let retryRandom: [UInt8] = [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2,
        0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ]

    /// `nil` where the body is broken.
    static func facts(body: [UInt8]) -> ServerHelloFacts? {
        WorkCounter.count(.serverHello)
        var reader = ByteReader(body)
        guard let version = reader.uint16(), let random = reader.bytes(32), let session = reader.vector8(),
            session.count <= 32, let suite = reader.uint16(), let compression = reader.byte()
        else { return nil }
        var facts = ServerHelloFacts(
            version: ProtocolVersion(wire: version), wireVersion: version, suite: UInt32(suite),
            isHelloRetryRequest: random.elementsEqual(retryRandom), compression: compression)
        facts.downgradedFrom = downgradedFrom(random.suffix(8))
        if reader.isAtEnd { return facts }
        guard let block = reader.vector16(), reader.isAtEnd else { return nil }
        var extensions = ByteReader(block)
        while !extensions.isAtEnd {
            guard let type = extensions.uint16(), let content = extensions.vector16(),
                read(type, content, into: &facts)
            else { return nil }
            facts.extensions.append(type)
        }
        return facts
    }

    /// `DOWNGRD` and 1 in a ServerHello of TLS 1.2, 0 in one of TLS 1.1 and before.
    private static func downgradedFrom(_ end: ArraySlice<UInt8>) -> ProtocolVersion? {
        guard end.dropLast().elementsEqual("DOWNGRD".utf8) else { return nil }
        switch end.last {
        case 1: return .tls13
        case 0: return .tls12
        default: return nil
        }
    }

    private static func read(
        _ type: UInt16, _ content: ArraySlice<UInt8>, into facts: inout ServerHelloFacts
    ) -> Bool {
        var reader = ByteReader(content)
        switch type {
        case ExtensionType.supportedVersions:
            guard let version = reader.uint16() else { return false }
            facts.wireVersion = version
            facts.version = ProtocolVersion(wire: version)
        case ExtensionType.keyShare:
            // A retry names the group alone, a ServerHello has the key behind it.
            guard let group = reader.uint16() else { return false }
            facts.group = NamedGroup(rawValue: group)
        case ExtensionType.applicationProtocols:
            guard let list = reader.vector16() else { return false }
            var names = ByteReader(list)
            guard let name = names.vector8() else { return false }
            facts.applicationProtocol = String(decoding: name, as: UTF8.self)
        default: break
        }
        return true
    }

    /// Certificates of a Certificate message up to TLS 1.2 (RFC 5246 §7.4.2, historical), at most `limit`; `nil` where
    /// broken.
    static func certificates(body: [UInt8], limit: Int) -> [Bytes]? {
        var reader = ByteReader(body)
        guard let list = reader.vector24() else { return nil }
        var entries = ByteReader(list)
        var certificates: [Bytes] = []
        while !entries.isAtEnd {
            guard let der = entries.vector24() else { return nil }
            if certificates.count < limit { certificates.append(Bytes(Array(der))) }
        }
        return certificates
    }

    /// SSLv2's SERVER-HELLO after its type byte (Hickman, "The SSL Protocol", 1995, §2.6); `nil` where broken.
    static func ssl2Facts(body: ArraySlice<UInt8>) -> ServerHelloFacts? {
        WorkCounter.count(.serverHello)
        var reader = ByteReader(body)
        guard reader.byte() != nil, reader.byte() != nil, let version = reader.uint16(),
            let certificateLength = reader.uint16(), let kindsLength = reader.uint16(),
            reader.uint16() != nil, let certificate = reader.bytes(Int(certificateLength)),
            let kindBytes = reader.bytes(Int(kindsLength))
        else { return nil }
        var kinds = ByteReader(kindBytes)
        var facts = ServerHelloFacts(version: .ssl2, wireVersion: version, suite: 0)
        while !kinds.isAtEnd {
            guard let kind = kinds.uint24() else { return nil }
            if !facts.ssl2Suites.contains(kind), facts.ssl2Suites.count < 100 { facts.ssl2Suites.append(kind) }
        }
        if !certificate.isEmpty { facts.certificates = [Bytes(Array(certificate))] }
        return facts
    }
}
