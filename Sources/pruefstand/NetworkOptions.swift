import ArgumentParser
import CLinux
import DNS
import FoundationEssentials
import Model
import Scan
import TLSWire
import Trust

/// Options of every command that asks the DNS.
struct ResolverOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Forward DNS queries to this resolver, ADDRESS or ADDRESS@PORT (default: resolve iteratively)",
            valueName: "address"))
    var resolver: String?

    @Option(
        help: ArgumentHelp("Root hints file (names and addresses of the root servers)", valueName: "file"),
        completion: .file())
    var rootHints: String?

    @Option(
        help: ArgumentHelp(
            "File with the DNSSEC trust anchors of the root zone, as DS or DNSKEY records", valueName: "file"),
        completion: .file())
    var trustAnchor: String?

    /// - Throws: `Diagnostics` if a file is missing or malformed.
    /// - Parameters:
    ///   - lookups: look-ups under way at the same time.
    ///   - cacheLimit: see `ResolverConfiguration`.
    ///   - cacheSize: megabytes; `nil`: see `ResolverConfiguration`.
    func makeResolver(
        lookups: Int = 100, cacheLimit: Int? = nil, cacheSize: Int? = nil
    ) throws(Diagnostics) -> Resolver {
        var configuration = ResolverConfiguration(
            rootHints: rootHints, trustAnchors: trustAnchor.map { .file($0) } ?? .builtIn, forwarder: resolver,
            concurrency: lookups, cacheLimit: cacheLimit)
        if let cacheSize { configuration.cacheSize = cacheSize }
        do throws(Diagnostic) {
            return try Resolver(configuration)
        } catch {
            throw Diagnostics([error])
        }
    }
}

/// Options of every command that connects to servers.
struct NetworkOptions: ParsableArguments {
    @OptionGroup var dns: ResolverOptions

    @Option(
        help: ArgumentHelp("PEM file of trusted CA certificates (default: the system's)", valueName: "file"),
        completion: .file())
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "Maximum concurrent connections, without the per-address limit and delay; for your own servers only",
            valueName: "count"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Maximum connections per endpoint; what cannot be determined within it is reported as unknown",
            valueName: "count"))
    var budget: Int?

    func validate() throws {
        if let budget, !(1...10_000).contains(budget) {
            throw ValidationError("invalid --budget \(budget): valid values are 1 to 10000")
        }
        if let jobs, !(1...1000).contains(jobs) {
            throw ValidationError("invalid --jobs \(jobs): valid values are 1 to 1000")
        }
    }

    /// Event loops, the pool that tasks run on, the resolver's thread and the one of signals.
    private static var threads: Int { 2 * ProcessInfo.processInfo.activeProcessorCount + 2 }

    /// Makes sure that there are enough addresses for the threads of a command that waits for something. Must come before
    /// the first of them.
    /// - Throws: `Exit.diagnostics`, after saying so, where the system does not allow as many.
    static func checkThreads() throws {
        let need = MemoryLimit.Need(provider: 0, evidence: 0, threads: threads)
        for memory in MemoryLimit.all() where memory.kind == .addressSpace {
            do throws(Diagnostic) {
                _ = try memory.check(need)
                clinux_one_heap()
            } catch {
                Terminal.say([error])
                throw Exit.diagnostics
            }
        }
    }

    /// Makes sure that there are enough file descriptors and enough memory for a run, and prints a warning where memory may
    /// become short.
    /// - Parameter providers: how many are measured.
    /// - Throws: `Diagnostics` where the system does not allow as many, or as much.
    static func resources(
        _ manners: Manners, _ limits: ScanLimits = ScanLimits(), providers: Int
    ) throws(Diagnostics) -> DescriptorLimit {
        var lacks: [Diagnostic] = []
        for memory in MemoryLimit.all() {
            do throws(Diagnostic) {
                let warning = try memory.check(MemoryLimit.Need(limits, providers: providers, threads: threads))
                Terminal.say(warning.map { [$0] } ?? [])
            } catch {
                lacks.append(error)
            }
        }
        do throws(Diagnostic) {
            let descriptors = try DescriptorLimit.raised(
                jobs: manners.jobs, sockets: Scanner.sockets(manners, providers: providers))
            DescriptorReserve.take()
            if lacks.isEmpty { return descriptors }
        } catch {
            lacks.append(error)
        }
        throw Diagnostics(lacks)
    }

    func makeStore() throws(Diagnostics) -> TrustStore {
        do throws(Diagnostic) {
            return try TrustStore.load(caFile)
        } catch {
            throw Diagnostics([error])
        }
    }

    /// The given bounds, with room for `--budget`.
    func limits(_ base: ScanLimits) -> ScanLimits { budget.map(base.fitting) ?? base }

    /// The given limits with the options applied. `--jobs` is meant for one's own servers: it also lifts the limit per
    /// address and the delay between connections.
    func manners(_ base: Manners) -> Manners {
        var manners = base
        if let budget { manners.budget = budget }
        guard let jobs else { return manners }
        manners.jobs = jobs
        manners.perAddress = max(manners.perAddress, min(jobs, 8))
        manners.gap = 0
        return manners
    }
}

/// The clock and the source of randomness, which only the command line may use.
enum ProcessEnvironment {
    static let now: @Sendable () -> Instant = {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }

    /// The current date in a time zone; in UTC, which is said, if the system does not know the zone.
    static func today(in timeZone: String) -> Day {
        let universal = now().day ?? .first
        if timeZone.isEmpty { return universal }
        guard let day = SystemTimeZone(timeZone)?.day(at: now()) else {
            Terminal.say(
                "the time zone '\(timeZone)' is not known here; \(universal) is the date in UTC "
                    + "(correct time-zone in content/site.yaml, or install tzdata)")
            return universal
        }
        return day
    }

    static let random: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        // A machine word at a time: each call is a system call.
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes += $0.prefix(count - bytes.count) }
        }
        return bytes
    }
}

extension Depth: ExpressibleByArgument {
    /// What the depths mean, for the help of the verbs.
    static let help: ArgumentHelp = """
        Probing depth; quick takes at most \(Depth.quick.connectionLimit ?? 0) connections of an endpoint: versions, certificates, a \
        suite of each version and hybrid groups first, lists of suites and groups and their order as far as connections \
        last; survey takes at most \(Depth.survey.connectionLimit ?? 0): one certificate, versions but SSLv2, the suite chosen in \
        each, the group chosen where hybrids are offered, no lists
        """
}

/// Exit codes of every subcommand.
enum Exit {
    static let diagnostics = ExitCode(1)
    static let nothingMeasured = ExitCode(3)
    /// Below what was asked for (`--fail-below`, `--baseline`).
    static let belowExpectation = ExitCode(4)
    static let interrupted = ExitCode(130)
}
