import Model
import Pages
import SiteTestSupport
import Testing

/// The table of 29 July 2014 with exactly its words. The expected rows are typed from the publication.
struct TableOf2014Tests {
    private static let table = """
        -- content/tables/jabber.yaml --
        title: {de: Jabber-Server}
        profile: xmpp.net-2014-01
        services:
          - {service: xmpp-client, label: C2S}
          - {service: xmpp-server, label: S2S}
        columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
        rows: [mail-de, freenet, gmx, gmail]
        order: listed
        -- content/articles/2014-07-29-jabber.md --
        ---
        title: Die Jabber-Server
        date: 2014-07-29
        tags: [Jabber]
        ---
        Freenet hat ein [A-](finding:2014-07-29/freenet/xmpp-client/grade).

        ```table
        name: jabber
        date: 2014-07-29
        ```
        """

    private static let old: Finding<[ProtocolVersion]> = .measured([.tls10, .ssl2, .ssl3])
    private static let middle: Finding<[ProtocolVersion]> = .measured([.ssl3, .tls10, .tls11, .tls12])

    private static var providers: [ProviderFindings] {
        func both(_ make: (Service) -> ServiceSummary) -> [ServiceSummary] { [.xmppClient, .xmppServer].map(make) }
        return [
            Fixture.transcribed(
                "mail-de", "mail.de",
                both {
                    Fixture.summary(
                        $0, .measured(.valid), .measured([.tls12, .tls10, .tls11]), Fixture.strong,
                        .measured($0 == .xmppClient ? .required : .optional), .measured(true), .measured("A"))
                }),
            Fixture.transcribed(
                "freenet", "Freenet",
                both {
                    Fixture.summary(
                        $0, .measured(.valid), middle, Fixture.weak, .measured(.optional), .measured(false),
                        .measured("A-"))
                }),
            Fixture.transcribed(
                "gmx", "GMX",
                both {
                    Fixture.summary(
                        $0, .measured(.invalid), old, Fixture.weak, .measured(.optional), .measured(false),
                        .measured("F"))
                }),
            Fixture.transcribed(
                "gmail", "GMail",
                [
                    Fixture.summary(
                        .xmppClient, .measured(.valid), middle, Fixture.weak, .measured(.required), .measured(false),
                        .measured("A-")),
                    Fixture.summary(
                        .xmppServer, .notOffered, .notOffered, .notOffered, .notOffered, .measured(false), .notOffered),
                ]),
        ]
    }

    private func site() throws -> SiteInAString {
        let site = try SiteInAString(Self.table)
        try site.write(Fixture.snapshot(try Fixture.day("2014-07-29"), Self.providers), Self.providers)
        return site
    }

    private static let words = [
        [
            "mail.de", "C2S: gültig / S2S: gültig", "C2S: TLSv1, TLSv1.1, TLSv1.2 / S2S: TLSv1, TLSv1.1, TLSv1.2",
            "C2S: modern, inkl. PFS / S2S: modern, inkl. PFS", "C2S: Pflicht / S2S: optional", "ja / ja",
            "C2S: A / S2S: A",
        ],
        [
            "Freenet", "C2S: gültig / S2S: gültig",
            "C2S: SSLv3, TLSv1, TLSv1.1, TLSv1.2 / S2S: SSLv3, TLSv1, TLSv1.1, TLSv1.2",
            "C2S: schwach, kein PFS / S2S: schwach, kein PFS", "C2S: optional / S2S: optional", "nein / nein",
            "C2S: A- / S2S: A-",
        ],
        [
            "GMX", "C2S: ungültig / S2S: ungültig", "C2S: SSLv2, SSLv3, TLSv1 / S2S: SSLv2, SSLv3, TLSv1",
            "C2S: schwach, kein PFS / S2S: schwach, kein PFS", "C2S: optional / S2S: optional", "nein / nein",
            "C2S: F / S2S: F",
        ],
        [
            "GMail", "C2S: gültig / S2S: -", "C2S: SSLv3, TLSv1, TLSv1.1, TLSv1.2 / S2S: -",
            "C2S: schwach, kein PFS / S2S: -", "C2S: Pflicht / S2S: -", "nein / nein", "C2S: A- / S2S: -",
        ],
    ]

    @Test(arguments: [
        "tabelle/jabber/2014-07-29/index.html", "tabelle/jabber/index.html", "2014/07/jabber/index.html",
    ])
    func theWordsOf2014(_ page: String) throws {
        let rendered = try site().render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(rendered.rows(page) == Self.words)
    }

    @Test func everyCellLeadsToAPlaceThatExists() throws {
        let rendered = try site().render()
        let table = rendered.text("tabelle/jabber/2014-07-29/index.html")
        let links = table.matches(of: #/href="\.\./\.\./\.\./(beleg/[^"#]*)#([^"]*)"/#).map { ($0.1, $0.2) }
        #expect(links.count == 4 * 12)
        for (page, anchor) in links {
            #expect(rendered.text(String(page)).contains("id=\"\(anchor)\""))
        }
    }

    @Test func theCaptionTellsWhereItIsFrom() throws {
        let page = try site().render().text("tabelle/jabber/2014-07-29/index.html")
        #expect(
            page.contains(
                "Quelle: Blogbeitrag, veröffentlicht am 29.\u{a0}Juli 2014. Noten nach dem Profil xmpp.net-2014-01.")
        )
        #expect(page.contains("<th scope=\"col\">TLSA (DANE)</th>"))
        #expect(page.contains("aria-label=\"S2S: keine Verschlüsselung\""))
    }

    @Test func aClaimIsALinkToItsEvidence() throws {
        let page = try site().render().text("2014/07/jabber/index.html")
        #expect(page.contains("ein <a href=\"../../../beleg/2014-07-29/freenet/index.html#xmpp-client-grade\">A-</a>"))
    }

    @Test func rowsAndColumnsCanBeChosen() throws {
        let site = try site()
        try site.write(
            """
            -- content/articles/2014-07-30-auswahl.md --
            ---
            title: Auswahl
            date: 2014-07-30
            ---
            ```table
            name: jabber
            date: latest
            rows: [gmail, mail-de]
            columns: [grade, starttls]
            ```
            """)
        let rendered = site.render()
        #expect(rendered.diagnostics.isEmpty)
        #expect(
            rendered.rows("2014/07/auswahl/index.html") == [
                ["GMail", "C2S: A- / S2S: -", "C2S: Pflicht / S2S: -"],
                ["mail.de", "C2S: A / S2S: A", "C2S: Pflicht / S2S: optional"],
            ])
    }

    @Test func theTableOfDANE() throws {
        let site = try SiteInAString(
            """
            -- content/tables/dane.yaml --
            title: DANE
            columns: [dnssec, dane, dane-protocols, notes]
            rows: [mail-de, gmx, ok-de]
            """)
        let providers = [
            Fixture.transcribed(
                "mail-de", "mail.de", dnssec: .measured(true), dane: .measured(["MX", "CalDAV", "Jabber"]),
                remarks: ["de": "Auch alle Alias-Domains"]),
            Fixture.transcribed("gmx", "GMX", dnssec: .measured(false), dane: .notOffered),
            Fixture.transcribed(
                "ok-de", "ok.de", dnssec: .unmeasured(Reason(.timeout)), dane: .unmeasured(Reason(.timeout))),
        ]
        try site.write(Fixture.snapshot(try Fixture.day("2014-10-16"), providers), providers)
        let rendered = site.render()
        #expect(
            rendered.rows("tabelle/dane/index.html") == [
                ["mail.de", "+", "+", "MX, CalDAV, Jabber", "Auch alle Alias-Domains"],
                ["GMX", "-", "-", "-", ""],
                ["ok.de keine rechtzeitige Antwort", "?", "?", "?", ""],
            ])
    }
}
