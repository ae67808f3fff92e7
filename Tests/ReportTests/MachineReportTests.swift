import Comparison
import Foundation
import Model
import Report
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Reports that other programs read.
@Suite struct MachineReportTests {
    @Test func junitCountsWhatItHolds() throws {
        let reports = [try ReportFixture.report("buchenpost"), try ReportFixture.report("lahm")]
        let text = JUnitReport.text(reports)
        let document = try XMLDocumentCounter.count(text)
        let facts = reports.flatMap { $0.services.flatMap(\.facts) + $0.policies }
        #expect(document["testsuite"] == 2)
        #expect(document["testcase"] == facts.count)
        #expect(document["failure", default: 0] == facts.count { $0.state == "bad" })
        let open = facts.count { ["unknown", "refused", "not-applicable"].contains($0.state) }
        #expect(document["skipped", default: 0] == open)
        #expect(open > 0)
    }

    @Test func junitFailsByTheGrade() throws {
        let report = try ReportFixture.report("weidenpost")
        let none = try XMLDocumentCounter.count(JUnitReport.text([report]))["failure", default: 0]
        let all = try XMLDocumentCounter.count(JUnitReport.text([report]) { _ in true })["failure", default: 0]
        #expect(all > none)
    }

    /// A proven absence of encryption is no pass, whatever grade is asked for.
    @Test func junitFailsWithoutEncryption() throws {
        var report = try ReportFixture.report("weidenpost")
        func failures() throws -> Int {
            try XMLDocumentCounter.count(JUnitReport.text([report]))["failure", default: 0]
        }
        let before = try failures()
        let index = try #require(report.services[0].facts.firstIndex { $0.column == "grade" })
        report.services[0].facts[index].value = CellValue(.notOffered)
        report.services[0].facts[index].state = "absent"
        #expect(try failures() == before + 1)
    }

    /// Outside data can neither break the XML out nor make it ill-formed.
    @Test func junitEscapes() throws {
        var report = try ReportFixture.report("weidenpost")
        report.policies[0].state = "bad"
        report.policies[0].why = "\"/><failure message=\"forged\u{0}\u{FFFE}\u{1B}[2J"
        let text = JUnitReport.text([report])
        let before = report.services.flatMap(\.facts).count { $0.state == "bad" }
        #expect(try XMLDocumentCounter.count(text)["failure"] == before + report.policies.count { $0.state == "bad" })
    }

    @Test func sarifHasARuleForEachResult() throws {
        let report = try ReportFixture.report("buchenpost")
        let bytes = try JSONEncoder().encode(SARIFReport([report], tool: "pruefstand 1.0+abc"))
        let tree = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        let run = try #require((tree["runs"] as? [[String: Any]])?.first)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]]).compactMap { $0["id"] as? String }
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(tree["version"] as? String == "2.1.0")
        #expect(driver["version"] as? String == "1.0+abc")
        #expect(results.count == report.problems.count)
        #expect(Set(rules).count == rules.count)
        #expect(Set(results.compactMap { $0["ruleId"] as? String }) == Set(rules))
    }

    @Test func jsonComesBack() throws {
        let reports = DomainReports(reports: [try ReportFixture.report("weidenpost")])
        #expect(try JSONDecoder().decode(DomainReports.self, from: JSONEncoder().encode(reports)) == reports)
    }

    @Test func regressions() throws {
        let report = try ReportFixture.report("weidenpost")
        #expect(Regressions(from: report, to: report).all.isEmpty)
        let row = try #require(report.services.firstIndex { $0.grade != nil })
        let grade = try #require(report.services[row].facts.firstIndex { $0.column == "grade" })
        var worse = report
        worse.services[row].facts[grade].value = CellValue(.measured(.grade("F")))
        let found = Regressions(from: report, to: worse).all
        #expect(found.map(\.column) == ["grade"])
        #expect(found.first?.service == report.services[row].service)
        #expect(Regressions(from: worse, to: report).all.isEmpty)
        // What is not known any more is not worse.
        worse.services[row].facts[grade].value = CellValue(.unmeasured(Reason(.timeout)))
        #expect(Regressions(from: report, to: worse).all.isEmpty)
    }
}

/// Counts the elements of an XML document by name.
private final class XMLDocumentCounter: NSObject, XMLParserDelegate {
    private var counts: [String: Int] = [:]

    static func count(_ text: String) throws -> [String: Int] {
        let parser = XMLParser(data: Data(text.utf8))
        let counter = XMLDocumentCounter()
        parser.delegate = counter
        try #require(parser.parse(), "\(text)")
        return counter.counts
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        counts[name, default: 0] += 1
    }
}
