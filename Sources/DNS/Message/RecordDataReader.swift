import Names

extension MessageReader {
    /// The data of a record, to the end of this reader; a breach of the type's rules makes it `.malformed`.
    mutating func recordData(_ type: RecordType) -> RecordData {
        var reader = self
        do throws(DNSMessage.Fault) {
            let data = try reader.typedData(type)
            guard reader.isAtEnd else { return .malformed(rest()) }
            return data
        } catch {
            return .malformed(rest())
        }
    }

    private mutating func typedData(_ type: RecordType) throws(DNSMessage.Fault) -> RecordData {
        switch type {
        case .a: return .address(try address(4))
        case .aaaa: return .address(try address(16))
        case .cname: return .cname(try name())
        case .ns: return .ns(try name())
        case .mx: return .mx(MXRecord(preference: try number16(), exchange: try name()))
        case .srv:
            return .srv(
                SRVRecord(priority: try number16(), weight: try number16(), port: try number16(), target: try name()))
        case .tlsa:
            return .tlsa(TLSARecord(usage: try byte(), selector: try byte(), matching: try byte(), data: rest()))
        case .txt: return .txt(try text())
        case .soa: return .soa(try soa())
        case .ds:
            return .ds(
                DSRecord(keyTag: try number16(), algorithm: try byte(), digestType: try byte(), digest: rest()))
        case .dnskey:
            return .dnskey(
                DNSKEYRecord(flags: try number16(), protocol: try byte(), algorithm: try byte(), key: rest()))
        case .caa: return .caa(try caa())
        case .nsec3param:
            return .nsec3param(
                NSEC3PARAMRecord(
                    hashAlgorithm: try byte(), flags: try byte(), iterations: try number16(),
                    salt: try characterString()))
        case .rrsig: return .rrsig(try rrsig())
        case .https: return .https(rest())
        default: return .opaque(rest())
        }
    }

    private mutating func address(_ count: Int) throws(DNSMessage.Fault) -> IPAddress {
        guard let address = IPAddress(bytes: try bytes(count)) else { throw .truncated }
        return address
    }

    private mutating func text() throws(DNSMessage.Fault) -> [[UInt8]] {
        var strings = [try characterString()]
        while !isAtEnd { strings.append(try characterString()) }
        return strings
    }

    private mutating func soa() throws(DNSMessage.Fault) -> SOARecord {
        SOARecord(
            primary: try name(), mailbox: try name(), serial: try number32(), refresh: try number32(),
            retry: try number32(), expire: try number32(), minimum: try number32())
    }

    private mutating func caa() throws(DNSMessage.Fault) -> CAARecord {
        let flags = try byte()
        let tag = try characterString()
        // RFC 8659 §4.1: letters and digits, at least one.
        guard !tag.isEmpty,
            tag.allSatisfy({ (48...57).contains($0) || (97...122).contains(DomainName.lowerCase($0)) })
        else { throw .badLabel }
        return CAARecord(
            flags: flags, tag: String(decoding: tag.map(DomainName.lowerCase), as: UTF8.self), value: rest())
    }

    private mutating func rrsig() throws(DNSMessage.Fault) -> RRSIGRecord {
        RRSIGRecord(
            typeCovered: RecordType(rawValue: try number16()), algorithm: try byte(), labels: try byte(),
            originalTimeToLive: try number32(), expiration: try number32(), inception: try number32(),
            keyTag: try number16(), signer: try name(), signature: rest())
    }
}
