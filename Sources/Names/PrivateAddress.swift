extension IPAddress {
    /// Whether the address is for use within a machine, a network or an organisation, or for no use at all: what the
    /// IANA registries of special-purpose addresses (RFC 6890) call not globally reachable, and multicast.
    package var isPrivate: Bool {
        isIPv4 ? Self.isPrivate(v4: bytes) : isPrivateV6
    }

    private static func isPrivate(v4 bytes: [UInt8]) -> Bool {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): true
        case (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 168, _), (198, 18...19, _): true
        case (192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113): true
        default: false
        }
    }

    private var isPrivateV6: Bool {
        // An IPv4 address in another's clothes: mapped (RFC 4291 §2.5.5.2), NAT64 (RFC 6052 §2.1) or 6to4 (RFC 3056 §2).
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        let isTranslated = bytes.starts(with: [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
        if isMapped || isTranslated { return Self.isPrivate(v4: Array(bytes[12...])) }
        if bytes.starts(with: [0x20, 0x02]) { return Self.isPrivate(v4: Array(bytes[2..<6])) }
        // Only 2000::/3 is handed out for the world; documentation and benchmarks have their parts of it.
        guard bytes[0] & 0xE0 == 0x20 else { return true }
        return bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || bytes.starts(with: [0x20, 0x01, 0x00, 0x02, 0, 0])
            || bytes.starts(with: [0x3F, 0xFF])
    }
}
