import Names
import Testing

@Suite struct DomainNameTests {
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
}
