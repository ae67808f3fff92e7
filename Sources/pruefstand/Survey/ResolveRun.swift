import Archive
import DNS
import Derive
import Dialogues
import Model
import NIOPosix
import Scan
import Survey
import Trust

/// The resolve pass of one shard.
struct ResolveRun {
    private let scanner: Scan.Scanner
    private let resolver: DNS.Resolver
    private let stop: SurveyStop
    private let optOut: OptOutList

    /// Domains that this run has written.
    private(set) var resolved = 0

    private static let domainsAtOnce = 128
    /// Domains begun and not written. One takes up to `ScanLimits.providerTime`, in which the others go on.
    private static let window = 2_048
    /// The resolver's memory is emptied after so many domains; its cache stays.
    static let memory = 1_000
    /// Megabytes of its cache: a shard has at most 200 in all.
    static let cacheSize = 87

    private static var limits: ScanLimits {
        var limits = ScanLimits()
        limits.providerTime = 120
        limits.providerMemory = 4
        // The list is as long as it is: the run has no end of its own.
        limits.runTime = 10 * 365 * 86_400
        return limits
    }

    /// - Throws: `Diagnostics` if a file that the options name cannot be used, or this machine lacks something.
    init(_ dns: ResolverOptions, stop: SurveyStop, optOut: OptOutList) throws(Diagnostics) {
        let limits = Self.limits
        let descriptors = try NetworkOptions.resources(Manners(), limits, providers: Self.domainsAtOnce)
        resolver = try dns.makeResolver(lookups: descriptors.lookups, cacheSize: Self.cacheSize)
        scanner = Scanner(
            settings: ScanSettings(
                manners: Manners(), limits: limits, sockets: descriptors.sockets, depth: .quick,
                identity: DialogueIdentity(), now: ProcessEnvironment.now, random: ProcessEnvironment.random),
            // Nothing is connected to.
            resolver: resolver, store: TrustStore([]), group: MultiThreadedEventLoopGroup.singleton)
        self.stop = stop
        self.optOut = optOut
    }

    /// Resolves every domain that the draft does not have yet.
    /// - Parameters:
    ///   - counts: what the list had when it was read first, and its digest then.
    /// - Throws: where the run cannot go on. What the draft has by then is right.
    mutating func run(
        _ list: consuming SurveyListFile, of counts: SurveyListCounts, digest: String, into draft: inout ShardDraft
    ) async throws {
        if let reason = await scanner.offline() {
            await resolver.shutdown()
            Terminal.say("no network: the DNS root does not answer (\(reason.code.rawValue) \(reason.detail))")
            throw Exit.nothingMeasured
        }
        let interruption = Interruption(kept: "what is written is kept", hint: "repeat the command to go on")
        let halt = stop.watch { [scanner] in scanner.end($0) }
        var failure: Diagnostics?
        do throws(Diagnostics) {
            try await resolve(&list, counts.domains, &draft)
            if list.end() != digest { throw Diagnostics([Self.changed]) }
        } catch {
            failure = error
        }
        halt.cancel()
        await resolver.shutdown()
        interruption.end()
        Terminal.endProgress()
        guard let failure else { return }
        try draft.flush()
        throw failure
    }

    /// What is to know of a domain that is done, beside its line.
    private struct Note: Sendable {
        var domain: String
        var sign: SilenceWatch.Sign
    }

    private mutating func resolve(
        _ list: inout SurveyListFile, _ count: Int, _ draft: inout ShardDraft
    ) async throws(Diagnostics) {
        var begun = 0
        while begun < draft.kept, try list.next() != nil { begun += 1 }
        var work = OrderedWork(atOnce: Self.domainsAtOnce, window: Self.window)
        let (scanner, resolver, optOut) = (scanner, resolver, optOut)
        var silence = SilenceWatch(needed: 2 * Self.domainsAtOnce)
        defer { resolved = work.written }
        try await work.run(into: &draft) { () throws(Diagnostics) in
            begun += 1
            if begun % Self.memory == 0 { resolver.forget() }
            return try list.next()
        } fault: {
            scanner.fault
        } work: { entry in
            await Self.resolve(entry, scanner, optOut)
        } keep: { note throws(Diagnostics) in
            Terminal.progress("\(begun) of \(count) domains begun")
            if try await Self.answer(silence.note(note.domain, note.sign), resolver) { silence.confirm() }
            return note.sign == .silent ? silence.signsOfLife : -1
        } signsOfLife: {
            silence.signsOfLife
        } confirm: { () throws(Diagnostics) in
            if try await Self.answer(silence.last, resolver) { silence.confirm() }
        }
    }

    /// Asks domains that had answered something that no cache has.
    /// - Returns: whether there were any to ask. At least one of them answered then.
    private static func answer(_ witnesses: [String], _ resolver: DNS.Resolver) async throws(Diagnostics) -> Bool {
        guard !witnesses.isEmpty else { return false }
        let number = ProcessEnvironment.now().milliseconds
        let answers = await withTaskGroup(of: Answer.self) { tasks in
            for domain in witnesses {
                tasks.addTask { await resolver.lookup("pruefstand-\(number).\(domain)", .txt) }
            }
            return await tasks.reduce(into: [Answer]()) { $0.append($1) }
        }
        guard answers.allSatisfy({ isSilent($0.failure) }) else { return true }
        throw Diagnostics([
            Diagnostic(
                file: "", rule: .localFault,
                message: "the DNS does not answer any more, not even for domains that had answered: "
                    + witnesses.joined(separator: ", "),
                hint: "restore the connection or the resolver, then repeat the command to go on")
        ])
    }

    // MARK: one domain

    private static func resolve(
        _ entry: SurveyEntry, _ scanner: Scan.Scanner, _ optOut: OptOutList
    ) async -> OrderedWork.Done<Note> {
        var note = Note(domain: entry.domain, sign: .inconclusive)
        if optOut.has(name: entry.domain) {
            let findings = DomainFindings(domain: entry.domain, dnssec: .unmeasured(Reason(.optOut)))
            let line = SurveyedDomain(entry, findings: findings, services: [], servers: [])
            return OrderedWork.Done(line: SurveyedLine.encode(line, of: entry.domain), note: note)
        }
        let services = [Service.mx, .xmppClient, .xmppServer]
        let plan = PlanRecord(
            provider: entry.domain, name: entry.domain, domains: [entry.domain], asksPolicies: true,
            services: services.map { PlanRecord.ServicePlan(service: $0, domain: entry.domain) })
        let records = await scanner.resolve(plan)
        do throws(Diagnostics) {
            let findings = try deriveFindings(from: records, file: "evidence of \(entry.domain)")
            guard let domain = findings.domains.first else {
                throw Diagnostics([SurveyedLine.unencodable(entry.domain, "no findings")])
            }
            note.sign = sign(domain.dnssec)
            let servers = namedEndpoints(in: records).map { SurveyServer($0) }
            let line = SurveyedDomain(entry, findings: domain, services: findings.services, servers: servers)
            return OrderedWork.Done(line: SurveyedLine.encode(line, of: entry.domain), note: note)
        } catch {
            return OrderedWork.Done(line: .failure(error), note: note)
        }
    }

    private static func sign(_ dnssec: Finding<DNSSECState>) -> SilenceWatch.Sign {
        switch dnssec {
        case .measured(.insecure): .witness
        case .measured: .answered
        case .unmeasured(let why) where isSilent(why): .silent
        default: .inconclusive
        }
    }

    private static func isSilent(_ why: Reason?) -> Bool {
        guard let why else { return false }
        return [.timeout, .dnsFailure, .interrupted, .tooSlow].contains(why.code)
    }

    private static var changed: Diagnostic {
        Diagnostic(
            file: "", rule: .wrongDigest, message: "the list was changed while it was read",
            hint: "restore the list, or begin another survey with another --out")
    }
}
