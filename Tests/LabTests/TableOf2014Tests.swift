import Foundation
import Testing

/// The lab's four providers of 2014 in the words of the table of 29 July 2014.
@Suite struct TableOf2014Tests {
    /// The rows of mail.de, Freenet, GMX and GMail as they were published.
    static let rows: [(String, [[String]])] = [
        (
            "Ahornpost",
            [
                ["C2S: gültig", "S2S: gültig"],
                ["C2S: TLSv1, TLSv1.1, TLSv1.2", "S2S: TLSv1, TLSv1.1, TLSv1.2"],
                ["C2S: modern, inkl. PFS", "S2S: modern, inkl. PFS"], ["C2S: Pflicht", "S2S: optional"], ["ja", "ja"],
                ["C2S: A", "S2S: A"],
            ]
        ),
        (
            "Birkenpost",
            [
                ["C2S: gültig", "S2S: gültig"],
                ["C2S: SSLv3, TLSv1, TLSv1.1, TLSv1.2", "S2S: SSLv3, TLSv1, TLSv1.1, TLSv1.2"],
                ["C2S: schwach, kein PFS", "S2S: schwach, kein PFS"], ["C2S: optional", "S2S: optional"],
                ["nein", "nein"], ["C2S: A-", "S2S: A-"],
            ]
        ),
        (
            "Cedernpost",
            [
                ["C2S: ungültig", "S2S: ungültig"], ["C2S: SSLv2, SSLv3, TLSv1", "S2S: SSLv2, SSLv3, TLSv1"],
                ["C2S: schwach, kein PFS", "S2S: schwach, kein PFS"], ["C2S: optional", "S2S: optional"],
                ["nein", "nein"], ["C2S: F", "S2S: F"],
            ]
        ),
        (
            "Dornpost",
            [
                ["C2S: gültig", "S2S: -"], ["C2S: SSLv3, TLSv1, TLSv1.1, TLSv1.2", "S2S: -"],
                ["C2S: schwach, kein PFS", "S2S: -"], ["C2S: Pflicht", "S2S: -"], ["nein", "nein"],
                ["C2S: A-", "S2S: -"],
            ]
        ),
    ]

    @Test func theWordsOf2014() async throws {
        let site = try ScannedLab.site
        let page = try String(
            contentsOfFile: "\(site)/site/tabelle/jabber/\(ScannedLab.date)/index.html", encoding: .utf8)
        for (name, cells) in Self.rows {
            #expect(try row(name, in: page) == cells, "\(name)")
        }
    }

    /// The lines of each cell of a row.
    private func row(_ name: String, in page: String) throws -> [[String]] {
        let start = try #require(page.range(of: ">\(name)</a></th>"), "no row \(name)")
        let row = page[start.upperBound...].prefix { $0 != "\u{0}" }
        let end = try #require(row.range(of: "</tr>"))
        return row[..<end.lowerBound].matches(of: /<td[^>]*>(.*?)<\/td>/).map { cell in
            String(cell.1).matches(of: /<span class="line[^>]*>(.*?)<\/span>/).map {
                String($0.1).replacing(/<[^>]*>/, with: "")
            }
        }
    }
}
