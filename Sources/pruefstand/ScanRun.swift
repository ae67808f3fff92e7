import Archive
import Derive
import FoundationEssentials
import Model
import Names
import Scan
import Text

/// Measures several providers concurrently. Each is written to the draft as soon as it is finished and then freed, so
/// that neither a signal nor the failure of another provider loses it.
struct ScanRun {
    let scanner: Scanner
    /// The providers to measure.
    let providers: [Provider]
    let clock: ClockWatch

    /// Totals of this run, without the providers that an earlier run finished.
    private(set) var done = Tally()
    /// Why providers could not be finished.
    private(set) var failures: [Diagnostic] = []
    /// Providers that this run finished, each with how often something had come back from the network by then.
    private var finished: [String: Int] = [:]

    struct Tally {
        var providers = 0
        var endpoints = 0
        var measured = 0
        var connections = 0

        mutating func add(_ one: FinishedProvider) {
            providers += 1
            endpoints += one.endpoints
            measured += one.measured
            connections += one.connections
        }

        init() {}

        init(_ all: some Sequence<FinishedProvider>) { for one in all { add(one) } }
    }

    /// Everything that is written for a measured provider.
    private struct Looked: Sendable {
        var derived: Derivation
        var packed: [UInt8]
        var tally: FinishedProvider
        /// How often something had come back from the network when it was finished.
        var signsOfLife: Int
    }

    init(scanner: Scanner, providers: [Provider], clock: ClockWatch) {
        self.scanner = scanner
        self.providers = providers
        self.clock = clock
    }

    /// Measures every provider that the draft does not have yet.
    mutating func run(into draft: inout SnapshotDraft) async {
        // Providers whose file changed since are measured again, removed ones are dropped.
        let plans = Dictionary(uniqueKeysWithValues: providers.map { ($0.id, Scanner.plan($0)) })
        for (id, one) in draft.finished where plans[id] != one.plan { draft.drop(id) }
        let open = providers.filter { draft.finished[$0.id] == nil }
        let scanner = self.scanner
        let clock = self.clock
        /// What this machine lacks; it ends the run.
        let fault: @Sendable () -> Diagnostic? = {
            if let step = clock.fault { scanner.end(step) }
            return scanner.fault
        }
        await scanner.schedule.run(open.compactMap { plans[$0.id] }) {
            fault() != nil
        } work: { plan in
            let looked = await Self.look(plan, scanner)
            return fault().map { .failure(Diagnostics([$0])) } ?? looked
        } keep: { result in
            keep(result, in: &draft)
            Terminal.progress("\(done.providers) of \(open.count) providers, \(done.endpoints) endpoints")
        }
        await scanner.confirmNetwork()
        Terminal.endProgress()
        guard scanner.isCutOff else { return }
        for id in Self.silenced(finished, signsOfLife: scanner.signsOfLife) { draft.drop(id) }
    }

    /// Providers that were finished after the last sign of life: what is said of their servers may be our own silence.
    /// - Parameter finished: each with how often something had come back from the network by then.
    static func silenced(_ finished: [String: Int], signsOfLife: Int) -> [String] {
        finished.filter { $0.value == signsOfLife }.map(\.key).sorted()
    }

    private static func look(_ plan: PlanRecord, _ scanner: Scanner) async -> Result<Looked, Diagnostics> {
        let records = await scanner.scan(plan)
        do {
            let derived = try derive(from: records, file: "evidence of \(plan.provider)")
            return .success(
                Looked(
                    derived: derived, packed: try EvidenceFile.encode(records),
                    tally: FinishedProvider(plan, derived.findings, evidence: records),
                    signsOfLife: scanner.signsOfLife))
        } catch let error as Diagnostics {
            return .failure(error)
        } catch {
            return .failure(
                Diagnostics([
                    Diagnostic(
                        file: "evidence of \(plan.provider)", rule: .cannotWrite,
                        message: "the evidence cannot be compressed: \(error)")
                ]))
        }
    }

    /// Domains that do not exist are misspelled, as a rule.
    private func warn(of findings: ProviderFindings) {
        let warnings = Self.missingDomains(findings, providers: providers)
        guard !warnings.isEmpty else { return }
        Terminal.endProgress()
        Terminal.say(warnings)
    }

    /// A warning for each domain of a provider that does not exist, with the nearest of the domains of all providers.
    static func missingDomains(_ findings: ProviderFindings, providers: [Provider]) -> [Diagnostic] {
        let missing = (findings.domains + (findings.aliases ?? [])).filter { domain in
            if case .unmeasured(let why) = domain.dnssec { why.code == .noSuchName } else { false }
        }.map(\.domain)
        let known = providers.flatMap { $0.domains + $0.aliases + $0.jidDomains + hosts(of: $0) }
        return missing.map { domain in
            .noSuchDomain(
                DomainName.displayed(domain), file: "content/providers/\(findings.provider).md", level: .warning,
                known: Set(known).subtracting(missing).map { DomainName.displayed($0) })
        }
    }

    /// The hosts of a provider's website and services, with and without their first labels.
    private static func hosts(of provider: Provider) -> [String] {
        let website = URLComponents(string: provider.website)?.encodedHost ?? ""
        return ([website] + provider.hosts.map(\.host)).flatMap { host -> [String] in
            let above = host.split(separator: ".").dropFirst().joined(separator: ".")
            return [host, above].filter { $0.contains(".") }
        }
    }

    private mutating func keep(_ result: Result<Looked, Diagnostics>, in draft: inout SnapshotDraft) {
        do throws(Diagnostics) {
            let looked = try result.get()
            try draft.write(
                looked.derived.findings, looked.derived.proofs, packed: looked.packed, looked.tally)
            done.add(looked.tally)
            finished[looked.derived.findings.provider] = looked.signsOfLife
            warn(of: looked.derived.findings)
        } catch {
            failures += error.all
        }
    }
}
