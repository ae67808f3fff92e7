import Model
import Watch

/// Services with outages that are known, and what checks of them say.
struct Script {
    static let start = Instant("2026-11-01T00:00:00Z") ?? Instant(milliseconds: 0)
    static let service = WatchedService("posteo", .imap)
    static let cause = Incident.Cause(step: .tcp, code: .timeout, detail: "no answer to SYN")

    /// When the service is really down.
    var outages: [Range<Int64>] = []

    func isDown(_ instant: Instant) -> Bool { outages.contains { $0.contains(instant.milliseconds) } }

    /// A check that takes a while: what it sees is so at some moment in it.
    func verdict(_ time: MeasuringTime, at share: Int64) -> ServiceVerdict {
        let moment = time.start.milliseconds + (time.end.milliseconds - time.start.milliseconds) * share / 100
        return isDown(Instant(milliseconds: moment)) ? .failing(.outage, Self.cause) : .up
    }

    static func time(_ seconds: Int64, taking milliseconds: Int64 = 0) -> MeasuringTime {
        let start = start.milliseconds + seconds * 1_000
        return MeasuringTime(
            start: Instant(milliseconds: start), end: Instant(milliseconds: start + milliseconds))
    }
}

extension Incident.Bounds {
    func contains(_ milliseconds: Int64) -> Bool {
        (after?.milliseconds ?? .min) <= milliseconds && milliseconds <= by.milliseconds
    }
}
