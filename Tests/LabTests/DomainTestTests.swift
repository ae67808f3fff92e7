import Archive
import Content
import Foundation
import Grading
import Model
import Report
import Testing
import Text

/// `test` measures domains of real servers and says what the tables of a scan say.
@Suite struct DomainTestTests {
    private func test(_ arguments: [String]) async throws -> CommandResult {
        try await run(
            Tree.pruefstand,
            ["test", "--private-addresses", "--from", "scanner.test", "--jobs", "8"] + arguments + Tree.labOptions())
    }

    /// Service/column → the cell's words.
    private func cells(_ report: DomainReport, of services: Set<Service>) -> [String: String] {
        var cells: [String: String] = [:]
        for row in report.services where services.contains(row.service) {
            for fact in row.facts { cells["\(row.service.rawValue)/\(fact.column)"] = fact.text }
        }
        for fact in report.policies { cells[fact.column] = fact.text }
        return cells
    }

    /// Cell by cell what the tables say of the snapshot of the lab, of the services that the DNS names.
    @Test(arguments: ["weidenpost", "eschenpost", "kastanienpost"])
    func saysWhatTheTablesSay(_ provider: String) async throws {
        let result = try await test(["\(provider).test", "--json"])
        let decoder = JSONDecoder()
        let report = try #require(
            try decoder.decode(DomainReports.self, from: Data(result.output.utf8)).reports.first, "\(result.errors)")
        let file = "\(try ScannedLab.site)/content/snapshots/\(ScannedLab.date)/\(provider).json"
        let findings = try FindingsFile.decode(try Data(contentsOf: URL(filePath: file)), file: file).findings
        let path = "\(Tree.root)/templates/texts.en.yaml"
        let texts = try #require(
            Localization.read(
                SourceText(file: path, text: try String(contentsOfFile: path, encoding: .utf8)), language: "en"
            ).texts)
        let scanned = DomainReport(
            findings, connections: 0, measured: report.measured, tool: "", profile: .current, texts: texts)
        let both = Set(report.services.filter { !$0.endpoints.isEmpty }.map(\.service))
        #expect(!both.isEmpty)
        #expect(cells(report, of: both) == cells(scanned, of: both))
    }

    @Test func exitStatus() async throws {
        #expect(try await test(["weidenpost.test", "--only", "mx", "--fail-below", "F"]).status == 0)
        let below = try await test(["weidenpost.test", "--only", "mx", "--fail-below", "A+"])
        #expect(below.status == 4)
        #expect(below.errors.contains("weidenpost.test: mx: B is below A+"))
        let gone = try await test(["gibtsnicht.test"])
        #expect(gone.status == 3)
        #expect(gone.errors.contains("gibtsnicht.test does not exist (NXDOMAIN)"))
        #expect(!gone.output.contains("DNSSEC"))
        #expect(try await test(["lahm.test"]).status == 3)
    }
}
