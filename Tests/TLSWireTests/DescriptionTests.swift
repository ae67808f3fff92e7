import Model
import Testing

@testable import TLSWire

@Suite struct DescriptionTests {
    @Test func hellos() throws {
        let maker = ClientHelloFactory(serverName: "mail.example", applicationProtocols: [])
        #expect(
            describe(maker.hello(.tls12, suites: SuiteOffer.byUse, shape: .chunked))
                == "ClientHello TLSv1.2, 64 suites, 38 groups, SNI mail.example")
        #expect(describe(ClientHello.ssl2()) == "CLIENT-HELLO SSLv2, 13 cipher kinds")
        let openSSL = try #require(ClientHello(record: ClientCaptures.nosharedClient))
        #expect(
            describe(openSSL)
                == "ClientHello TLSv1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, 5 groups, SNI mail.example")
    }

    @Test func outcomes() {
        func sentence(_ bytes: [UInt8], _ extent: FirstFlight.ReadDepth = .flight) -> String {
            var flight = FirstFlight(extent: extent)
            flight.receive(bytes)
            return describe(flight.outcome(ending: .failed(Reason(.timeout))))
        }
        #expect(
            sentence(ServerCaptures.gnutlsServer, .serverHello)
                == "ServerHello TLSv1.2 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
        #expect(sentence(ServerCaptures.hrr13Server) == "HelloRetryRequest TLSv1.3 TLS_AES_256_GCM_SHA384, secp384r1")
        #expect(sentence(ServerCaptures.nosharedServer) == "Alert handshake_failure(40)")
        #expect(sentence([]) == "no answer: timeout")
        #expect(sentence(Array("\u{1B}[31m500 no\r\n".utf8)) == "no TLS: .[31m500 no..")
        #expect(
            sentence(ServerCaptures.ssl2Server)
                == "SERVER-HELLO SSLv2 SSL_CK_DES_192_EDE3_CBC_WITH_MD5 SSL_CK_RC4_128_WITH_MD5")
    }

    @Test func aPrimeHasAName() throws {
        var flight = FirstFlight()
        flight.receive(ServerCaptures.dhe12Server)
        guard case .accepted(let facts) = flight.outcome(ending: .done), let prime = facts.keyExchange?.prime else {
            Issue.record("no prime")
            return
        }
        // openssl s_server without -dhparam takes a group of RFC 3526.
        #expect(KnownPrimes.name(prime) == "RFC 3526 group 14")
        #expect(KnownPrimes.name(Bytes([])) == nil)
    }

    /// RFC 5114 §2.3.
    private static let subgroupOf256Bits = bytes(
        """
        87a8e61db4b6663cffbbd19c651959998ceef608660dd0f25d2ceed4435e3b00e00df8f1d61957d4faf7df4561b2aa30
        16c3d91134096faa3bf4296d830e9a7c209e0c6497517abd5a8a9d306bcf67ed91f9e6725b4758c022e0b1ef4275bf7b
        6c5bfc11d45f9088b941f54eb1e59bb8bc39a0bf12307f5c4fdb70c581b23f76b63acae1caa6b7902d52526735488a0e
        f13c6d9a51bfa4ab3ad8347796524d8ef6a167b5a41825d967e144e5140564251ccacb83e6b486f6b3ca3f7971506026
        c0b857f689962856ded4010abd0be621c3a3960a54e710c375f26375d7014103a4b54330c198af126116d2276e11715f
        693877fad7ef09cadb094ae91e1a1597
        """)

    /// nginx before version 1.11.0.
    private static let nginx = bytes(
        """
        bbbc2dcad84674907c43fcf580e9cfdbd958a3f568b42d4b08eed4eb0fb3504c6c030276e710800c5ccbbaa8922614c5
        beeca565a5fdf1d287a2bc049be6778060e91a92a757e3048f68b076f7d36cc8f29ba5df81dc2ca725ece66270cc9a50
        35d8ceceef9ea0274a63ab1e58fafd4988d0f65d146757da071df045cfe16b9b
        """)

    /// Those of servers that bring parameters of their own. GnuTLS has groups of RFC 7919 and Erlang/OTP one of RFC 3526,
    /// as the recordings of Tests/Replay show.
    @Test func primesOfServersHaveNames() {
        #expect(KnownPrimes.name(Bytes(Self.nginx)) == "nginx 1024 bits")
        #expect(KnownPrimes.name(Bytes(Self.subgroupOf256Bits)) == "RFC 5114 §2.3")
        // ejabberd of Debian 12 hands the number to OpenSSL 3 in the wrong byte order.
        let reversed = Array(Self.subgroupOf256Bits.reversed())
        #expect(reversed.reduce(0) { ($0 * 256 + Int($1)) % 7 } == 0)
        #expect(KnownPrimes.name(Bytes(reversed)) == "RFC 5114 §2.3 reversed, not prime")
        // Its length alone makes no prime a known one.
        #expect(KnownPrimes.name(Bytes(Array(reversed.dropLast()) + [0x85])) == nil)
    }
}
