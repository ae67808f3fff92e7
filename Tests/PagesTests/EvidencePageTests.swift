import Comparison
import Content
import Model
import SiteTestSupport
import Testing

@testable import Pages

/// The evidence page says what is the same only once, and loses nothing by it.
struct EvidencePageTests {
    private static let table = """
        -- content/tables/jabber.yaml --
        title: Jabber-Server
        profile: xmpp.net-2014-01
        services:
          - {service: xmpp-client, label: C2S}
        columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
        """

    /// Three services: two share their servers, of which one has another certificate authority; the third has none.
    private func provider() -> ProviderFindings {
        func server(_ host: String, _ service: Service, _ outside: String) -> EndpointFindings {
            Fixture.endpoint(outside, host: host, service: service)
        }
        let long = "a certificate authority with quite a long name, and another one"
        var provider = Fixture.measured(
            "a", "A",
            [
                server("eins.example.org", .xmppClient, "eins"), server("zwei.example.org", .xmppClient, "eins"),
                server("drei.example.org", .xmppClient, long),
            ])
        provider.services.append(
            ServiceFindings(
                service: .imap, domain: "example.org", discovery: .measured(2),
                endpoints: [server("eins.example.org", .imap, "eins"), server("drei.example.org", .imap, long)]))
        return provider
    }

    private func rendered() throws -> RenderedSite {
        let site = try SiteInAString(Self.table)
        let providers = [provider()]
        try site.write(
            Fixture.snapshot(try Fixture.day("2026-11-23"), providers, origin: .measured, vantage: "Labor"), providers,
            evidence: ["a": Fixture.evidence("y")], proofs: providers.map { Fixture.proofs($0) })
        return site.render()
    }

    @Test func everyFactAndEveryCommandIsThere() throws {
        let page = try rendered().text("beleg/2026-11-23/a/index.html").unescaped
        for endpoint in provider().services.flatMap(\.endpoints) {
            #expect(page.contains("\(endpoint.endpoint.host), Port 5222, 192.0.2.1, STARTTLS"))
            for certificate in endpoint.certificates.value ?? [] {
                for value in [certificate.subject, certificate.issuer, certificate.sha256] {
                    #expect(page.contains(value), "\(value)")
                }
            }
            for discovered in endpoint.discovered { #expect(page.contains(discovered), "\(discovered)") }
        }
        for service in provider().services {
            let columns = TableDefinition.Column.of(service.service)
            for command in columns.flatMap({ CheckCommand.commands($0, service.endpoints) }) {
                #expect(page.contains(command.line), "\(command.line)")
            }
            // Every host is asked for its certificate; for all else the first is an example.
            for endpoint in service.endpoints {
                for column in [TableDefinition.Column.certificates, .tlsa] {
                    for command in CheckCommand.commands(column, endpoint) {
                        #expect(page.contains(command.line), "\(command.line)")
                    }
                }
            }
            for endpoint in service.endpoints.prefix(1) {
                for column in columns {
                    for command in CheckCommand.commands(column, endpoint) {
                        #expect(page.contains(command.line), "\(command.line)")
                    }
                }
            }
            for column in TableDefinition.Column.of(service.service) {
                #expect(page.contains("id=\"\(service.service.rawValue)-\(column.rawValue)\""))
            }
            #expect(page.contains("id=\"\(service.service.rawValue)-discovery\""))
        }
        #expect(page.contains("xmpp.net-2014-08") && page.contains("pruefstand-2026"), "the other rules")
    }

    @Test func everyObservationIsOnThePageOfRecords() throws {
        let page = try rendered().text("beleg/2026-11-23/a/aufzeichnungen/index.html").unescaped
        let proofs = Fixture.proofs(provider())
        let observations = proofs.services.flatMap(\.endpoints).flatMap(\.observations) + proofs.observations
        for observation in observations {
            #expect(page.contains("\(observation.asked) → \(observation.answered)"), "\(observation.asked)")
        }
        // A record that several servers share is shown once, and linked from where it is needed again.
        #expect(page.matches(of: #/id="record-3"/#).count == 1)
        #expect(page.contains("<a href=\"#record-3\">Aufzeichnung 3</a>"))
    }

    @Test func theSameIsSaidOnce() throws {
        let page = try rendered().text("beleg/2026-11-23/a/index.html").unescaped
        let issuer = "Aussteller: a certificate authority with quite a long name, and another one"
        #expect(page.ranges(of: issuer).count == 1)
        #expect(page.contains("<a href=\"#xmpp-client-certificates\">wie oben</a>"))
        // Every link to what was said leads to a place on the page.
        for match in page.matches(of: #/href="#([^"]+)"/#) {
            #expect(page.contains("id=\"\(match.1)\""), "\(match.1)")
        }
        // Servers are named where they differ.
        #expect(page.contains("<h4>eins.example.org, Port 5222, 192.0.2.1, STARTTLS<br>zwei.example.org, Port 5222"))
    }

    /// A service without servers is one line, with the places that tables link to.
    @Test func absentServicesAreOneLine() throws {
        let page = try rendered().text("beleg/2026-11-23/a/index.html").unescaped
        let absent = try #require(page.firstMatch(of: #/<details id="xmpp-server">\n<summary>([^\n]*)<\/summary>/#))
        #expect(absent.1.contains("für example.org: Es wurde kein Server gefunden."))
        #expect(page.contains("kdig +dnssec SRV _xmpp-server._tcp.example.org"))
    }
}
