import Model

/// The time of a scan, and whether the clock was set back meanwhile: then the times of its records contradict each other,
/// and certificates are judged at the wrong one.
final class ClockWatch: Sendable {
    private struct Reading {
        var wall: Instant
        var elapsed: Duration
        var step: Int64?
    }

    /// A clock that is kept by a time server may be slowed down, which is far less than this (milliseconds).
    private static let tolerance: Int64 = 1_000

    private let last: Locked<Reading>
    private let wall: @Sendable () -> Instant
    private let elapsed: @Sendable () -> Duration

    /// - Parameters:
    ///   - wall: the time of day.
    ///   - elapsed: the time since any moment, by a clock that nobody sets.
    init(wall: @escaping @Sendable () -> Instant, elapsed: @escaping @Sendable () -> Duration) {
        self.wall = wall
        self.elapsed = elapsed
        last = Locked(Reading(wall: wall(), elapsed: elapsed()))
    }

    /// That of this process.
    convenience init() {
        let start = ContinuousClock.now
        self.init(wall: ProcessEnvironment.now) { start.duration(to: .now) }
    }

    /// The time of day.
    @Sendable func now() -> Instant {
        let (wall, elapsed) = (self.wall(), self.elapsed())
        last.withLock { last in
            // Threads may come here in another order than they read the clocks.
            guard elapsed > last.elapsed else { return }
            let passed = (elapsed - last.elapsed).components
            let expected = last.wall.milliseconds + passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000
            let step = expected - wall.milliseconds
            if step > Self.tolerance { last.step = max(last.step ?? 0, step) }
            (last.wall, last.elapsed) = (wall, elapsed)
        }
        return wall
    }

    /// That the clock was set back; `nil` as long as it was not.
    var fault: Diagnostic? {
        _ = now()
        guard let step = last.withLock({ $0.step }) else { return nil }
        return Diagnostic(
            file: "", rule: .localFault,
            message: "the scan cannot go on: the system clock was set back by \(step / 1_000) s",
            hint: "set the clock, then repeat the command")
    }
}
