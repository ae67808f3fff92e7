import TLSWire

/// Bytes read as a ClientHello: what can be read must come out the same when it is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let hello = ClientHello(record: bytes) else { return 0 }
    _ = describe(hello)
    // One record holds 2^16 bytes by its length field; hellos near that are nobody's.
    guard bytes.count < 8_000 else { return 0 }
    let written = hello.encoded(random: [])
    guard ClientHello(record: written) == hello else { fatalError("differs: \(hello)") }
    return 0
}
