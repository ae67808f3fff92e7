import Model
import Trust

extension FuzzTarget {
    /// What a server says, cut into pieces as the last byte tells. A handshake with a key that nobody has can never be
    /// done, and what is kept stays bounded.
    static let trustTLSSession = FuzzTarget("TrustTLSSession") { input throws(FuzzViolation) in
        var bytes = input
        guard let choice = bytes.popLast() else { return }
        let maximum: ProtocolVersion = choice & 1 == 0 ? .tls13 : .tls12
        guard let session = try? TLSSession(serverName: "a.test", applicationProtocols: ["h2"], maximum: maximum) else {
            throw FuzzViolation("no session")
        }
        guard !session.output().isEmpty else { throw FuzzViolation("no ClientHello") }
        let length = 1 + Int(choice >> 1)
        var index = 0
        while index < bytes.count, session.state == .handshaking {
            session.receive(Array(bytes[index..<min(bytes.count, index + length * 16)]))
            _ = session.output()
            _ = session.read()
            index += length * 16
        }
        session.receiveEnd()
        guard session.state != .handshaking, session.state != .established else {
            throw FuzzViolation("\(session.state)")
        }
    }
}
