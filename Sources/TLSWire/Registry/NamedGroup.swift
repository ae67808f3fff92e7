/// A key exchange group (IANA "TLS Supported Groups"; RFC 9846 §4.2.7).
package struct NamedGroup: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number on the wire.
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The registered name (`x25519`); `0xNNNN` for an unregistered number.
    package var description: String {
        NamedGroup.names[rawValue] ?? "0x" + hexadecimalNumber(UInt32(rawValue), digits: 4)
    }

    /// A finite-field group (RFC 7919 §2) as opposed to a curve or a key encapsulation.
    package var isFiniteField: Bool { (0x0100...0x01FF).contains(rawValue) }

    /// Uses a post-quantum key encapsulation, so it exists in TLS 1.3 only.
    package var isKeyEncapsulation: Bool {
        (0x0200...0x0202).contains(rawValue) || (0x11EB...0x11EE).contains(rawValue)
            || (0x6399...0x639A).contains(rawValue)
    }

    /// A curve of TLS 1.2 and before (historical RFC 8422 §5.1.1, RFC 7027): no finite field, nothing of TLS 1.3 alone.
    package var isClassicCurve: Bool { (1...30).contains(rawValue) || (34...41).contains(rawValue) }

    /// In TLS 1.3, a group that a server may name.
    package var isForTLS13: Bool {
        (23...25).contains(rawValue) || (29...41).contains(rawValue) || isFiniteField || isKeyEncapsulation
    }

    /// The group with this name, in any case.
    package init?(named name: String) {
        guard let entry = NamedGroup.names.first(where: { $0.value.lowercased() == name.lowercased() }) else {
            return nil
        }
        rawValue = entry.key
    }

    package static func < (left: NamedGroup, right: NamedGroup) -> Bool { left.rawValue < right.rawValue }

    package static let secp256r1 = NamedGroup(rawValue: 23)
    package static let secp384r1 = NamedGroup(rawValue: 24)
    package static let secp521r1 = NamedGroup(rawValue: 25)
    package static let x25519 = NamedGroup(rawValue: 29)
    package static let x448 = NamedGroup(rawValue: 30)

    /// Every registered group in the order in which hellos offer them: the common ones first.
    package static let all: [NamedGroup] = {
        let common: [UInt16] = [
            0x11EC, 29, 23, 24, 30, 25, 0x11EB, 0x11ED, 256, 257, 258, 259, 260, 26, 27, 28, 31, 32, 33, 22,
        ]
        let rest = names.keys.filter { !common.contains($0) }.sorted()
        return (common + rest).map(NamedGroup.init(rawValue:))
    }()

    /// Groups to offer where TLS 1.3 is asked for.
    package static let forTLS13 = all.filter(\.isForTLS13)

    /// Curves to offer up to TLS 1.2. Finite-field groups are left out: offering one forbids a server that knows
    /// RFC 7919 all other DHE parameters (§4 there).
    package static let forTLS12 = all.filter(\.isClassicCurve)

    /// The finite-field groups of RFC 7919.
    package static let finiteFields = all.filter(\.isFiniteField)

    private static let names: [UInt16: String] = [
        1: "sect163k1", 2: "sect163r1", 3: "sect163r2", 4: "sect193r1", 5: "sect193r2", 6: "sect233k1",
        7: "sect233r1", 8: "sect239k1", 9: "sect283k1", 10: "sect283r1", 11: "sect409k1", 12: "sect409r1",
        13: "sect571k1", 14: "sect571r1", 15: "secp160k1", 16: "secp160r1", 17: "secp160r2", 18: "secp192k1",
        19: "secp192r1", 20: "secp224k1", 21: "secp224r1", 22: "secp256k1", 23: "secp256r1", 24: "secp384r1",
        25: "secp521r1", 26: "brainpoolP256r1", 27: "brainpoolP384r1", 28: "brainpoolP512r1", 29: "x25519",
        30: "x448", 31: "brainpoolP256r1tls13", 32: "brainpoolP384r1tls13", 33: "brainpoolP512r1tls13",
        34: "GC256A", 35: "GC256B", 36: "GC256C", 37: "GC256D", 38: "GC512A", 39: "GC512B", 40: "GC512C",
        41: "curveSM2", 256: "ffdhe2048", 257: "ffdhe3072", 258: "ffdhe4096", 259: "ffdhe6144", 260: "ffdhe8192",
        0x0200: "MLKEM512", 0x0201: "MLKEM768", 0x0202: "MLKEM1024", 0x11EB: "SecP256r1MLKEM768",
        0x11EC: "X25519MLKEM768", 0x11ED: "SecP384r1MLKEM1024", 0x11EE: "curveSM2MLKEM768",
        0x6399: "X25519Kyber768Draft00", 0x639A: "SecP256r1Kyber768Draft00",
    ]
}
