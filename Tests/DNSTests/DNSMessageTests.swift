import Testing

@testable import DNS

@Suite("Answers of a real name server")
struct DNSMessageTests {
    private func records(_ captured: CapturedMessage, _ name: String, _ type: RecordType) throws -> [RecordData] {
        try DNSMessage(captured.bytes).resolve(Question(name, type)).records.map(\.data)
    }

    @Test func head() throws {
        let message = try DNSMessage(CapturedMessage.address.bytes)
        #expect(message.id == 0x1234)
        #expect(message.isResponse && message.isAuthoritative && !message.isTruncated && !message.isAuthenticData)
        #expect(message.responseCode == .noError)
        #expect(message.questions == [Question("secure.test", .a)])
        #expect(message.answers.first?.timeToLive == 300)
        #expect(message.authorities.map(\.data) == [.ns("ns.test")])
    }

    @Test func addresses() throws {
        #expect(try texts(.address, "secure.test", .a) == ["192.0.2.1"])
        #expect(try texts(.upperCase, "UPPER.Case.secure.test.", .aaaa) == ["2001:db8::1:0:0:1"])
        #expect(try texts(.mapped, "mapped.secure.test", .aaaa) == ["::ffff:192.0.2.1"])
    }

    private func texts(_ captured: CapturedMessage, _ name: String, _ type: RecordType) throws -> [String] {
        try records(captured, name, type).map {
            guard case .address(let address) = $0 else { return "\($0)" }
            return address.description
        }
    }

    @Test func service() throws {
        let expected = SRVRecord(priority: 5, weight: 0, port: 5222, target: "xmpp.secure.test")
        #expect(try records(.srv, "_xmpp-client._tcp.secure.test", .srv) == [.srv(expected)])
        let glue = try DNSMessage(CapturedMessage.srv.bytes).additionals.map(\.name)
        #expect(glue == ["xmpp.secure.test", "xmpp.secure.test"])
    }

    @Test func tlsa() throws {
        func zeros(_ count: Int, _ last: UInt8) -> [UInt8] { [UInt8](repeating: 0, count: count - 1) + [last] }
        let expected: Set<RecordData> = [
            .tlsa(TLSARecord(usage: 2, selector: 0, matching: 1, data: zeros(32, 0x33))),
            .tlsa(TLSARecord(usage: 3, selector: 1, matching: 1, data: zeros(32, 0x11))),
            .tlsa(TLSARecord(usage: 3, selector: 1, matching: 2, data: zeros(64, 0x22))),
        ]
        #expect(Set(try records(.tlsa, "rollover.secure.test", .tlsa)) == expected)
    }

    @Test func mailExchangersWithADotInALabel() throws {
        let expected: Set<RecordData> = [
            .mx(MXRecord(preference: 10, exchange: "odd\\046name.secure.test")),
            .mx(MXRecord(preference: 20, exchange: "xmpp.secure.test")),
        ]
        #expect(Set(try records(.mx, "mail.secure.test", .mx)) == expected)
    }

    @Test func text() throws {
        let expected = [Array("first".utf8), Array("second ".utf8) + [0, 255] + Array(" <b>".utf8)]
        #expect(try records(.txt, "txt.secure.test", .txt) == [.txt(expected)])
    }

    @Test func authority() throws {
        let expected = SOARecord(
            primary: "ns.test", mailbox: "hostmaster.test", serial: 1, refresh: 3_600, retry: 900, expire: 604_800,
            minimum: 300)
        #expect(try records(.soa, "secure.test", .soa) == [.soa(expected)])
    }

    @Test func certificationAuthority() throws {
        let expected = CAARecord(flags: 0, tag: "issue", value: Array("ca.example".utf8))
        #expect(try records(.caa, "secure.test", .caa) == [.caa(expected)])
    }

    @Test func hashedDenial() throws {
        let expected = NSEC3PARAMRecord(hashAlgorithm: 1, flags: 0, iterations: 5, salt: [0xab, 0x12])
        #expect(try records(.nsec3param, "secure.test", .nsec3param) == [.nsec3param(expected)])
    }

    @Test func keysAndSignatures() throws {
        guard case .dnskey(let key) = try records(.dnskey, "secure.test", .dnskey).first,
            case .ds(let digest) = try records(.ds, "secure.test", .ds).first
        else {
            Issue.record("no DNSKEY or no DS")
            return
        }
        #expect(key.flags == 257 && key.isSecureEntryPoint && key.protocol == 3 && key.algorithm == 13)
        #expect(key.key.count == 64)
        #expect(digest.algorithm == 13 && digest.digestType == 2 && digest.digest.count == 32)
        // ldns computed the tag once for the DS and once for each signature.
        let signatures = try DNSMessage(CapturedMessage.soa.bytes).answers.compactMap { record in
            if case .rrsig(let signature) = record.data { signature } else { nil }
        }
        #expect(signatures.map(\.keyTag) == [digest.keyTag])
        let signature = try #require(signatures.first)
        #expect(signature.typeCovered == .soa && signature.algorithm == 13 && signature.labels == 2)
        #expect(signature.originalTimeToLive == 300 && signature.signer == "secure.test")
        #expect(signature.expiration - signature.inception == 28 * 86_400)
        #expect(signature.signature.count == 64)
    }

    @Test func serviceBindingStaysAsItIs() throws {
        let data = try records(.https, "web.secure.test", .https)
        #expect(data == [.https([0, 1, 0, 0, 1, 0, 3, 2] + Array("h2".utf8))])
    }

    @Test func responseCodes() throws {
        #expect(try DNSMessage(CapturedMessage.noSuchName.bytes).responseCode == .nameError)
        #expect(try DNSMessage(CapturedMessage.serverFailure.bytes).responseCode == .serverFailure)
        // RFC 6891 §6.1.3: the OPT record has the upper eight bits; 16 is BADVERS.
        let badVersion = decodeHexadecimal("0001 8000 0000 0000 0000 0001 00 0029 04d0 01000000 0000")
        #expect(try DNSMessage(badVersion).responseCode == ResponseCode(rawValue: 16))
    }
}

@Suite("Aliases")
struct AliasChainTests {
    @Test func areFollowed() throws {
        let message = try DNSMessage(CapturedMessage.aliases.bytes)
        let resolved = message.resolve(Question("chain1.secure.test", .a))
        let names = ["chain1.secure.test", "chain2.secure.test", "www.secure.test", "secure.test"]
        #expect(resolved.names == names)
        #expect(resolved.canonicalName == "secure.test")
        #expect(resolved.records.count == 1 && !resolved.isEndless)
    }

    @Test func areNotFollowedWhereTheyAreAskedFor() throws {
        let message = try DNSMessage(CapturedMessage.aliases.bytes)
        let resolved = message.resolve(Question("chain1.secure.test", .cname))
        #expect(resolved.names == ["chain1.secure.test"])
        #expect(resolved.records.map(\.data) == [.cname("chain2.secure.test")])
    }

    @Test func mayGoInACircle() throws {
        let resolved = try DNSMessage(CapturedMessage.circle.bytes).resolve(Question("c1.secure.test", .a))
        #expect(resolved.isEndless && resolved.records.isEmpty)
    }

    @Test func mayBeTooMany() throws {
        // n0 → n1 → … → n39, with an address at the end.
        var message = decodeHexadecimal("0001 8000 0000 0029 0000 0000")
        func name(_ number: Int) -> [UInt8] {
            let label = Array("n\(number)".utf8)
            return [UInt8(label.count)] + label + [0]
        }
        for number in 0..<40 {
            let target = name(number + 1)
            message += name(number) + decodeHexadecimal("0005 0001 00000000 00") + [UInt8(target.count)] + target
        }
        message += name(40) + decodeHexadecimal("0001 0001 00000000 0004 c0000201")
        let parsed = try DNSMessage(message)
        #expect(parsed.answers.count == 41)
        #expect(parsed.resolve(Question("n0", .a)).isEndless)
        let near = parsed.resolve(Question("n30", .a))
        #expect(!near.isEndless && near.canonicalName == "n40" && near.records.count == 1)
    }
}
