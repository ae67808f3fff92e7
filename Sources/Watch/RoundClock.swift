import Model

/// The time of rounds: it never goes back. Where the clock of the system is set back, it goes on from the last time by
/// what passed since, until the clock is past it again.
package struct RoundClock: Sendable {
    private var last: Instant
    private var elapsed: Duration
    /// By how many milliseconds the system's clock is behind; 0 where it is not.
    package private(set) var behind: Int64 = 0

    /// - Parameters:
    ///   - wall: the time of day.
    ///   - elapsed: time since any moment, by a clock that nobody sets.
    ///   - last: the newest time that is recorded already.
    package init(wall: Instant, elapsed: Duration, last: Instant? = nil) {
        self.last = max(wall, last ?? wall)
        self.elapsed = elapsed
        behind = self.last.milliseconds - wall.milliseconds
    }

    package mutating func now(wall: Instant, elapsed now: Duration) -> Instant {
        let passed = (now - elapsed).components
        let expected = Instant(
            milliseconds: last.milliseconds
                + max(0, passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000))
        elapsed = now
        // A clock that is kept by a time server may be slowed down a little.
        behind = max(0, expected.milliseconds - wall.milliseconds)
        last = behind > 1_000 ? expected : max(last, wall)
        return last
    }
}
