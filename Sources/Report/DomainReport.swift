import Advice
import Comparison
import Content
import Grading
import Model
import Names

/// Reports as `test --json` prints them and `--baseline` reads them; `content/schema/test-1.json` describes it.
package struct DomainReports: Codable, Hashable, Sendable {
    /// The format that this version writes and reads.
    package static let format = 1

    /// The format's number.
    package var schema = Self.format
    package var reports: [DomainReport]

    package init(reports: [DomainReport]) { self.reports = reports }
}

/// What was measured of one domain, in the words of the comparison tables, with what should be changed.
///
/// The facts are those that a snapshot's tables would show of a provider with this domain: both are made of the same
/// findings by ``ProviderOnDate``.
package struct DomainReport: Codable, Hashable, Sendable {
    /// A cell of the tables with its words.
    package struct Fact: Codable, Hashable, Sendable {
        /// The column's name in table files (`certificates`, `mta-sts`).
        package var column: String
        /// The cell's words (`valid`); for a sign (`+`) the words that are said for it.
        package var text: String
        /// `good`, `plain`, `bad`, `absent`, `unknown`, `refused` or `not-applicable`.
        package var state: String
        /// Why it is unknown or refused, with all that was seen; else empty.
        package var why: String
        /// The value without words, for comparing reports.
        package var value: CellValue

        /// Neither unknown nor refused nor meaningless for the service.
        var isKnown: Bool { !["unknown", "refused", "not-applicable"].contains(state) }

        /// A record that states a policy of the domain exists.
        fileprivate var isPublished: Bool {
            guard TableDefinition.Column.ofRecords.contains(column), case .measured = value.finding else {
                return false
            }
            return true
        }

        /// It is not known whether there is a server, as nothing names one.
        fileprivate var isWithoutRecord: Bool { isUnmeasured(.noRecord) }

        fileprivate var isNotAsked: Bool { isUnmeasured(.notAsked) }

        /// Nobody can see it from outside.
        var isNotVisible: Bool { isUnmeasured(.notVisible) }

        private func isUnmeasured(_ code: Reason.Code) -> Bool {
            if case .unmeasured(let why) = value.finding { why.code == code } else { false }
        }
    }

    /// A service that exists, or of which it is unknown whether it does.
    package struct ServiceRow: Codable, Hashable, Sendable {
        package var service: Service
        /// The grade's letter; `nil` where it is unknown or nothing is encrypted.
        package var grade: String?
        /// One for each server and address; empty where none was found.
        package var endpoints: [Endpoint]
        /// In the order of the tables.
        package var facts: [Fact]

        /// Whether its grade is worse than `letter`, or it has no encryption at all. An unknown grade is not below any.
        package func isBelow(_ letter: String) -> Bool {
            isWithoutEncryption || grade.map { Profile.rank($0) < Profile.rank(letter) } == true
        }

        /// The server was reached and encrypts nothing.
        package var isWithoutEncryption: Bool {
            facts.contains { $0.column == "grade" && $0.value.finding == .notOffered && !$0.value.hasNoService }
        }
    }

    /// The domain in A-labels (RFC 5890 §2.3.2.1).
    package var domain: String
    package var measured: Instant
    /// The program and its version.
    package var tool: String
    /// The name of the grading profile.
    package var profile: String
    /// The worst grade of all services; `nil` where none could be graded.
    package var grade: String?
    /// The services that exist or may exist, in the order of the tables.
    package var services: [ServiceRow]
    /// Services that the domain does not have.
    package var notOffered: [Service]
    /// DNSSEC, DANE and the policies of the domain; empty where they were not asked for.
    package var policies: [Fact]
    /// What should be changed or could not be found out, the worst first.
    package var problems: [Problem]
    /// How to change it, the worst first; `nil` in reports from before advice was given.
    package var advice: [AdviceText]?
    /// TCP connections made in all.
    package var connections: Int

    /// - Parameters:
    ///   - findings: of a provider whose main domain this is.
    ///   - connections: how many were made in all.
    ///   - texts: the words of the tables.
    package init(
        _ findings: ProviderFindings, connections: Int, measured: Instant, tool: String, profile: Profile,
        texts: Localization
    ) {
        let manifest = SnapshotManifest(
            date: measured.day ?? .first, origin: .measured, vantage: "", tool: tool, connections: 0,
            providers: [findings.provider])
        let view = ProviderOnDate(findings: findings, manifest: manifest)
        let words = CellFormatter(texts: texts)
        func facts(_ columns: [TableDefinition.Column], of service: Service? = nil) -> [Fact] {
            columns.map { column in
                Fact(view.fact(CellKey(column, of: service), profile: profile), column, words)
            }
        }
        domain = findings.domains.first?.domain ?? findings.provider
        self.measured = measured
        self.tool = tool
        self.profile = profile.name
        let absent = view.services.filter { service in
            findings.services.first { $0.service == service }?.discovery == .notOffered
        }
        notOffered = absent
        services = view.services.filter { !absent.contains($0) }.map { service in
            ServiceRow(
                service: service, grade: view.verdict(of: service, by: profile)?.grade.value,
                endpoints: findings.services.filter { $0.service == service }.flatMap(\.endpoints).map(\.endpoint),
                facts: facts(TableDefinition.Column.ofReport.filter { $0.applies(to: service) }, of: service))
        }
        grade = services.compactMap(\.grade).min { Profile.rank($0) < Profile.rank($1) }
        policies = facts(TableDefinition.Column.ofDomains).filter { !$0.isNotAsked }
        self.connections = connections
        advice = Adviser(findings, by: profile, at: measured).advice().map { AdviceText($0, texts: texts) }
        problems = []
        problems = Problem.all(
            in: self, verdicts: services.map { ($0.service, view.verdict(of: $0.service, by: profile)) }, texts: texts)
    }

    /// Services were looked for, and the DNS names a server of none.
    package var namesNoServer: Bool {
        !(services.isEmpty && notOffered.isEmpty)
            && services.allSatisfy { row in
                row.endpoints.isEmpty && row.facts.contains { $0.column == "grade" && $0.isWithoutRecord }
            }
    }

    /// Whether anything at all is known: a fact of a service, a policy, or that some service does not exist beside others.
    package var isMeasured: Bool {
        if namesNoServer { return policies.contains { $0.isPublished } }
        return !notOffered.isEmpty || policies.contains { $0.isKnown }
            || services.flatMap(\.facts).contains { $0.isKnown && !TableDefinition.Column.ofDNS.contains($0.column) }
    }

    /// The services below a grade.
    package func services(below letter: String) -> [ServiceRow] { services.filter { $0.isBelow(letter) } }
}

extension DomainReport.Fact {
    init(_ value: CellValue, _ column: TableDefinition.Column, _ words: CellFormatter) {
        let line = words.line(value, column)
        self.init(
            column: column.rawValue, text: line.spoken.isEmpty ? line.text : line.spoken, state: line.state.rawValue,
            why: line.whyInFull, value: value)
        if line.mixed { text = line.claim(words.texts) }
    }
}

extension TableDefinition.Column {
    /// The columns with a line for each service, the grade first.
    static let ofReport: [Self] = [.grade] + ofServices.filter { $0 != .grade }
    /// The columns about the domain.
    static let ofDomains: [Self] = [.dnssec, .dane] + ofPolicies
    /// Those about records that state a policy.
    fileprivate static let ofRecords = Set([Self.caa, .spf, .dmarc, .mtaSTS, .tlsReporting].map(\.rawValue))
    /// What the DNS says of services, however little of them was reached.
    fileprivate static let ofDNS: Set<String> = [Self.ipv6.rawValue, Self.directTLS.rawValue]
}
