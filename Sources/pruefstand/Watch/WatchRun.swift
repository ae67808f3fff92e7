import Archive
import Content
import Model
import Scan
import Watch

/// A watch: rounds and rechecks, one after the other, each on the disk before the next one begins.
struct WatchRun: ~Copyable {
    enum Outcome { case measured, nothingMeasured, failed }

    private let options: SiteOptions
    private let checker: ServiceChecker
    private let clock: WatchClock
    private let thresholds: WatchThresholds
    private let vantage: String
    private let rounds: RoundsFolder
    private let incidents: IncidentFiles
    private let notifier = ServiceNotifier.ofThisProcess
    private var statusPages: StatusPageClaims
    private var time: RoundClock
    private var replay: RoundReplay
    /// The month of the file that was written to last.
    private var month: String?
    private var hasBegun = false
    private var providers: [Provider] = []
    /// Incidents whose files could not be written, and what was said of that.
    private var unfiled: [String: String] = [:]
    /// What was said last, so that it is not said with each round.
    private var said: [String] = []
    private var outcome = Outcome.nothingMeasured
    /// Until when a look-up that fails may be one that failed while we were offline.
    private var resolverRemembers = ContinuousClock.now

    static let shown = "content/rounds"

    /// - Throws: where another watch runs, or nothing can be written.
    init(
        options: SiteOptions, checker: ServiceChecker, timeout: Int, clock: WatchClock, thresholds: WatchThresholds,
        vantage: String
    ) throws(Diagnostics) {
        self.options = options
        self.checker = checker
        self.clock = clock
        self.thresholds = thresholds
        self.vantage = vantage
        statusPages = StatusPageClaims(checker, timeout: timeout)
        incidents = IncidentFiles(root: "\(options.root)/\(IncidentFiles.shown)")
        rounds = try RoundsFolder("\(options.root)/\(Self.shown)", shown: Self.shown)
        // Files whose incidents are told by the rounds are not taken, so they are told first.
        let first = rounds.past(WatchState(thresholds: thresholds, vantage: vantage))
        let known = first.replay.filed.keys
        let past = rounds.past(
            WatchState(
                thresholds: thresholds, vantage: vantage, taken: incidents.names.subtracting(known)))
        replay = past.replay
        month = past.month
        time = RoundClock(wall: clock.wall(), elapsed: clock.elapsed(), last: past.replay.state.measured)
        Terminal.say(first.diagnostics)
        if time.behind > 1_000 {
            Terminal.say(
                "the clock is \(time.behind / 1_000) s behind the newest round; times go on from that until it is past it"
            )
        }
    }

    deinit { rounds.release() }

    /// Runs until a signal comes, or one round is done.
    mutating func run(once: Bool, until stop: StopState) async -> Outcome {
        file([:])
        var next = clock.elapsed()
        while stop.received == nil {
            readProviders()
            await measure(only: nil, stop)
            var attempts = 0
            while stop.received == nil, attempts < max(thresholds.failures, thresholds.successes) {
                let undecided = replay.state.undecided
                if undecided.isEmpty { break }
                attempts += 1
                let due = clock.elapsed() + .seconds(thresholds.recheck)
                // A round that is due checks them, too.
                if !once, due >= next + .seconds(thresholds.interval) { break }
                await wait(until: due, stop)
                if stop.received == nil { await measure(only: Set(undecided), stop) }
            }
            if once { break }
            next = max(next + .seconds(thresholds.interval), clock.elapsed())
            await wait(until: next, stop)
        }
        notifier.notify("STOPPING=1")
        return outcome
    }

    private func wait(until time: Duration, _ stop: StopState) async {
        let (clock, notifier) = (self.clock, self.notifier)
        let task = Task {
            guard let pause = ServiceNotifier.watchdog else { return try await clock.sleep(until: time) }
            while clock.elapsed() < time {
                notifier.notify("WATCHDOG=1")
                try await clock.sleep(until: min(time, clock.elapsed() + pause))
            }
        }
        stop.cancel { task.cancel() }
        _ = await task.result
        stop.cancel {}
    }

    /// The files may have changed since; with an error in them, the last good ones count.
    private mutating func readProviders() {
        let (_, read, diagnostics) = options.reader.readForScan()
        let errors = diagnostics.filter { $0.level == .error }
        say(errors)
        if errors.isEmpty || providers.isEmpty {
            for gone in Set(providers.map(\.id)).subtracting(read.map(\.id)) {
                guard let incident = replay.state.open[gone] else { continue }
                Terminal.say([
                    Diagnostic(
                        file: "\(IncidentFiles.shown)/\(incident.id).md", level: .warning, rule: .noSuchProvider,
                        message: "the provider '\(gone)' was removed while its incident is open",
                        hint: "end the incident by hand: state: resolved")
                ])
            }
            providers = read.filter { !$0.optOut }
        }
    }

    private mutating func say(_ diagnostics: [Diagnostic]) {
        let texts = diagnostics.map(\.description)
        if texts != said { Terminal.say(diagnostics) }
        said = texts
    }

    private mutating func now() -> Instant {
        let before = time.behind
        let now = time.now(wall: clock.wall(), elapsed: clock.elapsed())
        if time.behind > 1_000, before <= 1_000 {
            Terminal.say("the clock was set back by \(time.behind / 1_000) s; rounds go on from the time before")
        }
        return now
    }

    /// - Parameter wanted: only these; `nil` for a round.
    private mutating func measure(only wanted: Set<WatchedService>?, _ stop: StopState) async {
        notifier.notify("WATCHDOG=1")
        let start = now()
        let (checker, providers, watched) = (self.checker, self.providers, Set(replay.verdicts.keys))
        let believesLookups = ContinuousClock.now >= resolverRemembers
        let work = Task { () -> RoundJudgement in
            let checks = await checker.check(providers, watched: watched, only: wanted)
            let judgement = RoundJudgement(checks, believesLookups: believesLookups)
            guard judgement.isInDoubt else { return judgement }
            return RoundJudgement(checks, control: await checker.control(), believesLookups: believesLookups)
        }
        stop.cancel { work.cancel() }
        let verdicts = await work.value.verdicts
        stop.cancel {}
        // What was under way when the signal came shows nothing.
        if stop.received != nil { return }
        if verdicts.values.contains(.unmeasured(.offline)), believesLookups || !verdicts.values.contains(.up) {
            resolverRemembers = .now + .seconds(10)
        }
        keep(verdicts, MeasuringTime(start: start, end: now()), isRecheck: wanted != nil)
        file(await hear(isRecheck: wanted != nil, stop))
        let unmeasured = verdicts.values.count { if case .unmeasured = $0 { true } else { false } }
        let failing = verdicts.values.count { if case .failing = $0 { true } else { false } }
        notifier.notify(
            "READY=1\nSTATUS=\(verdicts.count) services, \(failing) failing, \(unmeasured) not measured\nWATCHDOG=1")
        if wanted == nil {
            Terminal.say(
                "\(start.description.prefix(19))Z: \(Terminal.count(verdicts.count, "service")), \(failing) failing, \(unmeasured) not measured"
            )
        }
    }

    private mutating func keep(
        _ verdicts: [WatchedService: ServiceVerdict], _ time: MeasuringTime, isRecheck: Bool
    ) {
        var line = isRecheck ? replay.recheck(verdicts, time) : replay.line(verdicts, time)
        let month = RoundLine.month(of: time.start)
        if month != self.month {
            line.before = replay.checkpoint
        }
        if !hasBegun {
            line.watch = RoundLine.Start(thresholds: thresholds, vantage: vantage, version: programName)
        }
        guard add(line, month: month) else { return }
        hasBegun = true
        if verdicts.values.contains(where: { if case .unmeasured = $0 { false } else { true } }), outcome != .failed {
            outcome = .measured
        }
    }

    /// Asks the status pages of providers with an incident: in each round while it lasts, and at each of its stages.
    /// - Returns: what is new, by the ids of incidents.
    private mutating func hear(isRecheck: Bool, _ stop: StopState) async -> [String: [Incident.Report]] {
        let pages = Dictionary(
            providers.compactMap { provider in provider.statusPage.map { (provider.id, (page: $0, provider: provider)) }
            }
        ) { first, _ in first }
        if pages.isEmpty { return [:] }
        let state = replay.state
        let told = (state.resolved + state.open.values).filter { incident in
            let isNewStage = replay.filed[incident.id] ?? 0 < incident.updates.count
            return pages[incident.provider] != nil && (isNewStage || !incident.isResolved && !isRecheck)
        }
        if told.isEmpty { return [:] }
        let asked = Dictionary(told.compactMap { pages[$0.provider] }.map { ($0.page, $0.provider) }) { first, _ in
            first
        }
        let work = Task { [statusPages] in
            var reader = statusPages
            return (read: await reader.read(asked), reader: reader)
        }
        stop.cancel { work.cancel() }
        let result = await work.value
        stop.cancel {}
        // What was under way when the signal came says nothing.
        if stop.received != nil { return [:] }
        statusPages = result.reader
        Terminal.say(result.read.diagnostics)
        let at = Instant(milliseconds: now().milliseconds / 1_000 * 1_000)
        var claims: [String: [Incident.Report]] = [:]
        for incident in told {
            guard let page = pages[incident.provider]?.page, let said = result.read.statements[page] else { continue }
            let new = replay.claims(of: incident, source: page.url, said, at: at)
            if !new.isEmpty { claims[incident.id] = new }
        }
        return claims
    }

    /// - Returns: whether it is on the disk, and taken into account.
    private mutating func add(_ line: RoundLine, month: String) -> Bool {
        do throws(Diagnostics) {
            try rounds.append(line, month: month)
        } catch {
            Terminal.say(error.all)
            outcome = .failed
            return false
        }
        self.month = month
        do throws(RoundReplay.Fault) {
            try replay.take(line, month: month)
            return true
        } catch {
            Terminal.say("the round cannot be taken into account: \(error.message)")
            return false
        }
    }

    /// Writes incidents with stages that their files do not have, or of which their providers say something new.
    private mutating func file(_ claims: [String: [Incident.Report]]) {
        let state = replay.state
        for var incident in state.resolved + state.open.values.sorted(by: { $0.id < $1.id }) {
            let filed = replay.filed[incident.id] ?? 0
            let said = claims[incident.id] ?? []
            guard filed < incident.updates.count || !said.isEmpty else { continue }
            incident.reports += said
            switch incidents.write(incident, filed: filed) {
            case .failed(let diagnostic):
                // Tried again with each round, and said once: an editor may be at work there.
                if unfiled.updateValue(diagnostic.description, forKey: incident.id) != diagnostic.description {
                    Terminal.say([diagnostic])
                }
                outcome = .failed
                continue
            case .kept: break
            case .written:
                let stage = filed < incident.updates.count ? incident.updates.last?.stage.rawValue ?? "" : "status page"
                Terminal.say("\(IncidentFiles.shown)/\(incident.id).md: \(stage)")
            }
            unfiled[incident.id] = nil
            let now = now()
            var line = RoundLine(at: MeasuringTime(start: now, end: now))
            line.filed = [incident.id: incident.updates.count]
            if !said.isEmpty { line.claims = [incident.id: said] }
            if RoundLine.month(of: now) == month { _ = add(line, month: RoundLine.month(of: now)) }
        }
    }
}
