import Model
import Testing

struct EndpointNamesTests {
    /// A gRPC server knows HTTP/2 alone, and a mail server may mind ALPN too; handshakes offer what is then spoken.
    @Test func hellosOfferAllThatAPortSpeaks() {
        func endpoint(_ service: Service, _ mode: Endpoint.Mode = .direct) -> Endpoint {
            Endpoint(service: service, domain: "a.test", host: "a.test", port: 1, address: "192.0.2.1", mode: mode)
        }
        #expect(endpoint(.https).probedApplicationProtocols == ["h2", "http/1.1"])
        #expect(endpoint(.https).applicationProtocols == ["http/1.1"])
        #expect(endpoint(.imap).probedApplicationProtocols == ["imap"])
        #expect(endpoint(.sieve).probedApplicationProtocols == ["managesieve"])
        #expect(endpoint(.xmppClient).probedApplicationProtocols == ["xmpp-client"])
        #expect(endpoint(.imap, .startTLS).probedApplicationProtocols.isEmpty)
    }

    @Test func namesNoAddressInServerNameIndication() {
        let named = Endpoint(
            service: .https, domain: "mail.example", host: "mail.example", port: 443, address: "192.0.2.1",
            mode: .direct)
        #expect(named.serverName == "mail.example")
        let literal = Endpoint(
            service: .https, domain: "192.0.2.1", host: "192.0.2.1", port: 443, address: "192.0.2.1", mode: .direct)
        #expect(literal.serverName == nil)
        let client = Endpoint(
            service: .xmppClient, domain: "example.org", host: "xmpp.example.org", port: 5222, address: "192.0.2.1",
            mode: .startTLS)
        #expect(client.serverName == "example.org")
    }
}
