import Archive
import ArgumentParser
import CLinux
import Content
import DNS
import Dialogues
import Foundation
import Model
import NIOPosix
import Scan
import TLSWire

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Measure providers; writes content/snapshots/DATE.",
        discussion: """
            Each provider is written to content/snapshots/.DATE.draft as soon as it is done, and all of them become the \
            snapshot at once, at the end. A run that was interrupted or killed, or that could not finish a provider, \
            leaves that folder, which is no snapshot: the same command with --resume takes the finished providers from \
            it and measures only the others. Without --resume it begins anew, and the folder goes.
            """)

    @Argument(help: "Ids of providers; all of them where none is named.") var ids: [String] = []
    @OptionGroup var options: SiteOptions
    @Option(help: "The snapshot's date; today in the site's time zone where it is not said.") var date: Day?
    @Option(help: "quick or full.") var depth = Depth.full
    @Option(help: "Which evidence is kept: all, or changed (whole where a finding changed, and once a month).")
    var evidence = SnapshotDraft.EvidencePolicy.changed
    @Flag(help: "Go on with the run of this date that did not end; everything else has to be said as it was.")
    var resume = false
    @OptionGroup var look: NetworkOptions

    func run() async throws {
        // Evidence is made by one thread and freed by another; a heap for each would keep what only the others need.
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
        let manners = look.manners(settings.manners)
        let resolver = try look.makeResolver()
        let store = try look.makeStore()
        let scanner = Scanner(
            settings: ScanSettings(
                manners: manners, depth: depth,
                identity: DialogueIdentity(settings.scan),
                allowsPrivateAddresses: settings.scan.privateAddresses,
                controlHosts: settings.scan.controlHosts, now: ProcessEnvironment.now, random: ProcessEnvironment.random
            ),
            resolver: resolver, store: store, group: MultiThreadedEventLoopGroup.singleton)
        let started = ProcessEnvironment.now()
        if let reason = await scanner.offline() {
            await resolver.shutdown()
            Terminal.say("no network: the root of the DNS does not answer (\(reason.code.rawValue) \(reason.detail))")
            Terminal.say("nothing was measured, and no snapshot was written")
            throw Exit.nothingMeasured
        }
        let date = self.date ?? ProcessEnvironment.today(in: settings.timeZone)
        var draft = try SnapshotDraft.begin(
            root: options.snapshots, displayPath: SiteOptions.snapshotsShownAs, date: date, policy: evidence,
            terms: RunConfiguration(started: started, settings: self.settings(settings, manners)), resuming: resume)
        for one in draft.dropped {
            Terminal.say(
                "an unfinished scan of \(one.date) with \(one.finished) finished providers was thrown away: nobody asked to resume it"
            )
        }
        Terminal.say(
            "measuring \(providers.count) providers: at most \(manners.jobs) connections at once, \(manners.perAddress) to one "
                + "address and \(manners.gap) ms between two, \(manners.budget) to one endpoint, \(manners.timeout) ms to wait"
        )
        let interruption = Interruption(hint: "the same command with --resume and --date \(date) goes on from there")
        var run = ScanRun(scanner: scanner, providers: providers)
        await run.run(into: &draft)
        await resolver.shutdown()
        interruption.end()
        try end(
            run, draft,
            Snapshot(
                date: date, origin: .measured, started: draft.terms.started, finished: ProcessEnvironment.now(),
                vantage: settings.scan.vantage, tool: programName, manners: manners,
                connections: ScanRun.Tally(draft.finished.values).connections, providers: providers.map(\.id).sorted()),
            from: started)
    }

    /// Publishes what there is, and says so; or says why not.
    private func end(
        _ run: ScanRun, _ draft: consuming SnapshotDraft, _ snapshot: Snapshot, from started: Instant
    ) throws {
        let all = ScanRun.Tally(draft.finished.values)
        guard run.failures.isEmpty else {
            Terminal.say(run.failures)
            Terminal.say(
                "\(all.providers) of \(run.providers.count) providers are finished and kept; "
                    + "the same command with --resume and --date \(snapshot.date) goes on from there")
            throw Exit.diagnostics
        }
        guard all.measured > 0 else {
            draft.discard()
            Terminal.say("no endpoint of any provider could be connected to; no snapshot was written")
            throw Exit.nothingMeasured
        }
        try draft.publish(snapshot)
        let milliseconds = (snapshot.finished ?? started).milliseconds - started.milliseconds
        let seconds = max(0.001, Double(milliseconds) / 1_000)
        func rate(_ count: Int) -> String { (Double(count) / seconds).formatted(1) }
        if run.done.providers < all.providers {
            Terminal.say("\(all.providers - run.done.providers) providers had been finished before")
        }
        Terminal.say(
            "\(options.snapshots)/\(snapshot.date): \(run.done.providers) providers, \(run.done.endpoints) endpoints, "
                + "\(run.done.connections) connections in \(seconds.formatted(1)) s (\(rate(run.done.endpoints)) endpoints and "
                + "\(rate(run.done.connections)) connections a second)")
    }

    /// All that makes this the same measurement as one before, by the names under which a person says it.
    private func settings(_ site: SiteSettings, _ manners: Manners) -> [String: String] {
        [
            "the program": programName,
            "the choice of providers": ids.isEmpty ? "all" : ids.sorted().joined(separator: " "),
            "--depth": depth.rawValue, "--evidence": evidence.rawValue, "--resolver": look.resolver ?? "none",
            "--root-hints": look.rootHints ?? "none", "--trust-anchor": look.trustAnchor ?? "none",
            "--ca-file": look.caFile ?? "none",
            "the manners": "per address \(manners.perAddress), gap \(manners.gap), budget \(manners.budget), "
                + "timeout \(manners.timeout), jobs \(manners.jobs)",
            "what the site says of itself": "\(site.scan.ehlo) \(site.scan.xmppFrom) \(site.scan.url)",
            "the vantage": site.scan.vantage, "private-addresses": "\(site.scan.privateAddresses)",
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
                    file: "content/providers/\(id).md", rule: "unknown-provider",
                    message: "there is no provider '\(id)'",
                    hint: "there are: \(all.map(\.id).joined(separator: ", "))"))
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        let chosen = all.filter { ids.isEmpty || ids.contains($0.id) }
        for provider in chosen where provider.optOut {
            Terminal.say("\(provider.id): not measured, as the provider asked for")
        }
        let willing = chosen.filter { !$0.optOut }
        guard !willing.isEmpty else {
            throw Diagnostics([
                Diagnostic(
                    file: "content/providers", rule: "no-providers", message: "there is no provider to measure",
                    hint: "add content/providers/ID.md")
            ])
        }
        return (settings, willing)
    }
}

extension DialogueIdentity {
    /// What a site says of itself; `localhost` where it says nothing.
    init(_ site: SiteSettings.ScanIdentity) {
        self.init()
        if !site.ehlo.isEmpty { ehlo = site.ehlo }
        if !site.xmppFrom.isEmpty { xmppFrom = site.xmppFrom }
        if !site.url.isEmpty { userAgent = "pruefstand (+\(site.url))" }
    }
}

extension SnapshotDraft.EvidencePolicy: ExpressibleByArgument {}

extension Double {
    /// With that many digits behind the point, independent of any locale.
    func formatted(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
