import Model
import Testing

@testable import pruefstand

/// What `scan` says of domains that do not exist.
@Suite struct MissingDomainTests {
    private func provider(_ id: String, _ domains: [String], website: String = "") -> Provider {
        Provider(id: id, name: id, website: website, domains: domains)
    }

    private func findings(_ states: [String: Finding<DNSSECState>]) -> ProviderFindings {
        ProviderFindings(
            provider: "a", name: "A",
            domains: states.sorted { $0.key < $1.key }.map {
                DomainFindings(domain: $0.key, dnssec: $0.value)
            },
            services: [])
    }

    private let missing = Finding<DNSSECState>.unmeasured(Reason(.noSuchName, ""))

    @Test func theNearestKnownNameIsSuggested() {
        let providers = [
            provider("a", ["gmial.com"]), provider("b", ["gmail.com"]),
            provider("c", ["p.test"], website: "https://www.buecherpost.test/"),
        ]
        func hints(_ states: [String: Finding<DNSSECState>]) -> [String] {
            ScanRun.missingDomains(findings(states), providers: providers).map(\.hint)
        }
        #expect(hints(["gmial.com": missing]) == ["did you mean 'gmail.com'?"])
        #expect(hints(["buecherpots.test": missing]) == ["did you mean 'buecherpost.test'?"])
        #expect(hints(["ganz-anders.example": missing]) == ["check the spelling"])
        #expect(hints(["gmial.com": .measured(.insecure), "x.test": .unmeasured(Reason(.timeout))]) == [])
    }

    @Test func itIsAWarningOfTheProvidersFile() throws {
        let found = ScanRun.missingDomains(
            findings(["xn--bcher-kva.example": missing]), providers: [provider("a", ["xn--bcher-kva.example"])])
        let warning = try #require(found.first)
        #expect(warning.level == .warning && warning.file == "content/providers/a.md" && warning.rule == .noSuchDomain)
        #expect(warning.message.contains("bücher.example (xn--bcher-kva.example)"))
    }
}
