// Scans many endpoints of the lab at once in this process and says what that costs it: memory for each, and file
// descriptors that are left. Measured from inside, since only the process itself can tell its growth from what it needs
// to start. Exit code 1 where a limit is missed.
//
//     Tests/Lab/lab run -- AtOnce [COUNT]
//
// With LAB_COPIES the endpoints have as many names as there are copies, without it four names many times over.

import CLinux
import DNS
import Derive
import Dialogues
import Foundation
import Model
import NIOPosix
import Scan
import TLSWire
import Trust

// As `scan` does.
clinux_one_heap()

/// Bytes of memory for each endpoint, and descriptors in all. The limit that counts is a release build's: without the
/// optimiser what waits in an asynchronous call takes half as much again.
#if DEBUG
    let growthLimit = 150_000
#else
    let growthLimit = 100_000
#endif
let leftLimit = 0

func lab(_ name: String) -> String {
    guard let value = ProcessInfo.processInfo.environment[name] else { leave("\(name) is not set: run me in the lab") }
    return value
}

func leave(_ message: String) -> Never {
    FileHandle.standardError.write(Data("AtOnce: \(message)\n".utf8))
    exit(2)
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count <= 1, let count = Int(arguments.first ?? "500"), (1...10_000).contains(count) else {
    leave("usage: AtOnce [COUNT]")
}
let copies = Int(ProcessInfo.processInfo.environment["LAB_COPIES"] ?? "") ?? 0

/// The name of a copy in the lab; without copies the original's.
@Sendable func domain(_ number: Int, _ original: String) -> String {
    guard copies > 0 else { return original }
    let digits = "\(number / 4 % copies + 1)"
    return "kopie\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).test"
}

/// Web, mail and XMPP in turn, with TLS at once and behind STARTTLS.
@Sendable func place(_ number: Int) -> Endpoint {
    let mail = domain(number, "weidenpost.test")
    let xmpp = domain(number, "eichenpost.test")
    return switch number % 4 {
    case 0:
        Endpoint(service: .https, domain: mail, host: mail, port: 443, address: "127.0.31.3", mode: .direct)
    case 1:
        Endpoint(service: .imap, domain: mail, host: "mail.\(mail)", port: 993, address: "127.0.31.2", mode: .direct)
    case 2:
        Endpoint(
            service: .imap, domain: mail, host: "mail.\(mail)", port: 143, address: "127.0.31.2", mode: .startTLS)
    default:
        Endpoint(
            service: .xmppClient, domain: xmpp, host: "xmpp.\(xmpp)", port: 5222, address: "127.0.5.1",
            mode: .startTLS)
    }
}

/// A number of `/proc/self/status`, in bytes.
@Sendable func memory(_ key: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(key):") }
    return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) * 1024
}

@Sendable func descriptors() -> Int {
    // Less the one that reads the folder.
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0) - 1
}

struct Tally {
    var endpoints = 0
    var measured = 0
    var connections = 0
}

/// Looks at endpoints, all at the same time, and concludes as a scan does.
func look(_ scanner: Scan.Scanner, _ places: Range<Int>) async throws -> Tally {
    try await withThrowingTaskGroup(of: (measured: Bool, connections: Int).self) { tasks in
        for number in places {
            tasks.addTask {
                let endpoint = place(number)
                let records = await scanner.scan(endpoint.service, domain: endpoint.domain, at: endpoint)
                let findings = try deriveFindings(from: records, file: "evidence")
                let measured = findings.services.flatMap(\.endpoints).contains {
                    $0.versions.contains { $0.finding.value != nil }
                }
                return (measured, records.count { if case .probe = $0 { true } else { false } })
            }
        }
        var tally = Tally()
        for try await one in tasks {
            tally.endpoints += 1
            tally.measured += one.measured ? 1 : 0
            tally.connections += one.connections
        }
        return tally
    }
}

// One provider that has all of it.
var limits = ScanLimits()
limits.addressConnections = 10_000_000
limits.portConnections = 10_000_000
limits.runMemory = 10_000
// One clock for all: what an endpoint costs beside its own time limit.
(limits.runTime, limits.providerTime, limits.endpointTime) = (1_800, 1_800, 1_800)
let resolver = try Resolver(
    ResolverConfiguration(
        rootHints: lab("LAB_ROOT_HINTS"), trustAnchors: .file(lab("LAB_TRUST_ANCHOR")), forwarder: nil))
let scanner = Scan.Scanner(
    settings: ScanSettings(
        // One's own servers, all of them at a handful of addresses: nothing may hold the connections back.
        manners: Manners(perAddress: count, gap: 0, budget: 300, timeout: 30_000, jobs: count), limits: limits,
        sockets: count, depth: .quick,
        identity: DialogueIdentity(ehlo: "scanner.test", xmppFrom: "scanner.test"), allowsPrivateAddresses: true,
        now: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
        random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
    resolver: resolver,
    store: try TrustStore(pem: Array(try Data(contentsOf: URL(filePath: lab("LAB_CA_FILE")))), file: "LAB_CA_FILE"),
    group: MultiThreadedEventLoopGroup.singleton)

// What is made once, whatever the number of endpoints: threads, tables, the resolver's keys.
_ = try await look(scanner, 0..<8)
let descriptorsBefore = descriptors()
// The peak counts from here (proc(5), clear_refs).
try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
let before = memory("VmRSS")
let clock = ContinuousClock.now
let watching = Task {
    var most = 0
    while !Task.isCancelled {
        most = max(most, descriptors() - descriptorsBefore)
        try? await Task.sleep(for: .milliseconds(5))
    }
    return most
}
let tally = try await look(scanner, 0..<count)
let seconds = (ContinuousClock.now - clock) / .seconds(1)
let growth = (memory("VmHWM") - before) / count
watching.cancel()
let mostSockets = await watching.value
// The last ones are closed by their event loops, in a moment.
for _ in 0..<100 where descriptors() > descriptorsBefore { try await Task.sleep(for: .milliseconds(20)) }
let left = descriptors() - descriptorsBefore
await resolver.shutdown()
print(
    """
    \(tally.endpoints) endpoints at once, \(tally.measured) with TLS seen: \(tally.connections) connections, at most \
    \(mostSockets) sockets open, \((seconds * 10).rounded() / 10) s
    memory for each endpoint: \(growth / 1_000) kB (at most \(growthLimit / 1_000))
    descriptors left: \(left) (at most \(leftLimit))
    """)
exit(tally.measured == count && growth <= growthLimit && left <= leftLimit ? 0 : 1)
