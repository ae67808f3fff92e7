import Content
import Model
import Pages
import SiteTestSupport
import Testing

/// Domains in scripts other than ASCII, as an editor writes them.
@Suite struct InternationalDomainTests {
    private static let texts = """
        -- content/providers/a.md --
        ---
        name: A
        website: https://www.bücher.example/über
        domains: [bücher.example, xn--fa-hia.example, "bu\u{308}ro.example"]
        aliases: [plain.example]
        jid-domains: [مثال.example]
        hosts: [{service: imap, host: imap.bücher.example, port: 993, mode: direct}]
        ---
        -- content/site.yaml --
        title: {de: Prüfstand}
        base-url: https://prüfstand.example/
        languages: [de]
        scan: {ehlo: prüfstand.example, xmpp-from: xmpp.prüfstand.example, control-hosts: [mx.bücher.example]}
        """

    @Test func namesAreKeptInALabels() throws {
        let site = try SiteInAString(Self.texts)
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        #expect(content.diagnostics.isEmpty, "\(content.diagnostics)")
        let provider = try #require(content.providers["a"]?.provider)
        #expect(provider.domains == ["xn--bcher-kva.example", "xn--fa-hia.example", "xn--bro-hoa.example"])
        #expect(provider.aliases == ["plain.example"])
        #expect(provider.jidDomains == ["xn--mgbh0fb.example"])
        #expect(provider.hosts.map(\.host) == ["imap.xn--bcher-kva.example"])
        #expect(provider.website == "https://www.xn--bcher-kva.example/über")
        #expect(content.settings.scan.ehlo == "xn--prfstand-75a.example")
        #expect(content.settings.scan.xmppFrom == "xmpp.xn--prfstand-75a.example")
        #expect(content.settings.scan.controlHosts == ["mx.xn--bcher-kva.example"])
        #expect(content.settings.baseURL == "https://xn--prfstand-75a.example/")
    }

    @Test func pagesShowBothForms() throws {
        let site = try SiteInAString(Self.texts)
        let page = site.render().text("anbieter/a/index.html")
        #expect(page.contains("bücher.example (xn--bcher-kva.example), faß.example (xn--fa-hia.example)"))
        #expect(page.contains(">https://www.bücher.example/über (www.xn--bcher-kva.example)</a>"))
        #expect(page.contains("href=\"https://www.xn--bcher-kva.example/"))
        #expect(page.contains("<dd>plain.example</dd>"))
    }

    /// Each with its place, its reason, and what to do.
    @Test func invalidNames() throws {
        let site = try SiteInAString(
            """
            -- content/providers/a.md --
            ---
            name: A
            website: https://-bü.example/
            domains: [Bücher.example, xn--0.example, 1אב.example, "a..b", bücher.example., example, bücher。example]
            aliases: [bücher.example, xn--bcher-kva.example]
            hosts: [{service: imap, host: "ü b.example", port: 993, mode: direct}]
            ---
            """)
        let found = site.render().diagnostics
        #expect(
            found.map { "\($0.place.line):\($0.place.column) \($0.rule)" } == [
                "3:10 bad-domain", "4:11 bad-domain", "4:27 bad-domain", "4:42 bad-domain", "4:55 bad-domain",
                "4:63 bad-domain", "4:80 bad-domain", "4:89 bad-domain", "5:27 duplicate-domain", "6:31 bad-domain",
            ])
        let words = [
            "hyphen", "not a valid domain name", "not valid Punycode", "mixes writing directions", "empty label",
            "not a valid domain name", "one label", "not a valid domain name", "", "U+0020",
        ]
        for (diagnostic, words) in zip(found, words) where !words.isEmpty {
            #expect(diagnostic.message.contains(words) && !diagnostic.hint.isEmpty, "\(diagnostic)")
        }
        let hints = Dictionary(found.map { ($0.place.column, $0.hint) }) { first, _ in first }
        #expect(hints[11] == "use lower case: bücher.example" && hints[63] == "remove the trailing dot")
        #expect(hints[89] == "write it as bücher.example")
    }
}
