import Testing

@testable import DNS

@Suite struct RecordTypeTests {
    @Test func recordTypes() {
        #expect(RecordType(mnemonic: "tlsa") == .tlsa)
        #expect(RecordType(mnemonic: "TYPE52") == .tlsa)
        #expect(RecordType(mnemonic: "TYPE65280")?.mnemonic == "TYPE65280")
        #expect(RecordType(mnemonic: "TYPE65536") == nil)
        #expect(RecordType(mnemonic: "NOPE") == nil)
        #expect(RecordType.tlsa.description == "TLSA")
    }

    @Test func filesOfTrustAnchors() throws {
        let root = try #require(TrustAnchorFile("; comment\n. 300 IN DS 20326 8 2 E06D\n"))
        #expect(root.covers("example.org") && root.covers("."))
        let island = try #require(TrustAnchorFile("Signed.Example. IN DNSKEY 257 3 13 (\n  AAAA )\n"))
        #expect(island.covers("signed.example") && island.covers("a.b.signed.example"))
        #expect(!island.covers("example") && !island.covers("unsigned.example") && !island.covers("."))
        #expect(TrustAnchorFile("example. IN A 192.0.2.1") == nil)
        #expect(TrustAnchorFile("") == nil)
    }
}
