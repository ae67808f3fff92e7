import Archive
import ArgumentParser
import CLinux
import DNS
import Files
import Model
import Survey

struct SurveyRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Do both passes of a survey, or one shard of one of them.",
        discussion: """
            LIST has one domain a line, or RANK,DOMAIN, or comma-separated values with a header that names domain and \
            optionally rank.

            The resolve pass asks the DNS of each domain for mail exchangers and XMPP servers with their addresses, TLSA \
            records, DNSSEC, SPF, DMARC, MTA-STS, TLS-RPT and CAA. It connects to nobody and fetches no page: policies of \
            MTA-STS are unknown (not-asked), and so are keys of DKIM, other services, and servers that no MX or SRV record \
            names. The probe pass connects to each server that the domains name, once, however many name it, with at most \
            6 connections (--depth survey of other commands); of an XMPP server for the first domain that names it.

            Results are lines of JSON in DIR/PASS-SHARD-of-SHARDS.rRESTART.ndjson.gz, with a manifest beside it. A run \
            that was killed leaves what it had: repeat the command to go on. A run without --shards does both passes and \
            merges them. With shards, do all of --pass resolve, then survey merge, then all of --pass probe, then merge \
            again. DIR/stop halts all runs that write to DIR, within seconds.
            """)

    @Argument(help: "File with the domains", completion: .file()) var list: String
    @Option(
        help: ArgumentHelp("Directory of the results; created if missing", valueName: "dir"), completion: .directory)
    var out: String
    @Option(
        help: ArgumentHelp("Pass to do: resolve or probe (default without --shards: both)", valueName: "pass"))
    var pass: SurveyPass?
    @OptionGroup var part: ShardOptions
    @Option(help: ArgumentHelp("Where in the network this run is, for the manifest", valueName: "text"))
    var vantage = ""
    @Option(
        help: ArgumentHelp(
            "File with those who are not to be surveyed: a domain, a host or a network a line", valueName: "file"),
        completion: .file())
    var optOut: String?
    @OptionGroup var network: SurveyNetwork

    func validate() throws {
        if pass == nil, (part.shards ?? 1) > 1 {
            throw ValidationError("--shards needs --pass: resolve first, then survey merge, then probe")
        }
    }

    func run() async throws {
        clinux_one_heap()
        do {
            try await survey()
        } catch let error as Diagnostics {
            Terminal.endProgress()
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    /// What both passes are told.
    private struct Job {
        var choice: ShardOptions.Choice
        var sharding: Sharding
        /// SHA-256 of the list.
        var digest: String
        var counts: SurveyListCounts
        var folder: SurveyFolder
        var stop: SurveyStop
        var optOut: OptOutList
    }

    private func survey() async throws {
        let choice = try part.choice(ShardOptions.environment)
        let sharding = Sharding(seed: part.seed, shards: choice.shards)
        let optOut = try readOptOut()
        let (digest, counts, diagnostics) = try SurveyListFile.check(list, sharding: sharding, shard: choice.shard)
        guard counts.lines > counts.unusable else { throw Diagnostics(diagnostics) }
        Terminal.say(diagnostics)
        let folder = SurveyFolder(out)
        let stop = SurveyStop(folder)
        if let reason = stop.diagnostic { throw Diagnostics([reason]) }
        let job = Job(
            choice: choice, sharding: sharding, digest: digest, counts: counts, folder: folder, stop: stop,
            optOut: optOut)
        if pass != .probe {
            try await resolve(job)
            if choice.shards == 1 { try SurveyMergeCommand.merge(folder, .resolve) }
        }
        if pass != .resolve {
            try await probe(job)
            if choice.shards == 1 { try SurveyMergeCommand.merge(folder, .probe) }
        }
        if choice.shards > 1 { Terminal.say("once all shards are complete: pruefstand survey merge \(out)") }
        if diagnostics.contains(where: { $0.level == .error }) { throw Exit.diagnostics }
    }

    private func resolve(_ job: Job) async throws {
        let terms = SurveyManifest.Terms(
            pass: .resolve, list: job.digest, seed: job.sharding.seed, shards: job.choice.shards, version: programName)
        guard var draft = try begin(job, terms) else { return }
        let started = ProcessEnvironment.now()
        var run = try ResolveRun(network.dns, stop: job.stop, optOut: job.optOut)
        try await run.run(
            SurveyListFile(list, sharding: job.sharding, shard: job.choice.shard), of: job.counts, digest: job.digest,
            into: &draft)
        try publish(&draft, job, terms, job.counts)
        say("resolved", Terminal.count(run.resolved, "domain"), run.resolved, since: started)
    }

    private func probe(_ job: Job) async throws {
        let targets = try job.folder.targets(ofList: job.digest)
        let terms = SurveyManifest.Terms(
            pass: .probe, list: job.digest, seed: job.sharding.seed, shards: job.choice.shards, version: programName,
            targets: targets.sha256)
        guard var draft = try begin(job, terms) else { return }
        let started = ProcessEnvironment.now()
        let (shards, servers) = try TargetFile.divide(job.folder, job.sharding)
        var run = try ProbeRun(network, stop: job.stop, optOut: job.optOut)
        var counts = job.counts
        counts.servers = servers[job.choice.shard]
        try await run.run(
            job.folder, shards: shards, shard: job.choice.shard, of: servers[job.choice.shard], into: &draft)
        try publish(&draft, job, terms, counts)
        say("probed", Terminal.count(run.probed, "server"), run.probed, since: started)
    }

    // MARK: -

    /// - Returns: `nil` where the shard is complete already.
    private func begin(_ job: Job, _ terms: SurveyManifest.Terms) throws(Diagnostics) -> ShardDraft? {
        let draft = try ShardDraft.begin(
            in: job.folder, terms: terms, shard: job.choice.shard, restart: job.choice.restart,
            now: ProcessEnvironment.now())
        guard let draft else {
            Terminal.say("\(terms.pass.rawValue): shard \(job.choice.shard) of \(terms.shards) is complete already")
            return nil
        }
        if draft.kept > 0 {
            Terminal.say("going on behind \(Terminal.count(draft.kept, "line")) that an earlier run had finished")
        }
        return draft
    }

    private func publish(
        _ draft: inout ShardDraft, _ job: Job, _ terms: SurveyManifest.Terms, _ counts: SurveyListCounts
    ) throws(Diagnostics) {
        let started = draft.started
        try draft.publish { data in
            SurveyManifest(
                terms: terms, shard: job.choice.shard, restart: job.choice.restart, vantage: vantage, started: started,
                finished: ProcessEnvironment.now(), counts: counts, data: data)
        }
    }

    private func say(_ verb: String, _ what: String, _ count: Int, since started: Instant) {
        let seconds = max(0.001, Double(ProcessEnvironment.now().milliseconds - started.milliseconds) / 1_000)
        let rate = (Double(count) / seconds).formatted(1)
        Terminal.say("\(verb) \(what) in \(seconds.formatted(1)) s (\(rate) per second)")
    }

    private func readOptOut() throws(Diagnostics) -> OptOutList {
        guard let optOut else { return OptOutList() }
        guard let bytes = (try? InputFile.bytes(optOut, limit: 64 << 20)) ?? nil else {
            throw Diagnostics([
                Diagnostic(
                    file: optOut, rule: .unreadableFile, message: "the file cannot be read, or has more than 64 MB",
                    hint: "check the path and the permissions")
            ])
        }
        return try OptOutList(String(decoding: bytes, as: UTF8.self), file: optOut)
    }
}

extension SurveyPass: ExpressibleByArgument {}
