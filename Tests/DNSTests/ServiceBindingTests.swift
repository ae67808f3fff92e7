import Testing

@testable import DNS

/// Records of RFC 9460 §2.2, as bytes.
@Suite struct ServiceBindingTests {
    /// `1 . alpn=h2 port=8443 ech=…` (RFC 9848 §3), the parameters in the order of their keys.
    @Test func theParametersOfAnHTTPSRecord() throws {
        let ech: [UInt8] = [0, 5, 0xFE, 0x0D, 0, 1, 7]
        let bytes: [UInt8] =
            [0, 1, 0, 0, 1, 0, 3, 2, 0x68, 0x32, 0, 3, 0, 2, 0x20, 0xFB, 0, 5, 0, UInt8(ech.count)] + ech
        let binding = try #require(ServiceBinding(bytes))
        #expect(binding.priority == 1 && binding.target == "." && binding.alpn == ["h2"] && binding.port == 8443)
        #expect(binding.hasECH && binding.keys == [1, 3, 5])
        let without = try #require(ServiceBinding(Array(bytes.dropLast(4 + ech.count))))
        #expect(!without.hasECH && without.keys == [1, 3])
        // An empty one is there and says nothing.
        #expect(ServiceBinding(Array(bytes.dropLast(2 + ech.count)) + [0, 0])?.hasECH == false)
        #expect(ServiceBinding(Array(bytes.dropLast())) == nil)
    }
}
