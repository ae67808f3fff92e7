import Model

/// Reads a ServerKeyExchange; its form depends on the suite (RFC 4279, and historical RFC 4346, RFC 5246 §7.4.3, RFC
/// 8422 §5.4).
enum KeyExchangeParsing {
    /// `nil` where the body is broken or of a form that is not read here (SRP, ECCPWD, a bare PSK hint).
    static func facts(body: [UInt8], suite: SuiteFacts, version: ProtocolVersion?) -> KeyExchangeFacts? {
        var reader = ByteReader(body)
        var facts = KeyExchangeFacts()
        switch suite.keyExchange {
        case .dhePSK, .ecdhePSK, .rsaPSK:
            guard reader.vector16() != nil else { return nil }  // identity hint
        default: break
        }
        switch suite.keyExchange {
        case .dhe, .dhePSK, .dh:
            guard let prime = reader.vector16(), reader.vector16() != nil, reader.vector16() != nil else { return nil }
            let significant = prime.drop { $0 == 0 }
            facts.bits = bitCount(significant)
            facts.prime = Bytes(Array(significant))
        case .ecdhe where SuiteRegistry.isCECPQ1(suite.code):
            // BoringSSL of 2016 and Botan 2: both public keys in one vector.
            guard reader.vector16() != nil else { return nil }
        case .ecdhe, .ecdhePSK, .ecdh:
            guard let type = reader.byte() else { return nil }
            guard type == 3 else {
                facts.explicitCurve = true
                return facts
            }
            guard let group = reader.uint16(), reader.vector8() != nil else { return nil }
            facts.group = NamedGroup(rawValue: group)
        case .rsa:
            guard let modulus = reader.vector16(), reader.vector16() != nil else { return nil }
            facts.bits = bitCount(modulus.drop { $0 == 0 })
        default: return nil
        }
        let signed = ![.anonymous, .psk, .null].contains(suite.authentication)
        if signed, version == .tls12, let scheme = reader.uint16(), reader.vector16() != nil {
            facts.signatureScheme = SignatureScheme(rawValue: scheme)
        }
        return facts
    }

    private static func bitCount(_ number: ArraySlice<UInt8>) -> Int {
        guard let first = number.first else { return 0 }
        return number.count * 8 - first.leadingZeroBitCount
    }
}
