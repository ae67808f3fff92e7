import Archive
import ArgumentParser
import CLinux
import DNS
import Model
import Survey

struct SurveyRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Ask the DNS of every domain of a list, or of one shard of it.",
        discussion: """
            LIST has one domain a line, or RANK,DOMAIN, or comma-separated values with a header that names domain and \
            optionally rank. Of each domain the DNS is asked for mail exchangers and XMPP servers with their addresses, \
            TLSA records, DNSSEC, SPF, DMARC, MTA-STS, TLS-RPT and CAA. Nothing is connected to and no page is fetched: \
            policies of MTA-STS are unknown (not-asked), and so are keys of DKIM, other services, and servers that no MX \
            or SRV record names.

            The results are a line of JSON for each domain, in DIR/resolve-SHARD-of-SHARDS.rRESTART.ndjson.gz, with a \
            manifest beside it. A run that was killed leaves what it had: repeat the command to go on. A run without \
            --shards merges its results (survey merge); DIR/stop halts all runs that write to DIR, within seconds.
            """)

    @Argument(help: "File with the domains", completion: .file()) var list: String
    @Option(
        help: ArgumentHelp("Directory of the results; created if missing", valueName: "dir"), completion: .directory)
    var out: String
    @OptionGroup var part: ShardOptions
    @Option(help: ArgumentHelp("Where in the network this run is, for the manifest", valueName: "text"))
    var vantage = ""
    @OptionGroup var dns: ResolverOptions

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

    private func survey() async throws {
        let choice = try part.choice(ShardOptions.environment)
        let sharding = Sharding(seed: part.seed, shards: choice.shards)
        let (digest, counts, diagnostics) = try SurveyListFile.check(list, sharding: sharding, shard: choice.shard)
        guard counts.lines > counts.unusable else { throw Diagnostics(diagnostics) }
        Terminal.say(diagnostics)
        let hasErrors = diagnostics.contains { $0.level == .error }
        let folder = SurveyFolder(out)
        let stop = SurveyStop(folder)
        if let reason = stop.diagnostic { throw Diagnostics([reason]) }
        let terms = SurveyManifest.Terms(
            pass: .resolve, list: digest, seed: part.seed, shards: choice.shards, version: programName)
        let started = ProcessEnvironment.now()
        if var draft = try ShardDraft.begin(
            in: folder, terms: terms, shard: choice.shard, restart: choice.restart, now: started)
        {
            if draft.kept > 0 {
                Terminal.say(
                    "going on behind \(Terminal.count(draft.kept, "domain")) that an earlier run had finished")
            }
            var run = try ResolveRun(dns, stop: stop)
            try await run.run(
                SurveyListFile(list, sharding: sharding, shard: choice.shard), of: counts, digest: digest, into: &draft)
            let began = draft.started
            try draft.publish { data in
                SurveyManifest(
                    terms: terms, shard: choice.shard, restart: choice.restart, vantage: vantage, started: began,
                    finished: ProcessEnvironment.now(), counts: counts, data: data)
            }
            let seconds = max(0.001, Double(ProcessEnvironment.now().milliseconds - started.milliseconds) / 1_000)
            let rate = (Double(run.resolved) / seconds).formatted(1)
            Terminal.say(
                "resolved \(Terminal.count(run.resolved, "domain")) in \(seconds.formatted(1)) s (\(rate) per second)")
        } else {
            Terminal.say("shard \(choice.shard) of \(choice.shards) is complete already")
        }
        if choice.shards == 1 {
            try SurveyMergeCommand.merge(folder)
        } else {
            Terminal.say("once all shards are complete: pruefstand survey merge \(out)")
        }
        if hasErrors { throw Exit.diagnostics }
    }
}
