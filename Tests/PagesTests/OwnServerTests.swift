import Model
import SiteTestSupport
import Testing

/// What a provider's page tells whoever runs its servers.
@Suite struct OwnServerTests {
    private func site(_ more: String = "", versions: Finding<VersionFacts>? = nil) throws -> SiteInAString {
        let site = try SiteInAString(
            """
            -- content/site.yaml --
            title: Prüfstand
            base-url: https://example.org/
            contact: redaktion@example.org
            -- content/providers/a.md --
            ---
            name: A
            domains: [a.example, b.example]
            \(more)
            ---
            """)
        var endpoint = Fixture.endpoint("x", host: "jabber.a.example")
        for index in endpoint.versions.indices where endpoint.versions[index].version == .tls10 {
            if let versions { endpoint.versions[index].finding = versions }
        }
        let findings = Fixture.measured("a", "A", [endpoint])
        try site.write(Fixture.snapshot(try Fixture.day("2026-11-01"), [findings], origin: .measured), [findings])
        return site
    }

    private func page(_ site: SiteInAString) -> String { site.render().text("anbieter/a/index.html") }

    private static let old = VersionFacts(
        suites: [Fixture.suite("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", openSSL: "ECDHE-RSA-AES128-SHA")],
        preference: .measured(.server))

    @Test func adviceIsShown() throws {
        let page = page(try site(versions: .measured(Self.old)))
        #expect(page.contains("<h2 id=\"own-server\">Ist das Ihr Server?</h2>"))
        #expect(page.contains("<code>pruefstand test a.example</code>"))
        #expect(page.contains("<a href=\"mailto:redaktion@example.org\">"))
        #expect(page.contains("Nur TLS 1.2 und TLS 1.3 zulassen."))
        // XMPP servers do not say who they are, so that both are shown.
        #expect(page.contains("protocol = &quot;tlsv1_2+&quot;;") && page.contains("  - no_tlsv1_1"))
    }

    @Test func whatIsInOrderGetsNoAdvice() throws {
        let page = page(try site(versions: .notOffered))
        #expect(page.contains("Ist das Ihr Server?"))
        #expect(!page.contains("Nur TLS 1.2 und TLS 1.3 zulassen."))
    }

    /// Who is not to be measured is not told what a measurement shows.
    @Test func nothingForProvidersThatOptedOut() throws {
        let page = page(try site("opt-out: true", versions: .measured(Self.old)))
        #expect(page.contains("nicht gemessen zu werden"))
        #expect(!page.contains("Ist das Ihr Server?") && !page.contains("zulassen."))
    }
}
