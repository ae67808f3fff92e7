import DNS
import Dialogues
import Model
import NIOPosix
import TLSWire
import Testing
import Trust

@testable import Derive
@testable import Scan

/// How many of something there are at once, now and at most.
actor Counter {
    private(set) var now = 0
    private(set) var most = 0
    private(set) var total = 0

    func enter() {
        now += 1
        total += 1
        most = max(most, now)
    }

    func leave() { now -= 1 }

    /// Stays inside until there were that many at once, or for a while.
    func pass(expecting count: Int) async {
        enter()
        for _ in 0..<2_000 where most < count { await Task.yield() }
        // One more, had there been room for it.
        for _ in 0..<10 { await Task.yield() }
        leave()
    }
}

/// Holds tasks back until a test lets them go.
actor Barrier {
    private var isOpen = false

    func wait() async { await until { await self.isOpen } }
    func open() { isOpen = true }
}

/// Waits for something that other tasks bring about, but not for ever: a test that cannot go on fails. Other tests may hold
/// every thread that tasks have for a while.
func until(_ condition: @Sendable () async -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async {
    let start = ContinuousClock.now
    while await !condition() {
        // Work that was stopped, as some tests want it, waits no longer.
        if Task.isCancelled { return }
        guard start.duration(to: .now) < .seconds(120) else {
            Issue.record("waited in vain", sourceLocation: sourceLocation)
            return
        }
        await Task.yield()
    }
}

enum Fixture {
    static let instant = Instant(milliseconds: 1_795_000_000_000)

    static func endpoint(
        _ service: Service = .imap, domain: String = "a.test", address: String = "192.0.2.1", port: UInt16 = 993
    ) -> Endpoint {
        Endpoint(
            service: service, domain: domain, host: "mail.a.test", port: port, address: address,
            mode: service == .mx ? .startTLS : .direct)
    }

    static func place(_ endpoint: Endpoint) -> Discovery.Place {
        Discovery.Place(endpoint: endpoint, lookups: [], discovered: [], isSecure: false)
    }

    static let plan = PlanRecord(provider: "a", name: "A", domains: ["a.test"], services: [])

    /// A log whose look-ups are answered by a function.
    static func log(_ lookup: @escaping @Sendable (Question) async -> Answer = { address($0, [127, 0, 0, 1]) })
        -> EvidenceLog
    {
        EvidenceLog(plan: plan, now: { instant }, lookup: lookup)
    }

    static func settings(_ clock: ManualClock, allowsPrivateAddresses: Bool = true) -> ScanSettings {
        var settings = ScanSettings(
            manners: Manners(timeout: 1_000), depth: .quick, identity: DialogueIdentity(),
            allowsPrivateAddresses: allowsPrivateAddresses, now: { instant },
            random: { [UInt8](repeating: 0, count: $0) })
        settings.clock = clock.erased
        return settings
    }

    static func fetch(_ target: FetchTarget, _ settings: ScanSettings, _ limiter: ConnectionLimiter, _ log: EvidenceLog)
        -> Fetch
    {
        Fetch(
            target: target, settings: settings, store: TrustStore([]), gates: limiter,
            group: MultiThreadedEventLoopGroup.singleton, log: log)
    }

    static func fetchRecord(_ target: FetchTarget, id: Int) -> FetchRecord {
        FetchRecord(
            id: id, at: instant, url: target.url, lookups: [], address: "", milliseconds: 0, transcript: [],
            ending: .done)
    }

    /// An answer with one A record where that was asked for, else with no record (RFC 1035 §4.1).
    static func address(_ question: Question, _ octets: [UInt8]) -> Answer {
        let has = question.type == .a
        var message: [UInt8] = [0, 0, 0x81, 0x80, 0, 1, 0, has ? 1 : 0, 0, 0, 0, 0]
        for label in question.name.split(separator: ".") { message += [UInt8(label.utf8.count)] + Array(label.utf8) }
        message += [0, 0, has ? 1 : 28, 0, 1]
        // A pointer to the name of the question, type A, class IN, 60 s, 4 bytes.
        if has { message += [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4] + octets }
        return Answer(question: question, security: .insecure, message: message)
    }
}
