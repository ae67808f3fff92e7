import Foundation
import Model
import Testing

@testable import Trust

/// Certificates that nobody needs, made by the openssl command line tool.
@Suite("Hostile certificates", .timeLimit(.minutes(10)))
struct HostileCertificateTests {
    private func certificate(_ extensions: String) throws -> [UInt8] {
        let scratch = try Scratch()
        try scratch.write(
            "odd",
            "[req]\ndistinguished_name = name\nx509_extensions = extensions\n[name]\n[extensions]\n\(extensions)\n")
        try OpenSSLTool.run(
            [
                "req", "-x509", "-config", "odd", "-key", "key.pem", "-out", "leaf.pem", "-days", "2", "-subj",
                "/CN=localhost",
            ], in: scratch.folder)
        return try scratch.leaf
    }

    /// The names are counted, a hundred are kept, and the last one counts for the identity all the same.
    @Test(arguments: [10_000, 50_000]) func names(count: Int) throws {
        let list = (1...count).map { "DNS.\($0) = host-\($0).names.example.org" }.joined(separator: "\n")
        let der = try certificate("subjectAltName = @names\n[names]\n\(list)")
        if count > 40_000 { #expect(der.count > 1_000_000) }
        let facts = certificateFacts(der: der)
        #expect(facts.nameCount == count && facts.names.count == 100)
        let host = "host-\(count).names.example.org"
        let identity = checkIdentity(leaf: der, service: .https, domain: host, host: host)
        #expect(identity.valid && identity.matched == "DNS:\(host)")
        #expect(!checkIdentity(leaf: der, service: .xmppClient, domain: "example.net", host: "example.net").valid)
        #expect(
            verifyChain(chain: [der], anchors: [der], at: Instant(milliseconds: 0)).problems.map(\.name) == [
                "not-yet-valid"
            ])
    }

    @Test func stapling() throws {
        #expect(certificateFacts(der: try certificate("tlsfeature = status_request")).mustStaple == true)
        #expect(certificateFacts(der: try certificate("tlsfeature = 17")).mustStaple == false)
        #expect(certificateFacts(der: try certificate("1.3.6.1.5.5.7.1.24 = DER:0500")).mustStaple == false)
        // A list of timestamps, empty: only whether it is there is looked at.
        let facts = certificateFacts(der: try certificate("1.3.6.1.4.1.11129.2.4.2 = DER:04020000"))
        #expect(facts.hasTimestamps == true && facts.mustStaple == false)
    }

    @Test func usesAndResponders() throws {
        let both = certificateFacts(
            der: try certificate(
                "extendedKeyUsage = serverAuth, clientAuth\n"
                    + "authorityInfoAccess = OCSP;URI:http://a.test, caIssuers;URI:http://b.test"))
        #expect(both.extendedKeyUsage == ["serverAuth", "clientAuth"] && both.hasResponder == true)
        let neither = certificateFacts(der: try certificate("authorityInfoAccess = caIssuers;URI:http://b.test"))
        #expect(neither.extendedKeyUsage == [] && neither.hasResponder == false)
        let many = (1...60).map { "1.3.6.1.4.1.99999.\($0)" }.joined(separator: ", ")
        #expect(
            certificateFacts(der: try certificate("extendedKeyUsage = \(many)")).extendedKeyUsage?.count == 20)
        #expect(certificateFacts(der: try certificate("2.5.29.37 = DER:0500")).extendedKeyUsage == nil)
    }

    /// Keys that OpenSSL does not load: a curve that is none, a modulus of no bits.
    @Test func keysThatAreNone() throws {
        let der = try Scratch().leaf
        // The object identifier of prime256v1 (1.2.840.10045.3.1.7) turned into one that nobody has.
        let curve: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
        let start = try #require(der.indices.first { der[$0...].starts(with: curve) })
        var changed = der
        changed[start + 7] = 0x7f
        let facts = certificateFacts(der: changed)
        #expect(facts.keyType == "EC" && facts.keyBits == 0)
        #expect(facts.subject == "CN=localhost")
        let trust = verifyChain(chain: [changed], anchors: [], at: noon)
        #expect(!trust.valid && !trust.problems.isEmpty)
    }
}
