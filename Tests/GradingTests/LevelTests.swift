import Grading
import Model
import Testing

/// NCSC-NL 2025: levels, the lowest part counts.
@Suite struct LevelTests {
    private func level(_ it: EndpointFindings) -> Finding<String> { Profile.ncscNL2025.verdict(for: it).grade }

    /// Nothing below the best anywhere: TLS 1.3 alone, AES-256, a curve, and a signature without a hash of its own.
    private func best(
        versions: [ProtocolVersion] = [.tls13], suites: [SuiteFacts] = [tls13AES256], keyType: String = "EC P-256",
        keyBits: Int = 256, hash: String = "", groups: Finding<[String]> = .measured(["x25519"]),
        diffieHellman: Finding<[DiffieHellmanGroup]> = .notOffered, trusted: Bool = true, service: Service = .imap
    ) -> EndpointFindings {
        endpoint(
            versions: versions, suites: suites, keyType: keyType, keyBits: keyBits, hash: hash, trusted: trusted,
            groups: groups, diffieHellman: diffieHellman, service: service)
    }

    @Test func good() { #expect(level(best()) == .measured("good")) }

    @Test func versions() {
        #expect(level(best(versions: [.tls12, .tls13])) == .measured("sufficient"))
        #expect(level(best(versions: [.tls11, .tls12])) == .measured("insufficient"))
    }

    @Test func suites() {
        #expect(level(best(suites: [tls13AES128])) == .measured("sufficient"))
        #expect(level(best(suites: [ecdheGCM])) == .measured("sufficient"))
        #expect(level(best(suites: [ecdheCBC256])) == .measured("phase-out"))
        #expect(level(best(suites: [dheGCM])) == .measured("phase-out"))
        #expect(level(best(suites: [ecdheAES128])) == .measured("insufficient"))
        #expect(level(best(suites: [rsaAES256])) == .measured("insufficient"))
        let ccm8 = suite("TLS_AES_128_CCM_8_SHA256", .any, "AES_128_CCM_8", 128, mac: "AEAD", authentication: .any)
        #expect(level(best(suites: [ccm8])) == .measured("insufficient"))
    }

    @Test func groups() {
        #expect(level(best(groups: .measured(["X25519MLKEM768", "secp521r1", "x448"]))) == .measured("good"))
        #expect(level(best(groups: .measured(["x25519", "ffdhe3072"]))) == .measured("phase-out"))
        #expect(level(best(groups: .measured(["x25519", "ffdhe2048"]))) == .measured("insufficient"))
        #expect(level(best(groups: .unmeasured(Reason(.timeout)))).isUnknown)
        let ffdhe = DiffieHellmanGroup(bits: 4096, name: "ffdhe4096")
        #expect(level(best(diffieHellman: .measured([ffdhe]))) == .measured("phase-out"))
        let own = DiffieHellmanGroup(bits: 4096, name: "")
        #expect(level(best(diffieHellman: .measured([ffdhe, own]))) == .measured("insufficient"))
    }

    @Test func certificates() {
        #expect(level(best(keyType: "RSA", keyBits: 3072)) == .measured("good"))
        #expect(level(best(keyType: "RSA", keyBits: 3071)) == .measured("phase-out"))
        #expect(level(best(keyType: "RSA", keyBits: 2047)) == .measured("insufficient"))
        #expect(level(best(keyType: "EC secp256k1")) == .measured("insufficient"))
        #expect(level(best(hash: "SHA384")) == .measured("sufficient"))
        #expect(level(best(hash: "SHA1")) == .measured("insufficient"))
    }

    @Test func betweenMailServersOnlyDANECounts() {
        #expect(level(best(trusted: false)) == .measured("insufficient"))
        #expect(level(best(trusted: false, service: .mx)) == .measured("good"))
        var broken = best(service: .mx)
        broken.dane = .measured(
            DANEFacts(name: "_25._tcp.x.a.test", records: [], usable: 1, verified: false, problem: "no-match"))
        #expect(level(broken) == .measured("insufficient"))
    }

    @Test func anUnknownThatCanChangeNothingIsNamed() {
        var it = best(versions: [.tls11, .tls12])
        it.groups = .unmeasured(Reason(.timeout))
        let verdict = Profile.ncscNL2025.verdict(for: it)
        #expect(verdict.grade == .measured("insufficient"))
        #expect(verdict.reasons.contains { $0.rule == "unknown-without-effect" && $0.detail == "groups: timeout" })
    }

    @Test func noEncryption() {
        #expect(level(endpoint(versions: [], suites: [], startTLS: .notOffered)) == .measured("insufficient"))
    }
}
