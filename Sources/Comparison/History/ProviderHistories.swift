import Content
import Grading
import Model

/// What was known of every provider and since when, over all snapshots. Tables of changes, the providers' histories,
/// feeds and the cells that still show an older value all read it; it is made once.
package struct ProviderHistories: Sendable {
    /// Provider → its history.
    package private(set) var histories: [String: History] = [:]

    /// One provider's history.
    package struct History: Hashable, Sendable {
        /// The name in the newest snapshot.
        package var name: String
        /// The snapshots that have the provider, oldest first.
        package var dates: [Day] = []
        /// Question → its runs, oldest first. Only what was known makes a run.
        package var runs: [CellKey: [Run]] = [:]
        /// Questions that the newest snapshot could not answer, with the reason.
        package var unknown: [CellKey: CellValue] = [:]

        /// The run that a question had on a day: the newest known until then.
        package func run(_ question: CellKey, on day: Day) -> Run? {
            runs[question]?.last { $0.since <= day }
        }

        /// The newest snapshot up to a day that shows a run's fact.
        package func lastSeen(_ run: Run, until day: Day) -> Day {
            // Both are sorted: from the end, a date that is no gap is soon found.
            var gap = run.gaps.endIndex
            for date in dates[..<dates.count(upTo: day)].reversed() where date >= run.since {
                while gap > 0, run.gaps[gap - 1] > date { gap -= 1 }
                if gap == 0 || run.gaps[gap - 1] < date { return date }
            }
            return run.since
        }
    }

    /// Snapshots one after another in which a fact stayed the same. A snapshot that could not tell does not end it.
    package struct Run: Hashable, Sendable {
        package var fact: CellValue
        package var since: Day
        /// Snapshots within the run that could not tell.
        package var gaps: [Day] = []
        package var cause: Cause = .provider
    }

    /// Why a fact is another one than before.
    package enum Cause: Hashable, Sendable {
        /// The provider did something.
        case provider
        /// The provider did nothing that can be seen; it is graded by other rules.
        case rule
        /// Both: this is what the rules alone would have made of it.
        case both(CellValue)
        /// Other domains or hosts were measured than before: the provider's file was changed.
        case definition
    }

    /// - Parameters:
    ///   - snapshots: oldest first.
    ///   - tables: by name; the tables that grade.
    package init(snapshots: [Snapshot], tables: [String: TableDefinition]) {
        let grading = tables.values.filter { $0.columns.contains(.grade) }.sorted { $0.name < $1.name }
        let ids = Set(snapshots.flatMap(\.providers.keys)).sorted()
        let made = Parallel.map(ids) { Self.history(of: $0, snapshots, tables, grading) }
        histories = Dictionary(zip(ids, made)) { first, _ in first }
    }

    private static func history(
        of id: String, _ snapshots: [Snapshot], _ tables: [String: TableDefinition], _ grading: [TableDefinition]
    ) -> History {
        var history = History(name: id)
        /// Where each known grade was seen last: what the next is regraded from.
        var graded: [CellKey: ProviderOnDate] = [:]
        /// What the provider's file named for each known answer that was seen last.
        var definitions: [CellKey: Definition] = [:]
        /// What the snapshot before rests on: where the next rests on the same, everything is as it was.
        var before: Basis?
        var ages: CertificateAges?
        for content in snapshots {
            guard let findings = content.providers[id] else { continue }
            let date = content.manifest.date
            let holder = content.manifest.holder(ofFindings: id)
            if holder != before?.holder { ages = CertificateAges(findings) }
            let basis = Basis(
                holder: holder, profiles: grading.map { $0.profileName(on: date) }, phase: ages?.phase(on: date) ?? 0)
            if basis == before {
                history.repeatLast(on: date)
                continue
            }
            before = basis
            let view = ProviderOnDate(findings: findings, manifest: content.manifest)
            history.name = findings.name
            history.dates.append(date)
            let questions = questions(of: view, grading)
            history.skip(except: Set(questions), on: date)
            for question in questions {
                let profile = tables[question.table]?.profile(on: date)
                let fact = view.fact(question, profile: profile)
                let before = graded[question]
                let asked = view.definition(of: question)
                let wasAsked = definitions[question]
                history.record(question, fact, on: date) {
                    if let asked, let wasAsked, asked.isAnother(than: wasAsked) { return .definition }
                    return view.cause(of: question, fact, after: before, earlier: $0, by: profile)
                }
                if !fact.finding.isUnknown { definitions[question] = asked }
                if question.column == .grade, !fact.finding.isUnknown { graded[question] = view }
            }
        }
        return history
    }

    /// What the answers about a provider in a snapshot follow from.
    private struct Basis: Equatable {
        /// The date whose file holds the findings.
        var holder: Day
        /// By which each table grades.
        var profiles: [String]
        /// See `CertificateAges`.
        var phase: Int
    }

    private static func questions(of view: ProviderOnDate, _ grading: [TableDefinition]) -> [CellKey] {
        let columns: [TableDefinition.Column] =
            [.dnssec, .dane, .daneProtocols] + TableDefinition.Column.ofPolicies + [
                .certificateKeys, .hallOfFame, .aliases,
            ]
        var questions = columns.filter(view.isKnown).map { CellKey($0) }
        for service in view.services {
            questions += TableDefinition.Column.ofServices.filter { $0 != .grade && $0.applies(to: service) }.map {
                CellKey($0, of: service)
            }
            questions += grading.filter { $0.services.contains { $0.service == service } }.map {
                CellKey(.grade, of: service, in: $0.name)
            }
        }
        return questions
    }
}

extension ProviderHistories.History {
    /// A snapshot that does not speak of something does not show it either.
    fileprivate mutating func skip(except asked: Set<CellKey>, on date: Day) {
        for question in runs.keys where !asked.contains(question) {
            if let last = runs[question]?.indices.last { runs[question]?[last].gaps.append(date) }
        }
        // Nor does it fail to answer.
        for question in unknown.keys where !asked.contains(question) { unknown[question] = nil }
    }

    /// A snapshot that says the same as the one before.
    fileprivate mutating func repeatLast(on date: Day) {
        for question in runs.keys {
            guard let last = runs[question]?.indices.last, runs[question]?[last].gaps.last == dates.last else {
                continue
            }
            runs[question]?[last].gaps.append(date)
        }
        dates.append(date)
    }

    fileprivate mutating func record(
        _ question: CellKey, _ fact: CellValue, on date: Day, cause: (CellValue) -> ProviderHistories.Cause
    ) {
        guard !fact.finding.isUnknown else {
            unknown[question] = fact
            if let last = runs[question]?.indices.last { runs[question]?[last].gaps.append(date) }
            return
        }
        unknown[question] = nil
        guard let last = runs[question]?.last else {
            runs[question] = [ProviderHistories.Run(fact: fact, since: date)]
            return
        }
        if last.fact == fact { return }
        runs[question]?.append(ProviderHistories.Run(fact: fact, since: date, cause: cause(last.fact)))
    }
}

/// What a provider's file named for a question.
private struct Definition {
    var domains: Set<String>
    /// Hosts that the DNS does not tell; `nil` in snapshots from before they were recorded.
    var hosts: Set<Provider.Host>?

    func isAnother(than other: Definition) -> Bool {
        if domains != other.domains { return true }
        guard let hosts, let others = other.hosts else { return false }
        return hosts != others
    }
}

extension ProviderOnDate {
    /// What was measured for an answer; `nil` where that is not known, as in a transcribed snapshot.
    fileprivate func definition(of question: CellKey) -> Definition? {
        guard findings.transcription == nil else { return nil }
        if question.column == .aliases { return Definition(domains: Set((findings.aliases ?? []).map(\.domain))) }
        // The main domain's policies are the provider's; of DNSSEC and DANE all domains count.
        if question.column.isPolicy { return Definition(domains: Set(findings.domains.prefix(1).map(\.domain))) }
        let services = findings.services.filter { question.service == nil || $0.service == question.service }
        let domains = question.service == nil ? findings.domains.map(\.domain) : services.map(\.domain)
        // The state of a zone depends on no host.
        if question.column == .dnssec { return Definition(domains: Set(domains)) }
        let hosts = services.map(\.namedHosts)
        return Definition(
            domains: Set(domains), hosts: hosts.contains(nil) ? nil : Set(hosts.compactMap(\.self).joined()))
    }

    /// Whether a grade differs because of the provider or because of the rules: what was known then is graded again
    /// by the present profile. Published grades cannot be; there all other facts must be the same.
    fileprivate func cause(
        of question: CellKey, _ fact: CellValue, after before: ProviderOnDate?, earlier: CellValue, by profile: Profile?
    ) -> ProviderHistories.Cause {
        guard question.column == .grade, let before, let service = question.service else { return .provider }
        guard before.findings.transcription == nil, findings.transcription == nil else {
            let others: [TableDefinition.Column] = [.certificates, .protocols, .ciphers, .starttls, .tlsa]
            let same = others.allSatisfy {
                self.fact(CellKey($0, of: service), profile: nil)
                    == before.fact(CellKey($0, of: service), profile: nil)
            }
            return same ? .rule : .provider
        }
        let again = before.fact(question, profile: profile)
        if again == earlier { return .provider }
        return again == fact ? .rule : .both(again)
    }
}
