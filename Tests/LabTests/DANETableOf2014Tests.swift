import Foundation
import Testing

/// Four of the lab's providers in the words of the DANE table of 2014: they are configured as mail.de, mailbox.org,
/// posteo.de and GMX were.
@Suite struct DANETableOf2014Tests {
    /// The lab's provider, the provider of 2014, and the cells: DNSSEC, DANE, protocols, peculiarities.
    static let rows: [(lab: String, model: String, cells: [String])] = [
        (
            "Buchenpost", "mail.de",
            [
                "+", "+", "MX, HTTPS, SMTP, IMAP, POP3, CalDAV, CardDAV, WebDAV, Jabber",
                "Alias-Domains: alle ebenfalls gesichert",
            ]
        ),
        (
            "Eschenpost", "mailbox.org",
            [
                "+", "+", "MX, HTTPS, SMTP, IMAP, POP3",
                "Keine Alias-Domains im Angebot; mitgebrachte Domains der Kunden sind nicht gesichert",
            ]
        ),
        ("Lärchenpost", "posteo.de", ["+", "+", "MX, HTTPS", "Alias-Domains: keine gesichert"]),
        ("Espenpost", "GMX", ["-", "-", "-", ""]),
    ]

    @Test func theWordsOf2014() async throws {
        let site = try ScannedLab.site
        let measured = try page("\(site)/site/tabelle/dane/\(ScannedLab.date)")
        let published = try page("\(Tree.root)/site/tabelle/dane/2014-10-16")
        for row in Self.rows {
            #expect(try cells(row.lab, in: measured) == row.cells, "\(row.lab)")
            #expect(try cells(row.model, in: published) == row.cells, "\(row.model)")
        }
        #expect(columns(in: measured) == columns(in: published))
    }

    private func page(_ folder: String) throws -> String {
        try String(contentsOfFile: "\(folder)/index.html", encoding: .utf8)
    }

    private func cells(_ name: String, in page: String) throws -> [String] {
        let start = try #require(page.range(of: ">\(name)</a></th>"), "no row \(name)")
        let end = try #require(page.range(of: "</tr>", range: start.upperBound..<page.endIndex))
        return page[start.upperBound..<end.lowerBound].matches(of: /<td[^>]*>(.*?)<\/td>/).map {
            String($0.1).replacing(/<[^>]*>/, with: "")
        }
    }

    private func columns(in page: String) -> [String] {
        page.matches(of: /<th scope="col"[^>]*>(.*?)<\/th>/).map { String($0.1).replacing(/<[^>]*>/, with: "") }
    }
}
