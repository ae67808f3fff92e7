import Foundation
import Model
import Testing

@testable import Trust

@Suite("A session with a real server", .serialized, .timeLimit(.minutes(10)))
struct TLSSessionTests {
    /// The chain that the server is told to send beside its leaf.
    private static func withChain(_ scratch: Scratch) throws {
        try scratch.write("chain.pem", try Fixture.text("intermediate.pem"))
    }

    @Test func modern() throws {
        let scratch = try Scratch()
        try Self.withChain(scratch)
        // An OCSP response that says "unauthorized" (RFC 6960 §4.2.1), the shortest there is.
        let response: [UInt8] = [0x30, 3, 0x0a, 1, 6]
        try Data(response).write(to: scratch.folder.appending(path: "status.der"))
        let server = try OpenSSLServer(
            ["-cert_chain", "chain.pem", "-alpn", "xmpp-client", "-status_file", "status.der"], in: scratch)
        let session = try TLSSession(
            serverName: "localhost", applicationProtocols: ["nonsense", "xmpp-client"])
        #expect(session.facts == nil && session.chain.isEmpty)
        let connection = try Connection(server)
        connection.handshake(session)
        #expect(session.state == .established)
        let facts = try #require(session.facts)
        #expect(facts.version == "TLSv1.3")
        #expect((0x1301...0x1305).contains(facts.suite))
        #expect(facts.chain == [try scratch.leaf, try Fixture("intermediate").der])
        #expect(facts.group == "x25519" && facts.groupBits == 253)
        #expect(facts.applicationProtocol == "xmpp-client")
        #expect(facts.secureRenegotiation && facts.extendedMasterSecret)
        #expect(facts.ocspResponse == response)
        #expect(session.hasStapledStatus && !session.hasCertificateTimestamps)
        #expect(session.signatureScheme == 0x0403)

        session.write(Array("Guten Tag\n".utf8))
        connection.send(session)
        #expect(String(decoding: connection.read(10, session), as: UTF8.self) == "gaT netuG\n")
        session.close()
        connection.send(session)
        _ = connection.read(1, session)
        #expect(session.state == .closed(inOrder: true))
        #expect(session.facts?.version == "TLSv1.3")
        session.write([1])
        session.receive([1])
        #expect(session.output().isEmpty && session.read().isEmpty)
    }

    /// What a server asks of us is kept, in every version.
    @Test(arguments: ["-tls1_2", "-tls1_3"]) func aRequestForAClientCertificate(_ version: String) throws {
        let scratch = try Scratch()
        for (options, isRequested) in [([version], false), ([version, "-verify", "1"], true)] {
            let server = try OpenSSLServer(options, in: scratch)
            let session = try TLSSession(serverName: "localhost")
            try Connection(server).handshake(session)
            #expect(session.state == .established)
            #expect(session.requestsCertificate == isRequested)
        }
    }

    /// A certificate with a key that OpenSSL 3.0 cannot load (ML-DSA, RFC 9881) is our lack, and no broken message. No
    /// packaged server shows one to a client that does not offer its scheme, so the flight is made by hand.
    @Test func aKeyThatCannotBeRead() throws {
        let der = try Fixture("mldsa").der
        let hello: [UInt8] =
            [3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0xC0, 0x2F, 0, 0, 5, 0xFF, 1, 0, 1, 0]
        func length(_ count: Int) -> [UInt8] { [UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)] }
        func record(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
            let message = [type] + length(body.count) + body
            return [22, 3, 3] + length(message.count).dropFirst() + message
        }
        let session = try TLSSession(serverName: "localhost")
        session.receive(record(2, hello) + record(11, length(der.count + 3) + length(der.count) + der))
        guard case .failed(let reason) = session.state else {
            Issue.record("\(session.state)")
            return
        }
        #expect(reason.code == .unsupportedAlgorithm, "\(reason)")
        #expect(session.chain == [der])
    }

    /// A server with two keys shows each to who asks for its kind, and turns away who asks for a kind that it has not.
    @Test func certificatesByKind() throws {
        let scratch = try Scratch()
        let request = ["req", "-x509", "-config", "config", "-nodes", "-keyout", "rsa.key", "-out", "rsa.pem"]
        try OpenSSLTool.run(
            request + ["-days", "2", "-subj", "/CN=localhost", "-newkey", "rsa:2048"], in: scratch.folder)
        let server = try OpenSSLServer(["-dcert", "rsa.pem", "-dkey", "rsa.key"], in: scratch)
        for kind in SignatureKind.allCases {
            let session = try TLSSession(serverName: "localhost", signatures: kind, minimum: .tls13)
            try Connection(server).handshake(session)
            let type = session.facts?.chain.first.map { certificateFacts(der: $0).keyType }
            switch kind {
            case .rsa: #expect(type == "RSA" && session.signatureScheme == 0x0804)
            case .ecdsa: #expect(type == "EC P-256" && session.signatureScheme == 0x0403)
            case .edwards: #expect(type == nil && session.state == .failed(Reason(.alert, "handshake_failure(40)")))
            }
            if let type { #expect(SignatureKind(keyType: type) == kind) }
        }
    }

    @Test func oneByteAtATime() throws {
        let scratch = try Scratch()
        let server = try OpenSSLServer([], in: scratch)
        for maximum in [ProtocolVersion.tls12, .tls13] {
            let session = try TLSSession(serverName: nil, maximum: maximum)
            try Connection(server).handshake(session, pieces: 1)
            #expect(session.state == .established)
            let facts = try #require(session.facts)
            #expect(try facts.version == maximum.rawValue && facts.chain == [scratch.leaf])
        }
    }

    @Test(arguments: [ProtocolVersion.tls10, .tls11, .tls12])
    func oldVersions(_ version: ProtocolVersion) throws {
        let scratch = try Scratch()
        let option = [ProtocolVersion.tls10: "-tls1", .tls11: "-tls1_1", .tls12: "-tls1_2"][version] ?? ""
        let server = try OpenSSLServer([option, "-cipher", "ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0"], in: scratch)
        let session = try TLSSession(serverName: "localhost")
        try Connection(server).handshake(session)
        let facts = try #require(session.facts, "\(session.state)")
        #expect(facts.version == version.rawValue && facts.suite == 0xc00a)
        #expect(facts.secureRenegotiation && facts.extendedMasterSecret)
        #expect(facts.group == "x25519" && facts.ocspResponse == nil && facts.applicationProtocol == nil)
    }

    @Test func diffieHellmanAndRSA() throws {
        let scratch = try Scratch(key: ["-newkey", "rsa:2048"])
        let ephemeral = try OpenSSLServer(["-tls1_2", "-cipher", "DHE-RSA-AES128-SHA256"], in: scratch)
        let session = try TLSSession(serverName: nil)
        try Connection(ephemeral).handshake(session)
        #expect(session.facts?.suite == 0x0067 && (session.facts?.groupBits ?? 0) >= 2_048)
        let fixed = try OpenSSLServer(["-tls1_2", "-cipher", "AES128-SHA"], in: scratch)
        let other = try TLSSession(serverName: nil)
        try Connection(fixed).handshake(other)
        #expect(other.facts?.suite == 0x002f && other.facts?.group == nil && other.facts?.groupBits == 0)
        let curve = try OpenSSLServer(["-tls1_3", "-groups", "secp256r1"], in: scratch)
        let third = try TLSSession(serverName: nil)
        try Connection(curve).handshake(third)
        #expect(third.facts?.group == "secp256r1" && third.facts?.groupBits == 256, "after a HelloRetryRequest")
    }

    @Test func anonymous() throws {
        let scratch = try Scratch()
        let server = try OpenSSLServer(
            ["-tls1_2", "-cipher", "AECDH-AES128-SHA:@SECLEVEL=0"], in: scratch, hasCertificate: false)
        let session = try TLSSession(serverName: nil)
        try Connection(server).handshake(session)
        #expect(session.facts?.suite == 0xc018 && session.facts?.chain == [])
    }

    @Test func alerts() throws {
        let scratch = try Scratch()
        let old = try OpenSSLServer(["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], in: scratch)
        let tooNew = try TLSSession(serverName: nil, minimum: .tls12)
        try Connection(old).handshake(tooNew)
        #expect(tooNew.state == .failed(Reason(.alert, "protocol_version(70)")))
        #expect(tooNew.facts == nil && tooNew.chain.isEmpty)
        let noSuite = try OpenSSLServer(["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"], in: scratch)
        let session = try TLSSession(serverName: nil)
        try Connection(noSuite).handshake(session)
        #expect(session.state == .failed(Reason(.alert, "handshake_failure(40)")))
    }

    /// A key of a kind that OpenSSL does not know: the handshake ends, and yet the chain is known.
    @Test func aChainThatIsRefusedIsKnown() throws {
        let scratch = try Scratch()
        let server = try OpenSSLServer(["-tls1_2"], in: scratch)
        let session = try TLSSession(serverName: nil)
        // id-ecPublicKey, RFC 5480 §2.1.1.
        let algorithm: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
        try Connection(server).handshake(
            session,
            changing: { bytes in
                guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: algorithm) }) else {
                    return bytes
                }
                var bytes = bytes
                bytes[start + 6] = 0x7f
                return bytes
            })
        guard case .failed(let reason) = session.state else {
            Issue.record("\(session.state)")
            return
        }
        // What OpenSSL cannot read is unknown, and not the server's fault.
        #expect(reason.code == .unsupportedAlgorithm && !reason.detail.isEmpty)
        let leaf = try #require(session.chain.first)
        #expect(try leaf.count == scratch.leaf.count)
        let facts = certificateFacts(der: leaf)
        #expect(facts.keyType == "1.2.840.10045.2.127" && facts.keyBits == 0 && facts.names == ["DNS:localhost"])
    }

    @Test func aHugeCertificate() throws {
        let names = (0..<10_000).map { "host-\($0).some-quite-long-name-to-make-it-large.example" }
        let scratch = try Scratch(names: names)
        let server = try OpenSSLServer([], in: scratch)
        let session = try TLSSession(serverName: nil)
        try Connection(server).handshake(session)
        #expect(session.state == .established)
        let leaf = try #require(session.facts?.chain.first)
        #expect(leaf.count > 500_000)
        let facts = certificateFacts(der: leaf)
        #expect(facts.names.count == 100 && facts.nameCount == 10_000)
        let identity = checkIdentity(
            leaf: leaf, service: .https, domain: "", host: "host-9999.some-quite-long-name-to-make-it-large.example")
        #expect(identity.valid)
        let xmpp = checkIdentity(leaf: leaf, service: .xmppClient, domain: "nobody.example", host: "")
        #expect(!xmpp.valid)
    }

    @Test func noTLSAtAll() throws {
        let session = try TLSSession(serverName: "example.org")
        #expect(session.output().first == 22)
        session.receive(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        guard case .failed(let reason) = session.state else {
            Issue.record("\(session.state)")
            return
        }
        #expect(reason.code == .malformed && !reason.detail.isEmpty)
        session.receiveEnd()
        #expect(session.state == .failed(reason), "the first reason counts")
    }

    @Test func nothingComes() throws {
        let session = try TLSSession(serverName: "example.org")
        session.receive([])
        #expect(session.state == .handshaking)
        session.receive([22, 3, 3])
        #expect(session.state == .handshaking)
        session.receiveEnd()
        #expect(session.state == .failed(Reason(.closed, "during the TLS handshake")))
    }

    @Test func tooMuchComes() throws {
        let session = try TLSSession(serverName: nil)
        session.receive([UInt8](repeating: 22, count: TLSSession.inputLimit + 1))
        guard case .failed(let reason) = session.state else {
            Issue.record("\(session.state)")
            return
        }
        #expect(reason.code == .tooLarge)
    }

    @Test func settings() throws {
        #expect(throws: TLSSetUpFault.self) { try TLSSession(serverName: nil, applicationProtocols: [""]) }
        let long = String(repeating: "a", count: 256)
        #expect(throws: TLSSetUpFault.self) { try TLSSession(serverName: nil, applicationProtocols: [long]) }
        // No name is sent where it is none: the bytes would be an attack on whoever reads them.
        let hello = try TLSSession(serverName: "evil\r\nname").output()
        #expect(!String(decoding: hello, as: UTF8.self).contains("evil"))
        let named = try TLSSession(serverName: "xmpp.example.org").output()
        #expect(String(decoding: named, as: UTF8.self).contains("xmpp.example.org"))
    }

    @Test func certificateMessages() {
        func certificates(_ bytes: [UInt8], isTLS13: Bool = false) -> [[UInt8]] {
            bytes.withUnsafeBytes { CertificateMessage($0, isTLS13: isTLS13).certificates }
        }
        #expect(
            certificates([]) == [] && certificates([11, 0, 0, 0]) == [] && certificates([11, 0, 0, 3, 0, 0, 0]) == [])
        #expect(certificates([11, 0, 0, 8, 0, 0, 5, 0, 0, 2, 7, 8]) == [[7, 8]])
        #expect(certificates([11, 0, 0, 8, 0, 0, 5, 0, 0, 9, 7, 8]) == [], "longer than the list")
        #expect(certificates([11, 0, 0, 8, 255, 255, 255, 0, 0, 2, 7, 8, 0, 0, 1]) == [[7, 8]])
        let tls13: [UInt8] = [11, 0, 0, 0, 1, 9, 0, 0, 14, 0, 0, 2, 7, 8, 0, 1, 5, 0, 0, 1, 6, 0, 0]
        #expect(certificates(tls13, isTLS13: true) == [[7, 8], [6]])
        #expect(certificates(Array(tls13.prefix(12)), isTLS13: true) == [])
        let many = [UInt8](repeating: 0, count: 100_000)
        #expect(certificates([11, 0, 0, 0, 0x7f, 0, 0] + many).count == TLSSession.chainLimit)
    }
}
