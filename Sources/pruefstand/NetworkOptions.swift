import ArgumentParser
import DNS
import Foundation
import Model
import TLSWire
import Trust

/// Options that everything that looks has in common.
struct NetworkOptions: ParsableArguments {
    @Option(help: "Ask this resolver (ADDRESS or ADDRESS@PORT) instead of the zones' own servers.")
    var resolver: String?

    @Option(help: "A file with the root servers' names and addresses.", completion: .file())
    var rootHints: String?

    @Option(help: "A file with the root zone's trust anchor, as DS or DNSKEY records.", completion: .file())
    var trustAnchor: String?

    @Option(help: "Trust the certificates in this PEM file instead of the system's.", completion: .file())
    var caFile: String?

    @Option(help: "Connections at the same time in all.")
    var jobs: Int?

    @Option(help: "Connections to one endpoint, in all; what is left to ask then stays unknown.")
    var budget: Int?

    func validate() throws {
        if let budget, !(1...10_000).contains(budget) { throw ValidationError("--budget goes from 1 to 10000") }
        if let jobs, !(1...1000).contains(jobs) { throw ValidationError("--jobs goes from 1 to 1000") }
    }

    /// - Throws: `Diagnostics` where a file is missing or broken.
    func makeResolver() throws(Diagnostics) -> Resolver {
        do throws(Diagnostic) {
            return try Resolver(
                ResolverConfiguration(
                    rootHints: rootHints, trustAnchors: trustAnchor.map { .file($0) } ?? .builtIn, forwarder: resolver))
        } catch {
            throw Diagnostics([error])
        }
    }

    func makeStore() throws(Diagnostics) -> TrustStore {
        do throws(Diagnostic) {
            return try TrustStore.load(caFile)
        } catch {
            throw Diagnostics([error])
        }
    }

    /// `--jobs` is said for one's own servers: it also lifts the bound for each address, and the gap.
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

/// What the command line alone may have: the time and chance.
enum ProcessEnvironment {
    static let now: @Sendable () -> Instant = {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }

    /// The day it is in a time zone; in UTC where the zone is unknown here.
    static func today(in timeZone: String) -> Day {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: Date())
        return Day(year: parts.year ?? 1, month: parts.month ?? 1, day: parts.day ?? 1) ?? now().day ?? .first
    }

    static let random: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        // A word at a time: each asks the kernel.
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes += $0.prefix(count - bytes.count) }
        }
        return bytes
    }
}

extension Depth: ExpressibleByArgument {}

/// The exit codes of every verb.
enum Exit {
    static let diagnostics = ExitCode(1)
    static let nothingMeasured = ExitCode(3)
    static let interrupted = ExitCode(130)
}
