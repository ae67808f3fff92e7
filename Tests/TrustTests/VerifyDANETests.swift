import DNS
import Model
import Testing
import Text

@testable import Trust

@Suite("DANE")
struct VerifyDANETests {
    private func record(_ usage: UInt8, _ selector: UInt8, _ matching: UInt8, _ fixture: Fixture) throws -> TLSARecord {
        let der = try fixture.der
        let certificate = try #require(Certificate(der: der))
        let form = selector == 0 ? der : subjectPublicKeyInfo(certificate)
        let data = matching == 0 ? form : matching == 1 ? Digest.sha256(form) : Digest.sha512(form)
        return TLSARecord(usage: usage, selector: selector, matching: matching, data: data)
    }

    private func verify(
        _ chain: [Fixture], _ records: [TLSARecord], _ service: Service = .xmppClient, domain: String = "example.org",
        host: String = "xmpp.example.org", at instant: Instant = noon, anchors: [Fixture] = []
    ) throws -> DANEFacts {
        let facts = verifyDANE(
            chain: try Fixture.chain(chain), records: records, service: service, domain: domain, host: host,
            tlsaName: "_5222._tcp." + host, at: instant, anchors: try Fixture.chain(anchors))
        #expect(facts.verified == facts.problem.isEmpty)
        #expect(facts.records.count == records.count && facts.name == "_5222._tcp." + host)
        return facts
    }

    @Test func digestsAreThoseOfTheTool() throws {
        let digests = try Fixture.text("good.digests").split(separator: "\n").map(String.init)
        #expect(digests.count == 2)
        #expect(hexadecimal(try record(3, 0, 1, "good").data) == digests.first)
        #expect(hexadecimal(try record(3, 1, 1, "good").data) == digests.last)
    }

    @Test(arguments: [(3, 1, 1), (3, 0, 1), (3, 1, 2), (3, 0, 0), (3, 1, 0)] as [(UInt8, UInt8, UInt8)])
    func theLeafAlone(_ usage: UInt8, _ selector: UInt8, _ matching: UInt8) throws {
        for chain in [["good"], ["good", "intermediate"], ["good", "stranger"]] as [[Fixture]] {
            let facts = try verify(chain, [record(usage, selector, matching, "good")])
            #expect(facts.verified && facts.usable == 1 && facts.records.map(\.matches) == [true])
        }
    }

    @Test func neitherNamesNorDatesCountForTheLeaf() throws {
        for fixture in ["self-signed", "expired", "future", "wildcard", "cn-only", "broken-rsa"] as [Fixture] {
            let facts = try verify([fixture], [record(3, 1, 1, fixture)], domain: "elsewhere.example")
            #expect(facts.verified, "\(fixture.name): \(facts.problem)")
        }
    }

    @Test(arguments: [(2, 1, 1), (2, 0, 2), (2, 0, 1), (2, 0, 0), (2, 1, 0)] as [(UInt8, UInt8, UInt8)])
    func anAnchor(_ usage: UInt8, _ selector: UInt8, _ matching: UInt8) throws {
        let facts = try verify(["good", "intermediate"], [record(usage, selector, matching, "intermediate")])
        #expect(facts.verified && facts.records.map(\.matches) == [true], "\(facts.problem)")
        let root = try verify(["good", "intermediate", "root"], [record(usage, selector, matching, "root")])
        #expect(root.verified, "\(root.problem)")
        // The anchor is not sent: only a record that has all of it helps.
        let unsent = try verify(["good", "intermediate"], [record(usage, selector, matching, "root")])
        #expect(unsent.verified == (matching == 0), "\(unsent.problem)")
        #expect(unsent.records.map(\.matches) == [matching == 0])
    }

    @Test func anAnchorWantsAName() throws {
        let records = [try record(2, 1, 1, "intermediate")]
        let wrong = try verify(["good", "intermediate"], records, domain: "elsewhere.example")
        #expect(wrong.problem == "name-mismatch" && wrong.records.map(\.matches) == [true])
        // The domain, the host, and for XMPP the domain as SRV-ID or xmppAddr.
        #expect(try verify(["good", "intermediate"], records, .mx).verified)
        #expect(try verify(["host-only", "intermediate"], records, domain: "elsewhere.example").verified)
        #expect(try verify(["srv-only", "intermediate"], records, host: "elsewhere.example").verified)
        #expect(try verify(["xmpp-only", "intermediate"], records, host: "elsewhere.example").verified)
        #expect(try verify(["xmpp-only", "intermediate"], records, .mx).problem == "name-mismatch")
        #expect(try verify(["cn-only", "intermediate"], records).problem == "name-mismatch")
    }

    @Test func anAnchorWantsDates() throws {
        let records = [try record(2, 1, 1, "intermediate")]
        #expect(try verify(["expired", "intermediate"], records).problem == "expired")
        #expect(try verify(["future", "intermediate"], records).problem == "not-yet-valid")
    }

    @Test func aLeafIsNoAnchor() throws {
        let facts = try verify(["self-signed"], [record(2, 1, 1, "self-signed")])
        #expect(facts.problem == "no-match" && facts.records.map(\.matches) == [false])
    }

    @Test func anAnchorMustHaveSigned() throws {
        // Sent along, named in the DNS, but it did not issue the leaf.
        let facts = try verify(["good", "stranger"], [record(2, 1, 1, "stranger")])
        #expect(!facts.verified && facts.problem == "no-match")
        var chain = try Fixture.chain(["good", "intermediate"])
        chain[0][chain[0].count - 1] ^= 1
        let forged = verifyDANE(
            chain: chain, records: [try record(2, 1, 1, "intermediate")], service: .xmppClient, domain: "example.org",
            host: "xmpp.example.org", tlsaName: "_5222._tcp.xmpp.example.org", at: noon)
        #expect(!forged.verified && forged.problem == "bad-signature")
    }

    @Test func noMatch() throws {
        let facts = try verify(["good", "intermediate"], [record(3, 1, 1, "p384"), record(2, 1, 1, "root")])
        #expect(facts.problem == "no-match" && facts.usable == 2 && facts.records.map(\.matches) == [false, false])
    }

    @Test func rollover() throws {
        let facts = try verify(["good"], [record(3, 1, 1, "p384"), record(3, 1, 1, "good")])
        #expect(facts.verified && facts.records.map(\.matches) == [false, true])
        let mixed = try verify(["good", "intermediate"], [record(3, 1, 1, "p384"), record(2, 1, 1, "intermediate")])
        #expect(mixed.verified && mixed.records.map(\.matches) == [false, true])
    }

    /// RFC 7671 §9: of several digests of the same usage and selector only the strongest counts.
    @Test func digestAgility() throws {
        let weakMatches = try verify(["good"], [record(3, 1, 1, "good"), record(3, 1, 2, "p384")])
        #expect(weakMatches.problem == "no-match" && weakMatches.records.map(\.matches) == [true, false])
        let strongMatches = try verify(["good"], [record(3, 1, 1, "p384"), record(3, 1, 2, "good")])
        #expect(strongMatches.verified)
        let otherSelector = try verify(["good"], [record(3, 1, 1, "good"), record(3, 0, 2, "p384")])
        #expect(otherSelector.verified)
    }

    @Test func unusable() throws {
        let good = try record(3, 1, 1, "good")
        let unusable = [
            TLSARecord(usage: 4, selector: 1, matching: 1, data: good.data),
            TLSARecord(usage: 255, selector: 1, matching: 1, data: good.data),
            TLSARecord(usage: 3, selector: 2, matching: 1, data: good.data),
            TLSARecord(usage: 3, selector: 1, matching: 3, data: good.data),
            TLSARecord(usage: 3, selector: 1, matching: 1, data: good.data.dropLast()),
            TLSARecord(usage: 3, selector: 1, matching: 1, data: []),
            TLSARecord(usage: 3, selector: 0, matching: 0, data: [1, 2, 3]),
        ]
        for record in unusable {
            // Trusted by the store: with no usable record that must not count.
            let facts = try verify(["good", "intermediate"], [record], anchors: ["root"])
            #expect(facts.problem == "unusable" && facts.usable == 0 && facts.records.map(\.matches) == [nil])
        }
        #expect(try verify(["good"], unusable + [good]).usable == 1)
        #expect(try verify(["good"], unusable + [good]).verified)
        #expect(try verify(["good", "intermediate"], [], anchors: ["root"]).problem == "unusable")
    }

    @Test func usagesZeroAndOne() throws {
        let leaf = try record(1, 1, 1, "good")
        let authority = try record(0, 1, 1, "root")
        for record in [leaf, authority] {
            #expect(try verify(["good", "intermediate"], [record], .mx, anchors: ["root"]).problem == "unusable")
            let trusted = try verify(["good", "intermediate"], [record], anchors: ["root"])
            #expect(trusted.verified && trusted.usable == 1, "\(trusted.problem)")
            #expect(try !verify(["good", "intermediate"], [record]).verified, "not without a trusted chain")
            let wrongName = try verify(
                ["good", "intermediate"], [record], domain: "elsewhere.example", anchors: ["root"])
            #expect(wrongName.problem == "name-mismatch")
        }
        #expect(try verify(["self-signed"], [record(1, 1, 1, "self-signed")]).problem == "self-signed")
        let wrong = try verify(["good", "intermediate"], [record(1, 1, 1, "p384")], anchors: ["root"])
        #expect(wrong.problem == "no-match")
    }

    @Test func nothingSent() throws {
        let facts = try verify([], [record(3, 1, 1, "good")])
        #expect(facts.problem == "no-certificate" && facts.usable == 1 && facts.records.map(\.matches) == [nil])
        let nonsense = verifyDANE(
            chain: [[1, 2, 3]], records: [try record(3, 1, 1, "good")], service: .mx, domain: "a.example",
            host: "mx.a.example", tlsaName: "_25._tcp.mx.a.example", at: noon)
        #expect(nonsense.problem == "malformed-certificate" && !nonsense.verified)
    }

    @Test func manyRecords() throws {
        let good = try record(3, 1, 1, "good")
        let others = (0..<2_000).map { index in
            TLSARecord(
                usage: 3, selector: 1, matching: 1,
                data: [UInt8(index & 0xff), UInt8(index >> 8)] + [UInt8](repeating: 7, count: 30))
        }
        let facts = try verify(["good"], [good] + others)
        #expect(facts.verified && facts.records.count == 2_001)
    }
}
