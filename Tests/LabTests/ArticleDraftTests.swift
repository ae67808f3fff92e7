import Foundation
import Testing

/// An article that the program drafts of a measurement of the lab: how many providers' servers speak a hybrid group.
@Suite struct ArticleDraftTests {
    private static let table = """
        title: {de: "Post-Quanten-Schlüsseleinigung", en: "Post-quantum key agreement"}
        services:
          - {service: submission, label: SMTP}
          - {service: imap, label: IMAP}
          - {service: pop3, label: POP3}
          - {service: mx, label: MX}
          - {service: xmpp-client, label: C2S}
          - {service: xmpp-server, label: S2S}
        columns: [post-quantum]
        rows: all
        order: name

        """

    @Test func hybridGroupsOfMailAndXMPPServers() async throws {
        let site = try ScannedLab.copy()
        defer { try? FileManager.default.removeItem(atPath: site) }
        try Self.table.write(toFile: "\(site)/content/tables/hybrid.yaml", atomically: true, encoding: .utf8)
        let draft = try await run(
            Tree.pruefstand,
            [
                "new", "article", "Hybride Gruppen", "--about", "post-quantum", "--date", "2026-11-24", "--site", site,
            ])
        #expect(draft.status == 0, "\(draft.errors)")
        let file = "\(site)/content/articles/2026-11-24-hybride-gruppen.md"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let claims = text.matches(
            of: #/- \*\*(\w+)\*\*: \[(\d+) von (\d+)\]\(finding:[0-9-]+\/hybrid\/([a-z0-9-]+)\/post-quantum\)/#)
        #expect(claims.map { String($0.1) } == ["SMTP", "IMAP", "POP3", "MX", "C2S", "S2S"], "\(text)")
        // Most servers of the lab have none, and each service has some that could be measured.
        #expect(claims.allSatisfy { Int($0.3) ?? 0 > 0 && Int($0.2) ?? 0 < Int($0.3) ?? 0 }, "\(text)")
        try text.replacing("draft: true", with: "draft: false").write(toFile: file, atomically: true, encoding: .utf8)
        let built = try await run(Tree.pruefstand, ["build", "--strict", "--site", site])
        #expect(built.status == 0, "\(built.errors)")
        let page = try String(contentsOfFile: "\(site)/site/2026/11/hybride-gruppen/index.html", encoding: .utf8)
        #expect(page.contains("<svg class=\"chart\"") && page.contains("<tfoot>"))
        // What is claimed is what the table's foot says.
        for claim in claims { #expect(page.contains("\(claim.1): \(claim.2) von \(claim.3)"), "\(claim.0)") }
    }
}
