import Model
import Testing

@testable import Scan

/// What a scan sets out to measure of a provider.
@Suite struct PlanTests {
    private func websites(_ website: String, domains: [String] = ["plain.example"]) -> [String] {
        let provider = Provider(id: "a", name: "A", website: website, domains: domains)
        return Scanner.plan(provider).services.filter { $0.service == .https }.map(\.domain)
    }

    /// An internationalised website is that website, whatever the domains are called.
    @Test(arguments: [
        ("https://www.xn--bcher-kva.example/", "www.xn--bcher-kva.example"),
        ("https://www.xn--bcher-kva.example/über?x=ü", "www.xn--bcher-kva.example"),
        ("https://www.bücher.example/über", "www.xn--bcher-kva.example"),
        ("https://WWW.Plain.Example/", "www.plain.example"),
    ])
    func theWebsiteIsTheOneOfTheFile(_ website: String, _ host: String) {
        #expect(websites(website) == [host, "plain.example"])
    }

    @Test func withoutAWebsiteItIsThatOfTheDomain() {
        #expect(websites("") == ["plain.example"] && websites("https://plain.example/x") == ["plain.example"])
    }
}
