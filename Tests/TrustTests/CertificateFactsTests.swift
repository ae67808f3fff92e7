import Model
import Testing
import Text

@testable import Trust

@Suite("What a certificate says")
struct CertificateFactsTests {
    /// Compared with what `openssl x509 -noout -fingerprint -sha256 -subject -nameopt RFC2253` prints.
    @Test func good() throws {
        let facts = certificateFacts(der: try Fixture("good").der)
        #expect(facts.subject == "CN=example.org,O=Fixtures")
        #expect(facts.issuer == "CN=Fixture Intermediate CA,O=Fixtures")
        #expect(facts.notBefore == Instant("2014-01-01T00:00:00Z"))
        #expect(facts.notAfter == Instant("2074-01-01T00:00:00Z"))
        #expect(facts.keyType == "RSA" && facts.keyBits == 2_048 && facts.signatureHash == "SHA256")
        #expect(facts.names == ["DNS:example.org", "DNS:www.example.org"] && facts.nameCount == 2)
        #expect(!facts.selfSigned)
        #expect(facts.sha256 == hexadecimal(Digest.sha256(try Fixture("good").der)))
    }

    @Test func digests() {
        // FIPS 180-2, appendix B.1 and C.1.
        let abc = Array("abc".utf8)
        #expect(hexadecimal(Digest.sha256(abc)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hexadecimal(Digest.sha512(abc)).hasPrefix("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea2"))
        #expect(hexadecimal(Digest.sha256([])).hasPrefix("e3b0c44298fc1c14"))
    }

    @Test(arguments: [
        ("root", "EC P-256", 256, "SHA256", true), ("p384", "EC P-384", 384, "SHA256", false),
        ("ed25519", "Ed25519", 256, "SHA256", false), ("ed25519-self", "Ed25519", 256, "", true),
        ("old-rsa", "RSA", 1_024, "SHA1", false), ("broken-rsa", "RSA", 512, "MD5", false),
        ("self-signed", "EC P-256", 256, "SHA256", true), ("stranger-leaf", "EC P-256", 256, "SHA256", false),
    ])
    func keys(_ name: String, _ type: String, _ bits: Int, _ hash: String, _ selfSigned: Bool) throws {
        let facts = certificateFacts(der: try Fixture(stringLiteral: name).der)
        #expect(facts.keyType == type && facts.keyBits == bits)
        #expect(name == "p384" || name == "ed25519" || facts.signatureHash == hash)
        #expect(facts.selfSigned == selfSigned)
    }

    /// What OpenSSL 3.0 has no keys of is named by its object identifier, and its size is unknown.
    @Test func unreadableKeys() throws {
        let facts = certificateFacts(der: try Fixture("mldsa").der)
        #expect(facts.keyType == "ML-DSA-65" && facts.keyBits == 0 && facts.names == ["DNS:example.org"])
        let identifier: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x12]
        let unknown = replacing(identifier, with: identifier.dropLast() + [0x63], in: try Fixture("mldsa").der)
        #expect(certificateFacts(der: unknown).keyType == "2.16.840.1.101.3.4.3.99")
    }

    /// Compared with what `openssl x509 -noout -text` prints.
    @Test func whatKeysAreFor() throws {
        #expect(certificateFacts(der: try Fixture("client-only").der).extendedKeyUsage == ["clientAuth"])
        #expect(certificateFacts(der: try Fixture("root").der).extendedKeyUsage == [])
        #expect(certificateFacts(der: [0x30]).extendedKeyUsage == nil)
        // serverAuth (1.3.6.1.5.5.7.3.1) turned into what nobody has a name for, and the list into something else.
        let der = try Fixture("client-only").der
        let purpose: [UInt8] = [0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02]
        let unnamed = replacing(purpose, with: purpose.dropLast() + [0x7f], in: der)
        #expect(certificateFacts(der: unnamed).extendedKeyUsage == ["1.3.6.1.5.5.7.3.127"])
        let broken = replacing(purpose, with: [0x04] + purpose.dropFirst(), in: der)
        #expect(certificateFacts(der: broken).extendedKeyUsage == nil)
    }

    @Test func signatureAlgorithms() throws {
        #expect(certificateFacts(der: try Fixture("good").der).signatureAlgorithm == "ecdsa-with-SHA256")
        #expect(certificateFacts(der: try Fixture("ed25519-self").der).signatureAlgorithm == "ED25519")
        #expect(certificateFacts(der: try Fixture("old-rsa").der).signatureAlgorithm == "sha1WithRSAEncryption")
        let proof = certificateFacts(der: try Fixture("good").der(signedBy: merkleTreeProof))
        #expect(proof.signatureAlgorithm == "Merkle tree proof" && proof.signatureHash == "")
        let unknown: [UInt8] = merkleTreeProof.dropLast() + [0x44]
        #expect(
            certificateFacts(der: try Fixture("good").der(signedBy: unknown)).signatureAlgorithm
                == "1.3.6.1.5.5.7.6.68")
    }

    /// As `openssl pkey -pubin -outform DER | sha256sum` prints it.
    @Test func digestsOfKeys() throws {
        #expect(
            certificateFacts(der: try Fixture("good").der).keyDigest
                == "aa439e54ca1c9a5b5187731908688811187e9c963608974528f4867f6c3ea5eb")
        #expect(
            certificateFacts(der: try Fixture("old-rsa").der).keyDigest
                == "52e26d1271de6709ec51acbd8f49be5888b3d701790e10218bd9ee6a2c73a2a4")
        #expect(certificateFacts(der: [0x30, 0x00]).keyDigest == nil)
    }

    @Test func longSubjectsAreMarked() throws {
        let der = try Fixture("odd-subject").der
        #expect(!certificateFacts(der: der).subject.hasSuffix("…"))
        let long = certificateFacts(der: try Fixture("long-subject").der).subject
        #expect(long.count == 501 && long.hasPrefix("OU=99") && long.hasSuffix("…"))
    }

    @Test func namesOfXMPP() throws {
        #expect(
            certificateFacts(der: try Fixture("srv-only").der).names == [
                "SRV:_xmpp-client.example.org", "SRV:_xmpp-server.*.example.net",
            ])
        #expect(
            certificateFacts(der: try Fixture("xmpp-only").der).names == ["XMPP:example.org", "XMPP:bücher.example"])
        #expect(
            certificateFacts(der: try Fixture("host-only").der).names == [
                "DNS:xmpp.example.org", "IP:192.0.2.1", "IP:2001:db8::1",
            ])
        #expect(certificateFacts(der: try Fixture("cn-only").der).names.isEmpty)
    }

    @Test func oddCharacters() throws {
        let names = certificateFacts(der: try Fixture("nul-name").der).names
        #expect(names == ["DNS:example.org\\x00.evil.example", "DNS:line\\x0a<b>.example"])
        // RFC 4514 escapes of its own, characters as they are.
        #expect(
            certificateFacts(der: try Fixture("odd-subject").der).subject
                == #"CN=\<b\>a\\b,O=Ämter\, Märkte \+ Co"#)
    }

    @Test func outsideTexts() {
        func text(_ text: String, limit: Int = 100) -> String { escapingUntrusted(Array(text.utf8), limit: limit) }
        #expect(text("a\u{1b}[31m\u{7f}\n") == "a\\x1b[31m\\x7f\\x0a")
        #expect(text("\u{202e}gro.elpmaxe") == "\\xe2\\x80\\xaegro.elpmaxe")
        #expect(text("\u{85}\u{2028}") == "\\xc2\\x85\\xe2\\x80\\xa8")
        #expect(text("\\x00") == "\\\\x00")
        #expect(text("grüße", limit: 3) == "grü")
        #expect(escapingUntrusted([0x61, 0xff, 0xc3, 0x62, 0xe2, 0x82], limit: 100) == "a\\xff\\xc3b\\xe2\\x82")
        #expect(escapingUntrusted([0xed, 0xa0, 0x80], limit: 100) == "\\xed\\xa0\\x80")
    }

    @Test func datesThatAreNone() throws {
        let der = try Fixture("expired").der
        // 2010 to 2011 in UTCTime: 100101000000Z, 110101000000Z.
        let old = Array("110101000000Z".utf8)
        for text in ["119901000000Z", "110230000000Z", "11010100000-Z", "1101010000000"] {
            let facts = certificateFacts(der: replacing(old, with: Array(text.utf8), in: der))
            #expect(facts.notAfter == nil, "\(text)")
            #expect(facts.notBefore == Instant("2010-01-01T00:00:00Z"))
        }
        let good = certificateFacts(der: replacing(old, with: Array("120229235959Z".utf8), in: der))
        #expect(good.notAfter == Instant("2012-02-29T23:59:59Z"))
    }

    private func replacing(_ old: [UInt8], with new: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: old) }) else { return [] }
        var bytes = bytes
        bytes.replaceSubrange(start..<start + old.count, with: new)
        return bytes
    }

    @Test func noCertificates() throws {
        let good = try Fixture("good").der
        for bytes in [[], [0x30], Array(good.dropLast()), good + [0], [UInt8](repeating: 0x30, count: 3_000_000)] {
            let facts = certificateFacts(der: bytes)
            #expect(facts.sha256 == hexadecimal(Digest.sha256(bytes)))
            #expect(facts.subject.isEmpty && facts.notAfter == nil && facts.keyBits == 0 && facts.names.isEmpty)
        }
    }

    /// Nothing may trap, and nothing may grow, whatever a byte is turned into.
    @Test(arguments: ["good", "nul-name", "xmpp-only", "issuer-named", "ed25519-self"] as [Fixture])
    func everyChangedByte(_ fixture: Fixture) throws {
        let der = try fixture.der
        for index in der.indices {
            for value in [0, 0xff, der[index] ^ 1, der[index] &+ 1] {
                var changed = der
                changed[index] = value
                let facts = certificateFacts(der: changed)
                #expect(facts.names.count <= 100 && facts.subject.unicodeScalars.count <= 501)
                #expect((facts.names + [facts.subject, facts.issuer]).allSatisfy { !$0.utf8.contains { $0 < 0x20 } })
            }
        }
    }
}
