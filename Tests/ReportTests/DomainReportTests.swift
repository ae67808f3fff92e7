import Advice
import Comparison
import Foundation
import Grading
import Model
import Report
import Testing

@Suite struct DomainReportTests {
    /// The facts are those of the tables: same value for every service and column.
    @Test(arguments: ["weidenpost", "buchenpost", "ulmenpost"]) func factsAreTheCells(_ name: String) throws {
        let findings = try ReportFixture.findings(name)
        let report = try ReportFixture.report(findings)
        let view = ProviderOnDate(
            findings: findings,
            manifest: SnapshotManifest(
                date: .first, origin: .measured, vantage: "", tool: "", connections: 0, providers: [name]))
        #expect(Set(report.services.map(\.service)).union(report.notOffered) == Set(view.services))
        for row in report.services {
            #expect(row.grade == view.verdict(of: row.service, by: .pruefstand2026)?.grade.value)
            let protocols = row.facts.first { $0.column == "protocols" }?.value.finding
            #expect(protocols == view.summary(of: row.service)?.protocols.map { .protocols($0.sorted()) })
        }
        #expect(report.policies.map(\.column) == ["dnssec", "dane", "caa", "spf", "dmarc", "mta-sts", "tls-rpt"])
        #expect(report.isMeasured)
    }

    @Test func theWorstComesFirst() throws {
        for name in ["buchenpost", "ulmenpost", "eichenpost", "fichtenpost", "kiefernpost"] {
            let problems = try ReportFixture.report(name).problems
            #expect(problems.map(\.level) == problems.map(\.level).sorted())
            let ranks = problems.filter { !$0.grade.isEmpty && $0.level == .error }.map { Profile.rank($0.grade) }
            #expect(ranks == ranks.sorted())
            #expect(problems.filter { $0.level == .warning }.allSatisfy { Profile.rank($0.grade) >= Profile.rank("C") })
        }
    }

    /// A rule that lowers several services is one problem, and names them all.
    @Test func oneProblemForEachRule() throws {
        let report = try ReportFixture.report("buchenpost")
        let rules = report.problems.filter { !$0.services.isEmpty && $0.rule != "unknown" }.map(\.rule)
        #expect(Set(rules).count == rules.count)
        #expect(!rules.isEmpty)
    }

    @Test func belowAGrade() throws {
        let report = try ReportFixture.report("weidenpost")
        let grade = try #require(report.grade)
        #expect(report.services(below: grade).isEmpty)
        #expect(report.services(below: "A+").isEmpty == (grade == "A+"))
        // An unknown grade is not below any.
        var unknown = report
        for index in unknown.services.indices { unknown.services[index].grade = nil }
        #expect(unknown.services(below: "A+").isEmpty)
    }

    @Test func theGradeIsTheWorst() throws {
        let report = try ReportFixture.report("cedernpost")
        let ranks = report.services.compactMap(\.grade).map(Profile.rank)
        #expect(ranks.count > 1)
        #expect(report.grade.map(Profile.rank) == ranks.min())
        #expect(try ReportFixture.report("lahm").grade == nil)
    }

    @Test func noEncryptionIsBelowEverything() throws {
        var report = try ReportFixture.report("weidenpost")
        let index = try #require(report.services[0].facts.firstIndex { $0.column == "grade" })
        report.services[0].facts[index].value = CellValue(.notOffered)
        #expect(report.services(below: "F").map(\.service) == [report.services[0].service])
        let lines = ReportText(report, texts: try ReportFixture.texts()).lines.map { $0.map(\.text).joined() }
        #expect(lines.first?.contains("no encryption (\(report.services[0].service.rawValue))") == true)
    }

    @Test(arguments: ["weidenpost", "buchenpost", "ulmenpost", "zeichen", "lahm"])
    func linesFitATerminal(_ name: String) throws {
        let report = try ReportFixture.report(name)
        let lines = ReportText(report, texts: try ReportFixture.texts()).lines.map { $0.map(\.text).joined() }
        // Lines to be copied stay whole.
        let copied = (report.advice ?? []).flatMap(\.configurations)
        let whole = Set(copied.flatMap { $0.lines.map { "      \($0)" } + ["    \($0.title):"] })
        for line in lines where line.count > 80 && !whole.contains(line) {
            // One word that is longer than a line.
            #expect(!line.drop { $0 == " " }.contains(" "), "\(line)")
        }
        for service in report.services.map(\.service) + report.notOffered {
            #expect(lines.contains { $0.contains(service.rawValue) }, "\(service.rawValue)")
        }
    }

    /// Every rule that lowers a grade has advice, which names the software that the servers show.
    @Test(arguments: ["weidenpost", "buchenpost", "kastanienpost", "zirbenpost", "tannenpost"])
    func everyLoweringRuleHasAdvice(_ name: String) throws {
        let report = try ReportFixture.report(name)
        let advice = try #require(report.advice)
        let answered = Set(advice.flatMap(\.rules))
        for problem in report.problems where !problem.grade.isEmpty && problem.rule != "no-handshake" {
            #expect(answered.contains(problem.rule), "\(problem.rule)")
        }
        let ranks = advice.map { $0.grade.isEmpty ? Int.max : Profile.rank($0.grade) }
        #expect(ranks == ranks.sorted())
        #expect(Set(advice.map(\.topic)).count == advice.count)
        let lines = ReportText(report, texts: try ReportFixture.texts()).lines.map { $0.map(\.text).joined() }
        for line in advice.flatMap(\.configurations).flatMap(\.lines) { #expect(lines.contains("      \(line)")) }
    }

    /// Where nothing listens there is nothing to advise, whatever its DNS lacks.
    @Test func closedPortsGetNoAdvice() throws {
        let report = try ReportFixture.report("kastanienpost")
        let services = try #require(report.advice).flatMap(\.services)
        #expect(Set(services) == [.mx])
    }

    @Test func softwareIsRecognised() throws {
        func software(_ name: String, _ topics: Set<Topic>) throws -> Set<Software> {
            let advice = try #require(try ReportFixture.report(name).advice)
            return Set(advice.filter { topics.contains($0.topic) }.flatMap(\.configurations).map(\.software))
        }
        // A Postfix and a Dovecot, which both say so; who serves its website is not known.
        let found = try software("zirbenpost", [.protocols, .suites, .groups, .startTLS])
        #expect(found == [.postfix, .dovecot, .nginx, .apache])
        #expect(try software("tannenpost", [.suites, .groups]).isSubset(of: [.exim]))
    }

    /// A report from before there was advice is still a baseline.
    @Test func reportsWithoutAdviceAreRead() throws {
        var report = try ReportFixture.report("weidenpost")
        report.advice = nil
        let bytes = try JSONEncoder().encode(report)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("\"advice\""))
        #expect(try JSONDecoder().decode(DomainReport.self, from: bytes) == report)
    }
}
