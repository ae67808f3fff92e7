import Grading
import Model
import Testing

/// What xmpp.net changed on 20 October 2015.
@Suite struct XMPPNet2015Tests {
    let profile = Profile.xmppNet201510

    private func grade(_ it: EndpointFindings) -> Finding<String> { profile.verdict(for: it).grade }

    @Test func nothingBetterThanSSL3Fails() {
        #expect(grade(endpoint(versions: [.ssl3], suites: [ecdheAES256])) == .measured("F"))
    }

    @Test func ssl3BesideTLS12IsAtBestB() {
        #expect(grade(endpoint(versions: [.ssl3, .tls12], suites: [ecdheAES256])) == .measured("B"))
        #expect(
            Profile.xmppNet201408.verdict(for: endpoint(versions: [.ssl3, .tls12], suites: [ecdheAES256])).grade
                == .measured("A"))
    }

    @Test func withoutTLS12AtBestC() {
        #expect(grade(endpoint(versions: [.tls10, .tls11], suites: [ecdheAES256])) == .measured("C"))
    }

    @Test func rc4BesideTLS11IsAtBestC() {
        #expect(grade(endpoint(versions: [.tls11, .tls12], suites: [ecdheAES256, rsaRC4])) == .measured("C"))
        // The old code forgot TLS 1.1; the rule never did.
        let old = endpoint(versions: [.tls10, .tls11], suites: [ecdheAES256, rsaRC4])
        #expect(profile.verdict(for: old).reasons.contains { $0.rule == "rc4" })
    }

    @Test func compressionIsAtBestC() {
        #expect(
            grade(endpoint(versions: [.tls12], suites: [ecdheAES256], compression: .measured(true))) == .measured("C"))
    }

    /// 0.3 · 100 + 0.3 · key + 0.4 · (80 + 100)/2, the key's 90 lowered to 40 (below 1024 bits) or 80, or left.
    @Test(arguments: [(1023, "B", 78), (1024, "B", 90), (2047, "B", 90), (2048, "A", 93), (4096, "A", 93)])
    func smallDiffieHellmanGroups(_ bits: Int, _ letter: String, _ score: Int) {
        let it = endpoint(
            versions: [.tls12], suites: [ecdheAES256, dheGCM],
            diffieHellman: .measured([DiffieHellmanGroup(bits: bits, name: "")]))
        let verdict = profile.verdict(for: it)
        #expect(verdict.grade == .measured(letter))
        #expect(verdict.score == score)
    }

    @Test func anUnknownGroupIsAQuestionMarkOnlyWhereItMatters() {
        let unknown = Finding<[DiffieHellmanGroup]>.unmeasured(Reason(.timeout))
        #expect(
            grade(endpoint(versions: [.tls12], suites: [ecdheAES256, dheGCM], diffieHellman: unknown)).isUnknown)
        // F by another rule, whatever the group is.
        #expect(
            grade(endpoint(versions: [.ssl2, .tls12], suites: [ecdheAES256, dheGCM], diffieHellman: unknown))
                == .measured("F"))
    }

    @Test func wrongNameIsT() {
        #expect(grade(endpoint(versions: [.tls12], suites: [ecdheAES256], named: false)) == .measured("T"))
        #expect(grade(endpoint(versions: [.ssl3, .tls12], suites: [ecdheAES256], named: false)) == .measured("F"))
    }

    @Test func snapshotsFromBeforeParametersAreSaidToBeUnknown() {
        var it = endpoint(versions: [.tls12], suites: [ecdheAES256])
        it.parameters = nil
        let verdict = profile.verdict(for: it)
        #expect(verdict.grade.isUnknown)
        #expect(verdict.reasons.contains { $0.rule == "unknown-input" && $0.detail.contains("not-asked") })
        #expect(Profile.xmppNet201401.verdict(for: it).grade == .measured("A"))
    }
}
