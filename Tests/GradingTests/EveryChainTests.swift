import Grading
import Model
import Testing

/// A server with an ECDSA and an RSA certificate: every certificate that a client can get is judged.
@Suite struct EveryChainTests {
    private func dane(_ verified: Bool) -> Finding<DANEFacts> {
        .measured(
            DANEFacts(
                name: "_443._tcp.a.test",
                records: [TLSAFacts(usage: 3, selector: 1, matching: 1, data: "00", matches: verified)], usable: 1,
                verified: verified, problem: verified ? "" : "no-match"))
    }

    private func server(
        trust problems: [TrustFacts.Problem] = [], named: Bool = true, other: Finding<DANEFacts>?,
        main: Finding<DANEFacts>, hash: String = "SHA256"
    ) -> EndpointFindings {
        var it = endpoint(
            versions: [.tls12, .tls13], suites: [tls13AES256, ecdheGCM], keyType: "EC P-256", keyBits: 256,
            groups: .measured(["X25519MLKEM768", "x25519"]), service: .https)
        it.startTLS = .notApplicable
        it.dane = main
        let leaf = CertificateFacts(
            sha256: "02", subject: "CN=a.test", issuer: "CN=ca", notBefore: nil, notAfter: nil, keyType: "RSA",
            keyBits: 4096, signatureHash: hash, names: ["DNS:a.test"], nameCount: 1, selfSigned: false)
        it.parameters?.otherChains = .measured([
            ChainFacts(
                certificates: [leaf], trust: TrustFacts(valid: problems.isEmpty, problems: problems),
                identity: IdentityFacts(valid: named, expected: "a.test", matched: named ? "DNS:a.test" : ""),
                dane: other)
        ])
        return it
    }

    private func summary(_ endpoint: EndpointFindings) -> ServiceSummary {
        ServiceSummary(
            of: ServiceFindings(
                service: .https, domain: "a.test", discovery: .measured(1), endpoints: [endpoint]))
    }

    private func verdict(_ endpoint: EndpointFindings) -> Verdict { Profile.pruefstand2026.verdict(for: endpoint) }

    @Test func recordsForOneCertificateAlone() throws {
        let it = server(other: dane(false), main: dane(true))
        #expect(summary(it).tlsa == .measured(false))
        #expect(verdict(it).grade == .measured("A"))
        let reason = try #require(verdict(it).reasons.first { $0.rule == "no-dane" })
        #expect(reason.detail == "RSA 4096 bit: no-match")
        #expect(Profile.ncscNL2025.verdict(for: it).grade == .measured("insufficient"), "the records are broken for it")
    }

    @Test func recordsForBothCertificates() {
        let it = server(other: dane(true), main: dane(true))
        #expect(summary(it).tlsa == .measured(true) && verdict(it).grade == .measured("A+"))
        #expect(it.matchesAnyChain(record: 0) && !it.matchesAnyChain(record: 1))
    }

    @Test func theOtherCertificateIsExpiredOrForAnotherName() throws {
        let expired = server(trust: [.init(name: "expired", depth: 0)], other: .notOffered, main: .notOffered)
        #expect(summary(expired).certificate == .measured(.invalid))
        #expect(verdict(expired).grade == .measured("T"))
        let reason = try #require(verdict(expired).reasons.first { $0.rule == "unauthenticated" })
        #expect(reason.detail == "RSA 4096 bit: CN=a.test")
        let misnamed = server(named: false, other: .notOffered, main: .notOffered)
        #expect(summary(misnamed).certificate == .measured(.invalid) && verdict(misnamed).grade == .measured("M"))
        let vouched = server(named: false, other: dane(true), main: dane(true))
        #expect(summary(vouched).certificate == .measured(.validByDANE) && verdict(vouched).grade == .measured("A+"))
    }

    /// Of a key that cannot be read here nothing is known, which is neither a yes nor a no.
    @Test func aChainThatCannotBeVerifiedHere() {
        let it = server(trust: [.init(name: "unreadable-key", depth: 0)], other: .notOffered, main: .notOffered)
        #expect(summary(it).certificate.isUnknown && verdict(it).grade.isUnknown)
    }

    @Test func signaturesOfTheOtherCertificate() {
        let it = server(other: .notOffered, main: .notOffered, hash: "SHA1")
        #expect(Profile.ncscNL2025.verdict(for: it).grade == .measured("insufficient"))
    }

    /// Snapshots from before DANE was looked at for more than the first chain.
    @Test func whatWasNotLookedAtOnceSaysNothing() {
        let it = server(other: nil, main: dane(true))
        #expect(summary(it).tlsa == .measured(true) && summary(it).certificate == .measured(.valid))
        #expect(verdict(it).grade == .measured("A+"))
    }
}
