import Foundation
import Model
import Testing

@testable import Trust

@Suite("Whether a chain is to be believed")
struct VerifyChainTests {
    private func problems(
        _ chain: [Fixture], trusting anchors: [Fixture] = ["root"], at instant: Instant = noon
    ) throws -> [String] {
        let facts = verifyChain(
            chain: try Fixture.chain(chain), anchors: try Fixture.chain(anchors), at: instant)
        #expect(facts.valid == facts.problems.isEmpty)
        return facts.problems.map { "\($0.depth) \($0.name)" }
    }

    @Test func good() throws {
        #expect(try problems(["good", "intermediate"]) == [])
        #expect(try problems(["good", "intermediate", "root"]) == [])
        #expect(try problems(["good", "root", "intermediate"]) == [], "out of order, but all there")
        #expect(try problems(["good", "stranger", "intermediate"]) == [], "with one that has no business here")
        #expect(try problems(["ed25519", "intermediate"]) == [])
        #expect(try problems(["p384", "intermediate"]) == [])
    }

    @Test func anyAnchorEndsAChain() throws {
        #expect(try problems(["good"], trusting: ["intermediate"]) == [])
        #expect(try problems(["self-signed"], trusting: ["self-signed"]) == [])
        #expect(try problems(["good"], trusting: ["good"]) == [])
    }

    /// As servers went on sending in 2021 and after: a root that is trusted, once more, signed by one that has expired.
    @Test func aRootCrossSignedByOneThatHasExpired() throws {
        let sent: [Fixture] = ["cross-leaf", "cross-signed"]
        let (new, old): (Fixture, Fixture) = ("cross-root", "cross-old-root")
        for anchors in [[new], [new, old], [old, new]] {
            #expect(try problems(sent, trusting: anchors) == [])
            #expect(try problems(sent + [old], trusting: anchors) == [])
        }
        // Who trusts the old one alone has a chain that is over.
        #expect(try problems(sent, trusting: [old]).contains { $0.hasSuffix(" expired") })
    }

    @Test func missingIntermediate() throws {
        #expect(try problems(["good"]) == ["0 missing-intermediate"])
        #expect(try problems(["good", "root"]) == ["0 missing-intermediate"])
        #expect(try problems(["issuer-named"]) == ["0 missing-intermediate"])
        #expect(try problems(["good"], trusting: []) == ["0 missing-intermediate"])
    }

    @Test func untrustedRoot() throws {
        #expect(try problems(["good", "intermediate", "root"], trusting: ["stranger"]) == ["2 untrusted-root"])
        #expect(try problems(["good", "intermediate"], trusting: ["stranger"]) == ["1 untrusted-root"])
        #expect(try problems(["stranger-leaf", "stranger"]) == ["1 untrusted-root"])
        #expect(try problems(["stranger-named"]) == ["0 untrusted-root"])
    }

    @Test func issuerOfWhichNothingIsSaid() throws {
        #expect(try problems(["no-aia"]) == ["0 unknown-issuer"])
        #expect(try problems(["stranger-leaf"]) == ["0 unknown-issuer"])
    }

    /// Keys that OpenSSL 3.0 cannot load keep it from looking at anything else; dates are looked at all the same.
    @Test func unreadableKeys() throws {
        #expect(try problems(["mldsa"], trusting: ["mldsa-issuer"]) == ["0 unreadable-key"])
        #expect(
            try problems(["mldsa-expired"], trusting: ["mldsa-issuer"]) == ["0 expired", "0 unreadable-key"])
        let june2010 = try #require(Instant("2010-06-01T00:00:00Z"))
        #expect(
            try problems(["mldsa"], trusting: ["mldsa-issuer"], at: june2010)
                == ["0 not-yet-valid", "0 unreadable-key"])
    }

    /// A kind of signature that OpenSSL 3.0 does not know is not a forged one, and says nothing of the chain. What is
    /// wrong besides is said all the same.
    @Test func unknownSignatures() throws {
        func facts(_ chain: [[UInt8]], at instant: Instant = noon, trusting: [Fixture] = ["root"]) throws -> TrustFacts
        {
            verifyChain(chain: chain, anchors: try Fixture.chain(trusting), at: instant)
        }
        let proof = try Fixture("good").der(signedBy: merkleTreeProof)
        let whole = try facts([proof] + Fixture.chain(["intermediate"]))
        #expect(whole.problems == [.init(name: "unknown-signature", depth: 0)] && whole.isBeyondVerification)
        let alone = try facts([proof], trusting: [])
        #expect(alone.problems == [.init(name: "unknown-signature", depth: 0)] && alone.isBeyondVerification)
        let far = try #require(Instant("2080-01-01T00:00:00Z"))
        let ended = try facts([proof], at: far, trusting: [])
        #expect(ended.problems.map(\.name) == ["expired", "unknown-signature"] && !ended.isBeyondVerification)
        // Further up, and forged.
        let above = try Fixture("intermediate").der(signedBy: merkleTreeProof)
        #expect(
            try facts([Fixture("good").der, above]).problems == [.init(name: "unknown-signature", depth: 1)])
        var forged = try Fixture("good").der
        forged[forged.count - 1] ^= 1
        let answer = try facts([forged] + Fixture.chain(["intermediate"]))
        #expect(answer.problems.map(\.name) == ["bad-signature"] && !answer.isBeyondVerification)
    }

    @Test(
        arguments: [
            (["good", "intermediate"], []), (["good", "intermediate", "root"], ["2 sent-root"]),
            (["good", "root", "intermediate"], ["1 sent-root", "1 wrong-order"]),
            (["good", "stranger", "intermediate"], ["1 unrelated"]),
            (["good", "intermediate", "intermediate"], ["2 duplicate"]),
            (["mldsa", "mldsa-issuer"], ["1 sent-root"]), (["self-signed"], []),
        ] as [([String], [String])])
    func asSent(_ chain: [String], _ expected: [String]) throws {
        let facts = verifyChain(
            chain: try Fixture.chain(chain.map { Fixture(stringLiteral: $0) }), anchors: [], at: noon)
        #expect(facts.sent?.map { "\($0.depth) \($0.name)" } == expected)
    }

    @Test func selfSigned() throws {
        #expect(try problems(["self-signed"]) == ["0 self-signed"])
        #expect(try problems(["ed25519-self"], trusting: []) == ["0 self-signed"])
    }

    @Test func dates() throws {
        #expect(try problems(["expired", "intermediate"]) == ["0 expired"])
        #expect(try problems(["future", "intermediate"]) == ["0 not-yet-valid"])
        let june2010 = try #require(Instant("2010-06-01T00:00:00Z"))
        #expect(try problems(["expired", "intermediate"], at: june2010) == ["1 not-yet-valid", "2 not-yet-valid"])
        let far = try #require(Instant("2080-01-01T00:00:00Z"))
        #expect(try problems(["good", "intermediate"], at: far) == ["0 expired", "1 expired", "2 expired"])
        let lastSecond = try #require(Instant("2073-12-31T23:59:59Z"))
        #expect(try problems(["good", "intermediate"], at: lastSecond) == [])
    }

    @Test func everyProblemIsSaid() throws {
        #expect(try problems(["expired"]) == ["0 expired", "0 unknown-issuer"])
        let far = try #require(Instant("2080-01-01T00:00:00Z"))
        #expect(try problems(["self-signed"], at: far) == ["0 expired", "0 self-signed"])
        #expect(
            try problems(["broken-rsa"], at: far) == ["0 expired", "0 unknown-issuer", "0 weak-hash", "0 weak-key"])
    }

    @Test func brokenSignature() throws {
        var chain = try Fixture.chain(["good", "intermediate"])
        chain[0][chain[0].count - 1] ^= 1
        let facts = verifyChain(chain: chain, anchors: try Fixture.chain(["root"]), at: noon)
        #expect(facts.problems.map(\.name) == ["bad-signature"] && facts.problems.map(\.depth) == [0])
    }

    @Test func issuerThatIsNoCA() throws {
        #expect(try problems(["under-leaf", "good", "intermediate"]).contains("1 issuer-is-no-ca"))
    }

    @Test func wrongPurpose() throws {
        #expect(try problems(["client-only", "intermediate"]) == ["0 wrong-purpose"])
    }

    @Test func oldAndBroken() throws {
        #expect(
            try problems(["old-rsa", "rsa-intermediate"]) == [], "1,024 bits and SHA-1 are facts, and judged elsewhere")
        #expect(try problems(["broken-rsa", "rsa-intermediate"]) == ["0 weak-hash", "0 weak-key"])
    }

    @Test func nothingAndNonsense() throws {
        let root = try Fixture.chain(["root"])
        func names(_ chain: [[UInt8]]) -> [String] {
            verifyChain(chain: chain, anchors: root, at: noon).problems.map { "\($0.depth) \($0.name)" }
        }
        #expect(names([]) == ["0 no-certificate"])
        #expect(names([[1, 2, 3]]) == ["0 malformed-certificate"])
        #expect(
            names(try Fixture.chain(["good"]) + [[]] + Fixture.chain(["intermediate"])) == ["1 malformed-certificate"])
        #expect(names(try [[]] + Fixture.chain(["good", "intermediate"])) == ["0 malformed-certificate"])
        let long = try Fixture.chain(["good"]) + [[UInt8]](repeating: Fixture("intermediate").der, count: 500)
        #expect(names(long) == [])
    }

    @Test func storesFindWhatAChainNeeds() throws {
        let store = TrustStore(try Fixture.chain(["root", "stranger", "self-signed", "root"]) + [[1, 2]])
        #expect(store.count == 3)
        let root = try Fixture.chain(["root"])
        #expect(store.anchors(for: try Fixture.chain(["good", "intermediate"])) == root)
        #expect(store.anchors(for: try Fixture.chain(["good", "intermediate", "root"])) == root)
        #expect(store.anchors(for: try Fixture.chain(["good"])) == [])
        #expect(store.anchors(for: [[], [1]]) == [])
        // Every leaf with this subject has its name in common with the self-signed one.
        #expect(store.anchors(for: try Fixture.chain(["no-aia"])) == (try Fixture.chain(["self-signed"])))
    }

    @Test func bundlesArePEMWithCertificates() throws {
        let file = #filePath.replacing("VerifyChainTests.swift", with: "Fixtures/root.pem")
        let pem = Array(try Data(contentsOf: URL(filePath: file)))
        #expect(try TrustStore(pem: pem, file: file).count == 1)
        for bytes in [[], Array("no certificate".utf8), [UInt8](repeating: 0, count: TrustStore.sizeLimit + 1)] {
            let fault = #expect(throws: Diagnostic.self) { try TrustStore(pem: bytes, file: "roots.pem") }
            #expect(fault?.file == "roots.pem")
        }
    }
}
