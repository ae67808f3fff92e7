import Archive
import ArgumentParser
import DNS
import Derive
import Findings
import Foundation
import NIOPosix
import Scan
import Site
import StartTLS
import TLSWire

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Measure providers; writes content/snapshots/DATE.")

    @Argument(help: "Ids of providers; all of them where none is named.") var ids: [String] = []
    @OptionGroup var options: SiteOptions
    @Option(help: "The snapshot's date; today in the site's time zone where it is not said.") var date: Day?
    @Option(help: "quick or full.") var depth = Depth.full
    @Option(help: "Which evidence is kept: all, or changed (whole where a finding changed, and once a month).")
    var evidence = SnapshotDraft.EvidencePolicy.changed
    @OptionGroup var look: LookOptions

    /// Providers that are looked at at the same time; `--jobs` bounds the connections.
    private static let providersAtOnce = 16

    func run() async throws {
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
                controlHosts: settings.scan.controlHosts, now: Edge.now, random: Edge.random),
            resolver: resolver, store: store, group: MultiThreadedEventLoopGroup.singleton)
        let started = Edge.now()
        if let reason = await scanner.offline() {
            await resolver.shutdown()
            Terminal.say("no network: the root of the DNS does not answer (\(reason.code.rawValue) \(reason.detail))")
            Terminal.say("nothing was measured, and no snapshot was written")
            throw Exit.nothingMeasured
        }
        let date = self.date ?? Edge.today(in: settings.timeZone)
        let draft = try SnapshotDraft.begin(
            root: options.snapshots, shownAs: SiteOptions.snapshotsShownAs, date: date, policy: evidence)
        Terminal.say(
            "measuring \(providers.count) providers: at most \(manners.jobs) connections at once, \(manners.perAddress) to one "
                + "address and \(manners.gap) ms between two, \(manners.budget) to one endpoint, \(manners.timeout) ms to wait"
        )
        var measured = 0
        var endpoints = 0
        try await withThrowingTaskGroup(of: [EvidenceRecord].self) { tasks in
            var waiting = providers.makeIterator()
            var done = 0
            for provider in (0..<Self.providersAtOnce).compactMap({ _ in waiting.next() }) {
                tasks.addTask { await scanner.scan(provider) }
            }
            while let records = try await tasks.next() {
                let findings = try deriveFindings(from: records, file: "evidence")
                try draft.write(findings, evidence: records)
                done += 1
                endpoints += findings.services.reduce(0) { $0 + $1.endpoints.count }
                measured += findings.services.flatMap(\.endpoints).count { $0.connection.value != nil }
                Terminal.progress("\(done) of \(providers.count) providers, \(endpoints) endpoints: \(findings.name)")
                if let provider = waiting.next() { tasks.addTask { await scanner.scan(provider) } }
            }
        }
        Terminal.endProgress()
        await resolver.shutdown()
        let connections = await scanner.connections
        guard measured > 0 else {
            Terminal.say("no endpoint of any provider could be connected to; no snapshot was written")
            throw Exit.nothingMeasured
        }
        let finished = Edge.now()
        try draft.publish(
            Snapshot(
                date: date, origin: .measured, started: started, finished: finished, vantage: settings.scan.vantage,
                tool: Version.text, manners: manners, connections: connections, providers: providers.map(\.id).sorted())
        )
        let seconds = max(0.001, Double(finished.milliseconds - started.milliseconds) / 1_000)
        Terminal.say(
            "\(options.snapshots)/\(date): \(providers.count) providers, \(endpoints) endpoints, \(connections) connections "
                + "in \(seconds.formatted(1)) s (\((Double(connections) / seconds).formatted(0)) connections a second)")
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
