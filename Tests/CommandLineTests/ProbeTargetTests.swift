import Testing

@testable import pruefstand

@Suite struct ProbeTargetTests {
    @Test(arguments: [
        "https://bücher.example", "https://xn--bcher-kva.example/", "mx://BÜCHER.example", "mx://xn--bcher-kva.example",
        "xmpp-client://bu\u{308}cher.example", "imaps://bücher.example:993", "tls://XN--BCHER-KVA.example:443",
    ])
    func internationalNames(_ url: String) { #expect(ProbeTarget(url)?.domain == "xn--bcher-kva.example") }

    @Test(arguments: [
        ("https://192.0.2.1", "192.0.2.1"), ("https://[2001:DB8::1]:443", "2001:db8::1"),
        ("https://example.org", "example.org"), ("mx://192.0.2.1", nil), ("https://010.1.2.3", nil),
        ("https://1.2.3", nil), ("https://a_b.example", nil), ("https://xn--0.example", nil), ("mx://1אב.example", nil),
    ])
    func hosts(_ url: String, _ domain: String?) { #expect(ProbeTarget(url)?.domain == domain) }
}
