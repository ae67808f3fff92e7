import Archive
import Derive
import Grading
import Model
import Testing

/// What servers of makers that the lab lacks really accept, by clients of others, held against what was recorded of them.
@Suite struct OtherMakersTests {
    private func endpoint(_ name: String) throws -> EndpointFindings {
        let file = Corpus.evidencePath("maker-\(name)")
        let records = try EvidenceFile.decode(try Corpus.evidence("maker-\(name)"), file: file)
        let found = try deriveFindings(from: records, file: file)
        return try #require(found.services.first?.endpoints.first)
    }

    private func suites(_ endpoint: EndpointFindings, _ version: ProtocolVersion) -> [String]? {
        endpoint.versions.first { $0.version == version }?.finding.value?.suites.map(\.name)
    }

    /// Nothing is unknown of these, and they answer by the rules.
    @Test(arguments: [
        "lighttpd-gnutls", "lighttpd-nss", "gnutls-dhe", "gnutls-x448", "gnutls-ffdhe", "openssl-ed25519",
        "openssl-pss", "openssl-warning", "nss-tls13", "erlang", "courier-imap", "grpc", "fast-tls",
    ])
    func theHandshakeCompletes(name: String) throws {
        let found = try endpoint(name)
        #expect(found.handshake?.value != nil)
        #expect(found.versions.allSatisfy { !$0.finding.isUnknown && $0.finding.value?.incomplete == nil })
        #expect(found.versions.allSatisfy { $0.finding.value?.differing == nil })
        #expect(Profile.current.verdict(for: found).grade.value != nil)
    }

    /// gnutls-cli completes a handshake with `NORMAL:-KX-ALL:+DHE-RSA`; OpenSSL's client, which lists no group of
    /// RFC 7919, does not.
    @Test func diffieHellmanOfGnuTLS() throws {
        for name in ["lighttpd-gnutls", "gnutls-dhe", "courier-imap"] {
            let found = try endpoint(name)
            let dhe = (suites(found, .tls12) ?? []).filter { $0.hasPrefix("TLS_DHE_RSA_") }
            #expect(dhe.contains("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"), "\(name)")
            #expect(dhe.contains("TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"), "\(name): \(dhe)")
            // lighttpd's own list of priorities has CCM_8 besides.
            #expect(dhe.count == (name == "lighttpd-gnutls" ? 8 : 7), "\(name): \(dhe)")
            #expect(found.parameters?.diffieHellman == .measured([DiffieHellmanGroup(bits: 2048, name: "ffdhe2048")]))
        }
    }

    /// s_client completes TLS 1.2 and 1.3 as long as it does not send status_request.
    @Test func wolfSSLClosesForAnExtension() throws {
        let found = try endpoint("lighttpd-wolfssl")
        #expect(found.handshake == .measured(.tls13))
        #expect(suites(found, .tls12)?.contains("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384") == true)
        #expect(found.versions.allSatisfy { !$0.finding.isUnknown && $0.finding.value?.incomplete == nil })
        #expect(found.certificates.value?.first?.subject == "CN=localhost")
        #expect(found.parameters?.stapledStatus == .refused(by: "server", why: Reason(.closed)))
        let kinds = found.parameters?.oddities.compactMap { ProtocolViolation(sentence: $0) } ?? []
        #expect(kinds.contains(ProtocolViolation(.breaksOffForExtension, name: "status_request")))
        #expect(!kinds.contains { $0.kind == .breaksOffAfterSuite })
    }

    /// Alert 80 after its Certificate, in every handshake.
    @Test func openSMTPDCompletesNone() throws {
        let found = try endpoint("opensmtpd")
        guard case .refused(by: "server", let why)? = found.handshake else {
            Issue.record("\(String(describing: found.handshake))")
            return
        }
        #expect(why == Reason(.noHandshake, "internal_error(80)"))
        for profile in Profile.all { #expect(profile.verdict(for: found).grade == .refused(by: "server", why: why)) }
        // What was not there to be read is no flood.
        #expect(found.parameters?.signatureSchemes.value == nil)
        if case .unmeasured(let reason)? = found.parameters?.signatureSchemes { #expect(reason.code != .tooLarge) }
    }

    @Test func modernVersionsByASingleGroupOrSuite() throws {
        #expect(try endpoint("gnutls-x448").groups == .measured(["x448"]))
        #expect(try endpoint("gnutls-ffdhe").groups == .measured(["ffdhe2048", "ffdhe3072"]))
        let nss = try endpoint("lighttpd-nss")
        #expect(suites(nss, .tls13) == ["TLS_CHACHA20_POLY1305_SHA256"])
    }

    /// TLS 1.3 signs inside the encryption: one scheme for each handshake.
    @Test func signatureSchemes() throws {
        let three = Set(["rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512"])
        #expect(Set(try endpoint("nss-tls13").parameters?.signatureSchemes.value ?? []) == three)
        #expect(try endpoint("openssl-ed25519").parameters?.signatureSchemes == .measured(["ed25519"]))
        let pss = ["rsa_pss_pss_sha256", "rsa_pss_pss_sha384", "rsa_pss_pss_sha512"]
        #expect(try endpoint("openssl-pss").parameters?.signatureSchemes == .measured(pss))
        // Only where the certificate's own algorithm is in the list too.
        #expect(try endpoint("erlang").parameters?.signatureSchemes.value?.contains("rsa_pkcs1_sha512") == true)
    }

    @Test func groupsOfErlang() throws {
        let groups = try #require(try endpoint("erlang").groups.value)
        #expect(groups.contains("secp160k1") && groups.contains("x25519"))
    }

    /// A client of OpenSSL that offers TLS 1.3, and so lists its versions, completes a handshake with TLS 1.2; one whose
    /// newest version is TLS 1.2 gets TLS 1.0. It is one server.
    @Test func versionsOfTlslite() throws {
        let found = try endpoint("tlslite")
        #expect(found.handshake == .measured(.tls12))
        #expect(found.versions.filter { $0.finding.value != nil }.map(\.version) == [.tls10, .tls12])
        #expect(found.versions.allSatisfy { $0.finding.value?.differing == nil && $0.finding.value?.incomplete == nil })
        #expect(suites(found, .tls12)?.count == 9 && suites(found, .tls12) == suites(found, .tls10))
        #expect(found.parameters?.oddities == ["negotiates TLSv1.2 only with clients that list their versions"])
    }

    /// CECPQ1 has no named group; the suites beside it have, and six schemes sign them all.
    @Test func botan() throws {
        let found = try endpoint("botan")
        #expect(suites(found, .tls12)?.first?.hasPrefix("TLS_CECPQ1_RSA_") == true)
        #expect(found.groups.value?.count == 7)
        #expect(found.parameters?.signatureSchemes.value?.count == 6)
    }

    /// It lists its suites and demands a certificate, so that nobody without one completes a handshake.
    @Test func aClientCertificateIsDemanded() throws {
        let found = try endpoint("openssl-client-certificate")
        #expect(found.handshake == .unmeasured(Reason(.clientCertificate)))
        #expect((suites(found, .tls12)?.count ?? 0) >= 20)
        #expect(found.certificates.value?.first?.subject == "CN=localhost")
        #expect(Profile.current.verdict(for: found).grade.value != nil)
    }

    /// A warning before the ServerHello ends nothing.
    @Test func aWarningComesFirst() throws {
        let found = try endpoint("openssl-warning")
        #expect(suites(found, .tls12)?.count == 20)
        #expect(suites(found, .tls13)?.count == 3)
    }

    /// gnutls-cli and s_client get through STARTTLS; s_client with `-fallback_scsv` is refused by a warning close_notify.
    @Test func courier() throws {
        let found = try endpoint("courier-imap")
        #expect(found.startTLS == .measured(.optional))
        #expect(suites(found, .tls12)?.count == 18)
        #expect(found.parameters?.fallbackSignal == .measured(true))
        #expect(found.mechanisms.beforeTLS == .measured([]) && found.mechanisms.afterTLS == .measured(["PLAIN"]))
    }

    /// s_client gets h2 by ALPN, and a handshake with P-256 alone.
    @Test func gRPC() throws {
        let found = try endpoint("grpc")
        #expect(found.parameters?.applicationProtocols == .measured(["h2"]))
        #expect(found.groups == .measured(["secp256r1"]))
        // It closes on everything that it refuses.
        let kinds = found.parameters?.oddities.compactMap { ProtocolViolation(sentence: $0)?.kind }
        #expect(kinds == [.breaksOff])
    }

    /// s_client shows the modulus; it is divisible by 7.
    @Test func theModulusOfFastTLS() throws {
        let found = try endpoint("fast-tls")
        let group = DiffieHellmanGroup(bits: 2048, name: "RFC 5114 §2.3 reversed, not prime")
        #expect(found.parameters?.diffieHellman == .measured([group]))
    }

    /// It takes nothing but STARTTLS. As an IMAP front it lists the login of the server behind it, and says goodbye to
    /// every command besides.
    @Test func stunnel() throws {
        let smtp = try endpoint("stunnel-smtp")
        #expect(smtp.startTLS == .measured(.required))
        #expect(smtp.handshake?.value == .tls13)
        let imap = try endpoint("stunnel-imap")
        #expect(imap.handshake?.value == .tls13)
        #expect(imap.mechanisms.beforeTLS == .measured([]) && imap.mechanisms.afterTLS == .measured(["PLAIN"]))
        #expect(imap.startTLS == .measured(.required))
    }
}
