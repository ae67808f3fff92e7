import Model
import Testing

@testable import TLSWire

@Suite struct ClientHelloTests {
    @Test func readsOpenSSLsHello() throws {
        let hello = try #require(ClientHello(record: ClientCaptures.ecdhe12Client))
        #expect(hello.maximumVersion == .tls12)
        #expect(hello.serverName == "mail.example")
        #expect(hello.applicationProtocols == ["xmpp-client"])
        #expect(hello.groups.map(\.description).prefix(2) == ["x25519", "secp256r1"])
        #expect(hello.flags.contains([.renegotiationSignal, .extendedMasterSecret, .encryptThenMAC, .sessionTicket]))
        #expect(hello.suites.first == 0xC02C)
        #expect(hello.keyShares == nil)
    }

    @Test func readsTLS13Hellos() throws {
        let hello = try #require(ClientHello(record: ClientCaptures.hrr13Client))
        #expect(hello.maximumVersion == .tls13)
        #expect(hello.groups == [.x25519, .secp384r1])
        #expect(hello.keyShares?.map(\.group) == [.x25519])
        #expect(hello.keyShares?.first?.key.count == 32)
        let tlslite = try #require(ClientHello(record: ClientCaptures.ssl3nssClient))
        #expect(tlslite.maximumVersion == .ssl3)
        #expect(tlslite.suites.contains(0x0005))
    }

    @Test func readsScapysSSLv2Hello() throws {
        let hello = try #require(ClientHello(record: ClientCaptures.ssl2Client))
        #expect(hello.format == .ssl2 && hello.maximumVersion == .ssl2)
        #expect(hello.suites == [0x010080, 0x0700C0, 0x060040])
        // What scapy made with this challenge, byte for byte.
        #expect(hello.encoded(random: [UInt8](repeating: 0x11, count: 16)) == ClientCaptures.ssl2Client)
    }

    /// Every hello the enumeration can make comes back from its bytes as it was, and keeps off the bad lengths.
    @Test(arguments: ProtocolVersion.allCases, ClientHelloProfile.allCases)
    func comesBackFromItsBytes(version: ProtocolVersion, shape: ClientHelloProfile) throws {
        let maker = ClientHelloFactory(serverName: "mail.example", applicationProtocols: ["xmpp-client"])
        let all =
            version == .ssl2 ? SuiteRegistry.ssl2.map(\.code) : version == .tls13 ? SuiteOffer.tls13 : SuiteOffer.byUse
        for count in 1...all.count {
            let hello = maker.hello(version, suites: Array(all.prefix(count)), shape: shape)
            let record = hello.encoded(random: Array(1...32))
            #expect(ClientHello(record: record) == hello)
            guard version != .ssl2 else { continue }
            let message = record.count - 5
            #expect(Int(record[3]) << 8 | Int(record[4]) == message)
            if !hello.isBare || count <= 64 {
                #expect(!(256...511).contains(message), "\(count) suites: \(message)")
                #expect(![10, 14].contains(message % 256), "\(count) suites: \(message)")
            }
            #expect((hello.keyShares?.count ?? 0) <= 2)
        }
    }

    @Test func sendsTheRandomItIsGiven() {
        let hello = ClientHello(legacyVersion: 0x0303, suites: [0xC02F])
        let random = Array(UInt8(100)..<132)
        #expect(Array(hello.encoded(random: random)[11..<43]) == random)
    }

    @Test func truncatedHellosAreNone() {
        for capture in [ClientCaptures.ecdhe12Client, ClientCaptures.tls13Client, ClientCaptures.ssl2Client] {
            for length in 0..<capture.count {
                #expect(ClientHello(record: Array(capture.prefix(length))) == nil)
            }
        }
    }
}
