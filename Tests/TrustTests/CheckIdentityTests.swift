import Model
import Testing

@testable import Trust

@Suite("Whom a certificate is for")
struct CheckIdentityTests {
    private func matched(
        _ fixture: Fixture, _ service: Service = .xmppClient, domain: String = "example.org",
        host: String = "xmpp.example.org"
    ) throws -> String? {
        let facts = checkIdentity(leaf: try fixture.der, service: service, domain: domain, host: host)
        #expect(facts.expected == (service == .xmppClient || service == .xmppServer ? domain : host).lowercased())
        #expect(facts.valid == !facts.matched.isEmpty)
        return facts.valid ? facts.matched : nil
    }

    @Test func xmppGoesByTheDomain() throws {
        #expect(try matched("good") == "DNS:example.org")
        #expect(try matched("good", .xmppServer) == "DNS:example.org")
        #expect(try matched("good", domain: "EXAMPLE.org") == "DNS:example.org")
        #expect(try matched("good", domain: "example.net") == nil)
        #expect(try matched("host-only") == nil, "valid for the SRV target only")
    }

    @Test func mailGoesByTheHost() throws {
        #expect(try matched("host-only", .mx) == "DNS:xmpp.example.org")
        #expect(try matched("good", .imap) == nil)
        #expect(try matched("good", .imap, host: "www.example.org") == "DNS:www.example.org")
        #expect(try matched("srv-only", .imap, host: "example.org") == nil)
        #expect(try matched("xmpp-only", .imap, host: "example.org") == nil)
    }

    @Test func commonNamesDoNotCount() throws {
        #expect(try matched("cn-only") == nil)
        #expect(try matched("cn-only", .https, host: "example.org") == nil)
        #expect(try matched("srv-only", .https, host: "srv") == nil)
        // But it is said where it would have been the one.
        func facts(_ fixture: Fixture, _ host: String) throws -> IdentityFacts {
            checkIdentity(leaf: try fixture.der, service: .https, domain: host, host: host)
        }
        #expect(try facts("cn-only", "example.org").commonNameOnly == true)
        #expect(try facts("cn-only", "example.net").commonNameOnly == false)
        #expect(try facts("wildcard", "a.example.org").commonNameOnly == false)
    }

    @Test func wildcards() throws {
        #expect(try matched("wildcard", domain: "a.example.org") == "DNS:*.example.org")
        #expect(try matched("wildcard", domain: "example.org") == nil)
        #expect(try matched("wildcard", domain: "a.b.example.org") == nil)
        #expect(try matched("wildcard", domain: "foo.partial.example") == nil, "a part of a label is no wildcard")
        #expect(try matched("wildcard", domain: "*.example.org") == nil)
    }

    @Test func serviceNames() throws {
        #expect(try matched("srv-only") == "SRV:_xmpp-client.example.org")
        #expect(try matched("srv-only", .xmppServer) == nil)
        #expect(try matched("srv-only", .xmppServer, domain: "chat.example.net") == "SRV:_xmpp-server.*.example.net")
        #expect(try matched("srv-only", .xmppServer, domain: "a.chat.example.net") == nil)
        #expect(try matched("srv-only", .xmppServer, domain: "example.net") == nil)
        #expect(try matched("srv-only", .xmppClient, domain: "chat.example.net") == nil)
    }

    @Test func xmppAddresses() throws {
        #expect(try matched("xmpp-only") == "XMPP:example.org")
        #expect(try matched("xmpp-only", .xmppServer) == "XMPP:example.org")
        #expect(try matched("xmpp-only", domain: "xn--bcher-kva.example") == "XMPP:bücher.example")
        #expect(try matched("xmpp-only", domain: "www.example.org") == nil)
    }

    /// As `openssl x509 -checkip` of OpenSSL 3.0.19 has it: RFC 9525 §6.5.
    @Test func addresses() throws {
        #expect(try matched("host-only", .https, host: "192.0.2.1") == "IP:192.0.2.1")
        #expect(try matched("host-only", .imap, host: "2001:db8::1") == "IP:2001:db8::1")
        #expect(try matched("host-only", .https, host: "192.0.2.2") == nil)
        #expect(try matched("good", .https, host: "192.0.2.1") == nil)
        #expect(try matched("host-only", .xmppClient, domain: "192.0.2.1") == "IP:192.0.2.1")
    }

    @Test func aNULEndsNoName() throws {
        #expect(try matched("nul-name") == nil)
        #expect(try matched("nul-name", .https, host: "example.org") == nil)
    }

    @Test func namesThatAreNone() throws {
        #expect(try matched("good", domain: "") == nil)
        #expect(try matched("good", domain: ".example.org") == nil, "OpenSSL would take anything below")
        #expect(try matched("good", domain: "example.org\0") == nil)
        #expect(!checkIdentity(leaf: [1], service: .mx, domain: "a.example", host: "a.example").valid)
    }
}
