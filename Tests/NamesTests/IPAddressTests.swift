import Names
import Testing

@Suite struct IPAddressTests {
    /// From RFC 5952 §4 and §5, RFC 4291 §2.2.
    @Test(arguments: [
        ("2001:0db8::0001", "2001:db8::1"), ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:DB8::AAAA:1", "2001:db8::aaaa:1"), ("::", "::"),
        ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:ffff:c000:201", "::ffff:192.0.2.1"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("::1.2.3.4", "::1.2.3.4"), ("0:0:0:0:0:0:102:304", "::1.2.3.4"), ("192.0.2.1", "192.0.2.1"),
        ("0.0.0.0", "0.0.0.0"), ("fe80:0:0:0:1:2:3:4", "fe80::1:2:3:4"),
    ])
    func addresses(_ text: String, _ canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "010.1.2.3", "0x7f.1.2.3", "1", "127.1", "1.2.3.4 ",
        "1.2.3.4\0", "::1\0", "1.2.3.+4", " 1.2.3.4", "1:2:3:4:5:6:7", ":::", "1::2::3",
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
}
