import Advice
import Comparison
import Content
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
        #expect(
            report.policies.map(\.column).filter { !["validation-persist", "mx-dns"].contains($0) } == [
                "dnssec", "dane", "caa", "spf", "dmarc", "mta-sts", "tls-rpt", "dkim", "https-record",
            ])
        // Every column that asks something of the service.
        for row in report.services {
            #expect(Set(row.facts.map(\.column)) == Set(TableDefinition.Column.of(row.service).map(\.rawValue)))
        }
        // That one declines all services by SRV records, and has no policy.
        #expect(report.isMeasured == (name != "ulmenpost"))
    }

    /// That nothing is named is said, and not that no grade could be determined.
    @Test func namesNoServer() throws {
        let report = try ReportFixture.report("ebereschenpost")
        #expect(report.namesNoServer)
        let words = try ReportText(report, texts: ReportFixture.texts()).lines[0].map(\.text).joined()
        #expect(words.hasSuffix(": the DNS names no server of any service"))
        #expect(try HTMLReport.text([report], texts: ReportFixture.texts()).contains("the DNS names no server"))
        #expect(try !ReportFixture.report("weidenpost").namesNoServer)
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

    /// A quick look that did not ask for hybrid groups gives no reason to turn them on.
    @Test func whatWasNotAskedForIsNotAdvised() throws {
        var findings = try ReportFixture.findings("weidenpost")
        func isAdvised() throws -> Bool {
            try #require(ReportFixture.report(findings).advice).contains { $0.topic == .hybridGroups }
        }
        #expect(try isAdvised())
        for service in findings.services.indices {
            for endpoint in findings.services[service].endpoints.indices {
                findings.services[service].endpoints[endpoint].groupsIncomplete = UntestedGroups(
                    names: ["X25519MLKEM768"], why: Reason(.notAsked))
            }
        }
        #expect(try !isAdvised())
    }

    /// Whatever a cell shows that is not the best there has advice, which names the column or a rule that says the same.
    @Test(arguments: [
        "weidenpost", "buchenpost", "kastanienpost", "zirbenpost", "tannenpost", "eichenpost", "ahornpost",
        "ulmenpost",
        "cedernpost", "birkenpost", "fichtenpost", "kiefernpost",
    ])
    func everythingBelowTheBestHasAdvice(_ name: String) throws {
        let report = try ReportFixture.report(name)
        let topics = Set(try #require(report.advice).map(\.topic))
        // Facts that no state of which is better than another, or whose plain states nothing is to be done about: a
        // record without ECH, for which Debian 12 has no server, and what is said of federation in any case.
        let unjudged: Set<String> = [
            "grade", "federation", "https-record", "wildcard", "validation-persist",
        ]
        for (service, facts) in report.services.map({ ($0.service.rawValue, $0.facts) }) + [("", report.policies)] {
            // Nothing listens, or TLS is not spoken at all.
            if facts.contains(where: { $0.column == "grade" && $0.state != "good" && $0.value.finding.value == nil }) {
                continue
            }
            // Nobody sends mail there.
            let hasMail = report.services.contains { $0.service == .mx && !$0.endpoints.isEmpty }
            let ofMail: Set<String> = hasMail ? [] : ["mta-sts", "tls-rpt"]
            for fact in facts
            where !unjudged.union(ofMail).contains(fact.column) && ["bad", "absent"].contains(fact.state) {
                let answers = Topic.allCases.filter { $0.columns.contains(fact.column) }
                #expect(!topics.isDisjoint(with: answers), "\(service) \(fact.column): \(fact.text)")
            }
        }
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
        // A Postfix, a Dovecot and an nginx, which all say so.
        let found = try software("zirbenpost", [.protocols, .suites, .groups, .startTLS])
        #expect(found == [.postfix, .dovecot, .nginx])
        // XMPP servers say nothing of the kind.
        #expect(
            try software("birkenpost", [.suites, .groups, .encryption, .startTLS]).isSubset(of: [.prosody, .ejabberd]))
        #expect(try software("tannenpost", [.suites, .groups]).isSubset(of: [.exim]))
    }

    /// All the program's own words are there in both languages.
    @Test func reportsAreInTheirLanguage() throws {
        let findings = try ReportFixture.findings("buchenpost")
        let texts = try ReportFixture.texts("de")
        let report = try ReportFixture.report(findings, texts: texts)
        let lines = ReportText(report, texts: texts).lines.map { $0.map(\.text).joined() }
        #expect(lines.contains("Zu ändern, das Schlimmste zuerst:") && lines.contains("So lässt es sich ändern:"))
        let english = try ReportFixture.report(findings)
        let shared = Set((english.advice ?? []).flatMap(\.configurations).flatMap(\.lines).map { "      \($0)" })
        let others = Set(ReportText(english, texts: try ReportFixture.texts()).lines.map { $0.map(\.text).joined() })
        for line in lines where line.contains(": ") && line.contains(" ") && !shared.contains(line) {
            // Titles of configurations and endpoints are the same in every language.
            if line.hasPrefix("    ") || line.hasPrefix("  ssl") { continue }
            #expect(!others.contains(line), "\(line)")
        }
        let page = HTMLReport.text([report], texts: texts)
        #expect(page.contains("<html lang=\"de\">") && page.contains("<h3>So lässt es sich ändern</h3>"))
        // What is compared between reports has no language.
        #expect(Regressions(from: english, to: report).all.isEmpty)
    }

    /// The exact records of the keys that were seen, and commands only where findings do not have them.
    @Test func recordsOfTheKeysInUse() throws {
        func advised(_ findings: ProviderFindings) throws -> [AdviceText.Configuration] {
            try ReportFixture.report(findings).advice?.first { $0.topic == .dane }?.configurations ?? []
        }
        var findings = try ReportFixture.findings("buchenpost")
        let records = try advised(findings).filter { $0.software == .dns }.flatMap(\.lines)
        let keys = findings.services.flatMap(\.endpoints).compactMap { $0.certificates.value?.first?.keyDigest }
        #expect(!records.isEmpty)
        for record in records { #expect(keys.contains { record.hasSuffix("IN TLSA 3 1 1 \($0)") }, "\(record)") }
        for service in findings.services.indices {
            for index in findings.services[service].endpoints.indices {
                let own = findings.services[service].endpoints[index].certificates
                findings.services[service].endpoints[index].certificates = own.map { chain in
                    chain.map { certificate in
                        var certificate = certificate
                        certificate.keyDigest = nil
                        return certificate
                    }
                }
            }
        }
        #expect(Set(try advised(findings).map(\.software)) == [.openSSL])
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
