import TLSWire

extension FuzzTarget {
    /// Bytes read as a ClientHello: what can be read must come out the same when it is written and read again.
    static let tlsWireClientHello = FuzzTarget("TLSWireClientHello") { bytes throws(FuzzViolation) in
        guard let hello = ClientHello(record: bytes) else { return }
        _ = describe(hello)
        // One record holds 2^16 bytes by its length field; hellos near that are nobody's.
        guard bytes.count < 8_000 else { return }
        let written = hello.encoded(random: [])
        guard ClientHello(record: written) == hello else { throw FuzzViolation("differs: \(hello)") }
    }
}
