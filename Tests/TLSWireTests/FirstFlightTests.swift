import Model
import Testing

@testable import TLSWire

@Suite struct FirstFlightTests {
    private struct NotAccepted: Error { var outcome: String }

    private func facts(
        _ bytes: [UInt8], extent: FirstFlight.ReadDepth = .flight, ending: ProbeRecord.Ending = .closed
    ) throws -> ServerHelloFacts {
        var flight = FirstFlight(extent: extent)
        flight.receive(bytes)
        guard case .accepted(let facts) = flight.outcome(ending: ending) else {
            throw NotAccepted(outcome: "\(flight.outcome(ending: ending))")
        }
        return facts
    }

    @Test func ecdhe() throws {
        let facts = try facts(ServerCaptures.ecdhe12Server)
        #expect(facts.version == .tls12)
        #expect(SuiteRegistry.suite(facts.suite).openSSLName == "ECDHE-ECDSA-AES256-GCM-SHA384")
        #expect(facts.applicationProtocol == "xmpp-client")
        #expect(facts.group == .x25519)
        #expect(facts.keyExchange?.signatureScheme?.description == "ecdsa_secp256r1_sha256")
        #expect(facts.certificates?.count == 1)
        #expect(facts.extendedMasterSecret && facts.secureRenegotiation && facts.sessionTicket)
        #expect(!facts.encryptThenMAC)
        #expect(facts.incomplete == nil)
    }

    @Test func diffieHellman() throws {
        let facts = try facts(ServerCaptures.dhe12Server)
        #expect(SuiteRegistry.suite(facts.suite).openSSLName == "DHE-RSA-AES128-SHA256")
        #expect(facts.keyExchange?.bits == 2048)
        #expect(facts.encryptThenMAC)
        let psk = try self.facts(ServerCaptures.psk12Server)
        #expect(SuiteRegistry.suite(psk.suite).openSSLName == "DHE-PSK-AES128-CBC-SHA")
        #expect(psk.keyExchange?.bits ?? 0 >= 2048)
        #expect(psk.keyExchange?.signatureScheme == nil && psk.certificates == nil)
    }

    @Test func oldVersions() throws {
        let tls10 = try facts(ServerCaptures.rsa10Server)
        #expect(tls10.version == .tls10 && tls10.keyExchange == nil && tls10.certificates?.count == 1)
        let ssl3 = try facts(ServerCaptures.ssl3nssServer)
        #expect(ssl3.version == .ssl3)
        #expect([0x0004, 0x0005, 0x000A].contains(ssl3.suite))
        let gnutls = try facts(ServerCaptures.gnutlsServer)
        #expect(gnutls.version == .tls12 && gnutls.keyExchange?.group != nil && gnutls.certificates?.count == 1)
        #expect(try facts(ServerCaptures.clientcertServer).requestsCertificate)
    }

    @Test func tls13() throws {
        let retry = try facts(ServerCaptures.hrr13Server)
        #expect(retry.isHelloRetryRequest && retry.version == .tls13 && retry.group == .secp384r1)
        let hello = try facts(ServerCaptures.tls13Server)
        #expect(!hello.isHelloRetryRequest && hello.version == .tls13 && hello.group == .x25519)
        #expect(hello.suite == 0x1302 && hello.incomplete == nil)
    }

    /// RFC 8448 §3 and §5.
    @Test func rfc8448() throws {
        let hello = try facts(
            bytes(
                """
                160303005a020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e003300
                24001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304
                """))
        #expect(hello.version == .tls13 && hello.suite == 0x1301 && hello.group == .x25519)
        let retry = try facts(
            bytes(
                """
                16030300b0020000ac0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c001301000084003300
                020017002c0074007271dcd04bb88bc3189119398a00000000eefafc76c146b823b096f8aacad365dd0030953f4edf625636e5f2
                1bb2e23fcc654b1b5b40318d10d137abcbb87574e36e8a1f025f7dfa5d6e50781b5eda4aa15b0c8be778257d16aa3030e9e7841d
                d9e4c0342267e8ca0caf571fb2b7cff0f934b0002b00020304
                """))
        #expect(retry.isHelloRetryRequest && retry.group == .secp256r1 && retry.suite == 0x1301)
    }

    @Test func sslv2() throws {
        let facts = try facts(ServerCaptures.ssl2Server)
        #expect(facts.version == .ssl2 && facts.ssl2Suites == [0x0700C0, 0x010080])
        #expect(facts.certificates?.first?.count == 787)
        var flight = FirstFlight()
        flight.receive(ServerCaptures.ssl2errServer)
        #expect(flight.outcome(ending: .closed) == .refused(.ssl2Error(1)))
    }

    @Test func alert() {
        var flight = FirstFlight()
        #expect(flight.receive(ServerCaptures.nosharedServer) == .complete)
        #expect(flight.outcome(ending: .closed) == .refused(.alert(Alert(level: 2, code: 40))))
    }

    private static let flights = [
        ServerCaptures.ecdhe12Server, ServerCaptures.dhe12Server, ServerCaptures.rsa10Server,
        ServerCaptures.psk12Server, ServerCaptures.hrr13Server, ServerCaptures.ssl3nssServer,
        ServerCaptures.gnutlsServer, ServerCaptures.clientcertServer, ServerCaptures.ssl2Server,
    ]

    @Test(arguments: flights) func byteByByte(flight bytes: [UInt8]) {
        var whole = FirstFlight()
        whole.receive(bytes)
        var pieces = FirstFlight()
        for byte in bytes { pieces.receive([byte]) }
        #expect(pieces.outcome(ending: .closed) == whole.outcome(ending: .closed))
        #expect(pieces.consumed == whole.consumed)
    }

    /// The payload of handshake records, put into records of another size, warnings between them.
    private func refragmented(_ bytes: [UInt8], size: Int, warnings: Int) -> [UInt8] {
        var payload: [UInt8] = []
        var index = 0
        while index + 5 <= bytes.count {
            let length = Int(bytes[index + 3]) << 8 | Int(bytes[index + 4])
            payload += bytes[(index + 5)..<(index + 5 + length)]
            index += 5 + length
        }
        var records: [UInt8] = []
        for (number, start) in stride(from: 0, to: payload.count, by: size).enumerated() {
            if number < warnings { records += [21, 3, 3, 0, 2, 1, 112] }
            let piece = payload[start..<min(start + size, payload.count)]
            records += [22, 3, 3, UInt8(piece.count >> 8), UInt8(piece.count & 0xFF)] + piece
        }
        return records
    }

    @Test(arguments: [1, 2, 3, 5, 100, 16_000], [0, 5]) func fragmentedAndInterleaved(size: Int, warnings: Int) throws {
        for capture in [ServerCaptures.ecdhe12Server, ServerCaptures.dhe12Server, ServerCaptures.gnutlsServer] {
            let expected = try facts(capture)
            #expect(try facts(refragmented(capture, size: size, warnings: warnings)) == expected)
        }
    }

    @Test(arguments: flights) func everyTruncation(flight bytes: [UInt8]) {
        var whole = FirstFlight()
        whole.receive(bytes)
        for length in 0..<whole.consumed {
            var flight = FirstFlight()
            flight.receive(Array(bytes.prefix(length)))
            switch flight.outcome(ending: .failed(Reason(.timeout))) {
            case .accepted(let facts): #expect(facts.incomplete == Reason(.timeout))
            case .unknown(let reason): #expect(reason.code == .timeout)
            case .refused(.notTLS): #expect(length < 3)
            case .refused: Issue.record("a piece of a ServerHello refuses nothing")
            }
        }
    }

    @Test(arguments: flights) func whatWasConsumedSuffices(flight bytes: [UInt8]) {
        var short = FirstFlight(extent: .serverHello)
        short.receive(bytes)
        var again = FirstFlight(extent: .flight)
        again.receive(Array(bytes.prefix(short.consumed)))
        guard case .accepted(let first) = short.outcome(ending: .done),
            case .accepted(let second) = again.outcome(ending: .done)
        else {
            Issue.record("no ServerHello")
            return
        }
        #expect(first.suite == second.suite && first.group == second.group && second.keyExchange == nil)
    }

    @Test func badInput() {
        func outcome(_ bytes: [UInt8], _ ending: ProbeRecord.Ending = .closed) -> ProbeOutcome {
            var flight = FirstFlight()
            flight.receive(bytes)
            return flight.outcome(ending: ending)
        }
        func code(_ outcome: ProbeOutcome) -> Reason.Code? {
            if case .unknown(let reason) = outcome { reason.code } else { nil }
        }
        // Nothing; a close in the middle of a record.
        #expect(outcome([]) == .unknown(Reason(.closed)))
        #expect(code(outcome([22, 3, 3, 0])) == .closed)
        #expect(code(outcome([22, 3, 3, 0, 50, 2, 0, 0], .failed(Reason(.reset)))) == .reset)
        // A record and a message that are too long; a ServerHello longer than what it says.
        #expect(code(outcome([22, 3, 3, 0xFF, 0xFF])) == .malformed)
        #expect(code(outcome([22, 3, 3, 0, 4, 2, 0xFF, 0xFF, 0xFF])) == .tooLarge)
        #expect(code(outcome([22, 3, 3, 0, 6, 2, 0, 0, 2, 3, 3])) == .malformed)
        // A Certificate first; encrypted data first; a flood of warnings and of empty records.
        #expect(code(outcome([22, 3, 3, 0, 4, 11, 0, 0, 0])) == .malformed)
        #expect(code(outcome([23, 3, 3, 0, 1, 0])) == .malformed)
        let warning: [UInt8] = [21, 3, 3, 0, 2, 1, 112]
        #expect(outcome(Array([warning, warning].joined())) == .refused(.alert(Alert(level: 1, code: 112))))
        #expect(code(outcome(Array(repeatElement([22, 3, 3, 0, 0], count: 1_000).joined()))) == .tooLarge)
        // Other protocols.
        #expect(outcome(Array("220 mail".utf8)) == .refused(.notTLS(Bytes(Array("220 mail".utf8)))))
        #expect(outcome(Array("<stream:error/>".utf8)) == .refused(.notTLS(Bytes(Array("<stream:error/>".utf8)))))
    }

    @Test func aFloodOfWarningsEnds() {
        var flight = FirstFlight()
        var records = 0
        while flight.receive([21, 3, 3, 0, 2, 1, 112]) == .needMore, records < 1_000 { records += 1 }
        #expect(records < 20)
    }

    @Test func aHugeCertificateIsNotKept() throws {
        var flight = FirstFlight()
        flight.receive(ServerCaptures.ecdhe12Server)
        var bytes = Array(ServerCaptures.ecdhe12Server.prefix(5 + Int(ServerCaptures.ecdhe12Server[4])))
        bytes += [22, 3, 3, 0x40, 0x00, 11, 0x10, 0x00, 0x00] + [UInt8](repeating: 0, count: 0x3FFC)
        let facts = try facts(bytes)
        #expect(facts.certificates == nil)
        #expect(facts.incomplete?.code == .tooLarge)
    }

    /// A message may run over several records; one that ends nowhere is unknown, and never read past its bytes.
    @Test func aServerHelloLongerThanItsRecord() {
        var whole = ServerCaptures.ecdhe12Server
        let length = Int(whole[6]) << 16 | Int(whole[7]) << 8 | Int(whole[8])
        for more in [1, 200, 60_000] {
            whole[7] = UInt8((length + more) >> 8)
            whole[8] = UInt8((length + more) & 0xFF)
            for ending in [ProbeRecord.Ending.closed, .failed(Reason(.timeout))] {
                var flight = FirstFlight()
                flight.receive(whole)
                guard case .unknown(let reason) = flight.outcome(ending: ending) else {
                    Issue.record("\(more) bytes more: \(flight.outcome(ending: ending))")
                    continue
                }
                #expect([.malformed, .closed, .timeout, .tooLarge].contains(reason.code))
            }
        }
    }
}
