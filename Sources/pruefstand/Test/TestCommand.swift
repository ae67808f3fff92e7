import Archive
import ArgumentParser
import CLinux
import Content
import Derive
import Files
import FoundationEssentials
import Grading
import Model
import Names
import Report
import TLSWire
import Text

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Test all services of a domain and print what should be changed.",
        discussion: """
            Measures what scan measures of a provider: DNSSEC, DANE and the mail policies of the domain, and TLS on \
            every server and address of the services that the DNS names.

            Examples:

              pruefstand test example.org
              pruefstand test example.org --only mx,dns --verbose
              pruefstand test example.org --fail-below B --junit report.xml
              pruefstand test example.org --json > before.json
              pruefstand test example.org --baseline before.json

            Exit status 4: a grade below --fail-below, or a result worse than --baseline.
            """)

    @Argument(help: ArgumentHelp("Domains to test, e.g. example.org", valueName: "domain")) var domains: [String]
    @Option(
        help: ArgumentHelp(
            "Services to test, separated by commas; dns stands for the policies of the domain (default: all)",
            valueName: "services"))
    var only: String?
    @Option(help: ArgumentHelp("Grading profile", valueName: "name")) var profile = Profile.current.name
    @Option(
        help: ArgumentHelp("Fail if a service has a worse grade than this, or no encryption", valueName: "grade"))
    var failBelow: String?
    @Option(
        help: ArgumentHelp("Earlier output of --json; fail if a result is worse now", valueName: "file"),
        completion: .file())
    var baseline: String?
    @Option(help: "Language of the report") var language = ReportLanguage.en
    @Flag(name: [.long, .short], help: "Print the details of every endpoint, too") var verbose = false
    @Flag(help: "Print the reports as JSON") var json = false
    @Option(help: ArgumentHelp("Write a JUnit report to this file (.xml)", valueName: "file"), completion: .file())
    var junit: String?
    @Option(help: ArgumentHelp("Write a SARIF report to this file (.sarif)", valueName: "file"), completion: .file())
    var sarif: String?
    @Option(
        help: ArgumentHelp("Write a report as one HTML page to this file (.html)", valueName: "file"),
        completion: .file())
    var html: String?
    @Option(help: Depth.help)
    var depth = Depth.full
    @Option(
        help: ArgumentHelp(
            "DKIM selectors to look up, separated by commas; the DNS does not list them", valueName: "selectors"))
    var dkim: String?
    @Flag(help: "Connect to private addresses, too; for domains of your own network only")
    var privateAddresses = false
    @Option(help: ArgumentHelp("Host name for EHLO and 'from' domain of server-to-server streams", valueName: "domain"))
    var from = "localhost"
    @OptionGroup var look: NetworkOptions

    func validate() throws {
        for domain in domains {
            if let problem = TestTarget.problem(of: domain) { throw ValidationError(problem) }
        }
        do {
            _ = try selection()
        } catch {
            throw ValidationError(error.message)
        }
        guard let rules = Profile.named(profile) else {
            throw ValidationError(
                "unknown profile '\(profile)'; \(Suggestion.hint(for: profile, among: Profile.all.map(\.name)))")
        }
        if let failBelow, !rules.scale.contains(failBelow) {
            throw ValidationError(
                "invalid --fail-below '\(failBelow)'; grades of \(profile), best first: "
                    + rules.scale.reversed().joined(separator: ", "))
        }
    }

    private func selection() throws(TestTarget.UnknownService) -> TestTarget.Selection {
        guard let only else { return .everything }
        return try TestTarget.Selection(only)
    }

    func run() async throws {
        clinux_one_heap()
        do {
            try await test()
        } catch let error as Diagnostics {
            Terminal.endProgress()
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    private func test() async throws {
        let texts = try DefaultTexts.read(language: language.rawValue)
        let earlier = try earlierReports()
        try ReportFile.check([junit, sarif, html])
        let run = DomainTest(
            selection: (try? selection()) ?? .everything, depth: depth, identity: from,
            dkimSelectors: (dkim ?? "").split(separator: ",").map(String.init),
            allowsPrivateAddresses: privateAddresses, network: look)
        var reports: [DomainReport] = []
        // A domain given twice, or in both forms, is tested once.
        let results = try await run.run(domains.compactMap(TestTarget.domain).unique)
        for result in results {
            switch result.outcome {
            case .nonexistent:
                Terminal.say("\(DomainName.displayed(result.domain)) does not exist (NXDOMAIN); check the spelling")
            case .unknown(let why):
                Terminal.say("\(result.domain): nothing measured: \(why.code.rawValue) \(why.detail)")
            case .measured(let derived):
                guard let rules = Profile.named(profile) else { continue }
                let report = DomainReport(
                    derived.findings, connections: derived.proofs.connections, measured: result.measured,
                    tool: programName, profile: rules, texts: texts)
                reports.append(report)
                if !json { print(report, derived, texts) }
            }
        }
        if json { Terminal.print(raw: try encoded(DomainReports(reports: reports))) }
        if let junit {
            let text = JUnitReport.text(reports) { row in failBelow.map(row.isBelow) ?? false }
            try ReportFile.write(Array(text.utf8), to: junit)
        }
        if let sarif { try ReportFile.write(encoded(SARIFReport(reports, tool: programName)), to: sarif) }
        if let html { try ReportFile.write(Array(HTMLReport.text(reports, texts: texts).utf8), to: html) }
        try end(reports, earlier)
    }

    /// Says what is below expectation, and exits accordingly.
    private func end(_ reports: [DomainReport], _ earlier: [DomainReport]) throws {
        guard reports.contains(where: \.isMeasured) else {
            for report in reports where report.namesNoServer {
                Terminal.say(
                    "\(DomainName.displayed(report.domain)) names no server in the DNS for what was to be tested; "
                        + "check the spelling, or test a server with pruefstand probe")
            }
            if reports.contains(where: { !$0.namesNoServer }) {
                Terminal.say("no server of any service could be measured")
            }
            throw Exit.nothingMeasured
        }
        var isBelow = false
        for report in reports {
            if let failBelow {
                for row in report.services where row.grade == nil && !row.isWithoutEncryption {
                    Terminal.say("\(report.domain): \(row.service.rawValue): no grade, not compared with \(failBelow)")
                }
                for row in report.services(below: failBelow) {
                    Terminal.say(
                        "\(report.domain): \(row.service.rawValue): \(row.grade ?? "no encryption") is below \(failBelow)"
                    )
                    isBelow = true
                }
            }
            guard let before = earlier.first(where: { $0.domain == report.domain }) else {
                if baseline != nil { Terminal.say("\(report.domain): not in the baseline, nothing to compare with") }
                continue
            }
            for one in Regressions(from: before, to: report).all {
                let subject = one.service.map { "\($0.rawValue): \(one.column)" } ?? one.column
                Terminal.say(
                    "\(report.domain): \(subject): worse than on \(before.measured): \(one.before) → \(one.after)")
                isBelow = true
            }
        }
        if isBelow { throw Exit.belowExpectation }
        // Nothing has been shown to be as good as asked for.
        if failBelow != nil, reports.contains(where: { $0.grade == nil }) { throw Exit.nothingMeasured }
    }

    private func print(_ report: DomainReport, _ derived: Derivation, _ texts: Localization) {
        for line in ReportText(report, texts: texts).lines {
            Terminal.print(
                coloured: line.map { span in
                    let text = Terminal.clean(span.text)
                    return span.colour.terminal.map { Terminal.coloured(text, $0) } ?? text
                }.joined())
        }
        guard verbose else { return }
        for service in derived.findings.services {
            let proofs = derived.proofs.service(service.service, of: service.domain)
            for endpoint in service.endpoints {
                let own = proofs?.endpoint(endpoint.endpoint) ?? EndpointProofs(endpoint: endpoint.endpoint)
                Terminal.print("")
                for line in ProbeText.lines(for: endpoint, own, now: report.measured) {
                    Terminal.print(coloured: line)
                }
            }
        }
    }

    private func encoded(_ value: some Encodable) throws(Diagnostics) -> [UInt8] {
        do {
            return try JSONText.encode(value)
        } catch {
            throw Diagnostics([
                Diagnostic(file: "report", rule: .cannotWrite, message: "the report cannot be encoded: \(error)")
            ])
        }
    }

    private func earlierReports() throws(Diagnostics) -> [DomainReport] {
        guard let baseline else { return [] }
        guard let bytes = try? InputFile.bytes(baseline, limit: 64 << 20) else {
            throw Diagnostics([
                Diagnostic(
                    file: baseline, rule: .unreadableFile, message: "the baseline is missing or cannot be read",
                    hint: "write one with pruefstand test DOMAIN --json > \(baseline)")
            ])
        }
        let hint = "write one with pruefstand test DOMAIN --json > \(baseline)"
        do throws(Diagnostics) {
            let reports = try JSONText.decode(DomainReports.self, from: bytes, file: baseline)
            guard reports.schema == DomainReports.format else {
                throw Diagnostics([
                    Diagnostic(
                        file: baseline, rule: .brokenJSON,
                        message: "the baseline has format \(reports.schema), which this version does not know",
                        hint: hint)
                ])
            }
            return reports.reports
        } catch {
            throw Diagnostics(
                error.all.map { one in
                    var one = one
                    one.hint = hint
                    return one
                })
        }
    }
}

extension ReportText.Span.Colour {
    fileprivate var terminal: Terminal.Colour? {
        switch self {
        case .plain: nil
        case .good: .green
        case .bad: .red
        case .unknown: .yellow
        case .strong: .bold
        }
    }
}

/// Languages that the program has texts for without a site.
enum ReportLanguage: String, CaseIterable, ExpressibleByArgument {
    case de, en
}
