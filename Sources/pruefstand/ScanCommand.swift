import Archive
import ArgumentParser
import CLinux
import Content
import DNS
import Dialogues
import FoundationEssentials
import Glibc
import Model
import NIOPosix
import Scan
import TLSWire
import Text

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Measure providers and write a snapshot, content/snapshots/DATE.",
        discussion: """
            Each provider is written to content/snapshots/.DATE.draft as soon as it is finished; at the end the draft \
            is renamed to the snapshot. An interrupted or failed run leaves the draft: repeat the command with \
            --resume to keep the finished providers and measure only the others. Without --resume the draft is \
            discarded.
            """)

    @Argument(help: ArgumentHelp("Provider ids (default: all)", valueName: "id")) var ids: [String] = []
    @OptionGroup var options: SiteOptions
    @Option(
        help: ArgumentHelp(
            "Date of the snapshot, YYYY-MM-DD (default: today in the site's time zone)", valueName: "date")) var date:
        Day?
    @Option(help: Depth.help)
    var depth = Depth.full
    @Option(help: "Evidence to keep; 'changed' keeps that of providers whose findings changed, and all once a month")
    var evidence = SnapshotDraft.EvidencePolicy.changed
    @Option(
        help: ArgumentHelp(
            "Sign the snapshot with this key: a file of ssh-keygen, or its public key if ssh-agent has the other",
            valueName: "file"),
        completion: .file())
    var signKey: String?
    @Flag(help: "Resume the unfinished run of this date; all other options must match")
    var resume = false
    @OptionGroup var look: NetworkOptions

    func run() async throws {
        // Evidence is allocated by one thread and freed by another; per-thread arenas would keep the freed memory.
        clinux_one_heap()
        do {
            try await scan()
        } catch let error as Diagnostics {
            Terminal.endProgress()
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    private func scan() async throws {
        let (settings, providers) = try read()
        let signer = try signKey.map { key in
            try signing(with: key) { () throws(SnapshotSignature.Failure) in try SnapshotSignature.tried(key) }
        }
        let manners = look.manners(settings.manners)
        let limits = look.limits(settings.limits)
        let descriptors = try NetworkOptions.resources(manners, limits, providers: providers.count)
        let clock = ClockWatch()
        let resolver = try look.dns.makeResolver(lookups: descriptors.lookups)
        let store = try look.makeStore()
        let scanner = Scanner(
            settings: ScanSettings(
                manners: manners, limits: limits, sockets: descriptors.sockets, depth: depth,
                identity: DialogueIdentity(settings.scan),
                allowsPrivateAddresses: settings.scan.privateAddresses,
                controlHosts: settings.scan.controlHosts, now: clock.now, random: ProcessEnvironment.random
            ),
            resolver: resolver, store: store, group: MultiThreadedEventLoopGroup.singleton)
        let started = ProcessEnvironment.now()
        if let reason = await scanner.offline() {
            await resolver.shutdown()
            Terminal.say("no network: the DNS root does not answer (\(reason.code.rawValue) \(reason.detail))")
            Terminal.say("nothing measured, no snapshot written")
            throw Exit.nothingMeasured
        }
        let date = self.date ?? ProcessEnvironment.today(in: settings.timeZone)
        var draft = try SnapshotDraft.begin(
            root: options.snapshots, displayPath: SiteOptions.snapshotsShownAs, date: date, policy: evidence,
            terms: RunConfiguration(started: started, settings: self.settings(settings, manners)), resuming: resume)
        for one in draft.dropped {
            Terminal.say(
                "discarded an unfinished scan of \(one.date) with \(Terminal.count(one.finished, "finished provider")) (no --resume)"
            )
        }
        Terminal.say(
            "measuring \(Terminal.count(providers.count, "provider")); limits: \(manners.jobs) concurrent connections, \(manners.perAddress) per "
                + "address with a delay of \(manners.gap) ms, \(manners.budget) per endpoint, timeout \(manners.timeout) ms"
        )
        let longest = limits.longestRun(providers: providers.count)
        Terminal.say(
            "this ends within \(Terminal.count(longest, "second")) at most (\(limits.providerTime) per provider, "
                + "\(limits.endpointTime) per endpoint) and keeps at most \(limits.runMemory) MB of evidence in memory")
        let interruption = Interruption(hint: "repeat the command with --resume and --date \(date) to continue")
        var run = ScanRun(scanner: scanner, providers: providers, clock: clock)
        await run.run(into: &draft)
        await resolver.shutdown()
        interruption.end()
        var snapshot = SnapshotManifest(
            date: date, origin: .measured, started: draft.terms.started, finished: ProcessEnvironment.now(),
            vantage: settings.recordedVantage, tool: programName, manners: manners, limits: limits,
            connections: ScanRun.Tally(draft.finished.values).connections, providers: providers.map(\.id).sorted())
        snapshot.signer = signer
        try end(run, draft, snapshot, from: started)
    }

    /// Publishes the snapshot and prints a summary, or explains why there is none.
    private func end(
        _ run: ScanRun, _ draft: consuming SnapshotDraft, _ snapshot: SnapshotManifest, from started: Instant
    ) throws {
        let all = ScanRun.Tally(draft.finished.values)
        guard run.failures.isEmpty else {
            Terminal.say(Array(Set(run.failures)))
            guard all.providers > 0 else {
                Terminal.say("no provider is finished; repeat the command without --resume")
                throw Exit.diagnostics
            }
            Terminal.say(
                "\(all.providers) of \(run.providers.count) providers are finished and kept; "
                    + "repeat the command with --resume and --date \(snapshot.date) to continue")
            throw Exit.diagnostics
        }
        guard all.measured > 0 else {
            draft.discard()
            Terminal.say("no endpoint of any provider accepted a connection; no snapshot written")
            throw Exit.nothingMeasured
        }
        if let signKey {
            try draft.publish(snapshot) { file throws(Diagnostics) in
                try signing(with: signKey) { () throws(SnapshotSignature.Failure) in
                    try SnapshotSignature.sign(file, with: signKey)
                }
            }
        } else {
            try draft.publish(snapshot)
        }
        let milliseconds = (snapshot.finished ?? started).milliseconds - started.milliseconds
        let seconds = max(0.001, Double(milliseconds) / 1_000)
        func rate(_ count: Int) -> String { (Double(count) / seconds).formatted(1) }
        if run.done.providers < all.providers {
            Terminal.say(
                "finished by an earlier run: \(Terminal.count(all.providers - run.done.providers, "provider"))")
        }
        Terminal.say(
            "\(options.snapshots)/\(snapshot.date): \(Terminal.count(run.done.providers, "provider")), \(Terminal.count(run.done.endpoints, "endpoint")), "
                + "\(Terminal.count(run.done.connections, "connection")) in \(seconds.formatted(1)) s (\(rate(run.done.endpoints)) endpoints and "
                + "\(rate(run.done.connections)) connections per second)")
    }

    private func signing<Value>(
        with key: String, _ body: () throws(SnapshotSignature.Failure) -> Value
    ) throws(Diagnostics) -> Value {
        do {
            return try body()
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: key, rule: .wrongSignature, message: error.message,
                    hint: "create a key with: ssh-keygen -t ed25519 -f FILE")
            ])
        }
    }

    /// Everything that must match for a run to be resumed, under the names that users know.
    private func settings(_ site: SiteSettings, _ manners: Manners) -> [String: String] {
        [
            "version": programName,
            "providers": ids.isEmpty ? "all" : ids.sorted().joined(separator: " "),
            "--depth": depth.rawValue, "--evidence": evidence.rawValue, "--resolver": look.dns.resolver ?? "none",
            "--root-hints": look.dns.rootHints ?? "none", "--trust-anchor": look.dns.trustAnchor ?? "none",
            "--ca-file": look.caFile ?? "none",
            "manners": "per-address \(manners.perAddress), gap \(manners.gap), budget \(manners.budget), "
                + "timeout \(manners.timeout), jobs \(manners.jobs)",
            "limits": "\(site.limits)",
            "scan identity": "\(site.scan.ehlo) \(site.scan.xmppFrom) \(site.scan.url)",
            "vantage": site.recordedVantage, "private-addresses": "\(site.scan.privateAddresses)",
            "control-hosts": site.scan.controlHosts.joined(separator: " "),
        ]
    }

    private func read() throws(Diagnostics) -> (SiteSettings, [Provider]) {
        let (settings, all, diagnostics) = options.reader.readForScan()
        Terminal.say(diagnostics.filter { $0.level == .warning })
        var errors = diagnostics.filter { $0.level == .error }
        for id in ids where !all.contains(where: { $0.id == id }) && errors.isEmpty {
            errors.append(
                Diagnostic(
                    file: "content/providers/\(id).md", rule: .noSuchProvider,
                    message: "unknown provider '\(id)'", hint: Suggestion.hint(for: id, among: all.map(\.id))))
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        let chosen = all.filter { ids.isEmpty || ids.contains($0.id) }
        for provider in chosen where provider.optOut {
            Terminal.say("\(provider.id): skipped (opt-out)")
        }
        let willing = chosen.filter { !$0.optOut }
        guard !willing.isEmpty else {
            throw Diagnostics([
                Diagnostic(
                    file: "content/providers", rule: .noProviders, message: "no provider to measure",
                    hint: "add content/providers/ID.md")
            ])
        }
        return (settings, willing)
    }
}

extension DialogueIdentity {
    /// The identity configured in content/site.yaml, or `localhost`.
    init(_ site: SiteSettings.ScanIdentity) {
        self.init()
        if !site.ehlo.isEmpty { ehlo = site.ehlo }
        if !site.xmppFrom.isEmpty { xmppFrom = site.xmppFrom }
        if !site.url.isEmpty { userAgent = "pruefstand (+\(site.url))" }
    }
}

extension SnapshotDraft.EvidencePolicy: ExpressibleByArgument {}

extension Double {
    /// With this many fraction digits, independent of the locale.
    func formatted(_ digits: Int) -> String {
        var text = [CChar](repeating: 0, count: 400)
        let length = withVaList([self]) { vsnprintf(&text, text.count, "%.\(digits)f", $0) }
        return String(decoding: text.prefix(Int(length)).map(UInt8.init), as: UTF8.self)
    }
}
