import Archive
import DNS
import Derive
import Dialogues
import Model
import NIOPosix
import Scan
import Survey

/// The probe pass of one shard: every server of it once, whatever the number of domains that name it.
struct ProbeRun {
    private let scanner: Scan.Scanner
    private let resolver: DNS.Resolver
    private let stop: SurveyStop
    private let optOut: OptOutList
    private let manners: Manners

    /// Servers that this run has written.
    private(set) var probed = 0

    private static let window = 4_096

    /// - Throws: `Diagnostics` if a file that the options name cannot be used, or this machine lacks something.
    init(_ network: SurveyNetwork, stop: SurveyStop, optOut: OptOutList) throws(Diagnostics) {
        let manners = Manners(jobs: network.connections)
        var limits = ScanLimits()
        limits.endpointTime = 120
        limits.providerTime = 180
        limits.providerMemory = 4
        // The list is as long as it is: the run has no end of its own.
        limits.runTime = 10 * 365 * 86_400
        limits.runConnections = .max
        limits.runBytes = 1 << 40
        let descriptors = try NetworkOptions.resources(manners, limits, providers: network.connections)
        resolver = try network.dns.makeResolver(lookups: descriptors.lookups, cacheSize: ResolveRun.cacheSize)
        scanner = Scanner(
            settings: ScanSettings(
                manners: manners, limits: limits, sockets: descriptors.sockets, depth: .survey,
                identity: DialogueIdentity(ehlo: network.from, xmppFrom: network.from),
                allowsPrivateAddresses: network.privateAddresses, now: ProcessEnvironment.now,
                random: ProcessEnvironment.random),
            resolver: resolver, store: try network.makeStore(), group: MultiThreadedEventLoopGroup.singleton)
        self.manners = manners
        self.stop = stop
        self.optOut = optOut
    }

    /// Probes every server of the shard that the draft does not have yet.
    /// - Parameter shards: the shard of each group of servers.
    /// - Throws: where the run cannot go on. What the draft has by then is right.
    mutating func run(
        _ folder: SurveyFolder, shards: [Int], shard: Int, of count: Int, into draft: inout ShardDraft
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
            var targets = try TargetFile(folder)
            try await probe(&targets, shards, shard, count, &draft)
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

    private mutating func probe(
        _ targets: inout TargetFile, _ shards: [Int], _ shard: Int, _ count: Int, _ draft: inout ShardDraft
    ) async throws(Diagnostics) {
        var begun = 0
        func next() throws(Diagnostics) -> SurveyTarget? {
            while let target = try targets.next() {
                if shards.indices.contains(target.group), shards[target.group] == shard { return target }
            }
            return nil
        }
        while begun < draft.kept, try next() != nil { begun += 1 }
        var work = OrderedWork(atOnce: manners.jobs, window: Self.window)
        let (scanner, resolver, optOut) = (scanner, resolver, optOut)
        defer { probed = work.written }
        try await work.run(into: &draft) { () throws(Diagnostics) in
            begun += 1
            if begun % ResolveRun.memory == 0 { resolver.forget() }
            return try next()
        } fault: {
            scanner.fault
        } work: { target in
            await Self.probe(target, scanner, optOut)
        } keep: { (signs: Int) throws(Diagnostics) in
            Terminal.progress("\(begun) of \(count) servers begun")
            return signs
        } signsOfLife: {
            scanner.signsOfLife
        } confirm: { () throws(Diagnostics) in
            await scanner.confirmNetwork()
            if let fault = scanner.fault { throw Diagnostics([fault]) }
        }
    }

    private static func probe(
        _ target: SurveyTarget, _ scanner: Scan.Scanner, _ optOut: OptOutList
    ) async -> OrderedWork.Done<Int> {
        let hasOptedOut = optOut.has(target.server)
        let records = await scanner.probe(target.endpoint, declined: hasOptedOut ? Reason(.optOut) : nil)
        // What was not asked cannot have been missed because of the network.
        let signs = hasOptedOut ? -1 : scanner.signsOfLife
        do throws(Diagnostics) {
            let findings = try deriveFindings(from: records, file: "evidence of \(target.server.host)")
            guard let endpoint = findings.services.first?.endpoints.first else {
                throw Diagnostics([SurveyedLine.unencodable(target.server.host, "no findings")])
            }
            return OrderedWork.Done(
                line: SurveyedLine.encode(SurveyedServer(target, findings: endpoint), of: target.server.host),
                note: signs)
        } catch {
            return OrderedWork.Done(line: .failure(error), note: signs)
        }
    }
}
