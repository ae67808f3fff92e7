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

    private func texts(_ language: String) throws -> Localization {
        let path = "\(Tree.root)/templates/texts.\(language).yaml"
        let source = SourceText(file: path, text: try String(contentsOfFile: path, encoding: .utf8))
        return try #require(Localization.read(source, language: language).texts)
    }

    /// Cell by cell what the tables say of the snapshot of the lab, of the services that the DNS names; the same verdict and
    /// the same advice, and on the pages of the site the same words.
    @Test(arguments: ["weidenpost", "eschenpost", "kastanienpost"])
    func saysWhatTheTablesSay(_ provider: String) async throws {
        // The profile of the lab's tables on the day.
        let result = try await test(
            ["\(provider).test", "--json", "--language", "de", "--profile", "pruefstand-2026"])
        let decoder = JSONDecoder()
        let report = try #require(
            try decoder.decode(DomainReports.self, from: Data(result.output.utf8)).reports.first, "\(result.errors)")
        let file = "\(try ScannedLab.site)/content/snapshots/\(ScannedLab.date)/\(provider).json"
        var findings = try FindingsFile.decode(try Data(contentsOf: URL(filePath: file)), file: file).findings
        // The provider's file names servers that the DNS does not.
        let both = Set(report.services.filter { !$0.endpoints.isEmpty }.map(\.service))
        findings.services.removeAll { !both.contains($0.service) }
        let scanned = DomainReport(
            findings, connections: 0, measured: report.measured, tool: "", profile: .pruefstand2026,
            texts: try texts("de"))
        #expect(!both.isEmpty)
        #expect(cells(report, of: both) == cells(scanned, of: both))
        #expect(report.grade == scanned.grade)
        #expect(report.advice == scanned.advice)
        #expect(report.advice?.isEmpty == false)

        let page = try String(
            contentsOfFile: "\(try ScannedLab.site)/site/beleg/\(ScannedLab.date)/\(provider)/index.html",
            encoding: .utf8)
        var compared = 0
        for row in report.services where both.contains(row.service) {
            for fact in row.facts where fact.state != "not-applicable" {
                try compare(fact, "\(row.service.rawValue)-\(fact.column)", page)
                compared += 1
            }
        }
        for fact in report.policies where page.contains("id=\"\(fact.column)\"") {
            try compare(fact, fact.column, page)
            compared += 1
        }
        #expect(compared > 8)
    }

    /// A fact is what the line with that anchor shows, signs in the words beside them.
    private func compare(_ fact: DomainReport.Fact, _ anchor: String, _ page: String) throws {
        let start = try #require(page.firstRange(of: "id=\"\(anchor)\""), "\(anchor)").upperBound
        let rest = String(page[start...].prefix(1_500))
        // Services that no table asks for are graded by other rules there.
        if fact.column == "grade", rest.firstMatch(of: #/<h4>[^<]*: /#)?.0.contains("pruefstand-2026:") == false {
            return
        }
        let end = try #require(rest.firstMatch(of: #/<\/(summary|div|li)>/#), "\(anchor)").range.lowerBound
        let line = String(rest[..<end])
        // Plain words have no mark.
        let state = line.firstMatch(of: #/<span class="line ([a-z-]+)">/#).map { String($0.1) } ?? "plain"
        #expect(state == fact.state, "\(anchor)")
        #expect(line.contains(HTML.escaped(fact.text)), "\(anchor): \(fact.text)")
    }

    @Test func exitStatus() async throws {
        #expect(try await test(["weidenpost.test", "--only", "mx", "--fail-below", "F"]).status == 0)
        let below = try await test(["weidenpost.test", "--only", "mx", "--fail-below", "A+"])
        #expect(below.status == 4)
        #expect(below.errors.contains("weidenpost.test: mx: B is below A+"))
        let gone = try await test(["gibtsnicht.test"])
        #expect(gone.status == 3)
        #expect(gone.errors.contains("gibtsnicht.test does not exist (NXDOMAIN); check the spelling"))
        #expect(!gone.output.contains("DNSSEC"))
        #expect(try await test(["lahm.test"]).status == 3)
    }

    /// A domain that exists and names nothing is said to, and is no success; one that only says that it takes no mail
    /// (RFC 7505), with a policy, is measured.
    @Test func domainsThatNameNoServer() async throws {
        let empty = try await test(["leer.test"])
        #expect(empty.status == 3)
        #expect(empty.output.hasPrefix("leer.test: the DNS names no server of any service\n"))
        #expect(empty.output.contains("SPF: no record"))
        #expect(empty.errors.contains("leer.test names no server in the DNS for what was to be tested"))

        let nullMX = try await test(["nullmx.test", "--language", "de"])
        #expect(nullMX.status == 0)
        #expect(nullMX.output.hasPrefix("nullmx.test: im DNS steht kein Server eines Dienstes\n"))
        let withGrade = try await test(["nullmx.test", "--fail-below", "F"])
        #expect(withGrade.status == 3)
        #expect(try await test(["leer.test", "--only", "imap"]).status == 3)
    }
}
