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
}
