import Grading
import Model
import Testing

/// `mozilla-5.8`, `bsi-2026` and `ssllabs-2009r`: for each rule a server that it lowers, beside one that it does not.
@Suite struct ProfilesOf2026Tests {
    private static let chaCha = suite(
        "TLS_CHACHA20_POLY1305_SHA256", .any, "CHACHA20_POLY1305", 256, mac: "AEAD", authentication: .any)
    private static let hybrid: Finding<[String]> = .measured(["X25519MLKEM768", "x25519"])

    /// Nothing that any of them lowers.
    private func best(_ change: (inout EndpointFindings) -> Void = { _ in }) -> EndpointFindings {
        server(versions: [.tls13], suites: [tls13AES256], change)
    }

    private func server(
        versions: [ProtocolVersion], suites: [SuiteFacts], keyType: String = "EC P-256", keyBits: Int = 256,
        hash: String = "SHA256", diffieHellman: Finding<[DiffieHellmanGroup]> = .notOffered, trusted: Bool = true,
        service: Service = .imap, tlsa: Bool = false, _ change: (inout EndpointFindings) -> Void = { _ in }
    ) -> EndpointFindings {
        let suites = suites.map { suite in
            var suite = suite
            // As all of TLS 1.3 have it.
            if suite.keyExchange == .any { suite.forwardSecrecy = true }
            return suite
        }
        var it = endpoint(
            versions: versions, suites: suites, keyType: keyType, keyBits: keyBits, hash: hash, trusted: trusted,
            tlsa: tlsa, groups: Self.hybrid, diffieHellman: diffieHellman, service: service)
        it.parameters?.signatureSchemes = .measured(["ecdsa_secp256r1_sha256"])
        it.certificates = it.certificates.map { chain in
            chain.map { leaf in
                var leaf = leaf
                leaf.notBefore = Instant("2026-10-01T00:00:00Z")
                leaf.notAfter = Instant("2026-12-29T23:59:59Z")
                return leaf
            }
        }
        change(&it)
        return it
    }

    private func lives(_ until: String) -> (inout EndpointFindings) -> Void {
        { it in
            it.certificates = it.certificates.map { chain in
                chain.map { leaf in
                    var leaf = leaf
                    leaf.notAfter = Instant(until)
                    return leaf
                }
            }
        }
    }

    // MARK: Mozilla

    private func mozilla(_ it: EndpointFindings) -> Finding<String> { Profile.mozilla58.verdict(for: it).grade }

    @Test func configurationsOfMozilla() {
        #expect(mozilla(best()) == .measured("modern"))
        #expect(mozilla(server(versions: [.tls13], suites: [Self.chaCha])) == .measured("modern"))
        #expect(mozilla(server(versions: [.tls12, .tls13], suites: [tls13AES256])) == .measured("intermediate"))
        #expect(mozilla(server(versions: [.tls13], suites: [ecdheGCM])) == .measured("intermediate"))
        for key in [2_048, 4_096] {
            #expect(
                mozilla(server(versions: [.tls13], suites: [tls13AES256], keyType: "RSA", keyBits: key))
                    == .measured("intermediate"))
        }
        #expect(mozilla(server(versions: [.tls10, .tls13], suites: [tls13AES256])) == .measured("old"))
        #expect(mozilla(server(versions: [.tls11, .tls13], suites: [tls13AES256])) == .measured("old"))
        for suite in [ecdheAES128, ecdheCBC256, rsaAES256, rsa3DES] {
            #expect(mozilla(server(versions: [.tls12], suites: [suite])) == .measured("old"), "\(suite.name)")
        }
    }

    @Test func outsideAllConfigurationsOfMozilla() {
        // Since 5.8 without finite-field Diffie-Hellman.
        for suite in [dheGCM, rsaRC4] {
            #expect(mozilla(server(versions: [.tls12], suites: [suite])) == .measured("none"), "\(suite.name)")
        }
        for version in [ProtocolVersion.ssl2, .ssl3] {
            #expect(mozilla(server(versions: [version, .tls13], suites: [tls13AES256])) == .measured("none"))
        }
        for (type, bits) in [("RSA", 2_047), ("EC P-521", 521), ("Ed25519", 256)] {
            #expect(
                mozilla(server(versions: [.tls13], suites: [tls13AES256], keyType: type, keyBits: bits))
                    == .measured("none"), "\(type)")
        }
        #expect(mozilla(server(versions: [.tls13], suites: [tls13AES256], hash: "SHA1")) == .measured("none"))
        #expect(mozilla(server(versions: [.tls13], suites: [tls13AES256], trusted: false)) == .measured("none"))
        #expect(
            mozilla(best { $0.identity = .measured(IdentityFacts(valid: false, expected: "", matched: "")) })
                == .measured("none"))
        #expect(mozilla(endpoint(versions: [], suites: [], startTLS: .notOffered)) == .measured("none"))
    }

    @Test func livesOfCertificates() {
        #expect(mozilla(best(lives("2026-12-30T00:00:00Z"))) == .measured("modern"), "rounded to an hour")
        #expect(mozilla(best(lives("2026-12-31T00:00:00Z"))) == .measured("intermediate"))
        #expect(mozilla(best(lives("2027-10-01T23:59:59Z"))) == .measured("intermediate"), "366 days")
        #expect(mozilla(best(lives("2027-10-03T00:00:00Z"))) == .measured("none"))
        #expect(mozilla(best(lives(""))).isUnknown)
    }

    @Test func whatIsNotKnownForMozilla() {
        #expect(mozilla(best { $0.versions[4].finding = .unmeasured(Reason(.timeout)) }).isUnknown)
        #expect(mozilla(best { $0.certificates = .unmeasured(Reason(.timeout)) }).isUnknown)
        // Groups are not graded.
        #expect(mozilla(best { $0.groups = .unmeasured(Reason(.timeout)) }) == .measured("modern"))
    }

    // MARK: BSI

    private func bsi(_ it: EndpointFindings) -> Finding<String> { Profile.bsi2026.verdict(for: it).grade }

    @Test func endsOfTheBSI() {
        #expect(bsi(best()) == .measured("recommended"))
        #expect(bsi(server(versions: [.tls12, .tls13], suites: [tls13AES128])) == .measured("until-2031"))
        #expect(bsi(best { $0.groups = .measured(["x25519"]) }) == .measured("until-2031"))
        #expect(bsi(server(versions: [.tls12], suites: [ecdheCBC256])) == .measured("until-2031"))
        let large = DiffieHellmanGroup(bits: 3_072, name: "ffdhe3072")
        #expect(
            bsi(server(versions: [.tls12], suites: [dheGCM], diffieHellman: .measured([large])))
                == .measured("until-2029"))
        #expect(bsi(best { $0.groups = .measured(["X25519MLKEM768", "ffdhe3072"]) }) == .measured("until-2029"))
    }

    @Test func whatTheBSIDoesNotRecommend() {
        // Below 3000 bits, as in TLS 1.2.
        #expect(bsi(best { $0.groups = .measured(["X25519MLKEM768", "ffdhe2048"]) }) == .measured("not-recommended"))
        for suite in [Self.chaCha, ecdheAES128, rsaAES128, rsa3DES] {
            #expect(bsi(server(versions: [.tls12], suites: [suite])) == .measured("not-recommended"), "\(suite.name)")
        }
        for version in [ProtocolVersion.ssl2, .ssl3, .tls10, .tls11] {
            #expect(
                bsi(server(versions: [version, .tls13], suites: [tls13AES256])) == .measured("not-recommended"))
        }
        #expect(
            bsi(server(versions: [.tls13], suites: [tls13AES256], keyType: "RSA", keyBits: 2_999))
                == .measured("not-recommended"))
        #expect(
            bsi(server(versions: [.tls13], suites: [tls13AES256], keyType: "RSA", keyBits: 3_000))
                == .measured("recommended"))
        let small = DiffieHellmanGroup(bits: 2_048, name: "ffdhe2048")
        #expect(
            bsi(server(versions: [.tls12], suites: [dheGCM], diffieHellman: .measured([small])))
                == .measured("not-recommended"))
        #expect(bsi(server(versions: [.tls13], suites: [tls13AES256], hash: "SHA1")) == .measured("not-recommended"))
        #expect(bsi(server(versions: [.tls13], suites: [tls13AES256], trusted: false)) == .measured("not-recommended"))
        #expect(
            bsi(best { $0.identity = .measured(IdentityFacts(valid: false, expected: "", matched: "")) })
                == .measured("not-recommended"))
        #expect(bsi(best { $0.parameters?.compression = .measured(true) }) == .measured("not-recommended"))
        #expect(
            bsi(best { $0.parameters?.signatureSchemes = .measured(["rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"]) })
                == .measured("not-recommended"))
        #expect(
            bsi(best { $0.parameters?.signatureSchemes = .measured(["rsa_pss_rsae_sha256"]) })
                == .measured("recommended"))
        #expect(bsi(endpoint(versions: [], suites: [], startTLS: .notOffered)) == .measured("not-recommended"))
    }

    /// TR-03108 wants DANE of mail exchangers, and of nothing else.
    @Test func mailExchangersNeedDANE() {
        let without = server(versions: [.tls13], suites: [tls13AES256], service: .mx)
        #expect(bsi(without) == .measured("not-recommended"))
        #expect(
            bsi(server(versions: [.tls13], suites: [tls13AES256], service: .mx, tlsa: true))
                == .measured("recommended"))
        var unknown = without
        unknown.dane = .unmeasured(Reason(.dnsFailure))
        #expect(bsi(unknown).isUnknown)
    }

    @Test func whatIsNotKnownForTheBSI() {
        #expect(bsi(best { $0.groups = .unmeasured(Reason(.timeout)) }).isUnknown)
        let unsigned = best { $0.parameters?.signatureSchemes = .notAsked }
        #expect(bsi(unsigned).isUnknown)
        let seenByTheWay = best { $0.parameters?.signatureSchemesIncomplete = Reason(.notAsked) }
        #expect(bsi(seenByTheWay).isUnknown)
        let known = best {
            $0.parameters?.signatureSchemes = .measured(["rsa_pkcs1_sha256"])
            $0.parameters?.signatureSchemesIncomplete = Reason(.notAsked)
        }
        #expect(bsi(known) == .measured("not-recommended"))
    }

    // MARK: SSL Labs

    private func sslLabs(_ it: EndpointFindings) -> Finding<String> { Profile.sslLabs2009r.verdict(for: it).grade }

    @Test func lettersOfSSLLabs() {
        #expect(sslLabs(best()) == .measured("A"))
        #expect(sslLabs(server(versions: [.tls12], suites: [ecdheGCM])) == .measured("A-"), "no TLS 1.3")
        #expect(sslLabs(server(versions: [.tls12, .tls13], suites: [ecdheAES128])) == .measured("B"), "no AEAD")
        #expect(sslLabs(server(versions: [.tls11, .tls13], suites: [tls13AES256])) == .measured("B"))
        #expect(sslLabs(server(versions: [.tls10, .tls13], suites: [tls13AES256])) == .measured("B"))
        #expect(sslLabs(server(versions: [.ssl3, .tls13], suites: [tls13AES256])) == .measured("B"))
        let gcm = suite("TLS_RSA_WITH_AES_256_GCM_SHA384", .rsa, "AES_256_GCM", 256, mac: "AEAD")
        #expect(sslLabs(server(versions: [.tls12, .tls13], suites: [gcm])) == .measured("B"), "no forward secrecy")
        #expect(
            sslLabs(server(versions: [.tls13], suites: [tls13AES256], keyType: "RSA", keyBits: 2_047))
                == .measured("B"))
        let small = DiffieHellmanGroup(bits: 1_024, name: "")
        #expect(
            sslLabs(server(versions: [.tls12, .tls13], suites: [dheGCM], diffieHellman: .measured([small])))
                == .measured("B"))
        #expect(sslLabs(server(versions: [.tls12, .tls13], suites: [tls13AES256, rsa3DES])) == .measured("C"))
        let idea = suite("TLS_RSA_WITH_IDEA_CBC_SHA", .rsa, "IDEA_CBC", 128)
        #expect(sslLabs(server(versions: [.tls12, .tls13], suites: [tls13AES256, ecdheGCM, idea])) == .measured("C"))
        #expect(sslLabs(server(versions: [.tls12, .tls13], suites: [tls13AES256, rsaRC4])) == .measured("C"))
        #expect(sslLabs(best { $0.parameters?.compression = .measured(true) }) == .measured("C"))
        #expect(sslLabs(server(versions: [.tls11], suites: [ecdheGCM])) == .measured("C"))
    }

    @Test func whatFailsWithSSLLabs() {
        #expect(sslLabs(server(versions: [.ssl2, .tls13], suites: [tls13AES256])) == .measured("F"))
        #expect(sslLabs(server(versions: [.ssl3], suites: [ecdheAES128])) == .measured("F"))
        let anonymous = suite("x", .ecdhe, "AES_128_GCM", 128, mac: "AEAD", authentication: .anonymous)
        #expect(sslLabs(server(versions: [.tls12, .tls13], suites: [tls13AES256, anonymous])) == .measured("F"))
        #expect(
            sslLabs(server(versions: [.tls13], suites: [tls13AES256], keyType: "RSA", keyBits: 1_023))
                == .measured("F"))
        #expect(sslLabs(server(versions: [.tls13], suites: [tls13AES256], hash: "MD5")) == .measured("F"))
        #expect(sslLabs(server(versions: [.tls13], suites: [tls13AES256], trusted: false)) == .measured("T"))
        #expect(
            sslLabs(best { $0.identity = .measured(IdentityFacts(valid: false, expected: "", matched: "")) })
                == .measured("M"))
        #expect(sslLabs(endpoint(versions: [], suites: [], startTLS: .notOffered)) == .notOffered)
    }

    @Test func whatIsNotKnownForSSLLabs() {
        #expect(sslLabs(best { $0.versions[5].finding = .unmeasured(Reason(.timeout)) }).isUnknown)
        let silent = best { $0.parameters?.compression = .unmeasured(Reason(.timeout)) }
        #expect(sslLabs(silent).isUnknown)
        // 3DES with TLS 1.0 alone is another matter than with a later version.
        let old = server(versions: [.tls10, .tls13], suites: [tls13AES256]) { it in
            it.versions[2].finding = .measured(
                VersionFacts(suites: [rsa3DES], preference: .measured(.server)))
        }
        #expect(sslLabs(old) == .measured("B"))
        var doubtful = old
        doubtful.versions[5].finding = .measured(
            VersionFacts(suites: [tls13AES256], preference: .measured(.server), incomplete: Reason(.budget)))
        #expect(sslLabs(doubtful).isUnknown)
    }
}
