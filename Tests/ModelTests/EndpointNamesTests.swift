import Model
import Testing

struct EndpointNamesTests {
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
