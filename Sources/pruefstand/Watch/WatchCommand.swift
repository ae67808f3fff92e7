import ArgumentParser
import CLinux
import Content
import Dialogues
import Dispatch
import Glibc
import Model
import NIOPosix
import Scan
import Watch

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Check whether the services of providers can be used, and record incidents.",
        discussion: """
            Each round checks every service that is published: DNS, TCP, TLS and greeting, with one connection to each \
            server and without a log-in. Rounds are kept in content/rounds, incidents in content/incidents, where their \
            files can be edited: text that people write is never changed. What fails is checked again after --recheck; \
            an incident begins with --failures in a row and ends with --successes. Being turned away (421, 554, rate \
            limits) is no failure, and neither is a round in which nothing answers at all, the control-hosts of \
            content/site.yaml included: then the time counts as not measured.

            Without --once, rounds follow each other until SIGTERM or SIGINT; systemd is notified (Type=notify, \
            WatchdogSec).
            """)

    @OptionGroup var options: SiteOptions
    @Flag(help: "One round with its rechecks, for cron and CI")
    var once = false
    @Option(help: ArgumentHelp("Time between rounds: 30s, 5m, 1h", valueName: "time"))
    var every = Interval(seconds: 300)
    @Option(help: ArgumentHelp("Time until what differs is checked again", valueName: "time"))
    var recheck = Interval(seconds: 30)
    @Option(help: ArgumentHelp("Failures in a row that make an incident", valueName: "count"))
    var failures = 3
    @Option(help: ArgumentHelp("Successes in a row that end it", valueName: "count"))
    var successes = 2
    @OptionGroup var look: NetworkOptions
    @Option(
        help: ArgumentHelp(
            "Rehearse: a file with a time and how fast it passes (2014-07-15T06:45:00Z 600)", valueName: "file",
            visibility: .hidden),
        completion: .file())
    var clock: String?

    func validate() throws {
        if !(1...100).contains(failures) {
            throw ValidationError("invalid --failures \(failures): valid values are 1 to 100")
        }
        if !(1...100).contains(successes) {
            throw ValidationError("invalid --successes \(successes): valid values are 1 to 100")
        }
    }

    func run() async throws {
        clinux_one_heap()
        do {
            try await watch()
        } catch let error as Diagnostics {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    private func watch() async throws {
        let (settings, providers, diagnostics) = options.reader.readForScan()
        Terminal.say(diagnostics.filter { $0.level == .warning })
        let errors = diagnostics.filter { $0.level == .error }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        guard providers.contains(where: { !$0.optOut }) else {
            throw Diagnostics([
                Diagnostic(
                    file: "content/providers", rule: .noProviders, message: "no provider to watch",
                    hint: "add content/providers/ID.md")
            ])
        }
        if settings.scan.controlHosts.isEmpty {
            Terminal.say(
                "no control-hosts in content/site.yaml: a round in which nothing answers counts as not measured")
        }
        let manners = look.manners(settings.manners)
        let descriptors = try NetworkOptions.resources(manners, settings.limits, providers: providers.count)
        let clock = try WatchClock(rehearsal: clock)
        let resolver = try look.dns.makeResolver(lookups: descriptors.lookups, cacheLimit: every.seconds)
        let checker = ServiceChecker(
            settings: ScanSettings(
                manners: manners, limits: settings.limits, sockets: descriptors.sockets, depth: .quick,
                identity: DialogueIdentity(settings.scan), allowsPrivateAddresses: settings.scan.privateAddresses,
                controlHosts: settings.scan.controlHosts, now: ProcessEnvironment.now,
                random: ProcessEnvironment.random),
            resolver: resolver, store: try look.makeStore(), group: MultiThreadedEventLoopGroup.singleton)
        let thresholds = WatchThresholds(
            interval: every.seconds, recheck: recheck.seconds, failures: failures, successes: successes)
        var run = try WatchRun(
            options: options, checker: checker, timeout: manners.timeout, clock: clock, thresholds: thresholds,
            vantage: settings.recordedVantage)
        let stop = StopSignals()
        defer { stop.end() }
        let outcome = await run.run(once: once, until: stop.state)
        await resolver.shutdown()
        if let signal = stop.state.received {
            Terminal.say("stopped; what was measured is in \(options.root)/content/rounds")
            // The end of a service that was told to end is no failure.
            if signal == SIGINT { throw Exit.interrupted }
        }
        switch outcome {
        case .measured: return
        case .nothingMeasured: throw Exit.nothingMeasured
        case .failed: throw Exit.diagnostics
        }
    }
}

/// A time as people write it: `30s`, `5m`, `1h`.
struct Interval: ExpressibleByArgument {
    var seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
        guard let unit = argument.last.flatMap({ units[$0] }), let number = Int(argument.dropLast()),
            (1...86_400).contains(number), (1...86_400).contains(number * unit)
        else { return nil }
        seconds = number * unit
    }

    var defaultValueDescription: String {
        seconds % 3_600 == 0 ? "\(seconds / 3_600)h" : seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}

/// Whether a watch is to end, and what that ends.
final class StopState: Sendable {
    private let state = Locked<(received: CInt?, work: (@Sendable () -> Void)?)>((nil, nil))

    /// The first signal that came.
    var received: CInt? { state.withLock { $0.received } }

    func receive(_ signal: CInt) {
        let work = state.withLock { state in
            state.received = state.received ?? signal
            return state.work
        }
        work?()
    }

    /// What a signal ends; at once where one has come already.
    func cancel(_ work: @escaping @Sendable () -> Void) {
        let isStopped = state.withLock { state in
            state.work = work
            return state.received != nil
        }
        if isStopped { work() }
    }
}

/// SIGTERM and SIGINT while a watch runs: it ends in order.
struct StopSignals {
    let state = StopState()
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM].map { [state] number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { state.receive(number) }
            source.resume()
            return source
        }
    }

    /// Restores the default handling.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
