/// DNSSEC algorithms and key sizes, by the IANA registry and RFC 9904 (which replaces RFC 8624).
package enum DNSSECAlgorithm {
    /// How far an algorithm may be used for signing.
    package enum Level: String, Hashable, Sendable {
        case recommended
        /// Allowed, but nothing that a new zone should begin with.
        case allowed
        case mustNot = "must-not"
        /// Nothing that the registry knows.
        case unknown
    }

    /// The registry's mnemonic; `ALG99` where it has none.
    package static func name(_ number: UInt8) -> String { table[number]?.0 ?? "ALG\(number)" }

    /// RFC 9904, with RFC 9905 for SHA-1.
    package static func level(_ number: UInt8) -> Level { table[number]?.1 ?? .unknown }

    private static let table: [UInt8: (String, Level)] = [
        1: ("RSAMD5", .mustNot), 3: ("DSA", .mustNot), 5: ("RSASHA1", .mustNot), 6: ("DSA-NSEC3-SHA1", .mustNot),
        7: ("RSASHA1-NSEC3-SHA1", .mustNot), 8: ("RSASHA256", .recommended), 10: ("RSASHA512", .allowed),
        12: ("ECC-GOST", .mustNot), 13: ("ECDSAP256SHA256", .recommended), 14: ("ECDSAP384SHA384", .allowed),
        15: ("ED25519", .recommended), 16: ("ED448", .allowed), 17: ("SM2SM3", .allowed), 23: ("ECC-GOST12", .allowed),
    ]

    /// Whether Debian 12's libunbound, which is built on nettle, verifies signatures of this algorithm. What no DS record
    /// of a zone has one of is treated as unsigned (RFC 4035 §5.2).
    package static func isVerifiable(_ number: UInt8) -> Bool { [5, 7, 8, 10, 13, 14, 15].contains(number) }

    /// Whether it verifies DS records with this digest: SHA-1, SHA-256, SHA-384.
    package static func isVerifiableDigest(_ type: UInt8) -> Bool { [1, 2, 4].contains(type) }

    /// More NSEC3 iterations make a negative answer insecure (`val-nsec3-keysize-iterations` of Unbound; RFC 9276 §3.2).
    package static let iterationLimit = 150

    /// Digests of DS records that must not be used: SHA-1 and the old GOST (RFC 9904, RFC 9905).
    package static func isObsoleteDigest(_ type: UInt8) -> Bool { type == 1 || type == 3 }
}

extension DNSKEYRecord {
    /// Bits of the key: of the modulus for RSA (RFC 3110 §2), of the field for curves; 0 where it cannot be read.
    package var bits: Int {
        switch algorithm {
        case 1, 5, 7, 8, 10:
            guard let first = key.first else { return 0 }
            let skipped = first == 0 && key.count >= 3 ? 3 + (Int(key[1]) << 8 | Int(key[2])) : 1 + Int(first)
            let modulus = key.dropFirst(skipped).drop { $0 == 0 }
            return modulus.first.map { modulus.count * 8 - $0.leadingZeroBitCount } ?? 0
        case 12, 13, 17, 23: return 256
        case 14: return 384
        case 15: return 256
        case 16: return 456
        default: return 0
        }
    }

    /// The record's data in wire form (RFC 4034 §2.1).
    package var wireData: [UInt8] { [UInt8(flags >> 8), UInt8(flags & 0xff), self.protocol, algorithm] + key }

    /// RFC 4034 appendix B.
    package var keyTag: UInt16 {
        var sum: UInt32 = 0
        for (index, byte) in wireData.enumerated() { sum &+= index % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte) }
        return UInt16(truncatingIfNeeded: sum &+ (sum >> 16))
    }

    /// Bit 7, "zone key"; without it the key signs no zone data (RFC 4034 §2.1.1).
    package var isZoneKey: Bool { flags & 0x0100 != 0 }

    /// Bit 8, "revoked" (RFC 5011 §2.1).
    package var isRevoked: Bool { flags & 0x0080 != 0 }
}

extension DNSMessage {
    /// The iterations of the NSEC3 records in it (RFC 5155 §3.1.3); `nil` where there are none.
    package var nsec3Iterations: Int? {
        authorities.compactMap { record in
            guard record.type == .nsec3, case .opaque(let data) = record.data, data.count >= 4 else { return nil }
            return Int(data[2]) << 8 | Int(data[3])
        }.max()
    }
}

extension Answer {
    /// Signatures over the records asked for, as far as the answer has them.
    package var signatures: [RRSIGRecord] {
        guard let content, let name = resolved?.canonicalName else { return [] }
        return content.answers.compactMap { record in
            guard record.name == name, case .rrsig(let signature) = record.data,
                signature.typeCovered == question.type
            else { return nil }
            return signature
        }
    }
}
