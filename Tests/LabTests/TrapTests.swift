import Foundation
import Testing

/// What the scan makes of the providers that are traps: every way of not knowing has its own state.
@Suite struct TrapTests {
    private func provider(_ id: String) async throws -> [String: Any] {
        let site = try ScannedLab.site
        let data = try Data(
            contentsOf: URL(filePath: "\(site)/content/snapshots/\(ScannedLab.date)/\(id).json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func service(_ id: String, _ name: String = "xmpp-client") async throws -> [String: Any] {
        let services = try #require(try await provider(id)["services"] as? [[String: Any]])
        return try #require(services.first { $0["service"] as? String == name })
    }

    private func endpoints(_ id: String, _ name: String = "xmpp-client") async throws -> [[String: Any]] {
        try #require(try await service(id, name)["endpoints"] as? [[String: Any]])
    }

    /// `state`, or `state:code` where it has a reason.
    private func state(_ finding: Any?) -> String {
        guard let finding = finding as? [String: Any], let state = finding["state"] as? String else { return "?" }
        guard let why = finding["why"] as? [String: Any], let code = why["code"] as? String else { return state }
        return "\(state):\(code)"
    }

    private func value(_ finding: Any?, _ key: String) -> Any? {
        ((finding as? [String: Any])?["value"] as? [String: Any])?[key]
    }

    @Test func bogusDNSSECIsNoNo() async throws {
        #expect(state(try await service("faulbaumpost")["discovery"]) == "unmeasured:bogus")
        let domains = try #require(try await provider("faulbaumpost")["domains"] as? [[String: Any]])
        #expect(state(domains.first?["dnssec"]) == "unmeasured:bogus")
    }

    @Test func aTargetOfADotIsNotOfferedWithoutFallBack() async throws {
        let service = try await service("ulmenpost")
        #expect(state(service["discovery"]) == "notOffered")
        #expect((service["endpoints"] as? [Any])?.isEmpty == true)
    }

    @Test(arguments: [
        ("hagebuttenpost", "unmeasured:connection-refused"), ("ilexpost", "unmeasured:stream-error"),
        ("oleanderpost", "unmeasured:timeout"), ("rosenpost", "unmeasured:too-large"),
        ("salbeipost", "unmeasured:too-slow"), ("thymianpost", "measured"), ("nelkenpost", "measured"),
    ])
    func startTLS(_ id: String, _ expected: String) async throws {
        for name in ["xmpp-client", "xmpp-server"] {
            let endpoints = try await endpoints(id, name)
            #expect(!endpoints.isEmpty)
            for endpoint in endpoints { #expect(state(endpoint["startTLS"]) == expected, "\(id) \(name)") }
        }
    }

    @Test func breakingOffInARecordIsUnknown() async throws {
        for endpoint in try await endpoints("thymianpost") {
            let versions = try #require(endpoint["versions"] as? [[String: Any]])
            #expect(versions.count == 6)
            for version in versions { #expect(state(version["finding"]) == "unmeasured:closed") }
            #expect(state(endpoint["certificates"]).hasPrefix("unmeasured"))
        }
    }

    @Test func enforcedWithoutAnnouncingIsRequired() async throws {
        for name in ["xmpp-client", "xmpp-server"] {
            for endpoint in try await endpoints("nelkenpost", name) {
                #expect((endpoint["startTLS"] as? [String: Any])?["value"] as? String == "required")
            }
        }
    }

    @Test func twoTargetsOfDifferentQuality() async throws {
        let endpoints = try await endpoints("ginsterpost")
        #expect(endpoints.count == 2)
        let site = try ScannedLab.site
        let page = try String(
            contentsOfFile: "\(site)/site/tabelle/jabber/\(ScannedLab.date)/index.html", encoding: .utf8)
        #expect(page.contains(/ginsterpost\/index.html#xmpp-client-grade"[^>]*>C2S: A-\*/))
    }

    @Test(arguments: [
        ("jasminpost", false, ""), ("kiefernpost", true, "SRV:_xmpp-client.kiefernpost.test"),
        ("lindenpost", true, "XMPP:lindenpost.test"), ("ahornpost", true, "DNS:ahornpost.test"),
    ])
    func identity(_ id: String, _ valid: Bool, _ matched: String) async throws {
        for endpoint in try await endpoints(id) {
            #expect(value(endpoint["identity"], "valid") as? Bool == valid)
            #expect(value(endpoint["identity"], "matched") as? String == matched)
            #expect(value(endpoint["trust"], "valid") as? Bool == true)
        }
    }

    @Test func validByDANEAlone() async throws {
        for endpoint in try await endpoints("mistelpost") {
            #expect(value(endpoint["trust"], "valid") as? Bool == false)
            #expect(value(endpoint["dane"], "verified") as? Bool == true)
        }
    }

    @Test func aModelOfToday() async throws {
        for name in ["xmpp-client", "xmpp-server"] {
            let endpoints = try await endpoints("eichenpost", name)
            // STARTTLS and direct TLS, IPv4 and IPv6.
            #expect(endpoints.count == 4)
            #expect(Set(endpoints.compactMap { ($0["endpoint"] as? [String: Any])?["mode"] as? String }).count == 2)
            for endpoint in endpoints {
                #expect(value(endpoint["dane"], "verified") as? Bool == true)
                #expect(value(endpoint["trust"], "valid") as? Bool == true)
            }
        }
    }

    @Test func withoutSRVTheDomainItselfIsAsked() async throws {
        #expect(state(try await service("veilchenpost")["discovery"]) == "measured")
    }
}
