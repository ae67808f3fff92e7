import Model
import Trust

/// What a server says, cut into pieces as the last byte tells. A handshake with a key that nobody has can never be done,
/// and what is kept stays bounded.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = bytes.popLast() else { return 0 }
    let maximum: ProtocolVersion = choice & 1 == 0 ? .tls13 : .tls12
    guard let session = try? TLSSession(serverName: "a.test", applicationProtocols: ["h2"], maximum: maximum) else {
        fatalError("no session")
    }
    guard !session.output().isEmpty else { fatalError("no ClientHello") }
    let length = 1 + Int(choice >> 1)
    var index = 0
    while index < bytes.count, session.state == .handshaking {
        session.receive(Array(bytes[index..<min(bytes.count, index + length * 16)]))
        _ = session.output()
        _ = session.read()
        index += length * 16
    }
    session.receiveEnd()
    guard session.state != .handshaking, session.state != .established else { fatalError("\(session.state)") }
    return 0
}
