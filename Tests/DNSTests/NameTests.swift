import Testing

@testable import DNS

@Suite("Names and addresses as text")
struct NameTests {
    @Test(arguments: [
        "example.org", "a.b", "xn--bcher-kva.example", "EXAMPLE.Org", "1and1.example", "3com.com", "localhost",
        String(repeating: "a", count: 63) + ".example",
    ])
    func areDomainNames(_ text: String) { #expect(DomainName.isValid(text)) }

    @Test(arguments: [
        "", ".", "example.org.", ".example.org", "a..b", "-a.example", "a-.example", "bücher.example", "a b.example",
        "a_b.example", "_xmpp._tcp.example.org", "192.0.2.1", "example.1", "a\0b.example", "a/b.example", "*.example",
        String(repeating: "a", count: 64) + ".example", "<b>.example",
        (0..<64).map { _ in "abc" }.joined(separator: "."),
    ])
    func areNone(_ text: String) { #expect(!DomainName.isValid(text)) }

    @Test func prefixes() {
        #expect(DomainName.isValid("_xmpp-client._tcp.example.org", allowingPrefixes: true))
        #expect(DomainName.isValid("_5222._tcp.example.org", allowingPrefixes: true))
        #expect(!DomainName.isValid("a_b.example.org", allowingPrefixes: true))
        #expect(!DomainName.isValid("_.example.org", allowingPrefixes: true))
        #expect(!DomainName.isValid("_-a.example.org", allowingPrefixes: true))
    }

    @Test func aNameOf253BytesIsTheLongest() {
        let name = (0..<4).map { _ in String(repeating: "a", count: 62) }.joined(separator: ".")
        #expect(name.utf8.count == 251)
        #expect(DomainName.isValid(name + ".a"))
        #expect(!DomainName.isValid(name + ".aa"))
    }

    @Test func normalising() {
        #expect(DomainName.normalised("EXAMPLE.Org.") == "example.org")
        #expect(DomainName.normalised(".") == ".")
        #expect(DomainName.normalised("a\\.") == "a\\.")
        #expect(DomainName.normalised("a\\\\.") == "a\\\\")
        // Only ASCII letters: the dotted capital I stays what it is.
        #expect(DomainName.normalised("\u{130}") == "\u{130}")
    }

    /// From RFC 3492 §7.1 (A, B, E, L) and RFC 5891's neighbourhood.
    @Test(arguments: [
        ("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn"), ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
        ("למההםפשוטלאמדבריםעברית", "xn--4dbcagdahymbxekheh6e0a7fei0b"), ("3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"),
        ("BÜCHER.Example", "xn--bcher-kva.example"), ("münchen.example", "xn--mnchen-3ya.example"),
        ("example.org", "example.org"),
    ])
    func internationalNames(_ name: String, _ expected: String) { #expect(DomainName.aLabels(name) == expected) }

    @Test func internationalNamesThatAreTooLong() {
        #expect(DomainName.aLabels(String(repeating: "ü", count: 400)) == nil)
        #expect(DomainName.aLabels(String(repeating: "\u{10ffff}\u{80}", count: 170)) == nil)
        #expect(DomainName.aLabels(String(repeating: "a", count: 1_025)) == nil)
    }

    /// From RFC 5952 §4 and §5, RFC 4291 §2.2.
    @Test(arguments: [
        ("2001:0db8::0001", "2001:db8::1"), ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:DB8::AAAA:1", "2001:db8::aaaa:1"), ("::", "::"),
        ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:ffff:c000:201", "::ffff:192.0.2.1"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("fe80:0:0:0:1:2:3:4", "fe80::1:2:3:4"),
    ])
    func addresses(_ text: String, _ canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.+4", " 1.2.3.4", "1:2:3:4:5:6:7", ":::", "1::2::3",
        "1:2:3:4:5:6:7:8:9", "12345::", "::g", "::1.2.3", "1.2.3.4::", "fe80::1%eth0", "[::1]", "1:2:3:4:5:6:7::8",
        ":1",
        "1:", "::+1", "::1.2.3.4:5",
    ])
    func noAddresses(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test func addressesHaveAnOrder() throws {
        let texts = ["192.0.2.10", "192.0.2.9", "::1", "10.0.0.1"]
        let sorted = texts.compactMap { IPAddress($0) }.sorted().map(\.description)
        #expect(sorted == ["10.0.0.1", "192.0.2.9", "192.0.2.10", "::1"])
        #expect(IPAddress(bytes: [1, 2, 3]) == nil)
    }

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
