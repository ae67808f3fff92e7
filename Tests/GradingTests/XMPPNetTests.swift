import Grading
import Model
import Testing

/// The rules of xmpp.net against the rows of the table of 29 July 2014 and the edges of each rule.
@Suite struct XMPPNetTests {
    let january = Profile.xmppNet201401
    let august = Profile.xmppNet201408

    @Test func aModernServerOf2014() {
        let it = service(endpoint(versions: [.tls10, .tls11, .tls12], suites: [ecdheAES256, ecdheAES128]))
        let verdict = january.verdict(for: it)
        #expect(verdict.grade == .measured("A"))
        // 0.3 · (90 + 100)/2 + 0.3 · 90 + 0.4 · (80 + 100)/2 = 91.5
        #expect(verdict.score == 91)
        #expect(august.verdict(for: it).grade == .measured("A"))
    }

    @Test func aWeakServerOf2014() {
        let it = service(
            endpoint(
                versions: [.ssl3, .tls10, .tls11, .tls12], suites: [rsaRC4, rsaAES128, rsaAES256],
                startTLS: .measured(.optional)))
        #expect(january.verdict(for: it).grade == .measured("A-"))
        #expect(january.verdict(for: it).reasons.contains { $0.rule == "rc4" && $0.effect == "A-" })
        #expect(august.verdict(for: it).grade == .measured("A-"))
    }

    /// 3DES counts as 112 bits: 0.3 · 90 + 0.3 · 90 + 0.4 · (20 + 100)/2 = 78.
    @Test func tripleDESCostsTheA() {
        let it = service(endpoint(versions: [.ssl3, .tls12], suites: [rsaRC4, rsa3DES, rsaAES256]))
        #expect(january.verdict(for: it).grade == .measured("B"))
        #expect(january.verdict(for: it).score == 78)
    }

    @Test func anUntrustedServerWithSSL2() {
        let it = service(endpoint(versions: [.ssl2, .ssl3, .tls10], suites: [rsaRC4, rsaAES128], trusted: false))
        #expect(january.verdict(for: it).grade == .measured("F"))
        #expect(august.verdict(for: it).grade == .measured("F"))
    }

    @Test func noEncryptionIsNoLetter() {
        let it = service(endpoint(versions: [], suites: [], startTLS: .notOffered))
        #expect(january.verdict(for: it).grade == .notOffered)
    }

    @Test func untrustedIsFInJanuaryAndTInAugust() {
        let it = service(endpoint(versions: [.tls12], suites: [ecdheAES256], named: false))
        #expect(january.verdict(for: it).grade == .measured("F"))
        #expect(august.verdict(for: it).grade == .measured("T"))
        let worse = service(endpoint(versions: [.tls10], suites: [ecdheAES256], trusted: false))
        #expect(august.verdict(for: worse).grade == .measured("F"))
    }

    @Test func forwardSecrecyCountsFromAugust() {
        let it = service(endpoint(versions: [.tls12], suites: [rsaAES256]))
        #expect(january.verdict(for: it).grade == .measured("A"))
        #expect(august.verdict(for: it).grade == .measured("A-"))
    }

    @Test(arguments: [(1024, "B"), (2047, "B"), (2048, "A"), (1023, "F"), (512, "F")])
    func keySizes(_ bits: Int, _ grade: String) {
        let it = service(endpoint(versions: [.tls12], suites: [ecdheAES256], keyBits: bits))
        #expect(january.verdict(for: it).grade == .measured(grade))
    }

    @Test func curvesAreWorthAHundred() {
        let it = service(
            endpoint(versions: [.tls12, .tls13], suites: [ecdheAES256], keyType: "EC P-256", keyBits: 256))
        #expect(january.verdict(for: it).score == 100)
    }

    @Test func withoutTLS12AtBestB() {
        let it = service(endpoint(versions: [.tls10, .tls11], suites: [ecdheAES256]))
        #expect(january.verdict(for: it).grade == .measured("B"))
    }

    @Test func md5SignaturesFail() {
        let it = service(endpoint(versions: [.tls12], suites: [ecdheAES256], hash: "MD5"))
        #expect(january.verdict(for: it).grade == .measured("F"))
    }

    @Test func anonymousSuitesAreWorthNoKey() {
        let anonymous = suite("TLS_DH_anon_WITH_AES_128_CBC_SHA", .dhe, "AES_128_CBC", 128, authentication: .anonymous)
        // 0.3 · 100 + 0.3 · 0 + 0.4 · (80 + 100)/2 = 66
        let verdict = january.verdict(for: service(endpoint(versions: [.tls12], suites: [ecdheAES256, anonymous])))
        #expect(verdict.grade == .measured("B"))
        #expect(verdict.score == 66)
    }

    @Test func exportSuitesLowerTheKey() {
        let export = suite("TLS_RSA_EXPORT_WITH_RC4_40_MD5", .rsa, "RC4_40", 40, mac: "MD5", export: true)
        // 0.3 · 100 + 0.3 · 40 + 0.4 · (20 + 100)/2 = 66
        #expect(january.verdict(for: service(endpoint(versions: [.tls12], suites: [ecdheAES256, export]))).score == 66)
    }

    @Test func theWorstEndpointCountsByRankNotByAlphabet() {
        let good = endpoint(versions: [.tls12], suites: [ecdheAES256])
        let bad = endpoint(versions: [.tls12], suites: [ecdheAES256, rsaRC4])
        let verdict = january.verdict(for: service(good, bad))
        #expect(verdict.grade == .measured("A-"))
        #expect(verdict.mixed)
        #expect(!january.verdict(for: service(good, good)).mixed)
    }

    @Test func anUnknownVersionMakesTheGradeUnknownButNotAProvenF() {
        var it = endpoint(versions: [.tls12], suites: [ecdheAES256])
        it.versions[0].finding = .unmeasured(Reason(.timeout))
        #expect(january.verdict(for: service(it)).grade.isUnknown)
        var failed = endpoint(versions: [.ssl2, .tls10], suites: [ecdheAES256])
        failed.versions[1].finding = .unmeasured(Reason(.timeout))
        #expect(january.verdict(for: service(failed)).grade == .measured("F"))
    }

    @Test func anEndpointThatIsDownIsSaidAndDoesNotCount() {
        let good = endpoint(versions: [.tls12], suites: [ecdheAES256])
        var down = good
        down.startTLS = .unmeasured(Reason(.connectionRefused))
        let verdict = january.verdict(for: service(good, down))
        #expect(verdict.grade == .measured("A"))
        #expect(verdict.mixed)
        #expect(verdict.reasons.contains { $0.rule == "endpoint-not-measured" })
    }
}
